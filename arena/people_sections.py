"""The settings sections of organisations and of people with roles."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from arena.actions.organisations import add_organisation, change_organisation
from arena.actions.roles import end_role, give_role
from arena.forms.organisations import OrganisationForm
from arena.forms.roles import EndRoleForm, GiveRoleForm
from arena.frame_sections import day
from arena.models import ArenaRole, Organisation
from arena.queries import in_alphabet, organisations_in, organisations_named, roles_in
from arena.sections import Column, Section, Write
from core.clock import today


def _tags(organisation: Organisation) -> list[tuple[str, str]]:
    tags = []
    if organisation.is_sole_trader:
        tags.append(("", gettext("Sole trader")))
    elif organisation.is_provisional:
        tags.append(("warn", gettext("Without number")))
    return tags


def _company(organisation: Organisation) -> str:
    answers = {True: gettext("Yes"), False: gettext("No"), None: pgettext("company", "Unknown")}
    return answers[organisation.is_enterprise]


@sensitive_variables("write", "values")
def _values(write: Write) -> dict[str, Any]:
    names = (
        "name",
        "country",
        "number",
        "is_sole_trader",
        "helix",
        "is_enterprise",
        "municipality",
        "sides",
        "aliases",
    )
    return {name: write.cleaned[name] for name in names}


@sensitive_variables("write")
def _add_organisation(write: Write) -> Organisation:
    return add_organisation(arena=write.arena, actor=write.actor, **_values(write))


@sensitive_variables("write")
def _change_organisation(write: Write, key: int, mark: str) -> Organisation:
    version = int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 10 else 0
    return change_organisation(arena=write.arena, key=key, version=version, actor=write.actor, **_values(write))


def _give_role(write: Write) -> ArenaRole:
    return give_role(arena=write.arena, actor=write.actor, **write.cleaned)


def _end_role(write: Write, key: int, mark: str) -> ArenaRole:
    ends_on = write.cleaned["ends_on"]
    return end_role(arena=write.arena, key=key, mark=mark, ends_on=ends_on, actor=write.actor, on=write.on)


SECTIONS = (
    Section(
        slug="organisations",
        position=50,
        title=_("Organisations"),
        lead=_(
            "Every body that takes part. With its number an organisation is one across the border, however it is spelt."
        ),
        rows=lambda arena: organisations_in(arena),
        columns=(
            Column(label=_("Organisation"), value=lambda row: row.name),
            Column(
                label=_("Organisation number"), value=lambda row: f"{row.country} {row.number}" if row.number else ""
            ),
            Column(label=_("Sector"), value=lambda row: row.get_helix_display()),
            Column(label=_("Company"), value=_company),
            Column(label=_("Country"), value=lambda row: list(row.sides.all()), kind="sides"),
            Column(label=_("Note"), value=_tags, kind="tags"),
        ),
        empty=_("No organisations yet"),
        permission="arena.change_organisation",
        form=OrganisationForm,
        add_title=_("Add an organisation"),
        add=_add_organisation,
        change=_change_organisation,
        order=in_alphabet,
        search=organisations_named,
    ),
    Section(
        slug="roles",
        position=80,
        title=_("Roles"),
        lead=_("Who may do what, from when and until when. A role is ended, never deleted."),
        rows=lambda arena: roles_in(arena, on=today()),
        columns=(
            Column(label=_("Person"), value=lambda row: str(row.user)),
            Column(label=_("Email"), value=lambda row: row.user.email),
            Column(label=_("Role"), value=lambda row: capfirst(row.get_role_display())),
            Column(label=_("Country"), value=lambda row: str(row.side) if row.side else gettext("The whole arena")),
            Column(label=_("From"), value=lambda row: day(row.starts_on)),
            Column(label=_("Until"), value=lambda row: day(row.ends_on)),
            Column(label=_("Note"), value=lambda row: [("", gettext("Ended"))] if row.is_ended else [], kind="tags"),
        ),
        empty=_("No roles yet"),
        permission="arena.manage_roles",
        form=GiveRoleForm,
        edit_form=EndRoleForm,
        add_title=_("Give a role"),
        add=_give_role,
        change=_end_role,
        is_removable=False,
        is_open=lambda row: not row.is_ended,
    ),
)
