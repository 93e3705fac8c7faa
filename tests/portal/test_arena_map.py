from datetime import date

import pytest

from activities.map_queries import MapChoice, MapKeys, every_row, moves_of, rows_in, standings_visible_to
from activities.models import Standing
from core.clock import today
from portal.arena_map import draw_up, frame_of, moves_shown, nearest_to_goal
from portal.filters import Selection
from tests.factories import ActivityFactory, AssessmentFactory

MARCH, JUNE = date(2024, 3, 1), date(2024, 6, 1)


def choice_of(cast, **more):
    return MapChoice(standings=standings_visible_to(cast.anonymous, cast.arena, on=today()), **more)


def rated(cast, level=1, step=1, *sides, title="Repair evening", on=MARCH, activity=None, reason=""):
    activity = activity or ActivityFactory(arena=cast.arena, title=title)
    activity.sides.add(*sides)
    AssessmentFactory(
        activity=activity,
        level=cast.arena.effect_levels.get(number=level),
        stability=cast.arena.stability_steps.get(number=step) if step else None,
        rated_on=on,
        reason=reason,
    )
    return activity


@pytest.mark.parametrize(
    ("until", "level"),
    [
        (None, 3),
        (date(2024, 12, 31), 3),
        (JUNE, 3),
        (date(2024, 5, 31), 2),
        (MARCH, 2),
        (date(2024, 2, 29), 2),
    ],
)
def test_rating_until_a_day_is_the_latest_of_its_time_else_the_first_after(cast, until, level):
    rated(cast, 3, on=JUNE, activity=rated(cast, 2, on=MARCH))

    rows = list(every_row(choice_of(cast, until=until), frame_of(cast.arena).keys, language="en"))

    assert [row.level for row in rows] == [level]


@pytest.mark.parametrize("until", [None, date(2024, 1, 1)])
def test_rating_of_the_unrated_is_none(cast, until):
    ActivityFactory(arena=cast.arena)

    rows = list(every_row(choice_of(cast, until=until), frame_of(cast.arena).keys, language="en"))

    assert [(row.level, row.step, row.is_observed) for row in rows] == [(None, None, None)]


def test_two_ratings_of_one_day_are_told_apart_by_their_order(cast):
    rated(cast, 3, on=MARCH, activity=rated(cast, 2, on=MARCH))

    for until in (None, MARCH, date(2020, 1, 1)):
        rows = list(every_row(choice_of(cast, until=until), frame_of(cast.arena).keys, language="en"))
        assert [row.level for row in rows] == [2 if until == date(2020, 1, 1) else 3]


@pytest.mark.parametrize(
    ("language", "titles"), [("sv", ["Zoo", "Ås", "Ærlig", "Öst"]), ("nb", ["Zoo", "Ærlig", "Öst", "Ås"])]
)
def test_titles_sort_by_the_alphabet_of_the_page(cast, language, titles):
    for title in ("Öst", "Ås", "Ærlig", "Zoo"):
        rated(cast, title=title)

    arena_map = draw_up(choice_of(cast), frame_of(cast.arena), language=language)

    assert [placement.activity.title for placement in arena_map.effect_map.rows] == titles
    assert [row.title for row in every_row(choice_of(cast), arena_map.frame.keys, language=language)] == titles


def test_files_come_in_the_order_of_the_map_and_then_the_tray(cast):
    rated(cast, 1, 2, cast.sweden, title="c")
    rated(cast, 1, 2, cast.norway, cast.sweden, title="d")
    rated(cast, 1, 2, cast.norway, title="e")
    rated(cast, 1, 2, title="a")
    rated(cast, 3, 1, title="b")
    rated(cast, 2, None, title="half")
    ActivityFactory(arena=cast.arena, title="unrated")
    arena_map = draw_up(choice_of(cast), frame_of(cast.arena), language="en")

    rows = list(every_row(choice_of(cast), arena_map.frame.keys, language="en"))

    assert [row.title for row in rows] == ["b", "e", "d", "c", "a", "half", "unrated"]
    assert [placement.activity.title for placement in arena_map.effect_map.rows] == [row.title for row in rows[:5]]
    assert [row.sides for row in rows[1:4]] == [("NO",), ("NO", "SE"), ("SE",)]


@pytest.mark.parametrize("n_levels", [0, 1, 7])
def test_draw_up_without_usable_scales_is_none(cast, n_levels):
    cast.arena.effect_levels.all().delete()
    for number in range(1, n_levels + 1):
        cast.arena.effect_levels.create(number=number, name=f"Level {number}")

    assert draw_up(choice_of(cast), frame_of(cast.arena), language="en") is None


