"""What became of a plan: kept with its reason, its day and the date that was planned."""

from datetime import date

import pytest

from activities.actions.facts import UNKNOWN_DATE
from activities.actions.log_activity import change_activity, log_activity
from activities.actions.plan_turns import turn_between
from activities.enums import Status, Turn
from core.dates import DatePrecision, PartialDate
from core.errors import RuleBroken
from tests.activities.conftest import DAY
from tests.factories import ActivityFactory

PLANNED = PartialDate(date(2026, 6, 9), DatePrecision.DAY)
MOVED = PartialDate(date(2026, 6, 16), DatePrecision.DAY)
PAST = PartialDate(date(2026, 5, 1), DatePrecision.DAY)


@pytest.fixture
def plan(cast):
    """An activity that is planned."""
    return ActivityFactory(arena=cast.arena, status=Status.PLANNED, first_on=PLANNED.first, logged_by=cast.member)


@pytest.fixture
def change(cast, facts):
    def run(activity, **said):
        return change_activity(
            activity=activity,
            version=activity.version,
            facts=facts(**{"when": PLANNED, **said}),
            rating=None,
            is_draft=False,
            actor=cast.member,
            on=DAY,
        )

    return run


@pytest.mark.parametrize(
    ("said", "turn", "planned"),
    [
        ({"when": PAST, "status": "held"}, Turn.HELD, PLANNED),
        ({"status": "cancelled", "why": "Snow"}, Turn.CANCELLED, PLANNED),
        ({"when": MOVED, "status": "planned"}, Turn.CHANGED, PLANNED),
        ({"status": "planned", "why": "Online instead"}, Turn.CHANGED, PLANNED),
    ],
)
def test_what_becomes_of_a_plan_is_kept(cast, plan, change, said, turn, planned):
    change(plan, **said)

    kept = plan.plan_turns.get()
    assert (kept.turn, kept.reason, kept.noted_on, kept.planned) == (turn, said.get("why", ""), DAY, planned)
    assert kept.noted_by == cast.member


def test_a_plan_is_not_cancelled_without_a_reason(plan, change):
    with pytest.raises(RuleBroken) as refused:
        change(plan, status="cancelled")

    assert (refused.value.code, refused.value.field) == ("activity.reason_missing", "why")
    plan.refresh_from_db()
    assert plan.status == Status.PLANNED


def test_the_history_of_a_plan_stays_in_order(plan, change):
    change(change(change(plan, status="cancelled", why="Snow"), status="planned", why="It melted"), status="planned")

    assert [row.turn for row in plan.plan_turns.all()] == ["cancelled", "planned"]


def test_saving_a_plan_unchanged_is_no_turn(plan, change):
    change(plan, status="planned", title="Another title")

    assert not plan.plan_turns.exists()


def test_what_was_logged_as_cancelled_may_have_no_known_reason(cast, facts):
    activity = log_activity(
        arena=cast.arena,
        facts=facts(when=PAST, status="cancelled"),
        rating=None,
        is_draft=False,
        actor=cast.member,
        on=DAY,
        needs_rating=False,
    )

    assert [(row.turn, row.reason, row.planned) for row in activity.plan_turns.all()] == [
        ("cancelled", "", UNKNOWN_DATE)
    ]


@pytest.mark.parametrize(
    ("before", "after", "is_moved", "why", "turn"),
    [
        (Status.DRAFT, Status.PLANNED, False, "", None),
        (Status.DRAFT, Status.HELD, True, "why", None),
        (Status.HELD, Status.HELD, True, "", None),
        (Status.HELD, Status.HELD, True, "why", Turn.CHANGED),
        (Status.HELD, Status.PLANNED, False, "why", Turn.CHANGED),
        (Status.HELD, Status.CANCELLED, False, "", Turn.CANCELLED),
        (Status.CANCELLED, Status.HELD, False, "", Turn.HELD),
        (Status.CANCELLED, Status.CANCELLED, True, "why", Turn.CHANGED),
        (Status.PLANNED, Status.PLANNED, True, "", Turn.CHANGED),
        (Status.PLANNED, Status.UNKNOWN, False, "", None),
        (Status.PLANNED, Status.UNKNOWN, False, "why", Turn.CHANGED),
    ],
)
def test_which_turn_two_states_make(before, after, is_moved, why, turn):
    assert turn_between(before, after, is_moved=is_moved, why=why) == turn


def test_a_reason_that_explains_nothing_is_refused_and_not_dropped(cast, facts):
    with pytest.raises(RuleBroken, match="leave this empty") as refused:
        log_activity(
            arena=cast.arena,
            facts=facts(when=PAST, why="Snow"),
            rating=None,
            is_draft=False,
            actor=cast.member,
            on=DAY,
            needs_rating=False,
        )

    assert (refused.value.code, refused.value.field) == ("activity.reason_of_nothing", "why")
