"""Logging an activity, changing it, taking it back."""

from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.actions.add_evidence import add_evidence
from activities.actions.facts import NO_PROOF, UNKNOWN_DATE, ActivityFacts, Proof, belongs_to, status_on
from activities.actions.more import MoreFacts, check_remote, keep_days, write_more
from activities.actions.plan_turns import note_turn
from activities.actions.rate_activity import Rating, add_rating, is_observed
from activities.actions.supported import set_supported
from activities.enums import Channel, MeetingForm, Status
from activities.models import Activity, Headcount
from arena.models import Arena
from core.errors import RuleBroken
from core.files import drop
from core.log import log
from core.text import clean_line, clean_text
from core.writes import lock_version

__all__ = ["UNKNOWN_DATE", "ActivityFacts", "change_activity", "discard_draft", "log_activity", "return_to_draft"]

CHANNEL_OF_FORM = {
    MeetingForm.ON_SITE: Channel.ROOM,
    MeetingForm.ONLINE: Channel.REMOTE,
    MeetingForm.HYBRID: Channel.UNDIVIDED,
}
# What nobody has said anything new about stays as it is, whatever the date says.
STAYS = frozenset({Status.CANCELLED, Status.UNKNOWN})


@transaction.atomic
def log_activity(
    *,
    arena: Arena,
    facts: ActivityFacts,
    rating: Rating | None,
    is_draft: bool,
    more: MoreFacts | None = None,
    proof: Proof = NO_PROOF,
    actor: User | None,
    on: date,
    needs_rating: bool = True,
) -> Activity:
    """Writes a new activity with its headcount, supported companies, rating and evidence, and `more` if given.

    A draft needs the title alone; anything else is planned or held by its date. Refuses `activity.title_missing`,
    `activity.level_missing` (not for drafts, nor without `needs_rating`: then it waits beside the map),
    `activity.other_arena`, `activity.not_yet_held`, `activity.remote_missing` (a plan that says neither how people
    online take part nor why not), and what `write_more` and the company search refuse.
    """
    activity = Activity(arena=arena, logged_by=actor)
    _check(arena, facts, on=on)
    if needs_rating:
        _check_level(rating, is_draft=is_draft)
    activity.status = Status.DRAFT if is_draft else facts.status or status_on(facts.when, on=on)
    _take_over(activity, facts)
    activity.full_clean()
    activity.save()
    _write_parts(activity, facts, actor)
    if more is not None:
        write_more(activity, more, actor=actor)
    check_remote(activity)
    note_turn(activity, before="", planned=UNKNOWN_DATE, why=facts.why, actor=actor, on=on)
    if rating is not None:
        add_rating(activity, rating, actor=actor, on=on)
    log("log_activity", activity, actor=actor, tenant=arena.pk, after={"status": activity.status})
    add_evidence(activity=activity, proof=proof, actor=actor)
    return activity


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    version: int,
    facts: ActivityFacts,
    rating: Rating | None,
    is_draft: bool,
    more: MoreFacts | None = None,
    proof: Proof = NO_PROOF,
    actor: User | None,
    on: date,
) -> Activity:
    """Writes `facts` over version `version` of an activity; a changed rating is added, the old ones stay.

    Refuses a stale version with `StaleVersion`, and what `log_activity` refuses; what left the drafts unrated (loaded
    data) may stay unrated. Without a status in `facts`, what was cancelled or of unknown status stays so. What became
    of a plan is kept with its reason; a plan that is cancelled needs one (`activity.reason_missing`).
    """
    row = lock_version(Activity.objects.filter(arena=activity.arena), key=activity.pk, version=version)
    _check(row.arena, facts, on=on)
    before, planned, form = row.status, row.when, row.meeting_form
    if before == Status.DRAFT:
        _check_level(rating, is_draft=is_draft)
    if is_draft:
        row.status = Status.DRAFT
    elif facts.status or row.status not in STAYS:
        row.status = facts.status or status_on(facts.when, on=on)
    _take_over(row, facts)
    keep_days(row, planned.first)
    row.full_clean()
    row.save()
    _write_parts(row, facts, actor)
    if more is not None:
        write_more(row, more, actor=actor)
    if (before, form) != (row.status, row.meeting_form):
        check_remote(row)
    note_turn(row, before=before, planned=planned, why=facts.why, actor=actor, on=on)
    latest = row.assessments.order_by("-rated_on", "-id").first()
    if rating is not None and rating.differs_from(latest, is_observed=is_observed(row, on=on)):
        add_rating(row, rating, actor=actor, on=on)
    after = {"status": row.status, "version": row.version}
    log("change_activity", row, actor=actor, tenant=row.arena_id, before={"status": before}, after=after)
    add_evidence(activity=row, proof=proof, actor=actor)
    return row


@transaction.atomic
def return_to_draft(*, activity: Activity, version: int, actor: User | None, on: date) -> Activity:
    """Takes an activity back on the day it was saved: it counts nowhere and waits among the drafts.

    Refuses a stale version, and `activity.undo_too_late` on any later day.
    """
    row = lock_version(Activity.objects.filter(arena=activity.arena), key=activity.pk, version=version)
    if timezone.localdate(row.changed_at) != on:
        raise RuleBroken("activity.undo_too_late", _("It is too late to undo. You can change the activity instead."))
    before = row.status
    row.status = Status.DRAFT
    row.save(update_fields=["status", "version", "changed_at"])
    log("return_to_draft", row, actor=actor, tenant=row.arena_id, before={"status": before}, after={"status": "draft"})
    return row


@transaction.atomic
def discard_draft(*, activity: Activity, actor: User | None) -> None:
    """Deletes a draft with its ratings and evidence; stored files go after the commit.

    Refuses `activity.not_a_draft`: what was logged is cancelled, never deleted.
    """
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if row.status != Status.DRAFT:
        raise RuleBroken("activity.not_a_draft", _("Only drafts can be removed."))
    names = list(row.evidence.exclude(file="").values_list("file", flat=True))
    Activity.objects.filter(pk=row.pk).delete()
    log("discard_draft", row, actor=actor, tenant=row.arena_id)
    for name in names:
        transaction.on_commit(partial(drop, name))


def _check_level(rating: Rating | None, *, is_draft: bool) -> None:
    if rating is None and not is_draft:
        raise RuleBroken("activity.level_missing", _("Choose what it changes"), field="level")


def _check(arena: Arena, facts: ActivityFacts, *, on: date) -> None:
    if not clean_line(facts.title, 200):
        raise RuleBroken("activity.title_missing", _("Write what happened"), field="title")
    if not belongs_to(arena, facts):
        raise RuleBroken("activity.other_arena", _("Choose an answer"))
    if facts.status == Status.HELD and status_on(facts.when, on=on) == Status.PLANNED:
        message = _("This day has not come yet. Choose Planned, or another day.")
        raise RuleBroken("activity.not_yet_held", message, field="status")


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
    set_supported(activity, facts, actor=actor)


def _write_headcount(activity: Activity, facts: ActivityFacts) -> None:
    """One row by how people met. A sum that already stands, divided over channels, stays divided."""
    rows = list(activity.headcounts.all())
    if len(rows) > 1 and sum(row.attended for row in rows) == facts.attended:
        return
    activity.headcounts.all().delete()
    if facts.attended is not None:
        channel = CHANNEL_OF_FORM[MeetingForm(facts.meeting_form)] if facts.meeting_form else Channel.UNDIVIDED
        headcount = Headcount(activity=activity, channel=channel, attended=facts.attended)
        headcount.full_clean()
        headcount.save()