def test_draw_up_without_sides_is_none(cast):
    cast.arena.roles.all().delete()
    cast.team.sides.clear()
    cast.arena.sides.all().delete()

    assert draw_up(choice_of(cast), frame_of(cast.arena), language="en") is None


def test_overview_reads_those_close_to_the_goal_even_from_a_crowd(cast):
    crowd = [rated(cast, 2, 3, cast.sweden) for _ in range(25)]
    rated(cast, 2, 3, cast.norway, cast.sweden)
    for _ in range(80):
        rated(cast, 1, 1)

    choice = choice_of(cast)
    arena_map = draw_up(choice, frame_of(cast.arena), language="en")

    assert [row.key for row in nearest_to_goal(choice, arena_map, "SE")] == [crowd[0].pk, crowd[1].pk]
    assert nearest_to_goal(choice, arena_map, "NO") == []
    assert arena_map.effect_map.rows == ()


def test_those_close_to_the_goal_are_the_nearest_that_are_not_there(cast):
    rated(cast, 3, 4, cast.sweden)
    further, near = rated(cast, 3, 1, cast.sweden), rated(cast, 2, 4, cast.sweden)
    rated(cast, 1, 1, cast.sweden)
    rated(cast, 3, 3, cast.norway)
    choice = choice_of(cast)

    rows = nearest_to_goal(choice, draw_up(choice, frame_of(cast.arena), language="en"), "SE")

    assert [row.key for row in rows] == [near.pk, further.pk]


def test_no_more_rows_are_read_than_are_named(cast):
    for _ in range(80):
        rated(cast, 1, 1)
    few = [rated(cast, 2, 2).pk for _ in range(24)]
    choice, keys = choice_of(cast), frame_of(cast.arena).keys

    arena_map = draw_up(choice, frame_of(cast.arena), language="en")

    assert sorted(arena_map.rows) == few
    assert rows_in(choice, (), keys, language="en") == []


def test_moves_are_of_rated_activities_that_changed_place(cast):
    moved = rated(cast, 2, 2, on=date(2024, 5, 1), activity=rated(cast, 1, 2))
    rated(cast, 2, 2, on=date(2024, 5, 2), activity=rated(cast, 2, 2))
    rated(cast, 2, 2, on=date(2024, 5, 3))
    now_known = rated(cast, 2, 2, on=date(2024, 5, 4), activity=rated(cast, 2, None), reason="Owned now")

    moves = moves_shown(choice_of(cast), frame_of(cast.arena), Selection())

    assert [(move.key, move.before, move.after) for move in moves] == [
        (now_known.pk, (2, None), (2, 2)),
        (moved.pk, (1, 2), (2, 2)),
    ]
    assert moves[0].reason == "Owned now"


@pytest.mark.parametrize("until", [None, date(2025, 1, 1)])
def test_movement_since_a_day_is_measured_from_where_it_stood_then(cast, until):
    there_and_back = rated(cast, 1, 1, on=date(2024, 1, 1))
    rated(cast, 2, 1, on=date(2024, 4, 1), activity=there_and_back)
    rated(cast, 1, 1, on=date(2024, 8, 1), activity=there_and_back)
    twice = rated(cast, 1, 1, on=date(2024, 1, 1))
    rated(cast, 2, 1, on=date(2024, 8, 1), activity=twice)
    rated(cast, 3, 4, on=date(2024, 9, 1), activity=twice)
    rated(cast, 3, 3, on=date(2024, 9, 2))
    choice, keys = choice_of(cast, until=until), frame_of(cast.arena).keys

    moves = moves_of(choice, keys, most=5, since=date(2024, 2, 1))
    later = moves_of(choice, keys, most=5, since=date(2024, 6, 1))
    rows = {row.key: row for row in every_row(choice, keys, language="en", since=date(2024, 2, 1))}

    assert [(move.key, move.before, move.after) for move in moves] == [(twice.pk, (1, 1), (3, 4))]
    assert {move.key for move in later} == {twice.pk, there_and_back.pk}
    assert {key for key, row in rows.items() if row.has_moved} == {twice.pk}
    assert sorted(str(row.then) for row in rows.values()) == ["(1, 1)", "(1, 1)", "None"]


def test_keys_name_groups(cast):
    keys = MapKeys({}, {}, {7: "NO", 9: "SE"})

    assert [keys.group(1, 9), keys.group(2, None), keys.group(0, None)] == ["SE", "joint", "not-stated"]
    assert Standing.objects.count() == 0
