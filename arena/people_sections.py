"""The settings sections of organisations and of people with roles."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from arena.actions.organisation_roles import answer_claim, end_organisation_role
from arena.actions.organisations import add_organisation, change_organisation
from arena.actions.roles import end_role, give_role
from arena.enums import ClaimState
from arena.forms.organisation_roles import ClaimForm
from arena.forms.organisations import OrganisationForm
from arena.forms.roles import EndRoleForm, GiveRoleForm
from arena.frame_sections import day
from arena.look_alikes import entry_of, nearest
from arena.models import ArenaRole, Organisation, OrganisationRole
from arena.people_queries import organisation_roles_in, organisation_roles_of_people_named
from arena.queries import in_alphabet, organisations_in, organisations_named, roles_in, roles_of_people_named
from arena.sections import Column, Section, Write
from core.clock import now, today


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
        "region",
        "size",
        "industry_code",
        "industry_version",
        "mail_domain",
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
    who = {"arena": write.arena, "actor": write.actor, "on": write.on}
    return change_organisation(key=key, version=version, **who, **_values(write))


def _may_be_another(row: Organisation) -> str:
    """Asks whether a new organisation is one that was there already, the nearest by name; empty when none is near."""
    found = nearest(entry_of(row), row.arena)
    if not found:
        return ""
    other, _pair = found[0]
    question = gettext("There is already “%(name)s”. Is it the same?") % {"name": other.names[0]}
    address = reverse("organisations:merge", args=[row.arena.slug, row.pk, other.key])
    return format_html('{} <a href="{}">{}</a>', question, address, gettext("Compare the two"))


def person_in(row: Any) -> str:
    """Whose row this is, for those who may see addresses."""
    return str(row.user) if row.user else gettext("A person who has left")


def _role_tags(row: ArenaRole) -> list[tuple[str, str]]:
    if row.is_ended:  # type: ignore[attr-defined]  # from roles_in
        return [("", gettext("Ended"))]
    return [("warn", gettext("Begins later"))] if row.starts_on > today() else []


def _give_role(write: Write) -> ArenaRole:
    return give_role(arena=write.arena, actor=write.actor, on=write.on, **write.cleaned)


def _end_role(write: Write, key: int, mark: str) -> ArenaRole:
    ends_on = write.cleaned["ends_on"]
    return end_role(arena=write.arena, key=key, mark=mark, ends_on=ends_on, actor=write.actor, on=write.on)


def _answer(write: Write, key: int, mark: str) -> OrganisationRole:
    who = {"arena": write.arena, "key": key, "mark": mark, "actor": write.actor, "on": write.on}
    if "state" in write.cleaned:
        is_confirmed = write.cleaned["state"] == ClaimState.CONFIRMED
        return answer_claim(is_confirmed=is_confirmed, at=now(), **who)
    return end_organisation_role(ends_on=write.cleaned["ends_on"], **who)


def _claim_tags(row: Any) -> list[tuple[str, str]]:
    if row.state == ClaimState.ASKED:
        return [("brand", gettext("Waits for an answer"))]
    if row.state == ClaimState.DECLINED:
        return [("", gettext("Declined"))]
    proof = [("", gettext("Proven by mail"))] if row.is_confirmed_by_mail else []
    return [("", gettext("Ended")) if row.is_past else ("ok", gettext("Confirmed")), *proof]


def _whole(row: OrganisationRole) -> str:
    return str(row.organisation.canonical or row.organisation)


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
        advice=_may_be_another,
        template="arena/organisation_form.html",
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
            Column(label=_("Person"), value=lambda row: person_in(row)),
            Column(label=_("Email"), value=lambda row: row.user.email if row.user else ""),
            Column(label=_("Role"), value=lambda row: capfirst(row.get_role_display())),
            Column(label=_("Country"), value=lambda row: str(row.side) if row.side else gettext("The whole arena")),
            Column(label=_("From"), value=lambda row: day(row.starts_on)),
            Column(label=_("Until"), value=lambda row: day(row.ends_on)),
            Column(label=_("Note"), value=_role_tags, kind="tags"),
        ),
        empty=_("No roles yet"),
        permission="arena.manage_roles",
        needs_step_up=True,
        form=GiveRoleForm,
        edit_form=EndRoleForm,
        add_title=_("Give a role"),
        add=_give_role,
        change=_end_role,
        search=roles_of_people_named,
        template="arena/role_form.html",
        is_removable=False,
        is_open=lambda row: not row.is_ended,
    ),
    Section(
        slug="acting",
        position=51,
        title=_("Who acts for whom"),
        lead=_("People who act for an organisation, or ask to. A role is ended, never deleted."),
        rows=lambda arena: organisation_roles_in(arena, on=today()),
        columns=(
            Column(label=_("Person"), value=lambda row: person_in(row)),
            Column(label=_("Email"), value=lambda row: row.user.email if row.user else ""),
            Column(label=_("Organisation"), value=_whole),
            Column(label=_("Asked"), value=lambda row: day(row.asked_on)),
            Column(label=_("From"), value=lambda row: day(row.starts_on)),
            Column(label=_("Until"), value=lambda row: day(row.ends_on)),
            Column(label=_("Status"), value=_claim_tags, kind="tags"),
        ),
        empty=_("Nobody has asked yet. People ask on the page of an organisation."),
        permission="arena.manage_organisation_roles",
        needs_step_up=True,
        edit_form=ClaimForm,
        change=_answer,
        search=organisation_roles_of_people_named,
        is_removable=False,
        is_open=lambda row: not row.is_past and row.user is not None,
    ),
)
