"""Inviting somebody to a role, and sending the same invitation again."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arena import ranks
from arena.enums import Role
from arena.forms.roles import HINTS
from arena.section_form import DayField, RowField, SectionForm, capitalised
from core.forms import Choices, OurWords, Segments


def language_field() -> forms.ChoiceField:
    """The language of a mail to somebody whose own is not known."""
    return forms.ChoiceField(
        label=_("Language of the email"),
        help_text=_("A person with an account gets it in the language of the account."),
        choices=settings.LANGUAGES,
        widget=Segments,
        initial=get_language,
    )


class InviteForm(SectionForm):
    """A role for somebody who may have no account yet. Offers what `held`, the sender's own roles, can give."""

    layout = ("email", "role", "side", "ends_on", "language")

    email = forms.EmailField(
        label=_("Email of the person"),
        max_length=254,
        help_text=_("Only the person who can read email to this address can accept."),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The first day without the role."))

    def __init__(self, data: Any = None, *, held: ranks.Held, **kwargs: Any) -> None:
        self.held = held
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        offered = ranks.roles_to_give(self.held)
        choices = [(role, label) for role, label in capitalised(Role.choices) if role in offered]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=choices, widget=Choices(hints=HINTS))
        everywhere = ranks.reaches_everywhere(self.held)
        own = ranks.countries_of_coordinator(self.held)
        sides = [side for side in self.arena.sides.all() if everywhere or side.pk in own]
        self.fields["side"] = RowField(
            label=_("Country"),
            rows=sides,
            empty=_("The whole arena") if everywhere else "",
            widget=Segments(marks={str(side.pk): side for side in sides}),
            required=not everywhere,
        )
        self.fields["language"] = language_field()

    def initial_of_new(self) -> dict[str, Any]:
        sides = self.fields["side"].rows
        only = {} if ranks.reaches_everywhere(self.held) or len(sides) != 1 else {"side": next(iter(sides))}
        return {"language": get_language(), **only}


class AgainForm(OurWords):
    """In which language the same invitation goes out again."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = language_field()
