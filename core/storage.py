"""Where files lie: whole under their name, or not there at all."""

import contextlib
import os
import secrets
from typing import Any, Final

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

# What a write in progress is called; a name of this kind that stays behind is nobody's.
UNFINISHED: Final = ".part"


class WholeFileStorage(FileSystemStorage):
    """Writes aside, on the same file system, and renames when every byte is on the disk.

    A process or machine that dies in between leaves an unfinished name, never half a file under a real one.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        path = self.path(name)
        folder = os.path.dirname(path)
        _make(folder)
        aside = os.path.join(folder, f".{secrets.token_hex(16)}{UNFINISHED}")
        try:
            with open(aside, "xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                if self.file_permissions_mode is not None:
                    os.fchmod(file.fileno(), self.file_permissions_mode)
                os.fsync(file.fileno())
            os.rename(aside, path)
        except BaseException:
            _remove(aside)
            raise
        _settle(folder)
        return os.path.relpath(path, self.location).replace("\\", "/")


def _make(folder: str) -> None:
    """The folder, with every new one above it noted on the disk by its parent."""
    if os.path.isdir(folder):
        return
    above = os.path.dirname(folder)
    _make(above)
    os.makedirs(folder, exist_ok=True)
    _settle(above)


def _settle(folder: str) -> None:
    """Waits until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
