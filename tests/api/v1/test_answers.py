"""What stands in an answer: unknown is unknown, texts say their language, a file has the same numbers."""

import csv
import io
from decimal import Decimal

import pytest

from activities.enums import Precision
from arena.enums import Role
from arena.models import Region
from tests.api.conftest import HIDDEN_FIRM, Asking, World, build_world, make_key
from tests.factories import (
    ActivityFactory,
    IndicatorFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    TargetFactory,
)

BASE = "/api/v1/arenas/one"
UNKNOWN = {"value": None, "status": "unknown"}
SUPPRESSED = {"value": None, "status": "suppressed"}


def known(value):
    return {"value": value, "status": "known"}


def table(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_arena_names_what_other_answers_speak_of(world: World, ask: Asking):
    body = ask(f"{BASE}/").json()

    assert body["name"] == {"sv": "Arena Ett", "nb": "Arena En", "en": "Arena One"}
    assert [side["code"] for side in body["sides"]] == ["NO", "SE"]
    assert [period["starts_on"] for period in body["periods"]] == ["2024-01-01"]
    assert [theme["key"] for theme in body["themes"]] == ["textiles"]
    assert body["ended_on"] is None


def test_an_activity_says_everything_that_is_known(world: World, ask: Asking):
    body = ask(f"{BASE}/activities/{world.activity.pk}/").json()

    expected = {
        "id": world.activity.pk,
        "title": {"text": "Reparationsdag", "language": "sv"},
        "status": known("held"),
        "kind": known("workshop"),
        "date": {"first": "2024-03-01", "last": "2024-03-01", "precision": "day"},
        "sides": known(["NO", "SE"]),
        "themes": ["textiles"],
        "team": "repair",
        "meeting_form": UNKNOWN,
        "municipality": UNKNOWN,
        "place": {"text": "Arvika", "language": "sv"},
        "participants": known(12),
        "level": known(1),
        "stability": known(1),
        "rating_is_observed": known(True),
        "rated_on": known("2024-03-02"),
        "has_evidence": False,
        "headcounts": [{"channel": "room", "attended": 12}],
    }
    assert {name: body[name] for name in expected} == expected
    assert [row["level"] for row in body["ratings"]] == [1]


def test_an_activity_of_which_nothing_is_known_says_so(world: World, ask: Asking):
    vague = ActivityFactory(
        arena=world.cast.arena, status="unknown", first_on=None, last_on=None, precision=Precision.UNKNOWN
    )

    body = ask(f"{BASE}/activities/{vague.pk}/").json()

    unknown = ("status", "kind", "sides", "meeting_form", "participants", "level", "stability", "rating_is_observed")
    assert [body[name] for name in unknown] == [UNKNOWN] * len(unknown)
    assert body["date"] == {"first": None, "last": None, "precision": "unknown"}


def test_zero_participants_are_no_unknown_participants(world: World, ask: Asking):
    world.activity.headcounts.update(attended=0)

    assert ask(f"{BASE}/activities/{world.activity.pk}/").json()["participants"] == known(0)


def test_a_month_is_shown_as_exact_as_it_is_known(world: World, ask: Asking):
    world.activity.first_on, world.activity.last_on = "2020-10-01", "2020-10-31"
    world.activity.precision = Precision.MONTH
    world.activity.save()

    body = ask(f"{BASE}/activities/{world.activity.pk}/").json()

    assert body["date"] == {"first": "2020-10-01", "last": "2020-10-31", "precision": "month"}


def test_a_supported_firm_stands_without_name_and_id(world: World, ask: Asking):
    body = ask(f"{BASE}/activities/{world.activity.pk}/").json()

    by_role = {part["role"]: part["organisation"] for part in body["organisations"]}
    assert by_role["supported"] == {"id": None, "name": SUPPRESSED, "sector": known("business")}
    assert by_role["organiser"]["name"] == known("Karlstads universitet")


def test_the_order_of_supported_firms_tells_nothing_of_their_names(world: World, ask: Asking):
    for name, sector in (("Aaa AB", "civil_society"), ("Zzz AB", "academia"), ("Bbb AB", "")):
        firm = OrganisationFactory(arena=world.cast.arena, name=name, helix=sector)
        OrganisationPartFactory(activity=world.activity, organisation=firm)

    parts = ask(f"{BASE}/activities/{world.activity.pk}/").json()["organisations"]

    supported = [part["organisation"]["sector"]["value"] for part in parts if part["role"] == "supported"]
    assert supported == [None, "academia", "business", "civil_society"]


def test_a_firm_with_an_open_role_is_still_not_linked_to_its_support(world: World, ask: Asking):
    OrganisationPartFactory(activity=world.demonstration, organisation=world.firm, role="participant")

    listed = ask(f"{BASE}/organisations/").json()["results"]
    part = ask(f"{BASE}/activities/{world.activity.pk}/").json()["organisations"]

    assert world.firm.pk in [row["id"] for row in listed]
    assert world.firm.pk not in [row["organisation"]["id"] for row in part]


@pytest.mark.parametrize(
    "query", ["", "?q=kanarie", "?q=55603607", "?sector=business", "?company=yes", "?number=with", "?format=csv"]
)
def test_a_firm_that_only_received_support_is_in_no_answer_without_the_right(world: World, ask: Asking, funder, query):
    address = f"{BASE}/organisations/{query}"

    assert HIDDEN_FIRM.encode() not in ask(address).getvalue()
    assert HIDDEN_FIRM.encode() in ask(address, funder).getvalue()
    if "format" not in query:
        assert world.firm.pk not in [row["id"] for row in ask(address).json()["results"]]


def test_support_is_counted_for_those_alone_who_may_see_it(world: World, ask: Asking, funder):
    OrganisationPartFactory(activity=world.demonstration, organisation=world.firm, role="participant")

    open_row = next(row for row in ask(f"{BASE}/organisations/").json()["results"] if row["id"] == world.firm.pk)
    full_row = next(
        row for row in ask(f"{BASE}/organisations/", funder).json()["results"] if row["id"] == world.firm.pk
    )

    assert (open_row["activities"], full_row["activities"]) == (1, 2)


def test_a_merged_organisation_is_one_with_all_its_names_and_sides(world: World, ask: Asking):
    region = Region.objects.create(code="SE322", version=2024, name="Jämtlands län", country="SE")
    facts = {"size": "small", "industry_code": "38.32", "industry_version": "2", "region": region}
    whole = OrganisationFactory(
        arena=world.cast.arena, name="Kölens Ombruk AB", relation="partner", country="SE", number="5560160680", **facts
    )
    merged = OrganisationFactory(arena=world.cast.arena, name="Kølens Ombruk AS", merged_into=whole)
    merged.aliases.create(name="Kølen")
    whole.sides.add(world.cast.sweden)
    merged.sides.add(world.cast.norway)

    (row,) = ask(f"{BASE}/organisations/?q=kølen&side=NO&region=SE322&size=small&number=with").json()["results"]

    assert row == {
        "id": whole.pk,
        "name": "Kölens Ombruk AB",
        "other_names": ["Kølens Ombruk AS", "Kølen"],
        "sector": UNKNOWN,
        "is_enterprise": known(True),
        "size": known("small"),
        "industry_code": known("38.32"),
        "industry_version": known("2"),
        "country": known("SE"),
        "number": known("5560160680"),
        "number_is_verified": known(True),
        "is_sole_trader": False,
        "municipality": UNKNOWN,
        "region": known("SE322"),
        "sides": known(["NO", "SE"]),
        "activities": 0,
        "teams": 0,
    }


def test_a_firm_known_only_from_a_draft_is_not_named(world: World, ask: Asking):
    firm = OrganisationFactory(arena=world.cast.arena, name="Ännu hemliga AB")
    draft = ActivityFactory(arena=world.cast.arena, status="draft")
    OrganisationPartFactory(activity=draft, organisation=firm, role="participant")

    assert "Ännu hemliga AB" not in ask(f"{BASE}/organisations/").content.decode()


def test_a_firm_merged_into_another_hides_it_too(world: World, ask: Asking):
    heir = OrganisationFactory(arena=world.cast.arena, name="Arvtagaren AB")
    world.firm.merged_into = world.firm.canonical = heir
    world.firm.save()

    assert "Arvtagaren AB" not in ask(f"{BASE}/organisations/").content.decode()


def test_figures_wait_for_the_lock(world: World, funder, ask: Asking):
    row = ask(f"{BASE}/indicators/demonstrations/", funder).json()

    assert (row["figures"], row["figures_status"]) == (None, "shown_at_lock")
    assert row["targets"][0] == {"side": None, "value": known("8")}
    assert row["targets"][1] == {"side": "NO", "value": UNKNOWN}


def test_figures_are_shown_to_an_auditor_as_preliminary(world: World, auditor, ask: Asking):
    world.demonstration.sides.set([world.cast.sweden, world.cast.norway])

    row = ask(f"{BASE}/indicators/demonstrations/", auditor).json()

    assert row["figures_status"] == "preliminary"
    assert row["figures"] == {
        "achieved": known(1),
        "per_side": [{"side": "NO", "achieved": known(1)}, {"side": "SE", "achieved": known(1)}],
        "on_more_sides": known(1),
        "on_no_side": known(0),
        "not_verified": known(0),
        "not_counted": known(0),
    }


def test_a_figure_of_a_log_that_is_not_complete_is_unknown(world: World, auditor, ask: Asking):
    world.cast.arena.indicators.update(log_is_complete=False)

    row = ask(f"{BASE}/indicators/demonstrations/", auditor).json()

    assert row["figures"]["achieved"] == UNKNOWN
    assert {part["achieved"]["status"] for part in row["figures"]["per_side"]} == {"unknown"}


def test_units_say_why_they_do_not_count(world: World, auditor, ask: Asking):
    waiting = ActivityFactory(arena=world.cast.arena, kind="demonstration", title="Utan bevis")

    rows = ask(f"{BASE}/indicators/demonstrations/units/", auditor).json()["results"]

    assert [(row["counts"], row["reason"], row["activities"][0]["id"]) for row in rows] == [
        (True, None, world.demonstration.pk),
        (False, "no_evidence", waiting.pk),
    ]
    evidence = rows[0]["activities"][0]["evidence"]
    assert [(row["title"], row["link"]) for row in evidence] == [("Slutrapport", "https://example.org/kanarielank")]


@pytest.mark.parametrize("name", ["activities", "teams", "organisations"])
def test_a_file_has_the_rows_and_values_of_the_pages(world: World, funder, ask: Asking, name):
    shown = ask(f"{BASE}/{name}/", funder).json()["results"]

    lines = table(ask(f"{BASE}/{name}/?format=csv", funder))

    assert len(lines) == len(shown) > 0
    for line, row in zip(lines, shown, strict=True):
        for key, value in row.items():
            if isinstance(value, dict) and "status" in value:
                assert (line[key], line[f"{key}_status"]) == (as_cell(value["value"]), value["status"]), key
            elif isinstance(value, dict) and "text" in value:
                assert (line[key], line[f"{key}_language"]) == (value["text"], value["language"]), key
            elif not isinstance(value, dict):
                assert line[key] == as_cell(value), key


def as_cell(value) -> str:
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def test_the_file_of_indicators_has_the_numbers_of_the_answer(world: World, auditor, ask: Asking):
    shown = ask(f"{BASE}/indicators/", auditor).json()["results"][0]

    lines = [line for line in table(ask(f"{BASE}/indicators/?format=csv", auditor)) if line["code"] == shown["code"]]

    assert [line["side"] for line in lines] == ["", "NO", "SE"]
    assert int(lines[0]["achieved"]) == shown["figures"]["achieved"]["value"]
    assert Decimal(lines[0]["target"]) == Decimal(shown["targets"][0]["value"]["value"])
    assert (lines[1]["target"], lines[1]["target_status"]) == ("", "unknown")
    assert {line["figures_status"] for line in lines} == {"preliminary"}


def test_the_file_of_indicators_keeps_figures_back_until_the_lock(world: World, funder, ask: Asking):
    lines = table(ask(f"{BASE}/indicators/?format=csv", funder))

    assert {line["achieved"] for line in lines} == {""}
    assert {line["figures_status"] for line in lines} == {"shown_at_lock"}


def test_the_file_of_the_map_adds_up_to_the_cells(world: World, ask: Asking):
    cells = ask(f"{BASE}/map/").json()["cells"]

    lines = table(ask(f"{BASE}/map/?format=csv"))

    assert len(cells) == 15
    assert sum(int(line["n_activities"]) for line in lines) == sum(cell["n_activities"] for cell in cells) == 1


def test_the_file_of_units_hides_the_firm_as_the_answer_does(db, ask: Asking):
    world = build_world(open_working_figures=True)
    path = f"{BASE}/indicators/supported/units/?format=csv"

    anyone, funder = table(ask(path)), table(ask(path, make_key(world.cast.arena, Role.FUNDER)))

    assert [(line["organisation_id"], line["organisation_status"], line["sector"]) for line in anyone] == [
        ("", "suppressed", "business")
    ]
    assert [line["organisation"] for line in funder] == [world.firm.name]


def test_a_file_cannot_run_as_a_formula(world: World, ask: Asking):
    world.activity.title = "=HYPERLINK(1)"
    world.activity.save()

    assert "'=HYPERLINK(1)" in [line["title"] for line in table(ask(f"{BASE}/activities/?format=csv"))]
    assert "=HYPERLINK(1)" in ask(f"{BASE}/activities/").content.decode()


def test_the_map_places_what_is_rated_and_counts_the_rest(world: World, ask: Asking):
    body = ask(f"{BASE}/map/").json()

    assert (body["n_placed"], body["n_in_tray"]) == (1, 1)
    assert body["rows"] == [
        {
            "id": world.activity.pk,
            "title": {"text": "Reparationsdag", "language": "sv"},
            "group": "joint",
            "level": 1,
            "stability": 1,
            "rating_is_observed": True,
        }
    ]


def test_an_arena_without_scales_has_an_empty_map(world: World, ask: Asking):
    world.cast.other_arena.sides.all().delete()

    body = ask("/api/v1/arenas/other/map/").json()

    assert (body["cells"], body["rows"], body["n_placed"]) == ([], [], 0)


def test_a_target_of_decimals_keeps_them(world: World, ask: Asking):
    indicator = IndicatorFactory(arena=world.cast.arena, code="tonnes", rule="")
    TargetFactory(indicator=indicator, value=Decimal("12.50"))

    assert ask(f"{BASE}/indicators/tonnes/").json()["targets"][0]["value"] == known("12.5")
