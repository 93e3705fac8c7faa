"""Logging an activity, changing it, taking it back."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.rate_activity import Rating, rate_activity
from activities.enums import Channel, MeetingForm, PartRole, Status
from activities.models import Activity, Headcount, OrganisationPart
from arena.actions.organisations import find_or_add_company
from arena.models import Arena, Municipality, Organisation, Side, Theme
from core.dates import DatePrecision, PartialDate
from core.errors import RuleBroken
from core.log import log
from core.text import clean_line, clean_text
from core.writes import lock_version
from teams.models import Team

UNKNOWN_DATE = PartialDate(None, DatePrecision.UNKNOWN)
CHANNEL_OF_FORM = {
    MeetingForm.ON_SITE: Channel.ROOM,
    MeetingForm.ONLINE: Channel.REMOTE,
    MeetingForm.HYBRID: Channel.UNDIVIDED,
}


@dataclass(frozen=True, kw_only=True)
class ActivityFacts:
    """What a person says about an activity. Everything but the title may be unknown.

    `attended` counts people over all channels; `supported` names the companies that received support.
    """

    title: str
    language: str
    description: str = ""
    when: PartialDate = UNKNOWN_DATE
    kind: str = ""
    sides: tuple[Side, ...] = ()
    themes: tuple[Theme, ...] = ()
    team: Team | None = None
    meeting_form: str = ""
    municipality: Municipality | None = None
    place: str = ""
    attended: int | None = None
    supported: tuple[str, ...] = field(default=())


def status_on(when: PartialDate, *, on: date) -> str:
    """Planned while its first possible day lies after `on`, else held."""
    return Status.PLANNED if when.first is not None and when.first > on else Status.HELD


@transaction.atomic
def log_activity(
    *, arena: Arena, facts: ActivityFacts, rating: Rating | None, is_draft: bool, actor: User | None, on: date
) -> Activity:
    """Writes a new activity with its headcount, supported companies and rating.

    A draft needs the title alone; anything else is planned or held by its date. Refuses `activity.title_missing`,
    `activity.level_missing` (not for drafts) and what the company search refuses.
    """
    activity = Activity(arena=arena, logged_by=actor)
    _check(facts, rating, is_draft=is_draft)
    activity.status = Status.DRAFT if is_draft else status_on(facts.when, on=on)
    _take_over(activity, facts)
    activity.full_clean()
    activity.save()
    _write_parts(activity, facts, actor)
    if rating is not None:
        rate_activity(activity=activity, rating=rating, actor=actor, on=on)
    log("log_activity", activity, actor=actor, tenant=arena.pk, after={"status": activity.status})
    return activity


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    version: int,
    facts: ActivityFacts,
    rating: Rating | None,
    is_draft: bool,
    actor: User | None,
    on: date,
) -> Activity:
    """Writes `facts` over version `version` of an activity; a changed rating is added, the old ones stay.

    Refuses a stale version with `StaleVersion`, and what `log_activity` refuses. A cancelled activity stays so.
    """
    row = lock_version(Activity.objects.filter(arena=activity.arena), key=activity.pk, version=version)
    _check(facts, rating, is_draft=is_draft)
    before = row.status
    if row.status != Status.CANCELLED:
        row.status = Status.DRAFT if is_draft else status_on(facts.when, on=on)
    _take_over(row, facts)
    row.full_clean()
    row.save()
    _write_parts(row, facts, actor)
    if rating is not None and rating.differs_from(row.assessments.order_by("-rated_on", "-id").first()):
        rate_activity(activity=row, rating=rating, actor=actor, on=on)
    log(
        "change_activity",
        row,
        actor=actor,
        tenant=row.arena_id,
        before={"status": before},
        after={"status": row.status, "version": row.version},
    )
    return row


@transaction.atomic
def return_to_draft(*, activity: Activity, version: int, actor: User | None) -> Activity:
    """Takes a just logged activity back: it counts nowhere and waits among the drafts."""
    row = lock_version(Activity.objects.filter(arena=activity.arena), key=activity.pk, version=version)
    row.status = Status.DRAFT
    row.save(update_fields=["status", "version", "changed_at"])
    log("return_to_draft", row, actor=actor, tenant=row.arena_id, after={"status": row.status})
    return row


@transaction.atomic
def discard_draft(*, activity: Activity, actor: User | None) -> None:
    """Deletes a draft. Refuses `activity.not_a_draft`: what was logged is cancelled, never deleted."""
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if row.status != Status.DRAFT:
        raise RuleBroken("activity.not_a_draft", _("Only drafts can be removed."))
    log("discard_draft", row, actor=actor, tenant=row.arena_id)
    row.delete()


def _check(facts: ActivityFacts, rating: Rating | None, *, is_draft: bool) -> None:
    if not clean_line(facts.title, 200):
        raise RuleBroken("activity.title_missing", _("Write what happened"), field="title")
    if rating is None and not is_draft:
        raise RuleBroken("activity.level_missing", _("Choose what it changes"), field="level")


def _take_over(activity: Activity, facts: ActivityFacts) -> None:
    activity.title = clean_line(facts.title, 200)
    activity.language = facts.language
    activity.description = clean_text(facts.description)
    activity.first_on, activity.last_on = facts.when.first, facts.when.last
    activity.precision = facts.when.precision.value
    activity.kind = facts.kind
    activity.team = facts.team
    activity.meeting_form = facts.meeting_form
    activity.municipality = facts.municipality
    activity.place = clean_line(facts.place, 160)


def _write_parts(activity: Activity, facts: ActivityFacts, actor: User | None) -> None:
    activity.sides.set(facts.sides)
    activity.themes.set(facts.themes)
    _write_headcount(activity, facts)
    companies = [
        find_or_add_company(arena=activity.arena, actor=actor, name=name, sides=list(facts.sides))
        for name in facts.supported
    ]
    write_supported(activity, companies)


def _write_headcount(activity: Activity, facts: ActivityFacts) -> None:
    activity.headcounts.all().delete()
    if facts.attended is not None:
        channel = CHANNEL_OF_FORM[MeetingForm(facts.meeting_form)] if facts.meeting_form else Channel.UNDIVIDED
        Headcount.objects.create(activity=activity, channel=channel, attended=facts.attended)


def write_supported(activity: Activity, companies: list[Organisation]) -> None:
    """Makes `companies` the ones that received support in the activity; other roles stay."""
    kept = {company.pk for company in companies}
    activity.organisation_parts.filter(role=PartRole.SUPPORTED).exclude(organisation_id__in=kept).delete()
    for key in kept:
        OrganisationPart.objects.get_or_create(activity=activity, organisation_id=key, role=PartRole.SUPPORTED)
