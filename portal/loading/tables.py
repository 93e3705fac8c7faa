"""Reads CSV and JSON files strictly: every problem is found and said with its file, line and reason."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.text import clean_text

MAX_BYTES = 10_000_000


@dataclass(frozen=True)
class Problem:
    """Why something cannot be loaded. Line 0 = the file as a whole."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.reason}"


class NotLoadable(Exception):
    """The folder has problems; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


class Misread(Exception):
    """A cell cannot be understood; its row becomes a `Problem`."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")


@dataclass(frozen=True)
class Shape:
    """What a file must look like: its columns, those that make a row one, and those that may not be empty."""

    file: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row as it stands in its file. An empty cell is an empty text: unknown."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, reason: str) -> Problem:
        """A problem of this row."""
        return Problem(self.file, self.line, reason)


@dataclass
class Findings:
    """Collects the problems of many files, so that all are told at once."""

    problems: list[Problem] = field(default_factory=list)

    def raise_if_any(self) -> None:
        """Stops with every problem found so far."""
        if self.problems:
            raise NotLoadable(self.problems)

    def each[Result](self, rows: Iterable[Row], build: Callable[[Row], Result | None]) -> list[Result]:
        """What `build` makes of each row; rows it cannot read become problems, None is left out."""
        built = []
        for row in rows:
            try:
                result = build(row)
            except Misread as misread:
                self.problems.append(row.problem(str(misread)))
            else:
                if result is not None:
                    built.append(result)
        return built


def read_table(folder: Path, shape: Shape, findings: Findings) -> list[Row]:
    """The rows of one file of the folder; none when the file as a whole is wrong."""
    text = read_text(folder, shape.file, findings)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    line = 1
    try:
        header = next(reader, [])
        if reason := _header_fault(header, shape):
            findings.problems.append(Problem(shape.file, 1, reason))
            return []
        line = reader.line_num + 1
        for cells in reader:
            if reason := _cells_fault(cells, header, shape):
                findings.problems.append(Problem(shape.file, line, reason))
            else:
                rows.append(Row(shape.file, line, dict(zip(header, cells, strict=True))))
            line = reader.line_num + 1
    except csv.Error as error:
        findings.problems.append(Problem(shape.file, line, f"is no readable CSV ({error})"))
        return []
    findings.problems += _repeated(rows, shape)
    return rows


def read_json(folder: Path, file: str, findings: Findings) -> dict[str, Any]:
    """The object in a JSON file of the folder; empty when the file is wrong."""
    text = read_text(folder, file, findings)
    if text is None:
        return {}
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        findings.problems.append(Problem(file, error.lineno, f"is no readable JSON ({error.msg})"))
        return {}
    if not isinstance(value, dict):
        findings.problems.append(Problem(file, 1, "must hold one object"))
        return {}
    return value


def read_text(folder: Path, file: str, findings: Findings) -> str | None:
    """The text of a file in UTF-8, or None and a problem."""
    path = folder / file
    if not path.is_file():
        findings.problems.append(Problem(file, 0, "is missing"))
        return None
    content = path.read_bytes()
    if len(content) > MAX_BYTES:
        findings.problems.append(Problem(file, 0, f"is larger than {MAX_BYTES} bytes"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.problems.append(Problem(file, line, "is not in UTF-8"))
        return None


def _header_fault(header: list[str], shape: Shape) -> str:
    missing = [column for column in shape.columns if column not in header]
    strange = [column for column in header if column not in shape.columns]
    if missing:
        return f"the column {', '.join(missing)} is missing"
    if strange:
        return f"the column {', '.join(repr(column) for column in strange)} is not known"
    return "a column stands twice" if len(set(header)) != len(header) else ""


def _cells_fault(cells: list[str], header: list[str], shape: Shape) -> str:
    if len(cells) != len(header):
        return f"has {len(cells)} cells, {len(header)} are expected"
    for column, cell in zip(header, cells, strict=True):
        if cell != clean_text(cell):
            return f"{column}: has invisible signs, or spaces too many"
        if not cell and column in shape.required:
            return f"{column}: is empty"
    return ""


def _repeated(rows: list[Row], shape: Shape) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for row in rows:
        key = tuple(row[column] for column in shape.key)
        if key in first:
            problems.append(row.problem(f"{', '.join(shape.key)}: stands in line {first[key]} already"))
        first.setdefault(key, row.line)
    return problems
