"""Rating an activity by effect level and stability."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.enums import Status
from activities.models import Activity, Assessment, EffectLevel, StabilityStep
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line


@dataclass(frozen=True)
class Rating:
    """What an activity changes and, if it can be seen already, how well that holds."""

    level: EffectLevel
    stability: StabilityStep | None = None
    reason: str = ""

    def differs_from(self, earlier: Assessment | None) -> bool:
        """Whether this says something else than an earlier rating."""
        if earlier is None:
            return True
        held = self.stability.pk if self.stability else None
        return (earlier.level_id, earlier.stability_id) != (self.level.pk, held)


@transaction.atomic
def rate_activity(*, activity: Activity, rating: Rating, actor: User | None, on: date) -> Assessment:
    """Adds a rating: observed when the activity was held, else expected. Earlier ratings stay.

    Refuses `rating.other_arena` when a step is not of the activity's arena.
    """
    steps = [rating.level, *([rating.stability] if rating.stability else [])]
    if any(step.arena_id != activity.arena_id for step in steps):
        raise RuleBroken("rating.other_arena", _("Choose an answer"), field="level")
    assessment = Assessment(
        activity=activity,
        level=rating.level,
        stability=rating.stability,
        is_observed=activity.status == Status.HELD,
        rated_on=on,
        rater=actor,
        reason=clean_line(rating.reason, 300),
    )
    assessment.full_clean()
    assessment.save()
    after = {"level": rating.level.number, "stability": rating.stability.number if rating.stability else None}
    log("rate_activity", activity, actor=actor, tenant=activity.arena_id, after=after)
    return assessment
