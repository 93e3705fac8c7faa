"""The list of activities and its file."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from activities.enums import Status
from activities.models import Activity
from activities.sdg import bits_of
from core.dates import DatePrecision
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    HeadcountFactory,
    PeriodFactory,
    PriorityFactory,
    ThemeFactory,
)


def list_url(cast, query="", language="en"):
    return f"/{language}/a/{cast.arena.slug}/activities/{query}"


def page_url(activity):
    return reverse("activities:page", args=[activity.arena.slug, activity.pk])


def titles(response):
    return [row.activity.title for row in response.context["rows"]]


def undated(**more):
    return ActivityFactory(first_on=None, last_on=None, precision=DatePrecision.UNKNOWN, **more)


def test_list_names_what_is_known_and_what_is_not(cast, as_person, held):
    undated(arena=cast.arena, title="Utan datum", status=Status.UNKNOWN, source_status="held a few times")
    AssessmentFactory(activity=held, level=cast.arena.effect_levels.get(number=2), stability=None)

    page = as_person().get(list_url(cast))

    text = page.content.decode()
    assert titles(page) == ["Reparationskväll", "Utan datum"]
    for words in (
        "2 activities",
        "1 Mar 2024",
        "Date unknown",
        "Country not stated",
        "2 Organisations",
        "Not rated yet",
        "Unknown",
    ):
        assert words in text
    assert "Listed as:" in text
    assert "held a few times" in text


@pytest.mark.parametrize("person", ["outsider", "anonymous"])
def test_closed_arena_is_not_there(closed_cast, as_person, person):
    activity = ActivityFactory(arena=closed_cast.arena)

    assert as_person(closed_cast.person(person)).get(list_url(closed_cast)).status_code == 404
    assert as_person(closed_cast.person(person)).get(list_url(closed_cast, "?format=csv")).status_code == 404
    assert as_person(closed_cast.person(person)).get(page_url(activity)).status_code == 404
    assert as_person(closed_cast.lead).get(page_url(activity)).status_code == 200


def test_wrong_method(cast, as_person, held):
    assert as_person(cast.lead).post(list_url(cast)).status_code == 405
    assert as_person(cast.lead).post(page_url(held)).status_code == 405


def test_activity_of_another_arena_is_not_there(cast, as_person):
    foreign = ActivityFactory(arena=cast.other_arena)
    crossed = reverse("activities:page", args=[cast.arena.slug, foreign.pk])

    assert as_person(cast.lead).get(crossed).status_code == 404


def test_drafts_stay_out_of_the_list_until_asked_for(cast, as_person, draft, held):
    own, reader = as_person(cast.member), as_person(cast.funder)

    assert titles(own.get(list_url(cast))) == ["Reparationskväll"]
    assert "You have 1 draft" in own.get(list_url(cast)).content.decode()
    assert titles(own.get(list_url(cast, "?status=draft"))) == ["Halvskrivet"]
    assert titles(as_person(cast.lead).get(list_url(cast, "?status=draft"))) == ["Halvskrivet"]
    assert titles(reader.get(list_url(cast, "?status=draft"))) == []
    assert reader.get(page_url(draft)).status_code == 404
    assert own.get(page_url(draft)).status_code == 200


@pytest.fixture
def logged(cast):
    """Six activities that differ in one thing each."""
    theme = ThemeFactory(arena=cast.arena, key="repair", name_en="Repair")
    PeriodFactory(arena=cast.arena, label_en="Spring 2024", starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30))
    PeriodFactory(arena=cast.arena, label_en="Autumn 2024", starts_on=date(2024, 7, 1), ends_on=date(2024, 12, 31))
    spring = ActivityFactory(arena=cast.arena, title="Östersund", kind="workshop", team=cast.team)
    spring.sides.add(cast.sweden)
    spring.themes.add(theme)
    autumn = ActivityFactory(arena=cast.arena, title="Ål", first_on=date(2024, 9, 1), description="En KVÄLL i Ål")
    autumn.sides.add(cast.norway)
    joint = ActivityFactory(arena=cast.arena, title="Ängen", first_on=date(2024, 10, 1))
    joint.sides.add(cast.norway, cast.sweden)
    ActivityFactory(
        arena=cast.arena, title="Zoo", first_on=date(2024, 1, 1), last_on=date(2024, 12, 31), precision="year"
    )
    undated(arena=cast.arena, title="aldrig", status=Status.UNKNOWN)
    ActivityFactory(arena=cast.arena, title="Ærlig", first_on=date(2024, 2, 1), status=Status.CANCELLED)
    AssessmentFactory(activity=joint, level=cast.arena.effect_levels.get(number=3))
    return cast


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Östersund", "Ål", "Ängen", "Zoo", "aldrig", "Ærlig"}),
        ("?period=2024-01-01", {"Östersund", "Ærlig"}),
        ("?period=2024-07-01", {"Ål", "Ängen"}),
        ("?period=unknown", {"Zoo", "aldrig"}),
        ("?side=SE", {"Östersund", "Ängen"}),
        ("?side=NO", {"Ål", "Ängen"}),
        ("?side=joint", {"Ängen"}),
        ("?side=none", {"Zoo", "aldrig", "Ærlig"}),
        ("?theme=repair", {"Östersund"}),
        ("?team=repair", {"Östersund"}),
        ("?team=%2Bnone", {"Ål", "Ängen", "Zoo", "aldrig", "Ærlig"}),
        ("?kind=workshop", {"Östersund"}),
        ("?kind=unknown", {"Ål", "Ängen", "Zoo", "aldrig", "Ærlig"}),
        ("?status=cancelled", {"Ærlig"}),
        ("?status=unknown", {"aldrig"}),
        ("?level=3", {"Ängen"}),
        ("?level=none", {"Östersund", "Ål", "Zoo", "aldrig", "Ærlig"}),
        ("?q=kväll", {"Ål"}),
        ("?q=ÖSTER", {"Östersund"}),
        ("?q=%25", set()),
        ("?side=NO&period=2024-07-01&q=ål", {"Ål"}),
        ("?side=XX&level=99&period=2000-01-01", {"Östersund", "Ål", "Ängen", "Zoo", "aldrig", "Ærlig"}),
    ],
)
def test_filters(logged, as_person, query, expected):
    page = as_person().get(list_url(logged, query))

    assert page.status_code == 200
    assert set(titles(page)) == expected
    assert page.context["page"].paginator.count == len(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", ["aldrig", "Zoo", "Ål", "Ängen", "Ærlig", "Östersund"]),
        ("nb", ["aldrig", "Zoo", "Ängen", "Ærlig", "Östersund", "Ål"]),
    ],
)
def test_titles_sort_by_the_alphabet_of_the_page(logged, as_person, language, expected):
    assert titles(as_person().get(list_url(logged, "?sort=title", language))) == expected


def test_newest_first_and_unknown_dates_last(logged, as_person):
    assert titles(as_person().get(list_url(logged))) == ["Ängen", "Ål", "Östersund", "Ærlig", "Zoo", "aldrig"]


def test_filters_in_use_can_be_taken_away_one_by_one(logged, as_person):
    page = as_person().get(list_url(logged, "?side=SE&q=ä&page=1"))

    assert page.context["filters"] == [("Search: ä", "?side=SE"), ("Country: Sweden", "?q=%C3%A4")]
    assert "Clear filters" in page.content.decode()


def test_unknown_answer_says_so_at_its_field(logged, as_person):
    text = as_person().get(list_url(logged, "?side=XX")).content.decode()

    assert 'id="id_side_error"' in text


def test_empty_list_says_which_kind_of_empty(cast, as_person):
    assert "Nothing logged yet. Log the first activity." in as_person(cast.member).get(list_url(cast)).content.decode()
    assert "Nothing logged yet" in as_person().get(list_url(cast)).content.decode()
    assert "Log the first activity" not in as_person().get(list_url(cast)).content.decode()
    assert "No activities match your filters" in as_person().get(list_url(cast, "?q=nothing")).content.decode()


def test_25_on_a_page(cast, as_person):
    Activity.objects.bulk_create(
        Activity(arena=cast.arena, title=f"Activity {n}", language="en", status=Status.HELD) for n in range(27)
    )

    assert len(titles(as_person().get(list_url(cast)))) == 25
    assert len(titles(as_person().get(list_url(cast, "?page=2")))) == 2
    assert len(titles(as_person().get(list_url(cast, "?page=x")))) == 25


@pytest.mark.parametrize("item_count", [10, 150, pytest.param(1000, marks=pytest.mark.deep)])
def test_list_asks_nine_questions(cast, as_person, django_assert_num_queries, item_count):
    rows = Activity.objects.bulk_create(
        Activity(arena=cast.arena, title=f"Activity {n}", language="en", status=Status.HELD, team=cast.team)
        for n in range(item_count)
    )
    links = Activity.sides.through
    links.objects.bulk_create(links(activity=row, side=cast.norway) for row in rows)
    client = as_person()

    with django_assert_num_queries(9):
        client.get(list_url(cast, "?sort=title&level=none&side=NO"))


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_of_somebody_signed_in(cast, as_person, django_assert_num_queries, item_count):
    for _n in range(item_count):
        ActivityFactory(arena=cast.arena).sides.add(cast.norway)
    client = as_person(cast.member)

    with django_assert_num_queries(15):
        client.get(list_url(cast))


def read_csv(response, delimiter):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_csv_keeps_unknown_apart_from_zero(cast, as_person, held):
    HeadcountFactory(activity=held, attended=0)
    undated(arena=cast.arena, title="=1+1", status=Status.UNKNOWN)

    response = as_person().get(list_url(cast, "?format=csv"))

    rows = read_csv(response, ",")
    assert response["Content-Disposition"].startswith('attachment; filename="one-activities-')
    assert [row["Title"] for row in rows] == ["Reparationskväll", "'=1+1"]
    known, unknown = rows
    assert (known["Date"], known["Date_status"], known["Country"]) == ("2024-03-01", "known", "SE")
    assert (known["Number of participants"], known["Number of participants_status"]) == ("0", "known")
    assert (unknown["Number of participants"], unknown["Number of participants_status"]) == ("", "unknown")
    for column in ("Date", "Status", "Kind", "Country", "Effect level"):
        assert (unknown[column], unknown[f"{column}_status"]) == ("", "unknown")


def test_csv_is_the_filtered_list_without_pages(logged, as_person):
    rows = read_csv(as_person().get(list_url(logged, "?format=csv&side=SE&page=2", "sv")), ";")

    assert len(rows) == 2


@pytest.mark.parametrize("item_count", [1, 3])
def test_csv_asks_the_same_number_of_questions(cast, as_person, django_assert_num_queries, item_count):
    theme = ThemeFactory(arena=cast.arena)
    for _n in range(item_count):
        activity = ActivityFactory(arena=cast.arena)
        activity.sides.add(cast.norway)
        activity.themes.add(theme)
        HeadcountFactory(activity=activity)
    client = as_person()

    with django_assert_num_queries(10):
        b"".join(client.get(list_url(cast, "?format=csv")).streaming_content)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("priority=bio", {"Forest"}),
        ("sdg=12", {"Forest", "Repair"}),
        ("sdg=1", {"Poverty"}),
        ("sdg=17", set()),
        ("access=open", {"Forest"}),
        ("access=unknown", {"Repair", "Poverty"}),
        ("meeting_form=online", {"Repair"}),
        ("meeting_form=unknown", {"Forest", "Poverty"}),
        ("sdg=12&access=open", {"Forest"}),
    ],
)
def test_list_is_filtered_by_what_stands_beyond_the_quick_form(cast, as_person, query, found):
    forest = ActivityFactory(arena=cast.arena, title="Forest", sdg_bits=bits_of([12, 15]), access="open")
    forest.priorities.add(PriorityFactory(arena=cast.arena, side=cast.sweden, key="bio"))
    ActivityFactory(arena=cast.arena, title="Repair", sdg_bits=bits_of([11, 12]), meeting_form="online")
    ActivityFactory(arena=cast.arena, title="Poverty", sdg_bits=bits_of([1]))

    page = as_person().get(f"/en/a/one/activities/?{query}").content.decode()

    assert {title for title in ("Forest", "Repair", "Poverty") if f">{title}<" in page} == found
