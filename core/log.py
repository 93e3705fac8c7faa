"""Writes the append-only log."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from core.models import LogEntry


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
    """Writes that `actor` (a user, or None for the system) did `verb` to `row`.

    `before` and `after` hold non-personal values only: states, keys, dates, numbers.
    """
    return LogEntry.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        tenant=tenant,
        verb=verb,
        object_type=row._meta.label_lower,
        object_key=str(row.pk),
        fields=fields or [],
        before=dict(before or {}),
        after=dict(after or {}),
    )
