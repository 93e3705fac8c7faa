from datetime import date

import pytest
from django.utils.translation import override

from portal import sentences
from portal.arena_map import draw_up, frame_of
from portal.filters import Selection
from portal.queries import Rating
from tests.portal.test_arena_map import logged


def drawn(cast, *placed):
    """The map of activities given as (level, stability, sides...)."""
    log = [
        logged(key, Rating(level, step, True, date(2024, 1, 1), ""), sides=sides)
        for key, (level, step, *sides) in enumerate(placed)
    ]
    return draw_up(log, frame_of(cast.arena), Selection(), language="en")


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
    assert [a.title for a in sentences.asks(arena_map)] == [ask, "Sweden: rate more activities"]


def test_headline_with_two_levels_below_or_one_is_in_the_right_number(cast):
    cast.arena.effect_levels.filter(number=2).delete()

    assert sentences.headline(lean(cast, 1, 5)) == "Norway: 5 of 6 activities are on level 1."


def test_asks_name_what_is_closest_to_the_upper_right(cast):
    arena_map = drawn(cast, *[(1, 1, cast.sweden)] * 5, (2, 4, cast.sweden))

    ask = sentences.asks(arena_map)[1]

    assert ask.title == "Sweden: lift what works"
    assert (ask.examples[0].level, ask.examples[0].step) == (2, 4)
    assert len(ask.examples) == 2


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
            *(words for ask in sentences.asks(arena_map) for words in (ask.title, ask.text)),
            *(words for corner in sentences.corners() for words in corner),
            *(sentences.point(row, arena_map.frame) for row in arena_map.rows),
            sentences.crowd(arena_map.frame, "NO", 1, 1, 30, 20),
            sentences.source(cast.arena, on=date(2024, 1, 1)),
        ]

    assert all(words and "%(" not in words for words in said)
