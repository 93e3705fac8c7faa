"""Rating an activity by effect level and stability."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.facts import status_on
from activities.enums import Status
from activities.models import Activity, Assessment, EffectLevel, StabilityStep
from activities.rating_reading import rises
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line


@dataclass(frozen=True)
class Rating:
    """What an activity changes and, if it can be seen already, how well that holds."""

    level: EffectLevel
    stability: StabilityStep | None = None
    reason: str = ""

    def differs_from(self, earlier: Assessment | None, *, is_observed: bool) -> bool:
        """Whether this says something else than an earlier rating: other steps, or seen instead of expected."""
        if earlier is None:
            return True
        held = self.stability.pk if self.stability else None
        steps = (earlier.level_id, earlier.stability_id) != (self.level.pk, held)
        return steps or is_observed != earlier.is_observed


@transaction.atomic
def rate_activity(*, activity: Activity, rating: Rating, actor: User | None, on: date) -> Assessment:
    """Adds a rating: observed when the activity was held, else expected. Earlier ratings stay.

    The activity's version grows, so that a form opened before does not bring the old rating back.
    Refuses `rating.other_arena` when a step is not of the activity's arena, and `rating.evidence_missing` when it is
    seen to stand higher than before and nobody says what shows it.
    """
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    _check_rise(row, rating, on=on)
    assessment = add_rating(row, rating, actor=actor, on=on)
    Activity.objects.filter(pk=row.pk).update(version=F("version") + 1)
    return assessment


def add_rating(activity: Activity, rating: Rating, *, actor: User | None, on: date) -> Assessment:
    """Writes and logs a rating of a row that the caller has locked."""
    arenas = {rating.level.arena_id, rating.stability.arena_id if rating.stability else rating.level.arena_id}
    if arenas != {activity.arena_id}:
        raise RuleBroken("rating.other_arena", _("Choose an answer"), field="level")
    assessment = Assessment(
        activity=activity,
        level=rating.level,
        stability=rating.stability,
        is_observed=is_observed(activity, on=on),
        rated_on=on,
        rater=actor,
        reason=clean_line(rating.reason, 300),
    )
    assessment.full_clean()
    assessment.save()
    after = {"level": rating.level.number, "stability": rating.stability.number if rating.stability else None}
    log("rate_activity", activity, actor=actor, tenant=activity.arena_id, after=after)
    return assessment


def latest_of(activity: Activity) -> Assessment | None:
    """The rating that stands on the map: the latest by its day, then by key."""
    return activity.assessments.select_related("level", "stability").order_by("-rated_on", "-id").first()


def _check_rise(activity: Activity, rating: Rating, *, on: date) -> None:
    before = latest_of(activity)
    if before is None or clean_line(rating.reason, 300) or not is_observed(activity, on=on):
        return
    stood = (before.level.number, before.stability.number if before.stability else None)
    if rises(stood, (rating.level.number, rating.stability.number if rating.stability else None)):
        raise RuleBroken("rating.evidence_missing", _("Write one line about what shows it"), field="reason")


def is_observed(activity: Activity, *, on: date) -> bool:
    """Whether a rating made on a day is of something that took place: a draft goes by its date."""
    status = status_on(activity.when, on=on) if activity.status == Status.DRAFT else activity.status
    return status == Status.HELD
