"""Activities that come again: planning them, and changing one together with those that follow."""

from dataclasses import fields, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.facts import ActivityFacts, facts_of
from activities.actions.log_activity import change_activity, log_activity
from activities.actions.more import MoreFacts, change_more, more_of
from activities.enums import PartRole, Precision, Status
from activities.models import Activity, Series
from activities.recurrence import days_after
from core.dates import DatePrecision, PartialDate
from core.errors import RuleBroken
from core.log import log

# What belongs to one occasion and not to those that follow.
OF_ONE = frozenset({"attended", "supported", "keeps_supported", "knows_register", "when", "status", "why"})
MORE_OF_ONE = frozenset({"people", "parts", "keeps_supported", "lessons", "publicity", "ends_on"})


@transaction.atomic
def repeat_activity(
    *, activity: Activity, rhythm: str, until: date | None, times: int | None, actor: User | None, on: date
) -> Series:
    """Plans the activity again on the days that follow it, as one series with it; gives the series.

    What was said of it is taken over, without those who took part, ratings and evidence. Days that have passed are
    left out. Refuses `activity.no_exact_day`, `series.no_day` and `series.has_one` (it is in a series already).
    """
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if row.series_id is not None:
        raise RuleBroken("series.has_one", _("It is in a series already."))
    if row.precision != Precision.DAY or row.first_on is None:
        raise RuleBroken("activity.no_exact_day", _("First write the exact day of the activity."))
    days = [day for day in days_after(row.first_on, rhythm, until=until, times=times) if day > on]
    if not days:
        raise RuleBroken("series.no_day", _("No day to come lies in that time"), field="until")
    series = Series.objects.create(arena=row.arena, rhythm=rhythm)
    Activity.objects.filter(pk=row.pk).update(series=series, version=F("version") + 1)
    facts, more = _again(facts_of(row), more_of(row))
    for day in days:
        step = day - row.first_on
        planned = log_activity(
            arena=row.arena,
            facts=replace(facts, when=PartialDate(day, DatePrecision.DAY)),
            rating=None,
            is_draft=False,
            more=replace(more, ends_on=more.ends_on + step if more.ends_on else None),
            actor=actor,
            on=on,
            needs_rating=False,
        )
        Activity.objects.filter(pk=planned.pk).update(series=series)
    log("repeat_activity", row, actor=actor, tenant=row.arena_id, after={"series": series.pk, "planned": len(days)})
    return series


def _again(facts: ActivityFacts, more: MoreFacts) -> tuple[ActivityFacts, MoreFacts]:
    """What another occasion takes over: who organises, and nothing of what came of it."""
    organisers = tuple(part for part in more.parts or () if part.role == PartRole.ORGANISER)
    return (
        replace(facts, attended=None, supported=(), status=Status.PLANNED, why=""),
        replace(more, people=None, parts=organisers, lessons="", publicity=""),
    )


def copied(activity: Activity) -> MoreFacts:
    """What another activity like this one takes over beyond the quick form. Uses prefetched rows."""
    _facts, more = _again(facts_of(activity), more_of(activity))
    return replace(more, ends_on=None)


def following(activity: Activity) -> QuerySet[Activity]:
    """The planned activities of its series that come after it."""
    if activity.series_id is None or activity.first_on is None:
        return Activity.objects.none()
    later = Activity.objects.filter(series=activity.series_id, status=Status.PLANNED, first_on__gt=activity.first_on)
    return later.order_by("first_on", "pk")


@transaction.atomic
def carry_forward(
    *, activity: Activity, before: ActivityFacts, after: ActivityFacts, actor: User | None, on: date
) -> int:
    """Makes those that follow in its series say what was changed of it, and nothing else; gives how many there are.

    A new date moves each by as many days; a cancelled one cancels them with its reason. Call it in the transaction of
    the change, with the activity as it stood before.
    """
    changed = _changed(before, after, OF_ONE)
    step = _step(before, after)
    calls_off = after.status == Status.CANCELLED and before.status != Status.CANCELLED
    rows = list(following(activity).select_for_update(of=("self",)))
    for row in rows:
        facts = facts_of(row).with_changes(**changed, why=after.why)
        if step and row.first_on:
            facts = replace(facts, when=PartialDate(row.first_on + step, DatePrecision.DAY))
        if calls_off:
            facts = replace(facts, status=Status.CANCELLED)
        change_activity(activity=row, version=row.version, facts=facts, rating=None, is_draft=False, actor=actor, on=on)
    return len(rows)


@transaction.atomic
def carry_more_forward(*, activity: Activity, before: MoreFacts, after: MoreFacts, actor: User | None) -> int:
    """The same for what is known beyond the quick form; organisations and numbers stay with each occasion."""
    changed = _changed(before, after, MORE_OF_ONE)
    rows = list(following(activity).select_for_update(of=("self",)))
    for row in rows:
        more = replace(more_of(row), **changed, people=None, parts=None)
        change_more(activity=row, version=row.version, more=more, actor=actor)
    return len(rows)


def _changed(before: ActivityFacts | MoreFacts, after: ActivityFacts | MoreFacts, kept: frozenset[str]) -> dict:
    names = [one.name for one in fields(before) if one.name not in kept]
    return {name: getattr(after, name) for name in names if getattr(before, name) != getattr(after, name)}


def _step(before: ActivityFacts, after: ActivityFacts) -> timedelta:
    if before.when.first is None or after.when.first is None or after.when.precision is not DatePrecision.DAY:
        return timedelta()
    return after.when.first - before.when.first
