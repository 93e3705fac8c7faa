"""Activities from a file."""

from datetime import date, time
from decimal import Decimal

import pytest

from activities.models import Activity
from activities.sdg import bits_of
from arena.enums import RowOutcome
from core.clock import today
from tests.arena.imports.files import checked, geography, table, verdicts, written
from tests.factories import ActivityFactory, HeadcountFactory, OrganisationFactory, PriorityFactory, ThemeFactory

NEW, MATCH, AMBIGUOUS, ERROR = RowOutcome.NEW, RowOutcome.MATCH, RowOutcome.AMBIGUOUS, RowOutcome.ERROR


def judged(cast, headings, *rows, **more):
    return [row[1:] for row in verdicts(checked(cast.arena, table(headings, *rows), kind="activities", **more))]


def test_everything_a_row_says_comes_in_unrated(cast):
    geography()
    ThemeFactory(arena=cast.arena, name_sv="Återbruk")
    host = OrganisationFactory(arena=cast.arena, name="Åre kommun", country="SE", number="2120000787")
    guest = OrganisationFactory(arena=cast.arena, name="Sigma2", country="NO", number="974767880")
    headings = (
        *("Titel", "Datum", "Typ", "Land", "Antal deltagare", "Mötesform", "Arrangörer", "Deltagande organisationer"),
        *("Team", "Teman", "Kommun", "Plats", "Nyckel"),
    )
    row = (
        *("Repkväll", "4 mars 2024", "workshop", "SE/NO", "0", "digitalt", "212000-0787", "Sigma2; NO 974 767 880"),
        *("Folkverkstad", "Återbruk", "Åre", "Gamla skolan", "A-17"),
    )

    written(checked(cast.arena, table(headings, row), kind="activities", actor=cast.lead), actor=cast.lead)

    activity = Activity.objects.get()
    assert (activity.first_on, activity.status, activity.kind) == (date(2024, 3, 4), "held", "workshop")
    assert (activity.key, activity.team, activity.municipality.name) == ("A-17", cast.team, "Åre")
    assert activity.headcounts.get().attended == 0
    assert set(activity.organisation_parts.values_list("role", "organisation")) == {
        ("organiser", host.pk),
        ("participant", guest.pk),
    }
    assert not activity.assessments.exists()
    assert activity.logged_by == cast.lead


def test_nothing_is_not_zero(cast):
    written(checked(cast.arena, table(("Titel", "Antal deltagare"), ("A", "")), kind="activities"))

    assert not Activity.objects.get().headcounts.exists()


@pytest.mark.parametrize(
    ("cell", "first", "precision"),
    [("2024-03-04", "2024-03-04", "day"), ("mars 2024", "2024-03-01", "month"), ("2024", "2024-01-01", "year")],
)
def test_a_date_is_as_exact_as_it_was_written(cast, cell, first, precision):
    written(checked(cast.arena, table(("Titel", "Datum"), ("A", cell)), kind="activities"))

    activity = Activity.objects.get()
    assert (activity.first_on.isoformat(), activity.precision) == (first, precision)


def test_what_can_mean_two_dates_or_numbers_is_asked_back_with_both(cast):
    run = checked(
        cast.arena, table(("Titel", "Datum", "Antal deltagare"), ("A", "03/04/2026", "1.200")), kind="activities"
    )

    row = run.rows.get()
    assert (row.outcome, row.reason) == (ERROR, "cell.date_ambiguous")
    assert (row.details["first"], row.details["second"]) == ("2026-04-03", "2026-03-04")
    assert row.details["more"][0]["code"] == "cell.number_ambiguous"


def test_an_activity_is_found_by_key_number_or_title_and_date(cast):
    known = ActivityFactory(arena=cast.arena, title="Repair evening", key="A-1", first_on=date(2024, 3, 1))

    assert judged(
        cast,
        ("Title", "Date", "Key", "arena_id"),
        ("Another title", "", "A-1", ""),
        ("Repair Evening", "", "", known.pk),
        ("Something else", "", "", known.pk),
        ("REPAIR EVENING", "2024-03-01", "", ""),
        ("Repair evening", "2024-03-08", "", ""),
        ("Repair evening", "2024-03", "", ""),
        ("Repair evening", "", "", ""),
        ("x", "", "", 999_999),
    ) == [
        (MATCH, "match.key"),
        (MATCH, "match.id"),
        (AMBIGUOUS, "ambiguous.id_and_title"),
        (MATCH, "match.title_and_date"),
        (NEW, ""),
        (AMBIGUOUS, "ambiguous.title"),
        (AMBIGUOUS, "ambiguous.title"),
        (ERROR, "cell.id_unknown"),
    ]


