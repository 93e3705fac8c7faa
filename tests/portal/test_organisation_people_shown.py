"""Who is shown as acting for an organisation, where, and to whom."""

from datetime import date

import pytest
from django.urls import reverse

from arena.models import Organisation
from arena.people_queries import acts_for, organisation_roles_visible_to
from core.clock import today
from tests.arena.settings_rows import TOKEN
from tests.factories import ArenaFactory, OrganisationFactory, UserFactory
from tests.portal.acting import answer, asked, page, role


def seen(person, organisation: Organisation) -> set[str]:
    rows = organisation_roles_visible_to(person, organisation.arena, on=today())
    return {row.user.email.partition("@")[0] for row in rows}


def test_who_may_know_who_acts(cast, works):
    other = OrganisationFactory(arena=cast.arena, is_enterprise=False)
    role(works, cast.member)
    role(works, cast.former_member, ends_on=date(2024, 5, 1))
    role(other, cast.broker)
    asked(works, cast.outsider)

    everybody = {"member", "former_member", "broker", "outsider"}
    assert seen(cast.lead, works) == everybody
    assert seen(cast.coordinator, works) == everybody
    assert seen(cast.member, works) == {"member", "former_member"}
    assert seen(cast.former_member, works) == {"former_member"}
    assert seen(cast.outsider, works) == {"outsider"}
    assert seen(cast.broker, works) == {"broker"}
    for name in ("auditor", "funder", "reference", "team_lead", "anonymous"):
        assert seen(cast.person(name), works) == set(), name


def test_addresses_are_for_those_who_answer(cast, works, as_person):
    role(works, cast.member)
    nameless = UserFactory(name="", email="nameless@example.org")
    role(works, nameless)
    role(works, None)

    keeper, colleague, stranger = (
        as_person(person).get(page(works)).content.decode() for person in (cast.lead, cast.member, cast.outsider)
    )

    assert ("member@example.org" in keeper, "nameless@example.org" in keeper) == (True, True)
    assert "@example.org" not in colleague.split("</main>")[0].split('id="people"')[1]
    assert "A person without a name" in colleague
    assert "A person who has left" in colleague
    assert "Member" not in stranger.split('id="people"')[1].split("</section>")[0]


def test_a_merged_organisation_is_its_whole(cast, works, as_person):
    part = OrganisationFactory(arena=cast.arena, is_enterprise=False, merged_into=works, canonical=works)
    role(part, cast.member)
    asked(works, cast.outsider)

    assert list(acts_for(cast.member, on=today())) == [works]
    response = as_person(cast.lead).get(page(part))
    assert {row.user for row in response.context["people"].page} == {cast.member, cast.outsider}
    assert response.context["organisation"] == works
    assert seen(cast.member, works) == {"member"}
    assert "Åre kommun" in as_person(cast.lead).get("/en/a/one/settings/acting/").content.decode()
    assert as_person(cast.member).post(page(part, "act"), {"token": TOKEN}).status_code == 422


def test_a_hidden_company_stays_hidden_but_not_from_its_own_people(cast, as_person):
    hidden = OrganisationFactory(arena=cast.arena, name="Hemliga AB")
    role(hidden, cast.member)

    for step in ("people", "act", "stop"):
        assert as_person(cast.outsider).get(page(hidden, step)).status_code == 404
        assert as_person(cast.outsider).post(page(hidden, step), {"token": TOKEN}).status_code in {404, 405}
        assert as_person(None).get(page(hidden, step)).status_code == 404
    assert as_person(cast.member).get(page(hidden)).status_code == 200
    assert as_person(cast.broker).get(page(hidden)).status_code == 200


def test_organisations_of_another_arena_are_not_found(cast, as_person):
    elsewhere = OrganisationFactory(arena=ArenaFactory(visibility="closed"), is_enterprise=False)
    row = role(elsewhere, cast.member)

    assert as_person(cast.outsider).get(page(elsewhere)).status_code == 404
    assert answer(as_person(cast.lead), row, ends_on=today().isoformat()).status_code == 404


def test_the_anonymous_signs_in_and_comes_back(works, as_person):
    response = as_person(None).get(page(works, "act"))

    assert (response.status_code, response.url) == (302, f"/en/account/login/?next={page(works, 'act')}")


def test_what_waits_is_told_on_the_overview(cast, works, as_person):
    def todo(person) -> list[str]:
        return [row["url"] for row in as_person(person).get("/en/a/one/").context["todo"]]

    assert todo(cast.coordinator) == []
    asked(works, cast.outsider)

    assert todo(cast.coordinator) == ["/en/a/one/settings/acting/"]
    assert todo(cast.lead) == ["/en/a/one/settings/acting/"]
    assert todo(cast.broker) == []


@pytest.mark.parametrize("n", [1, 3])
def test_pages_ask_the_same_number_of_questions(cast, works, as_person, django_assert_num_queries, n):
    for _number in range(n):
        role(works, UserFactory())
        asked(works, UserFactory())
    keeper = as_person(cast.lead)

    with django_assert_num_queries(10):
        keeper.get(page(works))
    with django_assert_num_queries(7):
        keeper.get("/en/a/one/settings/acting/")


@pytest.mark.parametrize(("words", "found"), [("åre", {"member"}), ("MEMBER org", {"member"}), ("nothing", set())])
def test_roles_are_found_by_person_or_organisation(cast, works, as_person, words, found):
    role(works, cast.member)
    role(OrganisationFactory(arena=cast.arena, name="Bergs kommun"), cast.broker)

    response = as_person(cast.lead).get("/en/a/one/settings/acting/", {"q": words})

    assert {row.user.email.partition("@")[0] for row, _cells in response.context["lines"]} == found


def test_many_people_stand_on_several_pages(cast, works, as_person):
    for _number in range(26):
        role(works, UserFactory())
    client = as_person(cast.lead)

    first, second = (client.get(page(works), {"page": number}).context["people"].page for number in (1, 2))

    assert (len(first), len(second)) == (25, 1)


def test_the_organisations_own_page_shows_them_to_whom_it_may(cast, works, as_person):
    role(works, cast.member)
    address = reverse("organisations:page", args=["one", works.pk])

    keeper, nobody = (as_person(person).get(address).content.decode() for person in (cast.lead, None))

    assert ("member@example.org" in keeper, "member@example.org" in nobody) == (True, False)
    assert "Their names are for those who act for it" in nobody
    assert page(works, "act") in nobody


def test_the_page_of_a_hidden_company_links_to_nothing_its_people_cannot_open(cast, as_person):
    hidden = OrganisationFactory(arena=cast.arena, name="Hemliga AB")
    role(hidden, cast.member)

    own = as_person(cast.member).get(page(hidden)).content.decode()

    assert reverse("organisations:page", args=["one", hidden.pk]) + '"' not in own
