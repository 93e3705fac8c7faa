"""Which activities are due for the question whether their change still holds."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.principal import Principal
from activities.enums import Status
from activities.models import Activity, Hypothesis, NotKnownYet
from activities.queries import finished_by
from activities.rating_reading import ASK_AGAIN_AFTER_MONTHS, CHECK_AFTER_MONTHS, months_before
from arena.models import Arena


def due_on(on: date) -> Q:
    """Held activities whose last rating was observed half a year ago or earlier, and that lie as far back themselves.

    Not those of which somebody did not know yet within the last three months.
    """
    half_a_year_ago = months_before(on, CHECK_AFTER_MONTHS)
    lately = NotKnownYet.objects.filter(activity=OuterRef("pk"), said_on__gt=months_before(on, ASK_AGAIN_AFTER_MONTHS))
    return (
        Q(status=Status.HELD, standing__is_observed=True, standing__rated_on__lte=half_a_year_ago)
        & (Q(last_on__isnull=True) | Q(last_on__lte=half_a_year_ago))
        & ~Exists(lately)
    )


def checks_for(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Activity]:
    """What is due among the activities a person is asked to finish, the one rated longest ago first."""
    return finished_by(principal, arena, on=on).filter(due_on(on)).order_by("standing__rated_on", "pk")


def for_questions(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """What a question needs: where the activity stands, its sides, and its hypothesis in `standing_hypotheses`."""
    standing = Prefetch(
        "hypotheses", Hypothesis.objects.filter(replaced_on__isnull=True), to_attr="standing_hypotheses"
    )
    return activities.select_related("standing__level", "standing__stability").prefetch_related("sides", standing)
