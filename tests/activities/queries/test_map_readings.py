"""Broad support counted in the database: what counts where, at the edges of the floor, and for any number of rows."""

from datetime import date

import pytest

from activities.effect_reading import Support, SupportSums
from activities.enums import Status
from activities.map_queries import MapChoice, MapKeys, rows_in, standings_visible_to
from activities.map_readings import Question, lift_candidates, liftable, read_map, support_sums
from tests.factories import ActivityFactory, AssessmentFactory, HeadcountFactory, ThemeFactory

ON = date(2026, 11, 22)


@pytest.fixture
def theme(cast):
    return ThemeFactory(arena=cast.arena, key="wool")


@pytest.fixture
def log(cast, theme):
    """Logs a rated activity of the theme."""

    def make(level, *sides, people=None, step=2, observed=True, themes=None, rated_on=date(2026, 9, 1), **more):
        activity = ActivityFactory(arena=cast.arena, **more)
        activity.sides.set(sides)
        activity.themes.set([theme] if themes is None else themes)
        if people is not None:
            HeadcountFactory(activity=activity, attended=people)
        AssessmentFactory(
            activity=activity,
            level=cast.arena.effect_levels.get(number=level),
            stability=cast.arena.stability_steps.get(number=step) if step else None,
            is_observed=observed,
            rated_on=rated_on,
        )
        return activity

    return make


def keys_of(cast):
    arena = cast.arena
    return MapKeys.of(arena.effect_levels.all(), arena.stability_steps.all(), arena.sides.order_by("position"))


def choice_of(cast, **more):
    return MapChoice(standings=standings_visible_to(cast.anonymous, cast.arena, on=ON), **more)


def sums_of(cast, **more) -> dict[str, SupportSums]:
    return {one.side: one for one in support_sums(choice_of(cast, **more), keys_of(cast))}


def read(cast, *themes, floor=100):
    question = Question(themes=[theme.pk for theme in themes], sides=["NO", "SE"], floor=floor, on=ON)
    return read_map(choice_of(cast), keys_of(cast), question)


def test_a_joint_activity_counts_on_both_sides(cast, theme, log):
    log(3, cast.norway)
    log(3, cast.norway, cast.sweden, people=400)
    log(1, cast.norway, cast.sweden, people=30)
    log(2, cast.sweden, people=40)

    assert sums_of(cast) == {
        "NO": SupportSums(theme.pk, "NO", n_top=2, n_top_joint=1, n_below=1, n_known=1, people=30),
        "SE": SupportSums(theme.pk, "SE", n_top=1, n_top_joint=1, n_below=2, n_known=2, people=70),
    }


def test_one_of_two_themes_and_two_channels_counts_once_in_each(cast, theme, log):
    other = ThemeFactory(arena=cast.arena, key="wood")
    activity = log(1, cast.sweden, people=60, themes=[theme, other])
    HeadcountFactory(activity=activity, channel="remote", attended=40)

    found = support_sums(choice_of(cast), keys_of(cast))

    assert {(one.theme, one.n_below, one.people) for one in found} == {(theme.pk, 1, 100), (other.pk, 1, 100)}


@pytest.mark.parametrize("more", [{"status": Status.DRAFT}, {"status": Status.CANCELLED}, {"step": None}])
def test_what_is_not_on_the_map_is_not_read(cast, log, more):
    log(1, cast.sweden, people=500, **more)

    assert sums_of(cast) == {}


def test_without_theme_or_country_an_activity_is_nowhere(cast, theme, log):
    log(1, cast.sweden, people=5, themes=[])
    log(1, people=5)

    assert sums_of(cast) == {}


def test_a_planned_activity_has_no_participants_yet(cast, theme, log):
    log(1, cast.sweden, observed=False, status=Status.PLANNED)
    log(3, cast.sweden, observed=False, status=Status.PLANNED)

    assert sums_of(cast) == {"SE": SupportSums(theme.pk, "SE", n_top=1)}


@pytest.mark.parametrize(
    ("people", "reading"),
    [(99, Support.EARLY), (100, Support.READY_TO_LIFT), (101, Support.READY_TO_LIFT), (0, Support.EARLY)],
)
def test_the_floor_is_met_to_the_person(cast, theme, log, people, reading):
    log(1, cast.sweden, people=people)

    assert read(cast, theme).support[0].cells[1].reading == reading


def test_one_unknown_headcount_below_the_floor_leaves_it_open(cast, theme, log):
    log(1, cast.sweden, people=99)
    log(2, cast.sweden)

    cell = read(cast, theme).support[0].cells[1]

    assert (cell.reading, cell.sums.n_known, cell.sums.n_below) == (Support.CANNOT_BE_JUDGED, 1, 2)
    assert read(cast, theme, floor=99).support[0].cells[1].reading == Support.READY_TO_LIFT


def test_the_ratings_of_an_earlier_day_are_read_as_they_were(cast, theme, log):
    activity = log(1, cast.sweden, people=150, rated_on=date(2025, 1, 1))
    AssessmentFactory(activity=activity, level=cast.arena.effect_levels.get(number=3), rated_on=date(2026, 1, 1))

    assert sums_of(cast)["SE"].n_top == 1
    assert sums_of(cast, until=date(2025, 6, 1))["SE"] == SupportSums(theme.pk, "SE", n_below=1, n_known=1, people=150)


def test_candidates_are_seen_below_the_top_where_a_country_is_ready(cast, theme, log):
    best = log(2, cast.sweden, people=10, step=5)
    second = log(1, cast.sweden, cast.norway, people=200, step=5)
    third = log(1, cast.sweden, people=None, step=4)
    for more in ({"observed": False}, {"themes": []}):
        log(2, cast.sweden, people=1, step=5, **more)
    log(3, cast.norway)
    reading = read(cast, theme)

    rows = rows_in(
        choice_of(cast), (), keys_of(cast), language="en", also=liftable(choice_of(cast), keys_of(cast), reading)
    )

    assert dict(reading.ready) == {"SE": (theme.pk,)}
    assert [row.key for row in lift_candidates(rows, keys_of(cast), reading)] == [best.pk, second.pk, third.pk]


def test_what_is_due_is_counted_among_the_chosen(cast, theme, log):
    log(1, cast.sweden, rated_on=date(2026, 1, 1), first_on=date(2025, 12, 1), last_on=date(2025, 12, 1))
    log(1, cast.norway, first_on=date(2025, 12, 1), last_on=date(2025, 12, 1))

    reading = read(cast, theme)

    assert (reading.n_all, reading.n_due) == (2, 1)


@pytest.mark.parametrize("item_count", [1, 20])
def test_two_questions_however_much_is_logged(cast, theme, log, django_assert_num_queries, item_count):
    for _number in range(item_count):
        log(1, cast.sweden, cast.norway, people=9)
    choice, keys = choice_of(cast), keys_of(cast)
    question = Question(themes=[theme.pk], sides=["NO", "SE"], floor=100, on=ON)

    with django_assert_num_queries(2):
        read_map(choice, keys, question)
