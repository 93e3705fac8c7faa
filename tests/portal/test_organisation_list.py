"""The register: what is listed for whom, filtered, sorted, and the same as a file."""

import csv
import io

import pytest

from arena.models import Municipality, Region
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    TeamFactory,
)
from tests.portal.organisation_rows import REGISTER, hidden_firm, two_sides

WITHOUT_THE_RIGHT = ["reference", "team_lead", "member", "former_member", "outsider", "anonymous"]
WITH_THE_RIGHT = ["lead", "coordinator", "broker", "funder", "auditor"]


def names(answer) -> list[str]:
    assert answer.status_code == 200
    return [row.organisation.name for row in answer.context["rows"]]


def table(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


@pytest.fixture
def places(db):
    """A municipality of Jämtland, and the region of another."""
    here, there = (
        Region.objects.create(code=code, version=2024, name=name, country="SE")
        for code, name in (("SE322", "Jämtlands län"), ("SE313", "Gävleborgs län"))
    )
    return Municipality.objects.create(country="SE", code="2321", name="Åre", region=here), there


def test_the_list_says_what_is_known_and_what_is_not(cast, as_person, places):
    row = OrganisationFactory(
        arena=cast.arena, name="Bruket AB", country="SE", number="5560160680", helix="business", is_enterprise=None
    )
    row.municipality = places[0]
    row.save()
    row.sides.set([cast.sweden, cast.norway])
    trader = OrganisationFactory(arena=cast.arena, name="Enskild", is_sole_trader=True, region=places[1])
    for one in (row, trader):
        OrganisationPartFactory(activity__arena=cast.arena, organisation=one, role="participant")

    page = as_person().get(REGISTER).content.decode()

    for words in ("2 organisations", "Bruket AB", "SE 5560160680", "Business", "Åre", "Norway", "Sweden"):
        assert words in page
    for words in ("Enskild", "Sole trader", "Sector unknown", "Gävleborgs län", "Country not stated"):
        assert words in page


@pytest.mark.parametrize("person", WITHOUT_THE_RIGHT)
@pytest.mark.parametrize(
    "query", ["", "?q=kanarie", "?q=55603607", "?company=yes", "?number=with", "?region=SE322", "?sort=activities"]
)
def test_a_firm_known_by_its_support_alone_is_nowhere_without_the_right(cast, as_person, places, person, query):
    firm = hidden_firm(cast, municipality=places[0], region=places[0].region)
    OrganisationFactory(arena=cast.arena, name="Gränsskolan", is_enterprise=False)
    client = as_person(cast.person(person))

    answer = client.get(REGISTER + query)
    file = client.get(f"{REGISTER}{query or '?'}&format=csv".replace("?&", "?"))

    assert firm.name not in names(answer)
    assert "Kanariefirman" not in answer.content.decode()
    assert "Jämtlands län" not in answer.content.decode()
    assert answer.context["page"].paginator.count <= 1
    assert "Kanariefirman" not in file.getvalue().decode()
    assert client.get(f"{REGISTER}{firm.pk}/").status_code == 404


@pytest.mark.parametrize("person", WITH_THE_RIGHT)
def test_with_the_right_it_is_there(cast, as_person, places, person):
    firm = hidden_firm(cast, region=places[0].region)
    client = as_person(cast.person(person))

    assert names(client.get(f"{REGISTER}?q=kanarie&region=SE322")) == [firm.name]
    assert [row["Organisation"] for row in table(client.get(f"{REGISTER}?format=csv"))] == [firm.name]
    assert client.get(f"{REGISTER}{firm.pk}/").status_code == 200


@pytest.mark.parametrize("how", ["participant", "host", "member", "relation", "no company"])
def test_a_name_is_open_where_it_stands_in_the_open(cast, as_person, how):
    firm = OrganisationFactory(arena=cast.arena, name="Bruket AB")
    if how == "participant":
        OrganisationPartFactory(activity__arena=cast.arena, organisation=firm, role="participant")
    elif how == "host":
        TeamFactory(arena=cast.arena, anchor=firm)
    elif how == "member":
        MembershipFactory(team=cast.team, user=None, organisation=firm)
    elif how == "relation":
        firm.relation = "partner"
    else:
        firm.is_enterprise = False
    client = as_person()
    before = names(client.get(REGISTER)) if how in {"relation", "no company"} else []

    firm.save()

    assert before == []
    assert names(client.get(REGISTER)) == ["Bruket AB"]


def test_a_sole_traders_name_is_a_persons_and_not_open_by_itself(cast, as_person):
    OrganisationFactory(arena=cast.arena, name="Maja Ombruk", is_enterprise=None, is_sole_trader=True)

    assert names(as_person(cast.member).get(REGISTER)) == []
    assert names(as_person(cast.coordinator).get(REGISTER)) == ["Maja Ombruk"]


def test_a_draft_opens_no_name(cast, as_person):
    firm = OrganisationFactory(arena=cast.arena, name="Bruket AB")
    draft = ActivityFactory(arena=cast.arena, status="draft")
    OrganisationPartFactory(activity=draft, organisation=firm, role="participant")

    assert names(as_person(cast.member).get(REGISTER)) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=ombruk", {"Kölens Ombruk AB", "Kølens Ombruk AS"}),
        ("q=974760", {"Kølens Ombruk AS"}),
        ("sector=academia", {"Gränsskolan"}),
        ("sector=unknown", {"Okänd"}),
        ("side=SE", {"Kölens Ombruk AB"}),
        ("side=none", {"Gränsskolan", "Okänd"}),
        ("company=no", {"Gränsskolan"}),
        ("company=unknown", {"Okänd"}),
        ("size=micro", {"Okänd"}),
        ("size=unknown", {"Kölens Ombruk AB", "Kølens Ombruk AS", "Gränsskolan"}),
        ("number=with", {"Kölens Ombruk AB", "Kølens Ombruk AS"}),
        ("number=without", {"Gränsskolan", "Okänd"}),
        ("number=sole_trader", {"Okänd"}),
        ("region=SE313", {"Okänd"}),
        ("region=unknown", {"Kölens Ombruk AB", "Kølens Ombruk AS", "Gränsskolan"}),
        ("alike=yes", {"Kölens Ombruk AB", "Kølens Ombruk AS"}),
        ("sector=academia&side=SE", set()),
    ],
)
def test_filters(cast, as_person, places, query, expected):
    two_sides(cast)
    OrganisationFactory(
        arena=cast.arena, name="Okänd", is_enterprise=None, is_sole_trader=True, size="micro", region=places[1]
    )

    answer = as_person(cast.coordinator).get(f"{REGISTER}?{query}")

    assert set(names(answer)) == expected
    assert len(answer.context["filters"]) == query.count("=")