def test_a_series_of_one_title_is_many(cast):
    rows = [("Språkcafé", f"2024-03-{day:02}") for day in (1, 8, 15)]

    found = judged(cast, ("Titel", "Datum"), *rows, rows[0])

    assert [outcome for outcome, _reason in found] == [NEW, NEW, NEW, MATCH]


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("Status", "moon", "cell.choice_unknown"),
        ("Team", "Nobody", "cell.team_unknown"),
        ("Antal deltagare", "many", "cell.number_unreadable"),
        ("Antal deltagare", "-3", "cell.number_unreadable"),
        ("Antal deltagare", "2000000", "cell.number_too_large"),
        ("Datum", "soon", "cell.date_unreadable"),
        ("Key", "a b", "cell.key_invalid"),
        ("Arrangör", "Nobody AB", "cell.organisation_unknown"),
        ("Kommun", "Narnia", "cell.municipality_unknown"),
    ],
)
def test_what_cannot_be_read_is_told(cast, heading, cell, reason):
    assert judged(cast, ("Titel", heading), ("A", cell)) == [(ERROR, reason)]


def test_what_the_other_side_does_comes_in_as_a_draft_and_says_so(cast):
    content = table(("Tittel", "Land"), ("Svensk møte", "SE"), ("Norsk møte", "NO"))

    run = checked(cast.arena, content, kind="activities", actor=cast.coordinator)
    written(run, actor=cast.coordinator)

    assert [row[2] for row in verdicts(run)] == ["new.draft", ""]
    assert dict(Activity.objects.values_list("title", "status")) == {"Svensk møte": "draft", "Norsk møte": "held"}


def test_a_day_to_come_is_planned_and_cannot_have_been_held(cast):
    run = checked(
        cast.arena,
        table(("Titel", "Datum", "Status"), ("A", "2031-01-01", ""), ("B", "2031-01-01", "Genomförd")),
        kind="activities",
    )

    written(run)

    assert Activity.objects.get().status == "planned"
    row = run.rows.get(number=3)
    assert (row.outcome, row.reason, "not come yet" in row.details["said"]) == (ERROR, "row.refused", True)


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_our_own_list_of_activities_comes_back_as_what_is_there(cast, as_person, language):
    for number in range(3):
        activity = ActivityFactory(arena=cast.arena, title=f"=Möte, nr {number % 2}", team=cast.team)
        activity.sides.add(cast.sweden, cast.norway)
        HeadcountFactory(activity=activity)

    answer = as_person(cast.lead).get(f"/{language}/a/one/activities/?format=csv")
    run = checked(cast.arena, b"".join(answer.streaming_content), kind="activities", language=language)

    assert set(run.rows.values_list("outcome", "reason")) == {(MATCH, "match.id")}
    assert run.n_rows == 3


