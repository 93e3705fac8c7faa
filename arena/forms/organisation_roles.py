"""Asking to act for an organisation, and answering who asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arena.actions.organisation_roles import MARKED
from arena.enums import ClaimState
from arena.section_form import DayField, SectionForm
from core.forms import Choices, OurWords

HINTS = {
    ClaimState.CONFIRMED.value: _("You know the person, or have asked the organisation."),
    ClaimState.DECLINED.value: _("The person can ask again."),
}


class ClaimForm(SectionForm):
    """The answer while a question waits; the day of the end once it is confirmed."""

    columns = MARKED
    layout = MARKED

    def prepare(self) -> None:
        if self.row.state == ClaimState.ASKED:
            answers = [(ClaimState.CONFIRMED, _("Yes, confirm")), (ClaimState.DECLINED, _("No, decline"))]
            self.fields["state"] = forms.ChoiceField(
                label=_("Does this person act for the organisation?"), choices=answers, widget=Choices(hints=HINTS)
            )
        else:
            self.fields["ends_on"] = DayField(
                label=_("Until"),
                required=False,
                help_text=_("The first day without the role. With the date of today it ends at once."),
            )

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {"ends_on": row.ends_on}


class AskForm(OurWords):
    """Whether a mail to an address at the organisation's own domain proves it at once."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, domain: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if domain:
            self.fields["email"] = forms.EmailField(
                label=_("Your address at %(domain)s") % {"domain": domain},
                required=False,
                max_length=254,
                help_text=_("We mail a link there that confirms at once. Leave it empty and a coordinator answers."),
                widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
            )
