"""Giving evidence other titles, and removing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models import Activity, Evidence
from core import files
from core.errors import RuleBroken, StaleVersion
from core.log import log
from core.text import clean_line
from core.writes import mark_of

# What makes one version of a piece: a page that was made from another is stale.
MARKED = ("title",)


@dataclass(frozen=True, slots=True)
class NewTitle:
    """A title for the piece with this key, given over the version that `mark` names."""

    key: int
    mark: str
    title: str


@transaction.atomic
def retitle_evidence(*, activity: Activity, titles: Iterable[NewTitle], actor: User | None) -> int:
    """Gives pieces of evidence their titles, all or none; says how many changed.

    A piece that was removed meanwhile is left out. Refuses `evidence.title_missing`, and a stale version with
    `StaleVersion`, whose `current` is the list of pieces as they stand.
    """
    wanted = {new.key: new for new in titles}
    rows = list(Evidence.objects.select_for_update(of=("self",)).filter(activity=activity, pk__in=wanted))
    if any(mark_of(row, MARKED) != wanted[row.pk].mark for row in rows):
        raise StaleVersion(rows, _("Someone else saved first. Both texts are below."))
    changed = 0
    for row in rows:
        title = clean_line(wanted[row.pk].title, 200)
        if not title:
            raise RuleBroken("evidence.title_missing", _("Write what it shows"), field=f"title-{row.pk}")
        if title != row.title:
            row.title = title
            row.full_clean()
            row.save(update_fields=["title", "changed_at"])
            log("retitle_evidence", row, actor=actor, tenant=activity.arena_id, fields=["title"])
            changed += 1
    return changed


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: User | None, at: datetime) -> None:
    """Removes a piece: title, checksum and days stay noted, its address or file goes, the file after the commit.

    Refuses `evidence.removed` when somebody was faster.
    """
    row = Evidence.everything.select_for_update(of=("self",)).select_related("activity").get(pk=evidence.pk)
    if row.removed_at is not None:
        raise RuleBroken("evidence.removed", _("It is removed already."))
    name, kind = row.file.name or "", row.content_type or "link"
    row.file, row.file_name, row.url, row.damage = "", "", "", ""
    row.removed_at, row.removed_by = at, actor
    row.full_clean()
    row.save(update_fields=["file", "file_name", "url", "damage", "removed_at", "removed_by", "changed_at"])
    before = {"activity": row.activity_id, "as": kind, "sha256": row.sha256}
    log("remove_evidence", row, actor=actor, tenant=row.activity.arena_id, before=before)
    transaction.on_commit(lambda: files.drop(name))
