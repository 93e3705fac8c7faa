"""The gate for tables: a CSV or Excel file becomes rows that may be kept, or is refused with the place named.

The file is read in a process of its own (`core.sheet_reading`) with caps on memory and time, so that a web process
stays as small as it was, whatever it is sent. What comes out holds no personal identity number and no formula.
"""

import hashlib
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final

from django.conf import settings

from core.sheet_reading.limits import CPU_SECONDS, MAX_BYTES, MEMORY_BYTES, column_letters
from core.sheet_reading.personal_numbers import MASK
from core.sheet_reading.texts import reread
from core.sheet_reading.worksheet import NO_RESULT
from core.sheet_words import place_of, reason_of
from core.text import clean_line

__all__ = ["MASK", "NO_RESULT", "ReadSheet", "SheetHead", "SheetRefused", "SheetRow", "read_sheet", "rows_in"]

# The clock on the wall: a machine under load gives a process its seconds late.
PATIENCE_SECONDS: Final = 20
_CHUNK: Final = 1 << 16
_MB: Final = 1_000_000
_NAME_LENGTH: Final = 120

type Cell = str | Decimal | bool | date


class SheetRefused(Exception):
    """The table is not taken. `code` says why, `place` names row, column, sheet, entry and limit."""

    def __init__(self, code: str, place: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.place = dict(place)

    def __str__(self) -> str:
        where, why = place_of(self.place), reason_of(self.code, self.place)
        return f"{where}: {why}" if where else why


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What is known of a table. With `candidates` its letters wait for somebody to say how they read."""

    headings: tuple[str, ...]
    n_rows: int
    heading_row: int = 1
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()

    def headings_in(self, encoding: str) -> tuple[str, ...]:
        """The headings, read in `encoding` where that had to be asked."""
        return tuple(self._read(heading, encoding) for heading in self.headings)

    def samples_in(self, encoding: str) -> tuple[str, ...]:
        """How the places in doubt read in one of the candidates."""
        return tuple(reread(sample, encoding) for sample in self.samples)

    def _read(self, text: str, encoding: str) -> str:
        return clean_line(reread(text, encoding) if self.candidates and encoding else text, _NAME_LENGTH)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as a spreadsheet numbers it. `width`: it does not fit the headings, so many cells it has."""

    number: int
    cells: tuple[Cell, ...] = ()
    width: int | None = None


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A table that was let through; `content` is what to keep of it, `sha256` and `size` are those of the sent file."""

    head: SheetHead
    content: bytes = field(repr=False)
    sha256: str
    size: int


def read_sheet(file: IO[bytes]) -> ReadSheet:
    """Reads the table of a file, whatever it calls itself. Raises SheetRefused."""
    with tempfile.TemporaryFile() as rows, tempfile.TemporaryFile() as end:
        process = subprocess.Popen(
            [sys.executable, "-m", "core.sheet_reading"],
            stdin=subprocess.PIPE,
            stdout=rows,
            stderr=end,
            cwd=settings.BASE_DIR,
            env={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        try:
            digest, size = _hand_over(file, process)
            status = process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            raise SheetRefused("sheet.too_slow", {"limit": PATIENCE_SECONDS}) from None
        finally:
            process.kill()
            process.wait()
        head = _head_of(_last_line(end), status)
        rows.seek(0)
        content = json.dumps(head, ensure_ascii=False).encode() + b"\n" + rows.read()
    return ReadSheet(_head_from(head), content, digest, size)


def rows_in(lines: Iterable[bytes], encoding: str) -> Iterator[SheetRow]:
    """The rows of a kept table one by one. `encoding` is how to read letters that were in doubt.

    Raises SheetRefused `sheet.encoding_broken` when they do not read so.
    """
    found = iter(lines)
    head = head_in(found)
    is_asked = bool(head.candidates)
    for line in found:
        number, cells, *width = json.loads(line)
        try:
            read = tuple(_cell(cell, encoding if is_asked else "") for cell in cells)
        except UnicodeError:
            raise SheetRefused("sheet.encoding_broken", {"row": number, "encoding": encoding}) from None
        yield SheetRow(number, read, *width)


def head_in(lines: Iterable[bytes]) -> SheetHead:
    """What is known of a kept table: its first line."""
    return _head_from(json.loads(next(iter(lines))))


def column_name(headings: tuple[str, ...], position: int) -> str:
    """What people call a column: its heading, or its letters."""
    return headings[position] or column_letters(position)


def _hand_over(file: IO[bytes], process: "subprocess.Popen[bytes]") -> tuple[str, int]:
    """Gives the file to the reading process piece by piece; its hash and size, little beyond the limit at most."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    assert process.stdin is not None  # noqa: S101 -- for the type checker: it was asked for
    try:
        with process.stdin as pipe:
            while size <= MAX_BYTES and (chunk := file.read(_CHUNK)):
                digest.update(chunk)
                size += len(chunk)
                pipe.write(chunk)
    except BrokenPipeError:
        pass  # It has seen enough: its end says why.
    return digest.hexdigest(), size


def _last_line(end: IO[bytes]) -> bytes:
    end.seek(0)
    return end.read().rstrip().rpartition(b"\n")[2]


def _head_of(line: bytes, status: int) -> dict[str, Any]:
    """What the reading process says, or what its death does."""
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise SheetRefused("sheet.too_slow", {"limit": CPU_SECONDS})
    try:
        head = json.loads(line) if status == 0 else {}
    except ValueError:
        head = {}
    if not head:
        raise SheetRefused("sheet.too_heavy", {"limit": MEMORY_BYTES // _MB})
    if "refused" in head:
        raise SheetRefused(head["refused"], head["place"])
    return head


def _head_from(head: dict[str, Any]) -> SheetHead:
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in head.items()}
    return SheetHead(**known)


def _cell(cell: Any, encoding: str) -> Cell:
    if isinstance(cell, list):
        kind, value = cell
        return Decimal(value) if kind == "n" else date.fromisoformat(value)
    return reread(cell, encoding) if encoding and isinstance(cell, str) else cell
