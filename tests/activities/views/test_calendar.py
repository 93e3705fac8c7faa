"""The calendar's pages: a month, what comes, one date; who sees what on them."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from activities.enums import Kind, Precision, Status
from activities.models import PlanTurn
from tests.factories import ActivityFactory, TeamFactory, ThemeFactory

MAY = "?month=2019-05"


@pytest.fixture(autouse=True)
def _in_may_2026():
    with time_machine.travel("2026-05-20T10:00:00+02:00", tick=False):
        yield


def url(cast, query="", language="en"):
    return f"/{language}/a/{cast.arena.slug}/calendar/{query}"


def on(day, **more):
    return ActivityFactory(first_on=day, **more)


def vague(precision, first, last, **more):
    return ActivityFactory(first_on=first, last_on=last, precision=precision, **more)


def undated(**more):
    return ActivityFactory(first_on=None, last_on=None, precision=Precision.UNKNOWN, **more)


def text_of(client, address):
    return client.get(address).content.decode()


def named(page):
    """Titles that the month's grid names."""
    items = [item for _number, boxes in page.context["weeks"] for box in boxes for item in box.items if item]
    return {item.line.activity.title for item in items}


def listed(page):
    return [line.activity.title for line in page.context["lines"]]


def test_a_month_names_what_lies_in_it_and_nothing_else(cast, as_person):
    on(date(2019, 5, 1), arena=cast.arena, title="Först")
    on(date(2019, 5, 31), arena=cast.arena, title="Sist")
    on(date(2019, 4, 30), arena=cast.arena, title="Tidigare")
    on(date(2019, 6, 1), arena=cast.arena, title="Senare")

    page = as_person().get(url(cast, MAY))

    assert named(page) == {"Först", "Sist"}
    assert "Tidigare" not in page.content.decode()
    assert "May 2019" in page.content.decode()
    assert page.context["n"] == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ["Måndag", "Söndag", "Maj 2019"]),
        ("nb", ["Mandag", "Søndag", "Mai 2019"]),
        ("en", ["Monday", "Sunday", "May 2019"]),
    ],
)
def test_a_month_is_a_table_of_weeks_from_monday(cast, as_person, language, words):
    on(date(2019, 5, 14), arena=cast.arena)

    page = as_person().get(url(cast, MAY, language))

    text = page.content.decode()
    assert [word for word in words if word not in text] == []
    assert page.context["day_names"][0] == words[0]
    assert [number for number, _boxes in page.context["weeks"]] == [18, 19, 20, 21, 22]
    assert '<th scope="row" class="cal__week">18</th>' in text


def test_months_lead_to_each_other_and_back_to_today(cast, as_person):
    on(date(2019, 5, 14), arena=cast.arena)

    page = as_person().get(url(cast, MAY + "&side=SE"))

    assert page.context["before"] == ("?side=SE&month=2019-04", "April")
    assert page.context["after"] == ("?side=SE&month=2019-06", "June")
    assert page.context["today_url"] == "?side=SE"
    assert as_person().get(url(cast)).context["today_url"] == ""
    assert as_person().get(url(cast)).context["heading"] == "May 2026"


@pytest.mark.parametrize("month", ["2019-13", "1899-12", "nonsense", "2019-5"])
def test_a_month_that_does_not_exist_is_this_one_and_says_so(cast, as_person, month):
    page = as_person().get(url(cast, f"?month={month}"))

    assert page.context["heading"] == "May 2026"
    assert "There is no such month. This is the current one." in page.content.decode()


def test_several_days_are_on_each_of_them(cast, as_person):
    on(date(2019, 5, 10), ends_on=date(2019, 5, 13), arena=cast.arena, title="Läger")

    text = text_of(as_person(), url(cast, MAY))

    assert [f"day {number} of 4" in text for number in (1, 2, 3, 4)] == [True] * 4
    assert "cal__run-3" in text


def test_a_month_or_a_year_is_never_given_a_day(cast, as_person):
    vague(Precision.MONTH, date(2019, 5, 1), date(2019, 5, 31), arena=cast.arena, title="Någon gång i maj")
    vague(Precision.YEAR, date(2019, 1, 1), date(2019, 12, 31), arena=cast.arena, title="Någon gång under året")
    vague(Precision.YEAR, date(2018, 1, 1), date(2018, 12, 31), arena=cast.arena, title="Året innan")
    undated(arena=cast.arena, title="Helt okänd")

    page = as_person().get(url(cast, MAY))

    text = page.content.decode()
    assert "<table" not in text
    assert "No activity of this month has a known day." in text
    assert "Sometime in May 2019" in text
    assert "Sometime in 2019" in text
    assert "1 activity has no known date" in text
    assert [title in text for title in ("Någon gång i maj", "Någon gång under året", "Året innan", "Helt okänd")] == [
        True,
        True,
        False,
        False,
    ]
    assert listed(as_person().get(url(cast, "?on=unknown"))) == ["Helt okänd"]
    assert listed(as_person().get(url(cast, "?on=2019-05"))) == ["Någon gång i maj"]
    assert listed(as_person().get(url(cast, "?on=2019"))) == ["Någon gång under året"]


