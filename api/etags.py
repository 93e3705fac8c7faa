"""The fingerprint of an answer, found without making the answer (docs/decisions: etags from the log)."""

import re
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from rest_framework.request import Request

from arena.models import Arena
from arena.queries import roles_of
from core.log import latest_entries

ROOMS: Final = ("api", "indicators", "activities", "teams", "arena", "core")


def fingerprint_of(request: Request, arena: Arena, *, on: date) -> str:
    """Differs when the address, the format, the asker's rights, the data, the day or the code does. One query."""
    parts = (
        code_version(),
        request.build_absolute_uri(),
        request.accepted_renderer.format,
        request.auth.prefix if request.auth else "",
        sorted(str(role) for role, _side in roles_of(request.user, arena, on=on)),
        on.isoformat(),
        arena.version,
        arena.changed_at.isoformat(),
        latest_entries(arena.pk),
    )
    return sha256(repr(parts).encode()).hexdigest()[:32]


def etag_of(fingerprint: str, version: int | None) -> str:
    """A strong ETag, such as "3f…" or, for a row that can be changed, "7.3f…" with its version in front."""
    return f'"{fingerprint}"' if version is None else f'"{version}.{fingerprint}"'


def named_in(header: str, fingerprint: str) -> str | None:
    """The ETag with this fingerprint that an If-None-Match header names. A star names no answer that anybody keeps."""
    found = re.search(rf'"(?:[0-9]{{1,9}}\.)?{fingerprint}"', header, re.ASCII)
    return found[0] if found else None


def versions_in(header: str) -> set[int]:
    """The versions that an If-Match header names: by ETags, or alone such as "7". A cache may have marked them W/."""
    return {int(version) for version in re.findall(r'"([0-9]{1,9})(?:\.[0-9a-f]{32})?"', header, re.ASCII)}


@cache
def code_version() -> str:
    """Differs when the programs that make answers differ: a new release never confirms an answer of the old one."""
    digest = sha256()
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
