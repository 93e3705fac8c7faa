"""Lists: pages, filters, files, and what they cost."""

import pytest

from activities.models import Activity, Assessment
from arena.models import Arena, Organisation, OrganisationAlias
from core.models import LogEntry
from teams.models import Team
from tests.api.conftest import Asking, World
from tests.factories import ActivityFactory, TeamFactory

BASE = "/api/v1/arenas/one"


def titles(answer) -> set[str]:
    return {row["title"]["text"] for row in answer.json()["results"]}


def test_pages_follow_each_other_to_the_end(world: World, ask: Asking):
    ActivityFactory.create_batch(5, arena=world.cast.arena)
    address, seen = f"{BASE}/activities/?page_size=3", []

    while address:
        body = ask(address).json()
        seen.append([row["id"] for row in body["results"]])
        address = body["next"]

    assert [len(page) for page in seen] == [3, 3, 1]
    found = [key for page in seen for key in page]
    assert found == sorted(set(found))


def test_units_have_pages_too(world: World, auditor, ask: Asking):
    ActivityFactory.create_batch(3, arena=world.cast.arena, kind="demonstration")
    first = ask(f"{BASE}/indicators/demonstrations/units/?page_size=3", auditor).json()

    second = ask(first["next"], auditor).json()

    assert (len(first["results"]), len(second["results"]), second["next"]) == (3, 1, None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("side=NO", {"Reparationsdag", "I Norge"}),
        ("side=SE", {"Reparationsdag"}),
        ("side=joint", {"Reparationsdag"}),
        ("side=none", {"Testbädd"}),
        ("theme=textiles", {"Reparationsdag"}),
        ("team=repair", {"Reparationsdag"}),
        ("period=2024-01-01", {"Reparationsdag", "Testbädd"}),
        ("kind=demonstration", {"Testbädd"}),
        ("kind=unknown", {"I Norge"}),
        ("status=planned", {"I Norge"}),
        ("changed_since=2020-01-01", {"Reparationsdag", "Testbädd", "I Norge"}),
        ("changed_since=2020-01-01T10:00:00Z", {"Reparationsdag", "Testbädd", "I Norge"}),
        ("changed_since=2099-01-01", set()),
        ("side=NO&kind=workshop", {"Reparationsdag"}),
        ("team=%2Bnone", {"Testbädd", "I Norge"}),
        ("period=unknown", set()),
        ("level=1", {"Reparationsdag"}),
        ("level=none", {"Testbädd", "I Norge"}),
        ("q=testb", {"Testbädd"}),
    ],
)
def test_activities_are_filtered(world: World, ask: Asking, query, expected):
    norwegian = ActivityFactory(
        arena=world.cast.arena, title="I Norge", status="planned", first_on="2031-01-01", last_on="2031-01-01"
    )
    norwegian.sides.add(world.cast.norway)

    answer = ask(f"{BASE}/activities/?{query}")

    assert titles(answer) == expected


def test_a_new_rating_counts_as_a_change(world: World, ask: Asking):
    Activity.objects.update(changed_at="2020-01-01T00:00:00Z")

    assert titles(ask(f"{BASE}/activities/?changed_since=2021-01-01")) == {"Reparationsdag", "Testbädd"}


def test_teams_are_filtered_as_on_their_page(world: World, ask: Asking):
    TeamFactory(arena=world.cast.arena, slug="seed", name="Frö", stage="seed")

    def slugs(query):
        return [row["slug"] for row in ask(f"{BASE}/teams/?{query}").json()["results"]]

    assert slugs("stage=seed") == ["seed"]
    assert slugs("side=SE") == ["repair"]
    assert slugs("q=folk") == ["repair"]
    assert slugs("changed_since=2099-01-01") == []


# Arena and ETag, then the rows, and once the countries and themes that these name. A file is read in portions: no
# further one asks for anything. The map asks for the languages of the titles while it names each row.
COSTS = [
    ("activities", "json", 6),
    ("activities", "csv", 6),
    ("teams", "json", 5),
    ("teams", "csv", 5),
    ("organisations", "json", 3),
    ("organisations", "csv", 3),
    ("map", "csv", 6),
]