def test_many_on_one_day_are_counted_and_linked(cast, as_person):
    for number in range(11):
        on(date(2019, 5, 14), arena=cast.arena, title=f"Nr {number}", start_time=time(8 + number))

    page = as_person().get(url(cast, MAY))
    day = as_person().get(url(cast, "?on=2019-05-14"))

    assert named(page) == {"Nr 0", "Nr 1", "Nr 2", "Nr 3"}
    assert 'href="?on=2019-05-14">and 7 more<span class="vh"> 14 May 2019</span>' in page.content.decode()
    assert listed(day) == [f"Nr {number}" for number in range(11)]
    assert "Tuesday 14 May 2019" in day.content.decode()


def test_a_cancelled_one_is_struck_with_word_and_reason(cast, as_person):
    row = on(date(2019, 5, 14), arena=cast.arena, title="Inställd träff", language="en", status=Status.CANCELLED)
    PlanTurn.objects.create(activity=row, turn="cancelled", reason="The hall burned", noted_on=date(2019, 5, 1))

    for query in (MAY, "?on=2019-05-14"):
        text = text_of(as_person(), url(cast, query))
        assert "<s>Inställd träff</s>" in text
        assert "<b>Cancelled</b>: The hall burned" in text


def test_what_comes_is_in_order_with_vague_dates_at_their_end(cast, as_person):
    on(date(2026, 5, 19), arena=cast.arena, title="I går")
    on(date(2026, 5, 18), ends_on=date(2026, 5, 21), arena=cast.arena, title="Pågår")
    on(date(2026, 5, 20), arena=cast.arena, title="I dag kväll", start_time=time(18))
    on(date(2026, 5, 20), arena=cast.arena, title="I dag morgon", start_time=time(8))
    on(date(2026, 5, 31), arena=cast.arena, title="Sista maj")
    vague(Precision.MONTH, date(2026, 5, 1), date(2026, 5, 31), arena=cast.arena, title="I maj")
    on(date(2026, 6, 1), arena=cast.arena, title="I juni")

    page = as_person().get(url(cast, "?view=upcoming"))

    assert listed(page) == ["Pågår", "I dag morgon", "I dag kväll", "Sista maj", "I maj", "I juni"]
    text = page.content.decode()
    assert "18–21 May 2026" in text
    assert "Sometime in May 2026" in text
    assert "18:00" in text


def test_what_comes_has_pages(cast, as_person):
    for number in range(27):
        on(date(2026, 6, 1), arena=cast.arena, title=f"Nr {number}")

    assert len(listed(as_person().get(url(cast, "?view=upcoming")))) == 25
    assert listed(as_person().get(url(cast, "?view=upcoming&page=2"))) == ["Nr 25", "Nr 26"]


@pytest.mark.parametrize(
    ("days", "nearest"),
    [
        ([date(2018, 1, 1), date(2019, 3, 1), date(2020, 1, 1)], "?month=2019-03"),
        ([date(2019, 3, 1), date(2019, 7, 1)], "?month=2019-07"),
        ([], None),
    ],
)
def test_an_empty_month_leads_to_the_nearest_with_activities(cast, as_person, days, nearest):
    for day in days:
        on(day, arena=cast.arena)
    undated(arena=cast.arena)

    page = as_person().get(url(cast, MAY))

    assert "Nothing in this month" in page.content.decode()
    assert (page.context["nearest"][0] if page.context["nearest"] else None) == nearest
    assert ("No activity has a known month." in page.content.decode()) is (nearest is None)


def test_where_nothing_comes_the_nearest_month_is_not_far(cast, as_person):
    on(date(2019, 5, 14), arena=cast.arena)

    page = as_person().get(url(cast, "?view=upcoming&side=none"))

    assert page.context["nearest"] == ("?side=none&month=2019-05", "May 2019")
    assert "The nearest month with an activity is May 2019." in page.content.decode()
    assert 'href="?side=none&amp;month=2019-05">Go to May 2019' in page.content.decode()


def test_filters_are_those_of_the_list(cast, as_person):
    theme = ThemeFactory(arena=cast.arena, key="repair")
    chosen = on(date(2019, 5, 14), arena=cast.arena, title="Vald", team=cast.team)
    chosen.sides.add(cast.sweden)
    chosen.themes.add(theme)
    other = on(date(2019, 5, 14), arena=cast.arena, title="Annan", team=TeamFactory(arena=cast.arena, slug="other"))
    other.sides.add(cast.norway)

    for answer in ("side=SE", "team=repair", "theme=repair"):
        page = as_person().get(url(cast, f"{MAY}&{answer}"))
        assert named(page) == {"Vald"}, answer
        assert f"calendar.ics?{answer}" in page.context["feed"]
        assert [row.activity.title for row in as_person().get(f"/en/a/one/activities/?{answer}").context["rows"]] == [
            "Vald"
        ]
    nothing = as_person().get(url(cast, f"{MAY}&side=joint"))
    assert "Nothing in this month matches your filters" in nothing.content.decode()
    assert nothing.context["clear_url"] == MAY


