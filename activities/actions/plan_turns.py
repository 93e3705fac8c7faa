"""Keeping what became of a plan: held, cancelled, changed or taken up again, each with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.enums import Status, Turn
from activities.models import Activity, PlanTurn
from core.dates import PartialDate
from core.errors import RuleBroken
from core.text import clean_line

PLANS = frozenset({Status.PLANNED, Status.CANCELLED})
# Before it was logged nothing could become of it.
UNBEGUN = frozenset({"", Status.DRAFT})


def turn_between(before: str, after: str, *, is_moved: bool, why: str) -> Turn | None:
    """What became of the plan between two states of an activity; None when nothing did.

    Of what is logged, a reason always tells of a change: it is never dropped.
    """
    if after == Status.CANCELLED and before != Status.CANCELLED:
        return Turn.CANCELLED
    if before in PLANS and before != after and after in Turn:
        return Turn(after)
    is_changed = bool(why) or (is_moved and before == after == Status.PLANNED)
    return Turn.CHANGED if is_changed and before not in UNBEGUN else None


def note_turn(
    activity: Activity, *, before: str, planned: PartialDate, why: str, actor: User | None, on: date
) -> PlanTurn | None:
    """Keeps what became of the plan that stood for `planned`, if anything did.

    Refuses `activity.reason_missing` when what was planned is cancelled without a reason, and
    `activity.reason_of_nothing` when a reason has nothing to explain.
    """
    why = clean_line(why, 500)
    turn = turn_between(before, activity.status, is_moved=planned != activity.when, why=why)
    if turn is None:
        if why:
            message = _("Nothing has changed yet that needs a reason: leave this empty")
            raise RuleBroken("activity.reason_of_nothing", message, field="why")
        return None
    if turn == Turn.CANCELLED and before == Status.PLANNED and not why:
        raise RuleBroken("activity.reason_missing", _("Write why it was cancelled"), field="why")
    return PlanTurn.objects.create(
        activity=activity,
        turn=turn,
        reason=why,
        noted_on=on,
        noted_by=actor,
        planned_on=planned.first,
        planned_precision=planned.precision.value,
    )
