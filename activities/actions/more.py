"""What a person says about an activity beyond the quick form: when exactly, who, how, what for, what was learned."""

from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.add_evidence import add_evidence
from activities.actions.facts import NO_PROOF, Proof
from activities.actions.parts import Part, set_parts
from activities.enums import Channel, MeetingForm, Precision, Status
from activities.models import Activity, Headcount
from activities.sdg import bits_of
from arena.models import Priority
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line, clean_text
from core.writes import lock_version

REMOTE_FORMS = frozenset({MeetingForm.ONLINE, MeetingForm.HYBRID})


@dataclass(frozen=True)
class Split:
    """How many took part in the room and how many online; None = unknown."""

    in_room: int | None = None
    online: int | None = None


@dataclass(frozen=True, kw_only=True)
class MoreFacts:
    """Everything beyond the quick form; all of it may be unknown.

    `people` and `parts` (what organisations did) are left as they stand where they are None. With `keeps_supported`
    the companies that received support stay, and those in `parts` are added.
    """

    ends_on: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    priorities: tuple[Priority, ...] = ()
    goals: tuple[int, ...] = ()
    method: str = ""
    access: str = ""
    is_advertised: bool | None = None
    spoken: tuple[str, ...] = ()
    remote_how: str = ""
    remote_why_not: str = ""
    facilitator: str = ""
    tech_support: str = ""
    lessons: str = ""
    publicity: str = ""
    duration_hours: Decimal | None = None
    travel_hours: Decimal | None = None
    travel_km: int | None = None
    people: Split | None = None
    parts: tuple[Part, ...] | None = None
    keeps_supported: bool = False


NAMES = tuple(one.name for one in fields(MoreFacts) if one.name != "keeps_supported")
LINES = {
    "method": 300,
    "remote_how": 500,
    "remote_why_not": 300,
    "facilitator": 200,
    "tech_support": 200,
    "publicity": 500,
}
AS_THEY_ARE = (
    *("ends_on", "start_time", "end_time", "access", "is_advertised", "duration_hours", "travel_hours", "travel_km"),
)


def more_of(activity: Activity) -> MoreFacts:
    """What stands in the database beyond the quick form. Uses prefetched rows."""
    counts = {row.channel: row.attended for row in activity.headcounts.all()}
    found = {(part.role, part.organisation.whole) for part in activity.organisation_parts.all()}
    return MoreFacts(
        **{name: getattr(activity, name) for name in (*AS_THEY_ARE, *LINES, "lessons")},
        priorities=tuple(activity.priorities.all()),
        goals=tuple(goal.value for goal in activity.goals),
        spoken=tuple(language.value for language in activity.languages_spoken),
        people=Split(counts.get(Channel.ROOM), counts.get(Channel.REMOTE)),
        parts=tuple(
            Part(role, key=row.pk, name=row.name) for role, row in sorted(found, key=lambda one: (one[0], one[1].name))
        ),
    )


@transaction.atomic
def change_more(
    *, activity: Activity, version: int, more: MoreFacts, proof: Proof = NO_PROOF, actor: User | None
) -> Activity:
    """Writes `more` over version `version` of an activity, and adds what proves it.

    Refuses a stale version with `StaleVersion`, `activity.remote_missing` when a plan loses how people online take
    part, and what `write_more` refuses.
    """
    row = lock_version(Activity.objects.filter(arena=activity.arena), key=activity.pk, version=version)
    before = more_of(row)
    write_more(row, more, actor=actor)
    if before.remote_how or before.remote_why_not:
        check_remote(row)
    log(
        "change_more",
        row,
        actor=actor,
        tenant=row.arena_id,
        fields=[name for name in NAMES if getattr(before, name) != getattr(more, name)],
        after={"status": row.status, "version": row.version},
    )
    add_evidence(activity=row, proof=proof, actor=actor)
    return row


def write_more(row: Activity, more: MoreFacts, *, actor: User | None) -> None:
    """Writes `more` to an activity that the caller has locked, and saves it.

    Refuses `activity.other_arena`, `activity.no_exact_day` (a time or a last day without a first one),
    `activity.ends_too_early`, and what the search for organisations refuses.
    """
    if {priority.arena_id for priority in more.priorities} - {row.arena_id}:
        raise RuleBroken("activity.other_arena", _("Choose an answer"), field="priorities")
    _check_days(row, more)
    for name in AS_THEY_ARE:
        setattr(row, name, getattr(more, name))
    for name, length in LINES.items():
        setattr(row, name, clean_line(getattr(more, name), length))
    row.lessons = clean_text(more.lessons)
    row.sdg_bits = bits_of(more.goals)
    row.spoken = ",".join(more.spoken)
    row.full_clean()
    row.save()
    row.priorities.set(more.priorities)
    if more.people is not None:
        _write_people(row, more.people)
    if more.parts is not None:
        set_parts(row, more.parts, keeps_supported=more.keeps_supported, actor=actor)


def check_remote(row: Activity) -> None:
    """Refuses `activity.remote_missing`: who announces a meeting online says how to take part, or why not yet."""
    if row.status == Status.PLANNED and row.meeting_form in REMOTE_FORMS and not (row.remote_how or row.remote_why_not):
        message = _("Write how people online take part, or why that is not decided")
        raise RuleBroken("activity.remote_missing", message, field="remote_how")


def keep_days(row: Activity, before: date | None) -> None:
    """Moves the last day along with the first; a date that is not exact to the day has no time and no last day."""
    if row.precision != Precision.DAY or row.first_on is None:
        row.ends_on = row.start_time = row.end_time = None
    elif row.ends_on is not None and before is not None:
        row.ends_on += row.first_on - before


def _check_days(row: Activity, more: MoreFacts) -> None:
    if row.precision != Precision.DAY and (more.ends_on or more.start_time or more.end_time):
        field = "ends_on" if more.ends_on else "start_time"
        message = _("First write the exact day of the activity.")
        raise RuleBroken("activity.no_exact_day", message, field=field)
    if more.ends_on and row.first_on and more.ends_on <= row.first_on:
        message = _("The last day comes after the first. Leave it empty when it was one day.")
        raise RuleBroken("activity.ends_too_early", message, field="ends_on")
    if more.end_time and not more.start_time:
        raise RuleBroken("activity.ends_too_early", _("Write when it starts as well"), field="start_time")
    if more.start_time and more.end_time and not more.ends_on and more.end_time <= more.start_time:
        raise RuleBroken("activity.ends_too_early", _("It ends before it starts"), field="end_time")


def _write_people(row: Activity, people: Split) -> None:
    """A number for the room or for online takes the place of one for both together; unknown has no row."""
    if (people.in_room, people.online) != (None, None):
        row.headcounts.filter(channel=Channel.UNDIVIDED).delete()
    for channel, attended in ((Channel.ROOM, people.in_room), (Channel.REMOTE, people.online)):
        if attended is None:
            row.headcounts.filter(channel=channel).delete()
        else:
            Headcount.objects.update_or_create(activity=row, channel=channel, defaults={"attended": attended})
