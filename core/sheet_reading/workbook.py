"""Rows of a workbook: its first visible sheet that holds anything, values only, never a formula."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any, Final
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.sheet_reading.archive import look_into, plain_name
from core.sheet_reading.limits import MAX_CELL_SIGNS, Refused
from core.sheet_reading.worksheet import Positions

# Whole numbers below are exact in a spreadsheet.
_EXACT: Final = 10**15
_WORKBOOK: Final = "xl/workbook.xml"

type Cell = str | int | Decimal | bool | date


@dataclass(slots=True)
class Sheet:
    """The sheet that is read, the others that hold rows, and the rows by number from 1."""

    name: str
    others: list[str] = field(default_factory=list)
    rows: Iterator[tuple[int, list[Cell]]] = field(default_factory=lambda: iter(()))


def first_sheet(content: bytes) -> Sheet:
    """The sheet of a workbook that has been looked into. Raises Refused."""
    try:
        positions = look_into(content)
    except Refused as refused:
        raise _by_name(refused, content) from None
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return _first(workbook, _entries(content), positions)
    except CalamineError:
        raise Refused("sheet.broken", entry=_WORKBOOK) from None


def _by_name(refused: Refused, content: bytes) -> Refused:
    """The refusal of a sheet by the name that people know. The workbook's own parts are looked at before its sheets."""
    if "row" not in refused.place:
        return refused
    names = {entry: name for name, entry in _entries(content).items()}
    place = {key: names.get(str(value), value) if key == "sheet" else value for key, value in refused.place.items()}
    return Refused(refused.code, **place)


def _first(workbook: CalamineWorkbook, entries: dict[str, str], positions: dict[str, Positions]) -> Sheet:
    sheet: Sheet | None = None
    for metadata in workbook.sheets_metadata:
        if metadata.visible is not SheetVisibleEnum.Visible or metadata.typ is not SheetTypeEnum.WorkSheet:
            continue
        looked_at = positions.get(entries.get(metadata.name, ""))
        if looked_at is None:
            raise Refused("sheet.broken", entry=metadata.name)
        found = workbook.get_sheet_by_name(metadata.name)
        if found.end is None:
            continue
        if sheet is None:
            sheet = Sheet(metadata.name, [], _rows(found, looked_at.faults, metadata.name))
        else:
            sheet.others.append(metadata.name)
    return sheet or Sheet("")


def _entries(content: bytes) -> dict[str, str]:
    """Which entry holds each sheet, found as the reading library finds it; empty for one that is not there."""
    with ZipFile(io.BytesIO(content)) as archive:
        names = {plain_name(name): name for name in archive.namelist()}
        links = _links(archive, names, "_rels/.rels", "")
        book = next((path for kind, path in links.values() if kind == "officeDocument"), _WORKBOOK)
        folder, _slash, file = book.rpartition("/")
        links = _links(archive, names, f"{folder}/_rels/{file}.rels", folder)
        found: dict[str, str] = {}
        for sheet in _parsed(archive, names, book).iter():
            if sheet.tag.rpartition("}")[2] == "sheet":
                link = next((value for name, value in sheet.items() if name.endswith("}id")), "")
                name = sheet.get("name") or ""
                found[name] = "" if name in found else names.get(links.get(link, ("", ""))[1], "")
    return found


def _links(archive: ZipFile, names: dict[str, str], path: str, folder: str) -> dict[str, tuple[str, str]]:
    """The links of a part by their id: the last word of the kind, and the path from the root."""
    found: dict[str, tuple[str, str]] = {}
    for link in _parsed(archive, names, path):
        target = link.get("Target") or ""
        target = target if target.startswith("/") or not folder else f"{folder}/{target}"
        kind = (link.get("Type") or "").rpartition("/")[2]
        key = link.get("Id") or ""
        # Two links of one id lead nowhere: readers differ on which holds.
        found[key] = ("", "") if key in found else (kind, plain_name(target))
    return found


def _parsed(archive: ZipFile, names: dict[str, str], path: str) -> Any:
    if path not in names:
        raise Refused("sheet.broken", entry=path)
    return fromstring(archive.read(names[path]), forbid_dtd=True)


def _rows(sheet: Any, faults: dict[int, dict[int, str]], name: str) -> Iterator[tuple[int, list[Cell]]]:
    left = sheet.start[1]
    for position, values in enumerate(sheet.iter_rows()):
        cells = [""] * left + [_cell(value) for value in values]
        for column, text in faults.get(position, {}).items():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
        if any(cell != "" for cell in cells):
            if any(isinstance(cell, str) and len(cell) > MAX_CELL_SIGNS for cell in cells):
                raise Refused("sheet.cell_too_long", row=position + 1, sheet=name, limit=MAX_CELL_SIGNS)
            yield position + 1, cells


def _cell(value: Any) -> Cell:
    """A value as it is meant: 5560360793.0 is a number without parts, midnight is a date."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, float | int):
        if not isfinite(value):
            return str(value)
        return int(value) if value == int(value) and abs(value) < _EXACT else Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value
    return str(value) if isinstance(value, time | timedelta) else ""
