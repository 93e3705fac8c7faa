"""Writes the append-only log, and tells those who listen that a row was written."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import models

from core.models import LogEntry

# What hears of every write to rows of a model, by its label: called with the row's key, in the same transaction.
LISTENERS: dict[str, list[Callable[[int], object]]] = defaultdict(list)

# So many of the newest entries tell whether a tenant's data changed.
LATEST_ENTRIES: Final = 100


def log(
    verb: str,
    row: models.Model,
    *,
    actor: Any,
    tenant: int | None,
    fields: list[str] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Writes that `actor` (a user, or None for the system) did `verb` to `row`, once it is done.

    `before` and `after` hold non-personal values only: states, keys, dates, numbers. Listeners read the row anew, so
    whatever belongs to it is written, or the row deleted, before this is called.
    """
    entry = LogEntry.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        tenant=tenant,
        verb=verb,
        object_type=row._meta.label_lower,
        object_key=str(row.pk),
        fields=fields or [],
        before=dict(before or {}),
        after=dict(after or {}),
    )
    for hear in LISTENERS.get(entry.object_type, ()):
        hear(row.pk)
    return entry


def latest_entries(tenant: int) -> list[int]:
    """The keys of a tenant's latest entries: while they stay, nothing was written there. One query.

    Several are looked at because one may be committed after a later one.
    """
    entries = LogEntry.objects.filter(tenant=tenant).order_by("-at", "-pk")
    return list(entries.values_list("pk", flat=True)[:LATEST_ENTRIES])
