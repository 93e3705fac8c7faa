"""Form of a person's own calendar address."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from activities.enums import FeedScope
from core.forms import Choices, OurWords

WHAT_IT_HOLDS = {
    FeedScope.OWN: _("What your teams do and what you have logged, drafts among it."),
    FeedScope.ALL: _("Also what others do: internal meetings, and drafts where your role sees them."),
}


class FeedForm(OurWords):
    """For which program the address is, and what it holds."""

    name = forms.CharField(
        label=_("Where will you use it?"),
        help_text=_("Such as the phone or program, so that you know later which address to end."),
        max_length=50,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": _("Write where you will use it")},
    )
    scope = forms.ChoiceField(
        label=_("What should it hold?"),
        choices=FeedScope.choices,
        initial=FeedScope.OWN,
        widget=Choices(hints=WHAT_IT_HOLDS),
    )