def test_only_keepers_of_the_register_learn_what_looks_alike(cast, as_person):
    two_sides(cast)

    keeper, funder = (as_person(person).get(f"{REGISTER}?alike=yes") for person in (cast.coordinator, cast.funder))

    assert "1 pair looks alike" in keeper.content.decode()
    assert len(names(funder)) == 3
    assert "alike" not in funder.content.decode().replace("?alike=yes", "")


def test_an_answer_that_does_not_exist_filters_nothing(cast, as_person):
    two_sides(cast)

    answer = as_person(cast.lead).get(f"{REGISTER}?sector=nonsense&side=XX&region=SE999&sort=wrong&page=abc")

    assert len(names(answer)) == 3


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nb", ["Zink", "Ærlig", "Östersund", "Ås"]), ("sv", ["Zink", "Ås", "Ærlig", "Östersund"])],
)
def test_names_stand_in_the_order_of_the_alphabet(cast, as_person, language, expected):
    for name in ("Östersund", "Ås", "Ærlig", "Zink"):
        OrganisationFactory(arena=cast.arena, name=name, is_enterprise=False)

    assert names(as_person().get(f"/{language}/a/one/organisations/")) == expected


def test_columns_sort_the_most_used_first(cast, as_person):
    rows = [OrganisationFactory(arena=cast.arena, name=name, is_enterprise=False) for name in "ABC"]
    for row, n in zip(rows, (0, 2, 1), strict=True):
        for _number in range(n):
            OrganisationPartFactory(activity__arena=cast.arena, organisation=row, role="organiser")
    TeamFactory(arena=cast.arena, anchor=rows[0])
    client = as_person()

    by_activities, by_teams = (client.get(f"{REGISTER}?sort={sort}") for sort in ("activities", "teams"))

    assert names(by_activities) == ["B", "C", "A"]
    assert names(by_teams) == ["A", "B", "C"]
    assert 'aria-sort="descending"' in by_activities.content.decode()


def test_the_file_says_what_is_unknown(cast, as_person):
    two_sides(cast)
    OrganisationFactory(arena=cast.arena, name="=HYPERLINK()", is_enterprise=None)

    rows = {row["Organisation"]: row for row in table(as_person(cast.lead).get(f"{REGISTER}?format=csv"))}

    assert rows["Kölens Ombruk AB"]["Organisation number"] == "5560160680"
    assert rows["Kölens Ombruk AB"]["Number verified"] == "true"
    assert (rows["Kölens Ombruk AB"]["Activities"], rows["Kölens Ombruk AB"]["Teams"]) == ("2", "1")
    unknown = rows["'=HYPERLINK()"]
    assert (unknown["Company"], unknown["Company_status"]) == ("", "unknown")


def test_what_is_empty_says_the_way_forward(cast, as_person):
    assert "No organisations yet" in as_person().get(REGISTER).content.decode()
    assert "settings/organisations/new/" in as_person(cast.coordinator).get(REGISTER).content.decode()
    assert "No organisations match your filters" in as_person().get(f"{REGISTER}?q=x").content.decode()


@pytest.mark.parametrize("n", [3, 30])
@pytest.mark.parametrize(("person", "queries"), [("anonymous", 6), ("coordinator", 11)])
def test_the_list_costs_the_same_however_long(cast, as_person, places, django_assert_num_queries, person, queries, n):
    for number in range(n):
        row = OrganisationFactory(arena=cast.arena, name=f"{number} Bruk", is_enterprise=False, region=places[1])
        row.sides.add(cast.sweden)
        OrganisationFactory(arena=cast.arena, name=f"{number} Bruket", merged_into=row).sides.add(cast.norway)
    client = as_person(cast.person(person))
    client.get(REGISTER)

    with django_assert_num_queries(queries):
        answer = client.get(REGISTER)

    assert len(names(answer)) == min(n, 25)
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("person", ["outsider", "anonymous"])
def test_a_closed_arena_is_not_there(closed_cast, as_person, person):
    row = OrganisationFactory(arena=closed_cast.arena, is_enterprise=False)

    for address in (REGISTER, f"{REGISTER}?format=csv", f"{REGISTER}{row.pk}/"):
        assert as_person(closed_cast.person(person)).get(address).status_code == 404
    assert as_person(closed_cast.funder).get(f"{REGISTER}{row.pk}/").status_code == 200
