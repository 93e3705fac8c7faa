"""Reads of the activities app: visibility, lists, the map."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.principal import Principal, person_key
from activities.effect_map import RatedActivity
from activities.enums import Status
from activities.models import Activity, Assessment, Evidence
from arena.enums import Role
from arena.models import Arena
from arena.queries import arenas_visible_to, roles_of

SEES_DRAFTS = frozenset({Role.LEAD, Role.COORDINATOR})


def activities_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Activity]:
    """Activities of an arena the principal may see: drafts only by who logged them, coordinators and leads."""
    visible = arenas_visible_to(principal, on=on).filter(pk=arena.pk)
    activities = Activity.objects.filter(arena__in=visible.order_by().values("pk"))
    if any(role in SEES_DRAFTS for role, _side in roles_of(principal, arena, on=on)):
        return activities
    return activities.filter(~Q(status=Status.DRAFT) | Q(logged_by_id=person_key(principal)))


def with_latest_rating(activities: QuerySet[Activity], *, until: date | None = None) -> QuerySet[Activity]:
    """Adds `level_number`, `stability_number`, `is_observed`, `rated_on` of each activity's latest rating.

    Latest = by the day of the rating, then by key. All four are None without a rating (up to `until`, if given).
    """
    ratings = Assessment.objects.filter(activity=OuterRef("pk"))
    if until is not None:
        ratings = ratings.filter(rated_on__lte=until)
    latest = ratings.order_by("-rated_on", "-id")
    return activities.annotate(
        level_number=Subquery(latest.values("level__number")[:1]),
        stability_number=Subquery(latest.values("stability__number")[:1]),
        is_observed=Subquery(latest.values("is_observed")[:1]),
        rated_on=Subquery(latest.values("rated_on")[:1]),
    )


def for_list(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """What a list row needs: latest rating, whether evidence exists, sides, themes, team, headcounts."""
    return (
        with_latest_rating(activities)
        .annotate(has_evidence=Exists(Evidence.objects.filter(activity=OuterRef("pk"))))
        .select_related("team", "municipality")
        .prefetch_related("sides", "themes", "headcounts")
    )


def attended(activity: Activity) -> int | None:
    """Participants over all channels; None when no channel was counted. Uses prefetched headcounts."""
    counts = [row.attended for row in activity.headcounts.all()]
    return sum(counts) if counts else None


def rated_activities(activities: QuerySet[Activity]) -> list[RatedActivity]:
    """Activities as the map reads them; three queries whatever their number."""
    rows = with_latest_rating(activities).prefetch_related("sides", "headcounts").order_by("pk")
    return [
        RatedActivity(
            key=row.pk,
            title=row.title,
            sides=tuple(side.code for side in row.sides.all()),
            level=row.level_number,
            stability=row.stability_number,
            observed=bool(row.is_observed),
            people=attended(row),
            rated_on=row.rated_on,
        )
        for row in rows
    ]


def page_of(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """What one activity's page needs: ratings with their raters, organisations, evidence, sides, themes."""
    ratings = Assessment.objects.select_related("level", "stability", "rater")
    return (
        for_list(activities)
        .select_related("logged_by")
        .prefetch_related(Prefetch("assessments", ratings), "organisation_parts__organisation", "evidence")
    )


def drafts_of(principal: Principal, arena: Arena) -> QuerySet[Activity]:
    """The person's own drafts in an arena, newest first."""
    return arena.activities.filter(status=Status.DRAFT, logged_by_id=person_key(principal)).order_by("-id")
