"""`python -m core.sheet_reading`: a file comes in, its rows go out as JSON lines, what was found comes at the end.

Memory, time and output are capped before the first byte is read: whatever a file does, it does it here.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from core.sheet_reading.limits import CPU_SECONDS, MAX_BYTES, MEMORY_BYTES, OUTPUT_BYTES, Refused
from core.sheet_reading.personal_numbers import masked

# How files begin that are no tables, and what people call them.
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7-ZIP"),
    (b"Rar!", "RAR"),
)
PAGE = re.compile(rb"\s*<(?:\?xml|!doctype|html|table|\w+:workbook)", re.I)
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A protected workbook is an encrypted one inside a file of the old kind.
PROTECTED = "EncryptedPackage".encode("utf-16-le")


def main() -> None:
    """Reads standard input, writes standard output. The end says what was found, or why nothing is taken."""
    cap()
    try:
        end = read(sys.stdin.buffer.read(MAX_BYTES + 1))
    except Refused as refused:
        end = {"refused": refused.code, "place": refused.place}
    except MemoryError:
        end = {"refused": "sheet.too_heavy", "place": {"limit": MEMORY_BYTES // 1_000_000}}
    print(json.dumps(end, ensure_ascii=False), file=sys.stderr)  # noqa: T201 -- the answer of this program


def cap() -> None:
    """Takes from this process what no table needs."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system can cap everything; the parent watches the clock too
            resource.setrlimit(what, (most, most))


def read(content: bytes) -> dict[str, Any]:
    """Writes the rows of the table to standard output and says what it is."""
    if not content:
        raise Refused("sheet.empty")
    if len(content) > MAX_BYTES:
        raise Refused("sheet.too_large", limit=MAX_BYTES // 1_000_000)
    refuse_foreign(content)
    found, rows = workbook(content) if content.startswith(b"PK\x03\x04") else delimited(content)
    heading = next(rows, None)
    if heading is None:
        raise Refused("sheet.empty")
    number, headings = heading
    headings = [said(cell) for cell in without_end(headings)]
    widths, left = [], OUTPUT_BYTES
    for row in rows:
        line, width = written(row, len(headings), is_text="delimiter" in found)
        left -= len(line)
        if left < 0:
            raise Refused("sheet.unpacked", row=row[0], sheet=found.get("sheet", ""), limit=OUTPUT_BYTES // 1_000_000)
        sys.stdout.buffer.write(line)
        widths.append(width)
    if not any(widths):
        raise Refused("sheet.no_rows", row=number)
    # In a workbook a column may stand without a heading.
    headings += [""] * (max(widths) - len(headings))
    return found | {"headings": headings, "heading_row": number, "n_rows": sum(map(bool, widths))}


def refuse_foreign(content: bytes) -> None:
    """Refuses what is no table by how it begins."""
    if content.startswith(OLD_EXCEL):
        raise Refused("sheet.encrypted" if PROTECTED in content else "sheet.old_excel")
    for beginning, name in FOREIGN:
        if content.startswith(beginning):
            raise Refused("sheet.kind", found=name)
    if PAGE.match(content):
        raise Refused("sheet.kind", found="HTML / XML")
    if content.startswith(b"PK") and not content.startswith(b"PK\x03\x04"):
        raise Refused("sheet.kind", found="ZIP")


def workbook(content: bytes) -> tuple[dict[str, Any], Iterator[tuple[int, list[Any]]]]:
    """The first sheet of a workbook."""
    from core.sheet_reading.workbook import first_sheet  # noqa: PLC0415 -- a text file needs none of it

    sheet = first_sheet(content)
    return {"sheet": sheet.name, "other_sheets": sheet.others}, sheet.rows


def delimited(content: bytes) -> tuple[dict[str, Any], Iterator[tuple[int, list[Any]]]]:
    """The rows of a text file."""
    from core.sheet_reading.delimited import rows_of  # noqa: PLC0415 -- a workbook needs none of it
    from core.sheet_reading.texts import decoded  # noqa: PLC0415 -- the same

    text = decoded(content)
    delimiter, records = rows_of(text.text)
    found: dict[str, Any] = {"encoding": text.encoding, "delimiter": delimiter}
    if text.candidates:
        found |= {"candidates": text.candidates, "samples": text.samples}
    return found, ((record.number, record.cells) for record in records)


def written(row: tuple[int, list[Any]], n_headings: int, *, is_text: bool) -> tuple[bytes, int]:
    """One row as it is kept, and how many columns it reaches.

    A row of a text file that does not fit the headings says its width: which cell belongs where is unknown.
    """
    number, cells = row
    filled = without_end(cells)
    if not filled:
        return b"", 0
    is_ragged = is_text and (len(filled) > n_headings or len(cells) < n_headings)
    line: list[Any] = [number, [told(cell) for cell in filled]]
    if is_ragged:
        line.append(max(len(filled), min(len(cells), n_headings)))
    content = json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
    return content.encode(), n_headings if is_text else len(filled)


def without_end(cells: list[Any]) -> list[Any]:
    """The cells up to the last that holds anything."""
    last = len(cells)
    while last and (cells[last - 1] == "" or (isinstance(cells[last - 1], str) and not cells[last - 1].strip(" \t"))):
        last -= 1
    return cells[:last]


def said(cell: Any) -> str:
    """A heading as text."""
    return masked(cell.isoformat() if isinstance(cell, date) else str(cell))


def told(cell: Any) -> Any:
    """A cell as JSON: text and truth as they are, numbers and dates in a list that says so. Personal numbers go."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | Decimal):
        number = format(Decimal(cell), "f")
        safe = masked(number)
        return ["n", number] if safe == number else safe
    return ["d", cell.isoformat()] if isinstance(cell, date) else masked(cell)


if __name__ == "__main__":
    main()
