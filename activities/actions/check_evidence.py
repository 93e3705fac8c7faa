"""Comparing stored files with their checksums, a part of them every night, and telling of damage once."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from activities.enums import Damage
from activities.mails import post_damage
from activities.models import Evidence
from arena.models import Arena
from arena.queries import leads_of
from core.background import progress
from core.files import FileState, state_of
from core.log import log

logger = logging.getLogger(__name__)
# What one night reads at most. Files that were looked at longest ago come first, so that each has its turn.
FILES_A_NIGHT = 2_000
BYTES_A_NIGHT = 2_000_000_000

DAMAGE = {FileState.WHOLE: "", FileState.MISSING: Damage.MISSING, FileState.ALTERED: Damage.ALTERED}


def check_evidence_files(*, at: datetime) -> int:
    """Looks at the next files, notes damage and repair in the log, tells leads; gives how many are damaged.

    One row at a time: what a stopped night has looked at is not looked at again, and what it did not tell is told by
    the next.
    """
    rows = Evidence.objects.exclude(file="").select_related("activity")
    due = list(rows.order_by(F("checked_at").asc(nulls_first=True), "pk")[:FILES_A_NIGHT])
    left, damaged = BYTES_A_NIGHT, 0
    for done, row in enumerate(due):
        left -= row.size_bytes or 0
        if left < 0:
            break
        damage = DAMAGE[state_of(row.file.name or "", row.sha256, row.size_bytes)]
        damaged += bool(damage)
        _note(row, damage, at=at)
        progress(done + 1, len(due))
    for arena in Arena.objects.filter(activities__evidence__in=_untold()).distinct():
        _tell(arena, at=at)
    return damaged


def note_damage(*, evidence: Evidence, state: FileState, at: datetime) -> None:
    """Notes and tells what a reader met before the night did; read again, it is neither noted nor told again."""
    if evidence.damage != DAMAGE[state]:
        _note(evidence, DAMAGE[state], at=at)
        _tell(evidence.activity.arena, at=at)


def _note(row: Evidence, damage: str, *, at: datetime) -> None:
    values = {"checked_at": at, "damage": damage} | ({} if damage else {"damage_told_at": None})
    # Not over a removal that happened while the file was read.
    if not Evidence.objects.filter(pk=row.pk).update(**values):
        return
    if damage:
        logger.error("ALERT the stored file of evidence %s is %s", row.pk, damage)
    if damage != row.damage:
        log(
            "find_damage" if damage else "find_repair",
            row,
            actor=None,
            tenant=row.activity.arena_id,
            before={"damage": row.damage},
            after={"damage": damage},
        )


def _untold() -> QuerySet[Evidence]:
    return Evidence.objects.exclude(damage="").filter(damage_told_at__isnull=True)


@transaction.atomic
def _tell(arena: Arena, *, at: datetime) -> None:
    """Mails every lead what was not told yet, all of it at once. Without a lead it waits for one."""
    rows = list(_untold().select_for_update(of=("self",)).filter(activity__arena=arena).select_related("activity"))
    leads = leads_of(arena, on=timezone.localdate(at))
    if not rows or not leads:
        return
    for lead in leads:
        post_damage(lead, arena, rows, at=at)
    Evidence.objects.filter(pk__in=[row.pk for row in rows]).update(damage_told_at=at)
