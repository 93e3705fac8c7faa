"""Who does what in the arena."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arena.enums import Role
from arena.section_form import DayField, RowField, SectionForm, capitalised
from core.clock import today
from core.errors import RuleBroken
from core.forms import Choices, Segments

HINTS = {
    Role.LEAD.value: _("Changes the settings and gives roles. Each country has one or more."),
    Role.COORDINATOR.value: _("Logs, rates and looks after activities, teams and organisations."),
    Role.BROKER.value: _("Connects companies and research. Sees which companies received support."),
    Role.REFERENCE.value: _("Sees preliminary figures."),
    Role.FUNDER.value: _("Sees locked figures and which companies received support."),
    Role.AUDITOR.value: _("Sees figures, evidence files and the names of companies, until the role ends."),
}


class GiveRoleForm(SectionForm):
    """A role for somebody with an account."""

    layout = ("email", "role", "side", "starts_on", "ends_on")
    # Whether nobody has an account with the address that was typed.
    offers_invitation = False

    email = forms.EmailField(
        label=_("Email of the person"),
        max_length=254,
        help_text=_("The address of the person's account here. Without an account you can send an invitation."),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=capitalised(Role.choices), widget=Choices(hints=HINTS))
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The first day without the role."))

    def prepare(self) -> None:
        sides = list(self.arena.sides.all())
        marks = {str(side.pk): side for side in sides}
        self.fields["side"] = RowField(
            label=_("Country"), rows=sides, empty=_("The whole arena"), widget=Segments(marks=marks), required=False
        )

    def initial_of_new(self) -> dict[str, Any]:
        return {"starts_on": today()}

    def refuse(self, refused: RuleBroken | ValidationError) -> None:
        self.offers_invitation = refused.code == "role.no_account"
        super().refuse(refused)


class EndRoleForm(SectionForm):
    """When a role ends: it is never deleted, so that the past can be shown."""

    columns = ("ends_on",)
    layout = ("ends_on",)

    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day without the role. With the date of today it ends at once."),
    )
