"""Ratings: all are kept, and an old form does not bring an old one back."""

import pytest

from activities.actions.rate_activity import Rating, rate_activity
from activities.enums import Status
from core.dates import DatePrecision
from core.errors import RuleBroken
from tests.activities.conftest import DAY
from tests.factories import ActivityFactory, EffectLevelFactory, StabilityStepFactory


@pytest.mark.parametrize(
    ("status", "is_observed"),
    [
        (Status.HELD, True),
        (Status.PLANNED, False),
        (Status.CANCELLED, False),
        (Status.UNKNOWN, False),
        (Status.DRAFT, True),
    ],
)
def test_observed_only_when_it_took_place(cast, level, status, is_observed):
    activity = ActivityFactory(arena=cast.arena, status=status)

    rating = rate_activity(activity=activity, rating=Rating(level, None, " seen\n it "), actor=cast.lead, on=DAY)

    assert (rating.is_observed, rating.reason, rating.rated_on, rating.rater) == (
        is_observed,
        "seen it",
        DAY,
        cast.lead,
    )


def test_draft_of_a_day_to_come_is_expected(cast, level):
    coming = ActivityFactory(
        arena=cast.arena, status=Status.DRAFT, first_on=DAY.replace(month=6), precision=DatePrecision.DAY
    )

    assert not rate_activity(activity=coming, rating=Rating(level), actor=None, on=DAY).is_observed


def test_rating_counts_the_activitys_version_up(held, level):
    rate_activity(activity=held, rating=Rating(level), actor=None, on=DAY)

    held.refresh_from_db()
    assert held.version == 2


@pytest.mark.parametrize("scale", ["level", "stability"])
def test_a_step_up_that_was_seen_asks_for_one_line_of_evidence(cast, held, scale):
    levels, steps = list(cast.arena.effect_levels.all()), list(cast.arena.stability_steps.all())
    higher = Rating(levels[1], steps[1]) if scale == "level" else Rating(levels[0], steps[2])
    rate_activity(activity=held, rating=Rating(levels[0], steps[1]), actor=cast.lead, on=DAY)

    with pytest.raises(RuleBroken, match=r"rating\.evidence_missing") as refused:
        rate_activity(activity=held, rating=higher, actor=cast.member, on=DAY)

    assert (refused.value.field, held.assessments.count()) == ("reason", 1)
    told = Rating(higher.level, higher.stability, "They meet without us")
    assert rate_activity(activity=held, rating=told, actor=cast.member, on=DAY).reason == "They meet without us"


def test_a_step_down_the_same_or_an_expectation_needs_no_evidence(cast, held):
    level, steps = cast.arena.effect_levels.first(), list(cast.arena.stability_steps.all())
    for step in (steps[2], steps[1], steps[1]):
        rate_activity(activity=held, rating=Rating(level, step), actor=cast.lead, on=DAY)
    planned = ActivityFactory(arena=cast.arena, status=Status.PLANNED)
    for step in (steps[0], steps[3]):
        rate_activity(activity=planned, rating=Rating(level, step), actor=cast.lead, on=DAY)

    assert (held.assessments.count(), planned.assessments.count()) == (3, 2)


@pytest.mark.parametrize("part", ["level", "stability"])
def test_steps_of_another_arena_are_refused(cast, held, level, part):
    foreign = {
        "level": Rating(EffectLevelFactory(arena=cast.other_arena)),
        "stability": Rating(level, StabilityStepFactory(arena=cast.other_arena)),
    }

    with pytest.raises(RuleBroken, match=r"rating\.other_arena"):
        rate_activity(activity=held, rating=foreign[part], actor=None, on=DAY)

    assert not held.assessments.exists()
