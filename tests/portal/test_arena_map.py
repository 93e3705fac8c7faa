from datetime import date

import pytest

from core.dates import DatePrecision, PartialDate
from portal.arena_map import draw_up, frame_of, nearest_to_goal
from portal.filters import Selection
from portal.queries import Logged, Rating

UNKNOWN = PartialDate(None, DatePrecision.UNKNOWN)


def rating(level=1, stability=1, *, on=date(2024, 3, 1), observed=True):
    return Rating(level, stability, observed, on, "")


def logged(key, *ratings, sides=(), title="Repair evening"):
    return Logged(
        key=key,
        title=title,
        language="en",
        status="held",
        kind="",
        last_on=None,
        people=None,
        has_evidence=False,
        when=UNKNOWN,
        team_slug="",
        team_name="",
        team_language="",
        logged_by=0,
        sides=sides,
        ratings=ratings,
    )


@pytest.mark.parametrize(
    ("until", "level"),
    [
        (None, 3),
        (date(2024, 12, 31), 3),
        (date(2024, 6, 1), 3),
        (date(2024, 5, 31), 2),
        (date(2024, 3, 1), 2),
        (date(2024, 2, 29), 2),
    ],
)
def test_rating_until_a_day_is_the_latest_of_its_time_else_the_first_after(until, level):
    row = logged(1, rating(3, on=date(2024, 6, 1)), rating(2, on=date(2024, 3, 1)))

    assert row.rating(until).level == level


def test_rating_of_the_unrated_is_none():
    assert logged(1).rating() is None
    assert logged(1).rating(date(2024, 1, 1)) is None


def test_draw_up_sorts_titles_by_the_alphabet_of_the_page(cast):
    frame = frame_of(cast.arena)
    log = [logged(key, rating(), title=title) for key, title in enumerate(("Öst", "Ås", "Ærlig", "Zoo"))]

    orders = {
        language: [row.logged.title for row in draw_up(log, frame, Selection(), language=language).rows]
        for language in ("sv", "nb")
    }

    assert orders == {"sv": ["Zoo", "Ås", "Ærlig", "Öst"], "nb": ["Zoo", "Ærlig", "Öst", "Ås"]}


@pytest.mark.parametrize("n_levels", [0, 1, 7])
def test_draw_up_without_usable_scales_is_none(cast, n_levels):
    cast.arena.effect_levels.all().delete()
    for number in range(1, n_levels + 1):
        cast.arena.effect_levels.create(number=number, name=f"Level {number}")

    assert draw_up([logged(1)], frame_of(cast.arena), Selection(), language="en") is None


def test_draw_up_without_sides_is_none(cast):
    cast.arena.roles.all().delete()
    cast.team.sides.clear()
    cast.arena.sides.all().delete()

    assert draw_up([logged(1)], frame_of(cast.arena), Selection(), language="en") is None


def test_nearest_to_goal_leaves_out_the_goal_joint_work_and_other_sides(cast):
    norway, sweden = cast.arena.sides.all()
    log = [
        logged(1, rating(3, 4), sides=(sweden,)),
        logged(2, rating(3, 1), sides=(sweden,)),
        logged(3, rating(2, 4), sides=(sweden,)),
        logged(4, rating(1, 1), sides=(sweden,)),
        logged(5, rating(3, 3), sides=(norway,)),
        logged(6, rating(3, 3), sides=(norway, sweden)),
    ]
    arena_map = draw_up(log, frame_of(cast.arena), Selection(), language="en")

    near = nearest_to_goal(arena_map.rows, arena_map.effect_map.scales, "SE", n=2)

    assert [row.logged.key for row in near] == [3, 2]


def test_moves_are_of_rated_activities_that_changed_place(cast):
    log = [
        logged(1, rating(2, 2, on=date(2024, 5, 1)), rating(1, 2)),
        logged(2, rating(2, 2, on=date(2024, 5, 2)), rating(2, 2)),
        logged(3, rating(2, 2, on=date(2024, 5, 3))),
        logged(4, rating(2, 2, on=date(2024, 5, 4)), rating(2, None)),
    ]

    arena_map = draw_up(log, frame_of(cast.arena), Selection(), language="en")

    assert [move.logged.key for move in arena_map.moves] == [4, 1]
