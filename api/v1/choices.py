"""Reading the answers of a query: what an arena does not have is refused, never ignored."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from activities.enums import Kind, Status
from activities.models import Activity, Assessment, Evidence, Headcount, OrganisationPart
from activities.queries import in_period
from api.openapi import parameter
from api.views import ArenaView
from core.dates import FIRST_YEAR, LAST_YEAR

JOINT, NOT_STATED, UNKNOWN = "joint", "none", "unknown"

SIDE = parameter("side", _("A country code, joint (more than one country) or none (country not stated)."))
THEME = parameter("theme", _("The key of a theme."))
TEAM = parameter("team", _("The address of a team."))
PERIOD = parameter("period", _("The first day of a period, such as 2024-01-01."), {"type": "string", "format": "date"})
KIND = parameter("kind", _("The kind of activity."), enum=[*Kind.values, UNKNOWN])
STATUS = parameter("status", _("The status."), enum=[value for value in Status.values if value != Status.DRAFT])
CHANGED_SINCE = parameter(
    "changed_since", _("Only rows that were written or changed on this day or at this time in UTC, or later.")
)


def chosen(view: ArenaView, name: str, options: Mapping[str, Any]) -> Any:
    """What the answer to `name` stands for, or None without an answer."""
    answer = view.request.query_params.get(name)
    if answer is None:
        return None
    if answer not in options:
        refuse(name)
    return options[answer]


def refuse(name: str) -> None:
    """Says that this answer does not exist here."""
    raise ValidationError({name: [_("This answer does not exist here.")]})


def chosen_time(view: ArenaView, name: str) -> datetime | None:
    """A day (its first moment in UTC) or a time; without a zone it is UTC."""
    answer = view.request.query_params.get(name)
    if answer is None:
        return None
    try:
        if len(answer) <= len("2024-01-01"):
            at = datetime.combine(date.fromisoformat(answer), time.min, UTC)
        else:
            at = datetime.fromisoformat(answer)
    except ValueError:
        raise ValidationError({name: [_("Write a day or a time, such as 2024-01-31.")]}) from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        refuse(name)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def activities_chosen(view: ArenaView, activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """The activities that the query's side, theme, team, period, kind, status and changed_since leave."""
    query = view.request.query_params
    activities = of_side(view, activities)
    if "theme" in query:
        themes = {theme.key: theme.pk for theme in view.arena.themes.all()}
        activities = activities.filter(themes=chosen(view, "theme", themes))
    if "team" in query:
        teams = dict(view.arena.teams.filter(slug=query["team"]).values_list("slug", "pk"))
        activities = activities.filter(team=chosen(view, "team", teams))
    if "period" in query:
        periods = {period.starts_on.isoformat(): period for period in view.arena.periods.all()}
        activities = in_period(activities, chosen(view, "period", periods))
    if "kind" in query:
        kinds = dict(zip(Kind.values, Kind.values, strict=True)) | {UNKNOWN: ""}
        activities = activities.filter(kind=chosen(view, "kind", kinds))
    if "status" in query:
        activities = activities.filter(status=chosen(view, "status", {value: value for value in STATUS.enum}))
    since = chosen_time(view, "changed_since")
    return activities if since is None else activities.filter(_changed_since(since))


def of_side(view: ArenaView, activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """A joint activity belongs to each of its countries."""
    if "side" not in view.request.query_params:
        return activities
    by_code = {side.code: side.pk for side in view.sides}
    side = chosen(view, "side", by_code | {JOINT: JOINT, NOT_STATED: NOT_STATED})
    if side == NOT_STATED:
        return activities.filter(sides__isnull=True)
    if side == JOINT:
        joint = Activity.sides.through.objects.values("activity").annotate(n=Count("pk")).filter(n__gt=1)
        return activities.filter(pk__in=joint.values("activity"))
    return activities.filter(sides=side)


def _changed_since(since: datetime) -> Q:
    """Its own texts, or what hangs on it: ratings, counts, organisations, evidence."""
    parts = (Assessment, Headcount, OrganisationPart, Evidence)
    changed = Q(changed_at__gte=since)
    for part in parts:
        changed |= Q(pk__in=part.objects.filter(changed_at__gte=since).values("activity"))
    return changed