def test_everything_beyond_the_quick_form_comes_in(cast):
    PriorityFactory(arena=cast.arena, side=cast.sweden, key="bio", name_sv="Bioekonomi")
    headings = (
        *("Titel", "Datum", "Slutdatum", "Börjar", "Slutar", "Fysiska deltagare", "Digitala deltagare", "Access"),
        *("Annonserad", "S3", "SDG", "Metod", "Mötesspråk", "Mötesform", "Lärdomar", "Publicity", "Timmar", "Restid"),
        *("Km", "Facilitator", "Status", "Orsak"),
    )
    row = (
        *("Repdagar", "4 mars 2024", "2024-03-05", "9.30", "15:00", "12", "0", "öppet"),
        *("ja", "Bioekonomi", "7; 12", "Fyra steg", "svenska, norska", "hybrid", "Kortare", "ÖP", "6,5", "1"),
        *("120", "Värden", "inställd", "Snö"),
    )

    written(checked(cast.arena, table(headings, row), kind="activities"))

    activity = Activity.objects.get()
    assert (activity.ends_on, activity.start_time, activity.end_time) == (date(2024, 3, 5), time(9, 30), time(15))
    assert dict(activity.headcounts.values_list("channel", "attended")) == {"room": 12, "remote": 0}
    assert (activity.access, activity.is_advertised, activity.spoken) == ("open", True, "sv,no")
    assert [goal.value for goal in activity.goals] == [7, 12]
    assert activity.priorities.get().key == "bio"
    assert (activity.method, activity.lessons, activity.publicity) == ("Fyra steg", "Kortare", "ÖP")
    assert (activity.duration_hours, activity.travel_hours, activity.travel_km) == (Decimal("6.5"), 1, 120)
    assert activity.facilitator == "Värden"
    assert [(turn.turn, turn.reason) for turn in activity.plan_turns.all()] == [("cancelled", "Snö")]


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("SDG", "18", "cell.goal_unknown"),
        ("SDG", "Circus", "cell.goal_unknown"),
        ("S3", "Circus", "cell.priority_unknown"),
        ("Börjar", "half past nine", "cell.time_unreadable"),
        ("Access", "perhaps", "cell.choice_unknown"),
        ("Mötesspråk", "klingon", "cell.choice_unknown"),
        ("Timmar", "-1", "cell.number_unreadable"),
        ("Timmar", "1,25", "cell.number_unreadable"),
        ("Km", "100001", "cell.number_too_large"),
        ("Slutdatum", "mars 2024", "cell.date_unreadable"),
        ("Slutdatum", "2024-03-03", "cell.ends_too_early"),
        ("Slutar", "12:00", "cell.ends_too_early"),
    ],
)
def test_what_the_form_would_not_take_is_a_fault_of_the_row(cast, heading, cell, code):
    found = judged(cast, ("Titel", "Datum", heading), ("A", "2024-03-04", cell))

    assert found == [(ERROR, code)]


@pytest.mark.parametrize(
    ("how", "why_not", "outcome"), [("", "", ERROR), ("Via länk", "", NEW), ("", "Rummet saknar nät", NEW)]
)
def test_a_plan_online_says_how_people_take_part(cast, how, why_not, outcome):
    headings = ("Titel", "Datum", "Mötesform", "How do people online take part?", "If that is not decided: why?")
    far = str(today().year + 1)

    assert [row[0] for row in judged(cast, headings, ("A", far, "digitalt", how, why_not))] == [outcome]


def test_a_draft_online_needs_not_say_how(cast):
    headings = ("Titel", "Datum", "Mötesform", "Status")
    far = str(today().year + 1)

    assert [row[0] for row in judged(cast, headings, ("A", far, "digitalt", "draft"))] == [NEW]


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_what_the_list_hands_out_comes_back_in_another_arena(cast, as_person, language):
    activity = ActivityFactory(
        arena=cast.arena,
        title="Fixardagar",
        ends_on=date(2024, 3, 2),
        start_time=time(9),
        end_time=time(8),
        sdg_bits=bits_of([12]),
        access="open",
        is_advertised=False,
        spoken="sv,sma",
        meeting_form="hybrid",
        remote_how="Via länk",
        lessons="Mer bröd",
        duration_hours=Decimal("6.5"),
        travel_km=12,
    )
    HeadcountFactory(activity=activity, channel="room", attended=4)
    HeadcountFactory(activity=activity, channel="remote", attended=5)
    content = b"".join(as_person(cast.lead).get(f"/{language}/a/one/activities/?format=csv").streaming_content)

    run = checked(cast.other_arena, content, kind="activities", language=language, arena_id=None)
    written(run)

    brought = cast.other_arena.activities.get()
    same = ("ends_on", "start_time", "end_time", "sdg_bits", "access", "is_advertised", "spoken", "meeting_form")
    rest = ("remote_how", "lessons", "duration_hours", "travel_km")
    assert {name: getattr(brought, name) for name in (*same, *rest)} == {
        name: getattr(activity, name) for name in (*same, *rest)
    }
    assert dict(brought.headcounts.values_list("channel", "attended")) == {"room": 4, "remote": 5}
