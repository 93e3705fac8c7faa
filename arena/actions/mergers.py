"""Making two rows one organisation, and two again: a pointer that somebody reviewed and that can be taken back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena.actions.sections import lock_arena
from arena.enums import MergeReason, PartingReason
from arena.mergers import ends_of
from arena.models import Arena, NotDuplicate, Organisation
from arena.orgnumbers import are_two_by_number
from core.errors import RuleBroken
from core.log import log
from core.writes import lock_version

POINTER = ("merged_into", "canonical", "version", "changed_at")


@transaction.atomic
def merge_organisations(
    *, arena: Arena, kept: tuple[int, int], merged: tuple[int, int], reason: str, actor: User | None
) -> Organisation:
    """Makes `merged` a row of `kept`, both given as (key, version); what followed the one follows the other.

    Only the pointer is written: names, numbers, activities, teams, keys and roles stay with their rows. Refuses stale
    versions with `StaleVersion`, and `merge.reason_missing`, `merge.same`, `merge.merged_already`, `merge.two_numbers`.
    """
    if reason not in MergeReason.values:
        raise RuleBroken("merge.reason_missing", _("Choose a reason"), field="reason")
    if kept[0] == merged[0]:
        raise RuleBroken("merge.same", _("Choose two organisations."))
    lock_arena(arena)
    whole, row = (_locked(arena, key, version) for key, version in (kept, merged))
    refuse_merger(whole, row)
    row.merged_into = row.canonical = whole
    row.save(update_fields=POINTER)
    whole.save(update_fields=("version", "changed_at"))
    _follow_to_the_end(arena)
    after = {"into": whole.pk, "reason": reason}
    log("merge_organisation", row, actor=actor, tenant=arena.pk, after=after)
    log("take_in_organisation", whole, actor=actor, tenant=arena.pk, after={"merged": row.pk, "reason": reason})
    return whole


@transaction.atomic
def part_organisations(*, arena: Arena, key: int, version: int, reason: str, actor: User | None) -> Organisation:
    """Makes a merged row an organisation of its own again, with the rows that were merged into it.

    Everything is as it would be had the merger never been: links were never moved. Refuses a stale version with
    `StaleVersion`, and `merge.reason_missing` and `merge.not_merged`.
    """
    if reason not in PartingReason.values:
        raise RuleBroken("merge.reason_missing", _("Choose a reason"), field="reason")
    lock_arena(arena)
    row = _locked(arena, key, version)
    into = row.merged_into
    if into is None:
        raise RuleBroken("merge.not_merged", _("This organisation stands on its own already."))
    row.merged_into = row.canonical = None
    row.save(update_fields=POINTER)
    _follow_to_the_end(arena)
    log("part_organisation", row, actor=actor, tenant=arena.pk, before={"into": into.pk}, after={"reason": reason})
    log("let_go_organisation", into, actor=actor, tenant=arena.pk, before={"merged": row.pk}, after={"reason": reason})
    return row


def refuse_merger(whole: Organisation, row: Organisation) -> None:
    """Refuses what no merger can make one: `merge.merged_already` and `merge.two_numbers`."""
    for one in (whole, row):
        if one.merged_into_id is not None:
            message = gettext("“%(name)s” is merged into another organisation already. Choose that one.")
            raise RuleBroken("merge.merged_already", message % {"name": one.name})
    if are_two_by_number(whole.country, whole.number, row.country, row.number):
        message = gettext("Both have a verified number in the same country, and the numbers differ: they are two.")
        raise RuleBroken("merge.two_numbers", message)


def _locked(arena: Arena, key: int, version: int) -> Organisation:
    return lock_version(Organisation.objects.filter(arena=arena).order_by(), key=key, version=version)


def _follow_to_the_end(arena: Arena) -> None:
    """Writes where every chain of the arena ends now, to the rows for which that changed."""
    merged = arena.organisations.filter(merged_into__isnull=False)
    steps = {key: (into, end) for key, into, end in merged.values_list("pk", "merged_into_id", "canonical_id")}
    for key, end in ends_of({key: into for key, (into, _end) in steps.items()}).items():
        if steps[key][1] != end:
            Organisation.objects.filter(pk=key).update(canonical_id=end)


@transaction.atomic
def keep_apart(*, arena: Arena, first: int, second: int, actor: User | None, on: date) -> NotDuplicate:
    """Notes that two organisations that look alike are two; the finder shows them no more. Twice is as good as once."""
    lock_arena(arena)
    low, high = sorted((arena.organisations.get(pk=first), arena.organisations.get(pk=second)), key=lambda row: row.pk)
    decision, is_new = NotDuplicate.objects.get_or_create(
        first=low, second=high, defaults={"decided_by": actor, "decided_on": on}
    )
    if is_new:
        log("keep_apart", low, actor=actor, tenant=arena.pk, after={"other": high.pk})
        log("keep_apart", high, actor=actor, tenant=arena.pk, after={"other": low.pk})
    return decision


@transaction.atomic
def forget_apart(*, arena: Arena, first: int, second: int, actor: User | None) -> None:
    """Takes back that two organisations are two. Without such a decision nothing happens."""
    lock_arena(arena)
    low, high = sorted((first, second))
    gone = NotDuplicate.objects.filter(first__arena=arena, first=low, second=high).select_related("first", "second")
    for decision in gone:
        log("forget_apart", decision.first, actor=actor, tenant=arena.pk, after={"other": high})
        log("forget_apart", decision.second, actor=actor, tenant=arena.pk, after={"other": low})
        decision.delete()