@pytest.mark.parametrize("n", [10, 600])
@pytest.mark.parametrize(("name", "form", "queries"), COSTS)
def test_the_number_of_queries_does_not_grow(
    world: World, ask: Asking, django_assert_num_queries, name, form, queries, n
):
    fill(world.cast.arena, n, name)

    with django_assert_num_queries(queries):
        answer = ask(f"{BASE}/{name}/?format={form}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert answer.status_code == 200
    assert content


@pytest.mark.parametrize(("n", "queries"), [(10, 10), (90, 10), (150, 9)])
def test_the_map_costs_the_same_however_full(world: World, ask: Asking, django_assert_num_queries, n, queries):
    fill(world.cast.arena, n)

    with django_assert_num_queries(queries):
        body = ask(f"{BASE}/map/").json()

    assert (body["n_placed"], body["rows"] is None) == (n + 1, n > 100)


def fill(arena: Arena, n: int, name: str = "activities") -> None:
    """Adds `n` organisations, teams or (rated) activities."""
    if name == "organisations":
        rows = Organisation.objects.bulk_create(Organisation(arena=arena, name=f"O {i}") for i in range(n))
        merged = {"merged_into": rows[0], "canonical": rows[0]}
        Organisation.objects.bulk_create(Organisation(arena=arena, name=f"Merged {i}", **merged) for i in range(9))
        OrganisationAlias.objects.bulk_create(OrganisationAlias(organisation=row, name="Alias") for row in rows)
    elif name == "teams":
        Team.objects.bulk_create(Team(arena=arena, slug=f"t{i}", name=f"T {i}", language="sv") for i in range(n))
    else:
        _log(arena, n)


def _log(arena: Arena, n: int) -> None:
    held = {"language": "sv", "status": "held", "first_on": "2024-02-01", "last_on": "2024-02-01", "precision": "day"}
    activities = Activity.objects.bulk_create(Activity(arena=arena, title=f"A {i}", **held) for i in range(n))
    level, step = arena.effect_levels.first(), arena.stability_steps.first()
    rating = {"level": level, "stability": step, "is_observed": True, "rated_on": "2024-02-02"}
    Assessment.objects.bulk_create(Assessment(activity=activity, **rating) for activity in activities)


@pytest.mark.parametrize("n", [10, 600])
def test_filters_cost_the_same_however_many_rows(world: World, ask: Asking, django_assert_num_queries, n):
    fill(world.cast.arena, n)

    # What the arena offers as answers: periods, countries, teams, themes, priorities, levels. And synonyms.
    with django_assert_num_queries(6 + 6 + 1):
        query = "level=1&period=2024-01-01&theme=textiles&q=reparation&changed_since=2020-01-01"
        answer = ask(f"{BASE}/activities/?{query}")

    assert titles(answer) == {"Reparationsdag"}


@pytest.mark.parametrize("n", [1, 40])
@pytest.mark.parametrize("code", ["demonstrations", "supported"])
def test_units_cost_the_same_however_many(world: World, auditor, ask, django_assert_num_queries, code, n):
    fill(world.cast.arena, n)
    world.cast.arena.activities.filter(title__startswith="A ").update(kind="demonstration")
    expected = {"demonstrations": 12, "supported": 13}[code]

    with django_assert_num_queries(expected):
        assert ask(f"{BASE}/indicators/{code}/units/?page_size=100", auditor).status_code == 200


def test_a_file_holds_more_rows_than_a_page(world: World, ask: Asking):
    fill(world.cast.arena, 150)

    content = b"".join(ask(f"{BASE}/activities/?format=csv").streaming_content)

    assert content.count(b"\r\n") == 1 + 152


def test_a_file_has_no_pages(world: World, ask: Asking):
    assert ask(f"{BASE}/activities/?format=csv&page_size=10").status_code == 400


def test_reading_without_a_key_leaves_no_trace(world: World, ask: Asking):
    ask(f"{BASE}/activities/")

    assert not LogEntry.objects.filter(verb="api.read").exists()
