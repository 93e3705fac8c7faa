"""What the pages read: the latest of the log, arenas with their counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.principal import Principal
from activities.enums import Status
from activities.models import Activity
from activities.queries import activities_visible_to
from arena.models import Arena, Side
from arena.queries import arenas_visible_to
from core.dates import DatePrecision, PartialDate
from teams.models import Team
from teams.queries import teams_visible_to


@dataclass(frozen=True, slots=True)
class Logged:
    """One activity as the latest log names it; `side` as the pages mark it, `level` and `step` of its last rating."""

    key: int
    title: str
    language: str
    when: PartialDate
    team_name: str
    side: Side | str | None
    level: int | None
    step: int | None


def latest_of(principal: Principal, arena: Arena, *, on: date, most: int) -> list[Logged]:
    """What happened last: neither drafts nor what lies ahead. One query, two where few dates are known."""
    happened = activities_visible_to(principal, arena, on=on).exclude(status__in=[Status.DRAFT, Status.PLANNED])
    sides = {side.pk: side for side in arena.sides.all()}
    # Dates from their index, the latest first; what has none is looked at only where that leaves room.
    dated = happened.filter(first_on__lte=on).order_by("-first_on", "-pk")
    rows = list(_log_values(dated)[:most])
    if len(rows) < most:
        rows += _log_values(happened.filter(first_on__isnull=True).order_by("-pk"))[: most - len(rows)]
    return [
        Logged(
            key=key,
            title=title,
            language=language,
            when=PartialDate(first_on, DatePrecision(precision)),
            team_name=team or "",
            side="joint" if n_sides > 1 else sides.get(side),
            level=level,
            step=step,
        )
        for key, title, language, first_on, precision, team, n_sides, side, level, step in rows
    ]


def _log_values(activities: QuerySet[Activity]) -> QuerySet[Any]:
    return activities.values_list(
        *("pk", "title", "language", "first_on", "precision", "team__name"),
        *("standing__n_sides", "standing__side", "standing__level__number", "standing__stability__number"),
    )


def arenas_for(principal: Principal, *, on: date) -> QuerySet[Arena]:
    """Arenas the principal may open, with `n_activities` (without drafts) and `n_teams`, sides prefetched."""
    logged = Activity.objects.filter(arena=OuterRef("pk")).exclude(status=Status.DRAFT)
    teams = Team.objects.filter(arena=OuterRef("pk"))
    return arenas_visible_to(principal, on=on).annotate(
        n_activities=_counted(logged, "arena"), n_teams=_counted(teams, "arena")
    )


def _counted(rows: QuerySet, parent: str) -> Coalesce:
    n = rows.order_by().values(parent).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(n, output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team as the overview names it; `side` as the pages mark it."""

    slug: str
    name: str
    language: str
    stage: str
    side: Side | str | None


def team_names(principal: Principal, arena: Arena, *, on: date) -> list[TeamName]:
    """Every team the principal may see, the newest first: one query."""
    visible = teams_visible_to(principal, arena, on=on).order_by("-created_at", "-pk")
    sides = {side.pk: side for side in arena.sides.all()}
    counted = visible.annotate(n_sides=Count("sides", distinct=True), one_side=Min("sides"))
    rows = counted.values_list("slug", "name", "language", "stage", "n_sides", "one_side")
    return [
        TeamName(slug, name, language, stage, "joint" if n_sides > 1 else sides.get(one_side))
        for slug, name, language, stage, n_sides, one_side in rows
    ]
