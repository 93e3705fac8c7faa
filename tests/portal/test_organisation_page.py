"""One organisation: what it is called and is, what it did, whom it met, and what was done to it."""

import re
from datetime import date

import pytest

from activities.enums import PartRole
from arena.actions.mergers import keep_apart, merge_organisations, part_organisations
from arena.actions.organisations import add_organisation, change_organisation
from arena.models import Organisation
from core.dates import DatePrecision, PartialDate, format_partial_date
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    UserFactory,
)
from tests.portal.acting import role
from tests.portal.organisation_rows import REGISTER, hidden_firm, two_sides


def page(client, row) -> str:
    answer = client.get(f"{REGISTER}{row.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def merge(cast, row, into, reason="border") -> None:
    place = {one.pk: (one.pk, Organisation.objects.get(pk=one.pk).version) for one in (row, into)}
    merge_organisations(
        arena=cast.arena, kept=place[into.pk], merged=place[row.pk], reason=reason, actor=cast.coordinator
    )


def test_the_page_says_what_is_known_and_what_is_not(cast, as_person):
    world = two_sides(cast)
    world.swedish.aliases.create(name="Ombruket", language="nb")
    world.swedish.aliases.create(name="Gamla Bruket", former_until=date(2025, 3, 1))

    text = page(as_person(), world.swedish)

    for words in ("Kölens Ombruk AB", "SE 5560160680", "Verified by its check digit", "Business", "Sweden"):
        assert words in text
    assert '<span lang="nb">Ombruket</span>' in text
    assert "Gamla Bruket (until 1 March 2025)" in text
    assert text.count(">Unknown<") >= 4


def test_a_number_of_another_country_is_not_verified_and_a_sole_trader_has_none(cast, as_person):
    finnish = OrganisationFactory(arena=cast.arena, is_enterprise=False, country="FI", number="01120389")
    trader = OrganisationFactory(arena=cast.arena, is_enterprise=None, is_sole_trader=True)

    assert "Not verified" in page(as_person(), finnish)
    assert "A personal identity number is never kept" in page(as_person(cast.coordinator), trader)


def test_activities_stand_by_role_and_support_for_those_alone_who_may_know(cast, as_person):
    world = two_sides(cast)

    everybody, funder = page(as_person(), world.swedish), page(as_person(cast.funder), world.swedish)

    assert "Mässa" in everybody
    assert "Rådgivning" not in everybody
    assert "Mässa" in funder
    assert "Rådgivning" in funder


def test_a_draft_is_on_no_organisations_page(cast, as_person):
    world = two_sides(cast)
    draft = ActivityFactory(arena=cast.arena, status="draft", title="Halvskrivet")
    OrganisationPartFactory(activity=draft, organisation=world.school, role="organiser")

    assert "Halvskrivet" not in page(as_person(cast.lead), world.school)


def test_teams_say_who_hosts_and_who_is_in_them_today(cast, as_person):
    world = two_sides(cast)
    left = OrganisationFactory(arena=cast.arena, is_enterprise=False)
    MembershipFactory(team=cast.team, user=None, organisation=left, ended_on=date(2024, 6, 1))

    host, member, former = (page(as_person(), row) for row in (world.norwegian, world.swedish, left))

    assert "Folkverkstad" in host
    assert "Host organisation" in host
    assert "Folkverkstad" in member
    assert "Host organisation" not in member
    assert "Folkverkstad" not in former


def test_whom_it_met_and_when_never_tells_of_support(cast, as_person):
    world = two_sides(cast)
    firm = hidden_firm(cast)
    OrganisationPartFactory(activity=world.fair, organisation=firm)
    again = ActivityFactory(arena=cast.arena, first_on=date(2026, 2, 1))
    for row in (world.school, world.swedish):
        OrganisationPartFactory(activity=again, organisation=row, role=PartRole.PARTICIPANT)

    everybody, funder = page(as_person(), world.school), page(as_person(cast.funder), world.school)

    met = re.search(r"Worked with.*?</section>", everybody, re.DOTALL)[0]
    assert "Kölens Ombruk AB" in met
    assert "2 activities" in met
    assert "2024–2026" in met
    assert firm.name not in everybody
    assert firm.name in funder


@pytest.mark.parametrize("person", ["member", "outsider", "anonymous", "reference"])
def test_history_is_for_those_who_may_know_of_support(cast, as_person, person):
    world = two_sides(cast)
    client = as_person(cast.person(person))

    assert "History" not in page(client, world.school)
    assert client.get(f"{REGISTER}{world.school.pk}/history/").status_code == 403


def test_history_tells_in_words_who_did_what_and_why(cast, as_person):
    row = add_organisation(arena=cast.arena, actor=cast.lead, name="Bruket", sides=[])
    change_organisation(
        arena=cast.arena,
        key=row.pk,
        version=1,
        actor=cast.coordinator,
        on=date(2026, 3, 1),
        name="Återbruket",
        helix="business",
        number="",
        sides=[cast.sweden],
        aliases={},
    )
    other = OrganisationFactory(arena=cast.arena, name="Ombruket")
    keep_apart(arena=cast.arena, first=row.pk, second=other.pk, actor=cast.lead, on=date(2026, 3, 2))
    merge(cast, other, into=row)
    other.refresh_from_db()
    part_organisations(arena=cast.arena, key=other.pk, version=other.version, reason="mistake", actor=cast.lead)

    answer = as_person(cast.auditor).get(f"{REGISTER}{row.pk}/history/")
    text = answer.content.decode()

    told = re.search(r'<ol class="rows">(.*?)</ol>', text, re.DOTALL)[1]
    lines = [" ".join(re.sub("<[^>]+>", " ", line).split()) for line in re.findall("<li>(.*?)</li>", told, re.DOTALL)]
    day = format_partial_date(PartialDate(answer.context["visitor"].on, DatePrecision.DAY), "en", "table")
    assert lines == [
        f"{day} “Ombruket” was parted from this organisation again. The merger was a mistake by Lead",
        f"{day} “Ombruket” was merged into this organisation. One enterprise that works on both sides of the border "
        "by Coordinator",
        f"{day} Noted as not the same as “Ombruket” by Lead",
        f"{day} Changed: name, sector, country by Coordinator",
        f"{day} Added by Lead",
    ]


def test_a_merged_row_leads_to_its_whole_which_tells_of_it_once(cast, as_person):
    world = two_sides(cast)
    merge(cast, world.norwegian, into=world.swedish)
    client = as_person(cast.coordinator)

    answer = client.get(f"{REGISTER}{world.norwegian.pk}/")
    text = page(client, world.swedish)
    history = client.get(f"{REGISTER}{world.swedish.pk}/history/").content.decode()

    assert (answer.status_code, answer.url) == (302, f"{REGISTER}{world.swedish.pk}/")
    assert client.get(f"{REGISTER}{world.norwegian.pk}/history/").url == f"{REGISTER}{world.swedish.pk}/history/"
    assert f"{REGISTER}{world.norwegian.pk}/part/" in text
    assert "Kølens Ombruk AS" in text
    assert "Norway" in text
    assert history.count("was merged into") == 1
    assert "Merged into" not in history


def test_a_merged_row_of_a_hidden_whole_is_not_there_either(cast, as_person):
    firm = hidden_firm(cast)
    row = OrganisationFactory(arena=cast.arena, name="Kanarie", merged_into=firm)

    assert as_person().get(f"{REGISTER}{row.pk}/").status_code == 404
    assert as_person(cast.funder).get(f"{REGISTER}{row.pk}/").status_code == 302


def test_nothing_is_there_that_is_not(cast, as_person):
    foreign = OrganisationFactory(arena=cast.other_arena, is_enterprise=False)

    for key in (0, foreign.pk, 10**12, 10**25):
        assert as_person(cast.lead).get(f"{REGISTER}{key}/").status_code == 404
        assert as_person(cast.lead).get(f"{REGISTER}{key}/history/").status_code == 404


def test_notes_and_quotes_are_for_the_keepers_of_the_register(cast, as_person):
    row = OrganisationFactory(
        arena=cast.arena, is_enterprise=False, relation="partner", note="Anteckning", quote="Citat", source="Rapport"
    )

    everybody, keeper = page(as_person(), row), page(as_person(cast.lead), row)

    assert ("partner" in everybody, "Rapport" in everybody) == (True, True)
    assert ("Anteckning" in everybody, "Citat" in everybody) == (False, False)
    assert ("Anteckning" in keeper, "Citat" in keeper) == (True, True)


@pytest.mark.parametrize("n", [2, 30])
@pytest.mark.parametrize(("person", "queries"), [("anonymous", 10), ("funder", 17), ("coordinator", 19)])
def test_a_page_costs_the_same_however_much_it_did(cast, as_person, django_assert_num_queries, person, queries, n):
    world = two_sides(cast)
    for number in range(n):
        activity = ActivityFactory(arena=cast.arena)
        for row in (world.swedish, OrganisationFactory(arena=cast.arena, name=f"{number} AB")):
            OrganisationPartFactory(activity=activity, organisation=row, role="participant")
        world.swedish.aliases.create(name=f"Alias {number}")
        OrganisationFactory(arena=cast.arena, name=f"{number} merged", merged_into=world.swedish)
        role(world.swedish, UserFactory())
    client = as_person(cast.person(person))
    client.get(REGISTER)

    with django_assert_num_queries(queries):
        text = page(client, world.swedish)

    assert len(text.encode()) < 100_000
