from datetime import date

import pytest
from django.utils.translation import override

from activities.effect_map import group_of, place_activities
from activities.map_queries import MapRow
from portal import sentences
from portal.arena_map import ArenaMap, frame_of


def drawn(cast, *placed):
    """The map of activities given as (level, stability, sides...)."""
    frame = frame_of(cast.arena)
    rows = [
        MapRow(
            key=key,
            title="Repair evening",
            language="en",
            status="held",
            people=None,
            group=group_of([side.code for side in sides]),
            sides=tuple(side.code for side in sides),
            themes=(),
            team_slug="",
            team_name="",
            level=level,
            step=step,
            is_observed=True,
            rated_on=date(2024, 1, 1),
        )
        for key, (level, step, *sides) in enumerate(placed)
    ]
    effect_map = place_activities([row.activity for row in rows], scales=frame.scales, sides=frame.styles)
    return ArenaMap(frame, effect_map, {row.key: row for row in rows}, n_all=len(rows))


def asks(arena_map):
    """What the map asks, with every named activity of a side that is not at the goal as an example."""
    return sentences.asks(arena_map, lambda side: [row for row in arena_map.rows.values() if row.group == side])


def lean(cast, n_top, n_below):
    """A map where Norway has so many on the top level and so many below."""
    return drawn(cast, *[(3, 1, cast.norway)] * n_top, *[(1, 1, cast.norway)] * n_below)


@pytest.mark.parametrize(
    ("n_top", "n_below", "headline", "ask"),
    [
        (6, 4, "Norway: 6 of 10 activities are on level 3.", "Norway: win acceptance"),
        (59, 41, "100 activities on 2 levels", "Norway: keep the whole width"),
        (60, 40, "Norway: 60 of 100 activities are on level 3.", "Norway: win acceptance"),
        (41, 59, "100 activities on 2 levels", "Norway: keep the whole width"),
        (40, 60, "Norway: 60 of 100 activities are on levels 1 and 2.", "Norway: lift what works"),
        (4, 0, "4 activities on one level", "Norway: rate more activities"),
        (5, 0, "Norway: 5 of 5 activities are on level 3.", "Norway: win acceptance"),
        (1, 0, "1 activity on one level", "Norway: rate more activities"),
        (0, 0, "The map is empty so far", "Norway: rate more activities"),
    ],
)
def test_headline_and_ask_follow_the_lean(cast, n_top, n_below, headline, ask):
    arena_map = lean(cast, n_top, n_below)

    assert sentences.headline(arena_map) == headline
    assert [a.title for a in asks(arena_map)] == [ask, "Sweden: rate more activities"]


def test_headline_with_two_levels_below_or_one_is_in_the_right_number(cast):
    cast.arena.effect_levels.filter(number=2).delete()

    assert sentences.headline(lean(cast, 1, 5)) == "Norway: 5 of 6 activities are on level 1."


def test_asks_name_what_is_closest_to_the_upper_right(cast):
    ask = asks(drawn(cast, *[(1, 1, cast.sweden)] * 5, (2, 4, cast.sweden)))[1]

    assert ask.title == "Sweden: lift what works"
    assert len(ask.examples) == 6


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "None is in the upper right."),
        (1, "1 is in the upper right: Repair evening."),
        (9, "9 are in the upper right."),
    ],
)
def test_description_names_the_goal_while_that_is_short(cast, n, words):
    assert words in sentences.description(drawn(cast, (1, 1), *[(3, 5)] * n))


@pytest.mark.parametrize(
    ("n", "words"),
    [(None, "number of participants unknown"), (0, "0 participants"), (1, "1 participant"), (1750, "1,750")],
)
def test_participants_tells_unknown_from_none(n, words):
    with override("en"):
        assert words in sentences.participants(n)


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize(("n_top", "n_below"), [(0, 0), (1, 0), (5, 0), (0, 5), (5, 5), (2, 2)])
def test_every_sentence_can_be_said_in_every_language(cast, language, n_top, n_below):
    with override(language):
        arena_map = lean(cast, n_top, n_below)
        said = [
            sentences.lead(arena_map),
            sentences.headline(arena_map),
            sentences.description(arena_map),
            sentences.nothing_rated(arena_map),
            *(words for ask in asks(arena_map) for words in (ask.title, ask.text)),
            *(words for corner in sentences.corners() for words in corner),
            *(sentences.point(row, arena_map.frame) for row in arena_map.rows.values()),
            sentences.crowd(arena_map.frame, "NO", 1, 1, 30, 20),
            sentences.source(cast.arena, on=date(2024, 1, 1)),
        ]

    assert all(words and "%(" not in words for words in said)
