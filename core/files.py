"""Files that people brought: whole under a random name of our own, or not kept at all.

File first, row after: a row names a file only once it is whole. What a rolled back transaction leaves behind, and
what a dead process left unfinished, is nobody's after a day and goes (`tidy`).
"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import batched
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import Sum
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken

logger = logging.getLogger(__name__)

# 190 random bits: a name tells nothing and cannot be guessed.
NAME_LENGTH: Final = 32
# How long a file may lie without a row: longer than any transaction or form that still means to name it.
GRACE: Final = timedelta(days=1)
BYTES_PER_MB: Final = 1_000_000
NO_ROOM: Final = _("The file could not be stored just now. Try again later.")
_CHUNK: Final = 1 << 20
_NAMES_AT_ONCE: Final = 500


class FileState(StrEnum):
    """What became of a stored file."""

    WHOLE = "whole"
    MISSING = "missing"
    ALTERED = "altered"


class FileDamaged(Exception):
    """The stored file is not what its row says; `state` says how."""

    def __init__(self, name: str, state: FileState) -> None:
        super().__init__(f"{name} is {state}")
        self.state = state


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A model whose rows name files in a folder.

    `model` is `app.Model`; without one nobody names them for good. With `size` and `tenant` (a lookup that ends at the
    tenant's key) its files count towards the tenant's room.
    """

    folder: str
    model: str = ""
    column: str = "file"
    size: str = ""
    tenant: str = ""


_HOLDERS: list[Holder] = []


def hold(holder: Holder) -> None:
    """Registers who names the files of a folder, from an app's `ready()`. Only registered folders are ever tidied."""
    if holder not in _HOLDERS:
        _HOLDERS.append(holder)


def keep(content: bytes, *, folder: str, extension: str) -> str:
    """Stores the content and gives its name, `<folder>/<random><extension>`: the whole of it is on the disk then.

    Raises RuleBroken `file.no_room` when it cannot be written; nothing of it is left behind.
    """
    name = f"{folder}/{get_random_string(NAME_LENGTH)}{extension}"
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError as error:
        logger.exception("a file of %s bytes cannot be stored", len(content))
        raise RuleBroken("file.no_room", NO_ROOM) from error


def open_kept(name: str) -> "File[bytes]":
    """The stored file, open for reading. Raises OSError when it is not there."""
    return default_storage.open(name, "rb")


def open_whole(name: str, *, sha256: str, size: int | None) -> "File[bytes]":
    """The stored file, open at its start and checked to be what was kept. Raises FileDamaged."""
    try:
        file = open_kept(name)
    except OSError as error:
        raise FileDamaged(name, FileState.MISSING) from error
    try:
        digest = hashlib.sha256()
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
        if digest.hexdigest() != sha256 or size not in {None, file.tell()}:
            raise FileDamaged(name, FileState.ALTERED)
        file.seek(0)
    except OSError as error:
        file.close()
        raise FileDamaged(name, FileState.ALTERED) from error
    except FileDamaged:
        file.close()
        raise
    return file


def state_of(name: str, sha256: str, size: int | None) -> FileState:
    """Whether the stored file is what was kept."""
    try:
        open_whole(name, sha256=sha256, size=size).close()
    except FileDamaged as damaged:
        return damaged.state
    return FileState.WHOLE


def is_whole(name: str, sha256: str, size: int | None) -> bool:
    """Whether the stored file is there with these bytes."""
    return state_of(name, sha256, size) == FileState.WHOLE


def drop(name: str) -> None:
    """Removes a stored file; one that is gone already is fine. Call it on commit: a row must never outlive its file."""
    if not name:
        return
    try:
        default_storage.delete(name)
    except OSError:
        # Nobody's from now on: tidying finds it.
        logger.exception("the stored file %s cannot be removed", name)


def bytes_used(tenant: int) -> int:
    """How much the files of a tenant take, by the rows that name them; one query."""
    sums = [_sum_of(holder, tenant) for holder in _HOLDERS if holder.size and holder.tenant]
    if not sums:
        return 0
    first, *rest = sums
    return sum(size or 0 for size in (first.union(*rest, all=True) if rest else first))


def _sum_of(holder: Holder, tenant: int) -> Any:
    rows = apps.get_model(holder.model)._base_manager.filter(**{holder.tenant: tenant}).exclude(**{holder.column: ""})
    return rows.order_by().values(holder.tenant).annotate(total=Sum(holder.size)).values_list("total", flat=True)


def mb_used(tenant: int) -> int:
    """The same in begun MB, so that it and what is left are never more than all; one query."""
    return -(-bytes_used(tenant) // BYTES_PER_MB)


def room_left(tenant: int) -> int:
    """How many bytes of files a tenant may still add; one query."""
    return max(0, settings.ARENA_FILES_MB * BYTES_PER_MB - bytes_used(tenant))


def demand_room(tenant: int, size: int) -> None:
    """Refuses `upload.quota`, with what is left, when `size` bytes are more than the tenant has room for."""
    left = room_left(tenant)
    if size > left:
        message = _("There is no room for this file: %(left)s of %(all)s MB are left in this arena.")
        numbers = {"left": left // BYTES_PER_MB, "all": settings.ARENA_FILES_MB}
        raise RuleBroken("upload.quota", message % numbers, details=numbers)


def tidy(*, at: datetime) -> int:
    """Removes what no row names and is older than a day; gives how many files went. A second run removes nothing."""
    removed = 0
    for folder in sorted({holder.folder for holder in _HOLDERS}):
        old = (name for name in names_in(folder) if (found := changed_at(name)) and found < at - GRACE)
        for names in batched(old, _NAMES_AT_ONCE):
            for name in set(names) - _named(folder, names):
                drop(name)
                removed += 1
    return removed


def _named(folder: str, names: tuple[str, ...]) -> set[str]:
    """Those of the names that a row holds."""
    found: set[str] = set()
    for holder in _HOLDERS:
        if holder.folder == folder and holder.model:
            rows = apps.get_model(holder.model)._base_manager.filter(**{f"{holder.column}__in": names})
            found.update(rows.order_by().values_list(holder.column, flat=True))
    return found


def changed_at(name: str) -> datetime | None:
    """When a file was last written; None when it is gone meanwhile."""
    try:
        return default_storage.get_modified_time(name)
    except FileNotFoundError:
        return None


def names_in(folder: str) -> Iterator[str]:
    """Every file below a folder, unfinished ones too."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in sorted(files):
        yield f"{folder}/{file}"
    for inner in sorted(folders):
        yield from names_in(f"{folder}/{inner}")
