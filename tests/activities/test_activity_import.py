"""Activities from a file."""

from datetime import date

import pytest

from activities.models import Activity
from arena.enums import RowOutcome
from tests.arena.imports.files import checked, geography, table, verdicts, written
from tests.factories import ActivityFactory, HeadcountFactory, OrganisationFactory, ThemeFactory

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
