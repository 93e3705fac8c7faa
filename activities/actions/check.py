"""Answering whether a change still holds."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.hypothesis import revisit_hypothesis
from activities.actions.rate_activity import Rating, latest_of, rate_activity
from activities.models import Activity, NotKnownYet, StabilityStep
from core.errors import RuleBroken
from core.log import log


@dataclass(frozen=True)
class CheckAnswer:
    """How well a change holds today: `step` is None when nobody knows yet.

    `reason` is one line about what shows it, `seen` what was seen of the activity's hypothesis, in `language`.
    """

    step: StabilityStep | None
    reason: str = ""
    seen: str = ""
    language: str = ""


@transaction.atomic
def answer_check(*, activity: Activity, answer: CheckAnswer, actor: User | None, on: date) -> None:
    """Writes the answer: a rating on the level that stands, or a dated "not known yet" that asks again later.

    Refuses `check.not_rated` for an activity without a rating, and what `rate_activity` refuses.
    """
    latest = latest_of(activity)
    if latest is None:
        raise RuleBroken("check.not_rated", _("Rate the activity first."))
    if answer.step is None:
        unknown = NotKnownYet(activity=activity, said_on=on, said_by=actor)
        unknown.full_clean()
        unknown.save()
        log("not_known_yet", activity, actor=actor, tenant=activity.arena_id)
    else:
        rating = Rating(latest.level, answer.step, answer.reason)
        rate_activity(activity=activity, rating=rating, actor=actor, on=on)
    if answer.seen:
        revisit_hypothesis(activity=activity, seen=answer.seen, language=answer.language, actor=actor, on=on)