def test_an_answer_that_does_not_exist_filters_nothing_and_says_so(cast, as_person):
    on(date(2019, 5, 14), arena=cast.arena, title="Vald")

    page = as_person().get(url(cast, f"{MAY}&side=XX&view=nonsense&on=nonsense&page=x"))

    assert named(page) == {"Vald"}
    assert page.context["form"].errors.keys() == {"side"}


WORKERS = ("lead", "coordinator", "broker", "team_lead", "member")
READERS = ("reference", "funder", "auditor", "former_member", "outsider", "anonymous")


def with_inner(cast):
    """One of each sort; the draft is the member's."""
    on(date(2019, 5, 14), arena=cast.arena, title="Öppen")
    on(date(2019, 5, 14), arena=cast.arena, title="Internt", kind=Kind.INTERNAL)
    on(date(2019, 5, 14), arena=cast.arena, title="Utkast", status=Status.DRAFT, logged_by=cast.member)


@pytest.mark.parametrize("person", WORKERS + READERS)
def test_drafts_and_internal_meetings_are_for_those_who_work_here(cast, as_person, person):
    with_inner(cast)
    sees_the_draft = person in {"lead", "coordinator", "member"}
    expected = {"Öppen"} | ({"Internt"} if person in WORKERS else set()) | ({"Utkast"} if sees_the_draft else set())
    client = as_person(cast.person(person))

    for query in (MAY, "?on=2019-05-14"):
        text = text_of(client, url(cast, query))
        assert {title for title in ("Öppen", "Internt", "Utkast") if title in text} == expected, query
    assert ("Public only" in text_of(client, url(cast, MAY))) is (person in WORKERS)
    assert named(client.get(url(cast, f"{MAY}&show=public"))) == {"Öppen"}


def test_a_former_member_does_not_see_the_own_draft_in_the_calendar(cast, as_person):
    on(date(2019, 5, 14), arena=cast.arena, title="Gammalt", status=Status.DRAFT, logged_by=cast.former_member)

    assert named(as_person(cast.former_member).get(url(cast, MAY))) == set()


def test_a_closed_arena_has_a_calendar_for_its_people_alone(closed_cast, as_person):
    for person in ("outsider", "anonymous", "member"):
        assert as_person(closed_cast.person(person)).get(url(closed_cast)).status_code == 404

    page = as_person(closed_cast.lead).get(url(closed_cast))

    assert page.context["feed"] == ""
    assert "it has no public calendar" in page.content.decode()


def test_activities_of_another_arena_are_not_here(cast, as_person):
    on(date(2019, 5, 14), arena=cast.other_arena, title="Främmande")

    assert named(as_person(cast.lead).get(url(cast, MAY))) == set()


def test_wrong_method(cast, as_person):
    assert as_person(cast.lead).post(url(cast)).status_code == 405


@pytest.mark.parametrize("times", [1, 9])
@pytest.mark.parametrize(("person", "n"), [("anonymous", 9), ("lead", 12)])
@pytest.mark.parametrize("query", [MAY])
def test_a_month_asks_as_often_whatever_lies_in_it(
    cast, as_person, django_assert_max_num_queries, query, person, n, times
):
    for number in range(times):
        row = on(date(2019, 5, 1 + number), arena=cast.arena, team=cast.team)
        row.sides.add(cast.sweden, cast.norway)
        vague(Precision.MONTH, date(2019, 5, 1), date(2019, 5, 31), arena=cast.arena)
        vague(Precision.YEAR, date(2019, 1, 1), date(2019, 12, 31), arena=cast.arena)
    client = as_person(cast.person(person))

    with django_assert_max_num_queries(n) as asked:
        page = client.get(url(cast, query))

    assert len(named(page)) == times
    assert len(asked) == n


@pytest.mark.parametrize("query", ["?view=upcoming", "?on=2026-06-01", "?month=2026-07"])
@pytest.mark.parametrize("times", [1, 9])
def test_lists_and_empty_months_ask_little(cast, as_person, django_assert_max_num_queries, query, times):
    for _number in range(times):
        on(date(2026, 6, 1), arena=cast.arena, team=cast.team).sides.add(cast.sweden)

    with django_assert_max_num_queries(8):
        assert as_person().get(url(cast, query)).status_code == 200


def test_a_planned_day_can_be_added_to_a_calendar(cast, as_person):
    words = "Add to calendar"
    planned = on(date(2026, 6, 1), arena=cast.arena, status=Status.PLANNED)
    held = on(date(2026, 5, 1), arena=cast.arena, status=Status.HELD)
    someday = vague(Precision.MONTH, date(2026, 6, 1), date(2026, 6, 30), arena=cast.arena, status=Status.PLANNED)

    pages = [text_of(as_person(), reverse("activities:page", args=["one", row.pk])) for row in (planned, held, someday)]

    assert [words in page for page in pages] == [True, False, False]
    assert f"activities/{planned.pk}/event.ics" in pages[0]
