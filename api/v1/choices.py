"""Reading the answers of a query by the filters of the pages: what an arena does not have is refused, not ignored."""

from datetime import UTC, date, datetime, time

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework.exceptions import ValidationError

from activities.enums import Access, Kind, MeetingForm, SdgGoal, Status
from activities.filters import UNKNOWN, ActivityFilter
from activities.models import Activity, Assessment, Evidence, Headcount, OrganisationPart, PlanTurn
from api.openapi import parameter
from api.views import ArenaView
from core.dates import FIRST_YEAR, LAST_YEAR

SIDE = parameter("side", _("A country code, joint (more than one country) or none (country not stated)."))
THEME = parameter("theme", _("The key of a theme."))
TEAM = parameter("team", _("The address of a team, or +none for activities of no team."))
PERIOD = parameter("period", _("The first day of a period, such as 2024-01-01, or unknown."))
LEVEL = parameter("level", _("The number of an effect level, or none for activities that are not rated."))
WORDS = parameter("q", _("Words that all stand in its texts, in any of their forms, or words that mean the same."))
KIND = parameter("kind", _("The kind of activity."), enum=[*Kind.values, UNKNOWN])
STATUS = parameter("status", _("The status."), enum=Status.values)
PRIORITY = parameter("priority", _("The key of an S3 priority."))
SDG = parameter("sdg", _("The number of a goal for sustainable development."), enum=[str(n) for n in SdgGoal.values])
ACCESS = parameter("access", _("Who could come."), enum=[*Access.values, UNKNOWN])
MEETING_FORM = parameter("meeting_form", _("How people met."), enum=[*MeetingForm.values, UNKNOWN])
CHANGED_SINCE = parameter(
    "changed_since", _("Only rows that were written or changed on this day or at this time in UTC, or later.")
)


def activities_chosen(view: ArenaView, activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """The activities that the query leaves: as the filter of their page does, and by changed_since.

    The filter reads what the arena offers (six queries) only when something is filtered.
    """
    since = chosen_time(view, "changed_since")
    return filtered(view, activities if since is None else activities.filter(_changed_since(since)))


def filtered(view: ArenaView, activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """The activities that the filter of their page leaves."""
    query = view.request.query_params
    if not set(ActivityFilter.base_filters) & set(query):
        return activities
    return accepted(ActivityFilter(query, queryset=activities, arena=view.arena))


def accepted(answers: FilterSet) -> QuerySet:
    """The rows a page's filter leaves; where the page says that an answer does not exist, the API refuses it."""
    if not answers.is_valid():
        raise ValidationError({name: [_("This answer does not exist here.")] for name in answers.errors})
    return answers.qs


def chosen_time(view: ArenaView, name: str) -> datetime | None:
    """A day (its first moment in UTC) or a time; without a zone it is UTC."""
    answer = view.request.query_params.get(name)
    if answer is None:
        return None
    try:
        is_day = len(answer) <= len("2024-01-01")
        at = datetime.combine(date.fromisoformat(answer), time.min) if is_day else datetime.fromisoformat(answer)
    except ValueError:
        at = None
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValidationError({name: [_("Write a day or a time, such as 2024-01-31.")]})
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _changed_since(since: datetime) -> Q:
    """Its own texts, or what hangs on it: ratings, counts, organisations, evidence."""
    changed = Q(changed_at__gte=since)
    for part in (Assessment, Headcount, OrganisationPart, Evidence, PlanTurn):
        changed |= Q(pk__in=part.objects.filter(changed_at__gte=since).values("activity"))
    return changed
