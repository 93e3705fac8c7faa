"""How far a change of a recurring activity goes."""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.forms import OurWords, Segments


class Reach(TextChoices):
    """How far a change of a recurring activity goes."""

    ONE = "one", _("Only this one")
    FOLLOWING = "following", _("This one and those that follow")


class ReachForm(OurWords):
    """Asks, where an activity comes again, whether those that follow change as well."""

    reach = forms.ChoiceField(
        label=_("It is part of a series. What is to change?"),
        required=False,
        widget=Segments,
        choices=Reach.choices,
    )

    def offer_reach(self, n_following: int) -> None:
        """Asks only where others follow."""
        if not n_following:
            del self.fields["reach"]

    @property
    def goes_on(self) -> bool:
        """Whether those that follow change as well."""
        return self.cleaned_data.get("reach") == Reach.FOLLOWING
