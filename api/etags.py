"""The fingerprint of an answer, found without making the answer (docs/decisions: etags from the log)."""

from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from rest_framework.request import Request

from arena.models import Arena
from arena.queries import roles_of
from core.models import LogEntry

# Every write leaves a log entry. Several are looked at because one may be committed after a later one.
LATEST_ENTRIES: Final = 100
ROOMS: Final = ("api", "indicators", "activities", "teams", "arena", "core")


def etag_of(request: Request, arena: Arena, *, on: date) -> str:
    """A strong ETag: it differs when the address, the format, the asker's rights, the data, the day or the code does.

    One query.
    """
    entries = LogEntry.objects.filter(tenant=arena.pk).order_by("-at", "-pk").values_list("pk", flat=True)
    parts = (
        code_version(),
        request.build_absolute_uri(),
        request.accepted_renderer.format,
        request.auth.prefix if request.auth else "",
        sorted(str(role) for role, _side in roles_of(request.user, arena, on=on)),
        on.isoformat(),
        arena.version,
        arena.changed_at.isoformat(),
        list(entries[:LATEST_ENTRIES]),
    )
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def is_named(etag: str, header: str) -> bool:
    """Whether an If-None-Match header names this ETag (or any)."""
    return header.strip() == "*" or etag in {name.strip().removeprefix("W/") for name in header.split(",")}


@cache
def code_version() -> str:
    """Differs when the programs that make answers differ: a new release never confirms an answer of the old one."""
    digest = sha256()
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
