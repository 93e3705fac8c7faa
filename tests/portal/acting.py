"""Acting for an organisation in tests: its pages, a role, a question, an answer."""

from datetime import date

from django.urls import reverse

from arena.actions.organisation_roles import ask_to_act
from arena.models import Organisation, OrganisationRole
from core.clock import today
from core.writes import mark_of


def page(organisation: Organisation, step: str = "people") -> str:
    return reverse(f"organisations:{step}", args=["one", organisation.pk])


def role(organisation: Organisation, person, **fields: object) -> OrganisationRole:
    """A confirmed role since 2024, unless `fields` say otherwise."""
    known = {"state": "confirmed", "starts_on": date(2024, 1, 2), "asked_on": date(2024, 1, 1)}
    return OrganisationRole.objects.create(organisation=organisation, user=person, **known | fields)


def asked(organisation: Organisation, person) -> OrganisationRole:
    return ask_to_act(organisation=organisation, user=person, on=today())


def answer(client, row: OrganisationRole, **posted: object):
    address = reverse("arena:section-edit", args=["one", "acting", row.pk])
    row.refresh_from_db()
    return client.post(address, {"version": mark_of(row, ("state", "ends_on"))} | posted)
