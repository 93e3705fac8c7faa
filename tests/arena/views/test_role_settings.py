"""Roles: given by address of an account, ended and never deleted."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from arena.models import ArenaRole
from core.clock import today
from core.models import LogEntry
from core.writes import mark_of
from tests.arena.settings_rows import TOKEN
from tests.factories import ArenaRoleFactory, UserFactory

ADD = "/en/a/one/settings/roles/new/"
LIST = "/en/a/one/settings/roles/"


def posted(**changes: object) -> dict[str, object]:
    return {"email": "Outsider@Example.org", "role": "broker", "starts_on": "2026-01-01", "token": TOKEN} | changes


def end(client, row: ArenaRole, day: date | str, mark: str = ""):
    address = reverse("arena:section-edit", args=["one", "roles", row.pk])
    return client.post(address, {"ends_on": str(day), "version": mark or mark_of(row, ("ends_on",))})


def test_a_role_is_given_and_logged_without_personal_values(cast, as_person):
    response = as_person(cast.lead).post(ADD, posted(role="lead", side=cast.norway.pk, ends_on="2027-01-01"))

    assert response.status_code == 302, response.context["form"].errors
    row = cast.arena.roles.get(user=cast.outsider)
    assert (row.role, row.side, str(row.starts_on), str(row.ends_on)) == (
        "lead",
        cast.norway,
        "2026-01-01",
        "2027-01-01",
    )
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.after) == ("give_role", {"role": "lead", "side": "NO", "starts_on": "2026-01-01"})
    assert "outsider" not in str(entry.after).lower()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"email": "nobody@example.org"}, "email", "You can invite the person instead."),
        ({"email": "no address"}, "email", "Write an email address, such as name@example.org"),
        ({"role": "lead"}, "side", "Choose the country of the project lead."),
        ({"role": "owner"}, "role", "Choose an answer"),
        ({"ends_on": "2025-12-31"}, "ends_on", "The role cannot end before it starts."),
        ({"email": "broker@example.org"}, "role", "has this role on some of these days already"),
    ],
)
def test_what_cannot_be_is_told(cast, as_person, changes, field, message):
    before = cast.arena.roles.count()

    response = as_person(cast.lead).post(ADD, posted(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert message in response.content.decode()
    assert cast.arena.roles.count() == before


def test_a_country_with_a_lead_of_its_own_gives_its_own_roles(cast, as_person):
    ArenaRoleFactory(arena=cast.arena, user=cast.broker, role="lead", side=cast.norway)

    other = as_person(cast.lead).post(ADD, posted(role="coordinator", side=cast.norway.pk))
    own = as_person(cast.broker).post(ADD, posted(role="coordinator", side=cast.norway.pk))

    assert other.status_code == 422
    assert "Norway has a project lead of its own, who gives this role." in other.content.decode()
    assert own.status_code == 302, own.context["form"].errors
    assert [row.side for row in cast.arena.roles.filter(user=cast.outsider)] == [cast.norway]


def test_a_closed_account_gets_no_role(cast, as_person):
    UserFactory(email="left@example.org", is_active=False)

    assert as_person(cast.lead).post(ADD, posted(email="left@example.org")).status_code == 422


def test_a_role_ends_and_stays_on_the_list(cast, as_person):
    row = cast.arena.roles.get(user=cast.broker)
    client = as_person(cast.lead)

    response = end(client, row, today())

    assert response.status_code == 302, response.context["form"].errors
    row.refresh_from_db()
    assert row.ends_on == today()
    assert "Ended" in client.get(LIST).content.decode()
    assert as_person(cast.broker).get("/en/a/one/settings/").status_code == 403
    again = client.get(reverse("arena:section-edit", args=["one", "roles", row.pk]))
    assert again.status_code == 404
    assert LogEntry.objects.latest("pk").verb == "end_role"


def test_a_role_cannot_be_removed(cast, as_person):
    row = cast.arena.roles.get(user=cast.broker)
    address = reverse("arena:section-remove", args=["one", "roles", row.pk])

    assert as_person(cast.lead).get(address).status_code == 404
    assert as_person(cast.lead).post(address).status_code == 404
    assert ArenaRole.objects.filter(pk=row.pk).exists()


def test_the_last_lead_of_a_country_stays_until_there_is_another(cast, as_person):
    client, row = as_person(cast.lead), cast.arena.roles.get(user=cast.lead)
    ArenaRoleFactory(arena=cast.arena, user=cast.broker, role="lead", side=cast.norway)

    alone = end(client, row, today())
    ArenaRoleFactory(arena=cast.arena, user=cast.coordinator, role="lead", side=cast.sweden)
    with_another = end(client, row, today())

    assert alone.status_code == 422
    assert "You are the only project lead of this country." in alone.content.decode()
    assert with_another.status_code == 302
    assert client.get(LIST).status_code == 403


def test_another_lead_who_starts_too_late_does_not_count(cast, as_person):
    row = cast.arena.roles.get(user=cast.lead)
    ArenaRoleFactory(
        arena=cast.arena, user=cast.broker, role="lead", side=cast.sweden, starts_on=today() + timedelta(days=2)
    )

    assert end(as_person(cast.lead), row, today()).status_code == 422
    assert end(as_person(cast.lead), row, today() + timedelta(days=2)).status_code == 302


def test_a_stale_page_shows_both_days(cast, as_person):
    client, row = as_person(cast.lead), cast.arena.roles.get(user=cast.broker)
    opened = mark_of(row, ("ends_on",))
    end(client, row, "2031-01-01", opened)

    response = end(client, row, "2030-01-01", opened)

    assert response.status_code == 409
    assert [(line.mine, line.theirs) for line in response.context["differences"]] == [
        ("1 January 2030", "1 January 2031")
    ]
    row.refresh_from_db()
    assert str(row.ends_on) == "2031-01-01"


def test_addresses_are_for_leads(cast, as_person):
    assert "broker@example.org" in as_person(cast.lead).get(LIST).content.decode()
    for name in ("coordinator", "broker", "auditor", "member"):
        response = as_person(cast.person(name)).get(LIST)
        assert response.status_code == 403
        assert "broker@example.org" not in response.content.decode()


def test_who_has_left_is_named_by_nobody_and_the_role_can_be_ended(cast, as_person):
    row = ArenaRoleFactory(arena=cast.arena, user=None, role="broker")
    ArenaRoleFactory(arena=cast.arena, user=None, role="broker")
    client = as_person(cast.lead)

    page = client.get(LIST).content.decode()
    ended = end(client, row, today())

    assert page.count("A person who has left") == 2
    assert ended.status_code == 302, ended.context["form"].errors


def test_a_role_of_the_future_says_so_and_gives_no_right_yet(cast, as_person):
    later = ArenaRoleFactory(arena=cast.arena, user=cast.outsider, role="lead", side=cast.sweden)
    client = as_person(cast.lead)
    now = client.get(LIST).content.decode()
    later.starts_on = today() + timedelta(days=1)
    later.save()

    page = client.get(LIST).content.decode()

    assert ("Begins later" in now, "Begins later" in page) == (False, True)
    assert as_person(cast.outsider).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("words", "found"),
    [("broker", {"broker"}), ("ORG brok", {"broker"}), ("Funder", {"funder"}), ("nobody", set())],
)
def test_roles_are_found_by_name_or_address(cast, as_person, words, found):
    response = as_person(cast.lead).get(LIST, {"q": words})

    assert {row.role for row, _cells in response.context["lines"]} == found


@pytest.mark.parametrize(("n", "is_offered"), [(1, False), (25, True)])
def test_a_search_is_offered_when_there_are_many(cast, as_person, n, is_offered):
    for _number in range(n):
        ArenaRoleFactory(arena=cast.arena)

    page = as_person(cast.lead).get(LIST).content.decode()

    # The arena's own search stands on every page.
    assert page.count('role="search"') == 1 + is_offered
