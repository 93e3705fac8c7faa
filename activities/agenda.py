"""The calendar of an arena as a reader may see it: which activities, of which days, for whose own feed."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
    When,
)

from accounts.models import User
from accounts.principal import Principal
from activities.enums import FeedScope, Kind, Precision, Status, Turn
from activities.models import Activity, CalendarFeed, PlanTurn
from activities.month_grid import Dated, Month
from activities.queries import activities_visible_to, own_team_keys
from arena.models import Arena
from arena.people_queries import hash_of
from core.dates import FIRST_YEAR, LAST_YEAR

# A file holds so many: what comes, and the latest of what was.
MOST_IN_A_FILE: Final = 500
UNDATED: Final = Q(first_on__isnull=True)


def calendar_of(principal: Principal, arena: Arena, *, on: date, sees_inner: bool) -> QuerySet[Activity]:
    """Activities of an arena's calendar: with drafts and internal meetings, as far as the principal may see them, for
    those who work in the arena; without for everybody else.
    """
    visible = activities_visible_to(principal, arena, on=on)
    return visible if sees_inner else open_to_all(visible)


def open_to_all(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Without drafts and internal meetings."""
    return activities.exclude(status=Status.DRAFT).exclude(kind=Kind.INTERNAL)


def own_part(activities: QuerySet[Activity], user: User, arena: Arena, *, on: date) -> QuerySet[Activity]:
    """Of these what the person logged, and what the teams do that the person is in on a day."""
    return activities.filter(Q(logged_by=user) | Q(team__in=own_team_keys(user, arena, on=on)))


def on_days(activities: QuerySet[Activity], first: date, last: date) -> QuerySet[Activity]:
    """Those with a day of their own from `first` to `last`, by day and hour."""
    reaches = Q(first_on__range=(first, last)) | Q(first_on__lt=first, ends_on__gte=first)
    return _by_hour(activities.filter(reaches, precision=Precision.DAY), "first_on")


def sometime(activities: QuerySet[Activity], precision: Precision, first: date) -> QuerySet[Activity]:
    """Those of which only the month, or only the year, that begins on `first` is known."""
    return activities.filter(precision=precision, first_on=first).order_by("pk")


def undated(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those whose date nobody knows, the newest first."""
    return activities.filter(UNDATED).order_by("-pk")


def upcoming(activities: QuerySet[Activity], *, on: date) -> QuerySet[Activity]:
    """What runs or is still to come on a day; what has only a month or year stands at its end."""
    to_come = activities.filter(Q(last_on__gte=on) | Q(ends_on__gte=on))
    vague = Case(When(precision=Precision.DAY, then=0), default=1, output_field=IntegerField())
    return _by_hour(to_come.annotate(is_vague=vague), "last_on", "is_vague")


def days_in(activities: QuerySet[Activity], month: Month) -> list[Dated]:
    """What lies in a month, as its grid wants it: one query, three columns."""
    rows = on_days(activities, month.first, month.last).values_list("pk", "first_on", "ends_on")
    return [Dated(key, first, last or first) for key, first, last in rows]


@dataclass(frozen=True)
class Vague:
    """How many activities have less than a day: this month, this year, no date at all."""

    in_month: int
    in_year: int
    undated: int


def vague_in(activities: QuerySet[Activity], month: Month) -> Vague:
    """Those without a day that a month's page must name: one query."""
    in_month = Q(precision=Precision.MONTH, first_on=month.first)
    in_year = Q(precision=Precision.YEAR, first_on=month.first.replace(month=1))
    found = activities.filter(in_month | in_year | UNDATED).order_by()
    counts = {"in_month": in_month, "in_year": in_year, "undated": UNDATED}
    return Vague(**found.aggregate(**{name: Count("pk", filter=which) for name, which in counts.items()}))


def nearest_month(activities: QuerySet[Activity], month: Month) -> Month | None:
    """The month closest to an empty one in which something is known to happen, the later of two as close."""
    known = activities.filter(
        precision__in=(Precision.DAY, Precision.MONTH),
        first_on__range=(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)),
    )
    ends = known.order_by().aggregate(
        before=Max("first_on", filter=Q(first_on__lt=month.first)),
        after=Min("first_on", filter=Q(first_on__gt=month.last)),
    )
    near = [Month.of(day) for day in (ends["after"], ends["before"]) if day]
    return min(near, key=month.distance_to, default=None)


def for_calendar(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """What an entry needs, in one query: team, municipality, `side_codes` such as "NO,SE", `cancelled_because`."""
    links = Activity.sides.through.objects.filter(activity=OuterRef("pk")).order_by()
    codes = links.values("activity").annotate(codes=StringAgg("side__code", Value(","))).values("codes")
    cancelled = PlanTurn.objects.filter(activity=OuterRef("pk"), turn=Turn.CANCELLED).order_by("-noted_on", "-pk")
    return activities.select_related("team", "municipality").annotate(
        side_codes=Subquery(codes), cancelled_because=Subquery(cancelled.values("reason")[:1])
    )


def for_file(activities: QuerySet[Activity]) -> list[Activity]:
    """What a calendar file holds, by day: those with a day of their own, at most so many of the latest."""
    dated = activities.filter(precision=Precision.DAY).order_by("-first_on", "-pk")
    return list(for_calendar(dated)[:MOST_IN_A_FILE])[::-1]


def feeds_of(user: User, arena: Arena) -> QuerySet[CalendarFeed]:
    """The person's own calendar addresses in an arena, the newest first."""
    return CalendarFeed.objects.filter(user=user, arena=arena).order_by("-pk")


def feed_with(slug: str, token: str) -> CalendarFeed | None:
    """The feed of an arena that this secret opens, with its person and arena; none of a closed account."""
    feeds = CalendarFeed.objects.filter(arena__slug=slug, token_hash=hash_of(token), user__is_active=True)
    return feeds.select_related("user", "arena").first()


def of_feed(feed: CalendarFeed, *, on: date) -> QuerySet[Activity]:
    """What a feed holds on a day: what its person may see then, all of it or the person's own part."""
    seen = calendar_of(feed.user, feed.arena, on=on, sees_inner=True)
    return seen if feed.scope == FeedScope.ALL else own_part(seen, feed.user, feed.arena, on=on)


def _by_hour(activities: QuerySet[Activity], *first: str) -> QuerySet[Activity]:
    return activities.order_by(*first, F("start_time").asc(nulls_first=True), "pk")
