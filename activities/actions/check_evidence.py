"""Comparing stored files with their checksums, a part of them every night."""

import logging
from datetime import datetime

from django.db.models import F

from activities.enums import Damage
from activities.models import Evidence
from core.background import progress
from core.files import FileState, state_of
from core.log import log

logger = logging.getLogger(__name__)
# What one night reads at most. Files that were looked at longest ago come first, so that each has its turn.
FILES_A_NIGHT = 2_000
BYTES_A_NIGHT = 2_000_000_000

DAMAGE = {FileState.WHOLE: "", FileState.MISSING: Damage.MISSING, FileState.ALTERED: Damage.ALTERED}


def check_evidence_files(*, at: datetime) -> int:
    """Looks at the next files and notes damage and repair in the log; gives how many are damaged.

    One row at a time: what a stopped night has looked at is not looked at again.
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
    return damaged


def _note(row: Evidence, damage: str, *, at: datetime) -> None:
    # Not over a removal that happened while the file was read.
    if not Evidence.objects.filter(pk=row.pk).update(checked_at=at, damage=damage):
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
