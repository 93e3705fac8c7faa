"""Tables for tests: workbooks made part by part, and more than thirty files that must not get in."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import xlsxwriter

CONTENTS = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
ROOT = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = "xl/worksheets/sheet1.xml"
HEADINGS = '<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c></row>'


def sheet(rows: str, before: str = "") -> str:
    """The XML of a sheet with one heading, and `rows` under it."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{HEADINGS}{rows}</sheetData></worksheet>'
    )


def text_cell(reference: str, text: str = "x") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(rows: str = "", *, before: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook of the fewest parts; `parts` adds others or replaces them."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENTS,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        SHEET: sheet(rows or f'<row r="2">{text_cell("A2")}</row>', before),
    }
    return zipped(made | dict(parts or {}))


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def written(rows: list[list], *, sheet_name: str = "Blad1") -> bytes:
    """A workbook as a spreadsheet program writes it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet_name)
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return content.getvalue()


def _with_lying_header() -> bytes:
    """A sheet of 60 MB whose archive says, with the right checksum, that it has its first hundred bytes."""
    content = workbook("<row/>" * 10_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry, part = archive.getinfo(SHEET), archive.read(SHEET)
    true = struct.pack("<III", entry.CRC, entry.compress_size, entry.file_size)
    return content.replace(true, struct.pack("<III", zlib.crc32(part[:100]), entry.compress_size, 100))


def _quine_like() -> bytes:
    """Two names for one packed part."""
    content = workbook(parts={"xl/a.xml": "<a/>", "xl/b.xml": "<b/>"})
    directory = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/b.xml"))
    first = content.rindex(b"PK\x01\x02", 0, directory)
    return content[: directory + 42] + content[first + 42 : first + 46] + content[directory + 46 :]


def _shared_strings_bomb(last_row: int = 6_000, n_columns: int = 90) -> bytes:
    """200 texts of 9,000 signs that half a million cells share: 4 GB once every cell has its own."""
    rows = (
        f'<row r="{row}">'
        + "".join(f'<c t="s"><v>{row * column % 199}</v></c>' for column in range(n_columns))
        + "</row>"
        for row in range(2, last_row)
    )
    links = LINKS.replace(
        "</Relationships>",
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>',
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = "".join(chr(97 + zlib.crc32(b"%d" % n) % 26) for n in range(9_000))
    strings = f'<sst xmlns="{space}">' + "".join(f"<si><t>{n}{text[n:]}</t></si>" for n in range(200)) + "</sst>"
    return workbook("".join(rows), parts={"xl/_rels/workbook.xml.rels": links, "xl/sharedStrings.xml": strings})


def _encrypted() -> bytes:
    content = bytearray(workbook())
    flags = content.rindex(b"PK\x01\x02") + 8
    content[flags] |= 1
    return bytes(content)


def _laughs() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE worksheet [<!ENTITY a0 "ha">{entities}]>'


@dataclass(frozen=True)
class Hostile:
    """A file that must be refused, with the code and what the place must name."""

    name: str
    make: Callable[[], bytes]
    code: str
    place: Mapping[str, object]


HOSTILE = (
    Hostile("nothing", lambda: b"", "sheet.empty", {}),
    Hostile("only blank lines", lambda: b"\r\n\r\n;;\r\n", "sheet.empty", {}),
    Hostile("headings alone", lambda: b"Namn;Ort\r\n\r\n", "sheet.no_rows", {"row": 1}),
    Hostile("11 MB", lambda: b"Namn\r\n" + b"x\r\n" * 3_700_000, "sheet.too_large", {"limit": 10}),
    Hostile("a PDF called .xlsx", lambda: b"%PDF-1.7\n%%EOF", "sheet.kind", {"found": "PDF"}),
    Hostile("a picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "sheet.kind", {"found": "PNG"}),
    Hostile("a web page called .xls", lambda: b"<html><table><tr><td>x", "sheet.kind", {"found": "HTML / XML"}),
    Hostile("an old Excel file", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "sheet.old_excel", {}),
    Hostile(
        "a protected workbook",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "sheet.encrypted",
        {},
    ),
    Hostile("an encrypted part", _encrypted, "sheet.encrypted", {"entry": SHEET}),
    Hostile("an archive of a workbook", lambda: zipped({"a.xlsx": workbook()}), "sheet.kind", {"found": "ZIP"}),
    Hostile(
        "a workbook with an archive in it",
        lambda: workbook(parts={"xl/embeddings/b.bin": workbook()}),
        "sheet.nested",
        {"entry": "xl/embeddings/b.bin"},
    ),
    Hostile("an OpenDocument table", lambda: zipped({"content.xml": "<a/>"}), "sheet.kind", {"found": "ODS"}),
    Hostile(
        "macros",
        lambda: workbook(parts={"xl/vbaProject.bin": b"x"}),
        "sheet.macros",
        {"entry": "xl/vbaProject.bin"},
    ),
    Hostile(
        "2,000 parts", lambda: workbook(parts={f"x{n}": "" for n in range(2000)}), "sheet.entries", {"limit": 1000}
    ),
    Hostile(
        "a bomb of zeros", lambda: workbook(parts={"xl/media/a.bin": b"\0" * 19_000_000}), "sheet.ratio", {"limit": 100}
    ),
    Hostile(
        "21 MB unpacked",
        lambda: workbook(parts={"xl/media/a.bin": bytes(zlib.crc32(b"%d" % n) % 7 for n in range(10_500_000)) * 2}),
        "sheet.unpacked",
        {"entry": "xl/media/a.bin", "limit": 20},
    ),
    Hostile("a bomb whose header lies", _with_lying_header, "sheet.ratio", {"entry": SHEET}),
    Hostile("two names for one part", _quine_like, "sheet.broken", {}),
    Hostile("a million laughs", lambda: workbook(before=_laughs()), "sheet.dtd", {"entry": SHEET}),
    Hostile(
        "a file of the machine",
        lambda: workbook(
            '<row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row>',
            before='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        "sheet.dtd",
        {"entry": SHEET},
    ),
    Hostile(
        "row 999,999,999",
        lambda: workbook(f'<row r="999999999">{text_cell("A999999999")}</row>'),
        "sheet.too_many_rows",
        {"row": 999_999_999, "sheet": "Blad1", "limit": 20_000},
    ),
    Hostile(
        "row 999,999,999 by its row",
        lambda: workbook('<row r="999999999"><c t="inlineStr"><is><t>x</t></is></c></row>'),
        "sheet.too_many_rows",
        {"row": 999_999_999, "sheet": "Blad1"},
    ),
    Hostile(
        "column XFD in a million rows",
        lambda: workbook("".join(f'<row r="{n}">{text_cell(f"XFD{n}")}</row>' for n in range(2, 20_000))),
        "sheet.too_many_columns",
        {"row": 2, "column": "XFD", "sheet": "Blad1", "limit": 100},
    ),
    Hostile(
        "20,001 rows in a workbook",
        lambda: workbook("".join(f'<row r="{n}">{text_cell(f"A{n}")}</row>' for n in range(2, 20_003))),
        "sheet.too_many_rows",
        {"row": 20_002},
    ),
    Hostile("a text that two million cells share", _shared_strings_bomb, "sheet.too_heavy", {"limit": 512}),
    Hostile(
        "a text that six thousand cells share",
        lambda: _shared_strings_bomb(6_000, 1),
        "sheet.unpacked",
        {"limit": 24, "sheet": "Blad1"},
    ),
    Hostile("a workbook cut short", lambda: workbook()[:-300], "sheet.broken", {}),
    Hostile("XML cut short", lambda: workbook(parts={SHEET: sheet("")[:-20]}), "sheet.broken", {"entry": SHEET}),
    Hostile(
        "a cell that is nowhere",
        lambda: workbook('<row r="2"><c r="2A"><v>1</v></c></row>'),
        "sheet.broken",
        {"entry": SHEET},
    ),
    Hostile("no sheet with rows", lambda: written([]), "sheet.empty", {}),
    Hostile(
        "a long text in a workbook",
        lambda: workbook(f'<row r="2">{text_cell("A2", "x" * 10_001)}</row>'),
        "sheet.cell_too_long",
        {"row": 2, "sheet": "Blad1"},
    ),
    Hostile("20,001 rows", lambda: b"Namn\n" + b"x\n" * 20_001, "sheet.too_many_rows", {"row": 20_002}),
    Hostile(
        "100,000 columns",
        lambda: b";".join([b"Namn"] * 100_000) + b"\n" + b";".join([b"x"] * 100_000),
        "sheet.too_many_columns",
        {"row": 1, "limit": 100},
    ),
    Hostile("a quotation that never ends", lambda: b'Namn;Ort\nA;B\n"C;D\nE;F\n', "sheet.quote_open", {"row": 3}),
    Hostile(
        "a quotation that never ends over 5 MB",
        lambda: b'Namn;Ort\nA;B\n"C;D\n' + b"E;F\n" * 1_250_000,
        "sheet.cell_too_long",
        {"row": 3, "limit": 10_000},
    ),
    Hostile("text behind a quotation", lambda: b'Namn;Ort\n"A"x;B\n', "sheet.quote_stray", {"row": 2}),
    Hostile("a lone carriage return", lambda: b"Namn;Ort\nA;B\nC\rx;D\n", "sheet.line_ends", {"row": 3}),
    Hostile("NUL in a row", lambda: b"Namn;Ort\nA;B\nC\0;D\n", "sheet.nul", {"row": 3}),
    Hostile("NUL in UTF-16", lambda: "Namn;Ort\nA\0;B\n".encode("utf-16"), "sheet.nul", {"row": 2}),
    Hostile("UTF-16 cut short", lambda: "Namn;Ort\nA;B\n".encode("utf-16")[:-1], "sheet.encoding_broken", {"row": 2}),
    Hostile("UTF-32", lambda: "Namn;Ort\nÅ;B\n".encode("utf-32"), "sheet.encoding_unknown", {"row": 1}),
    Hostile(
        "a mark of UTF-8 and Windows letters",
        lambda: b"\xef\xbb\xbfNamn;Ort\n" + "Å;Östersund\n".encode("cp1252"),
        "sheet.encoding_broken",
        {"row": 2, "encoding": "UTF-8"},
    ),
    Hostile(
        "two encodings",
        lambda: "Namn;Ort\nÅre;Ås\n".encode() + "Röros;Ås\n".encode("cp1252"),
        "sheet.encoding_mixed",
        {"row": 2, "other": 3},
    ),
    Hostile("lost letters", lambda: "Namn;Ort\n�re;Å\n".encode(), "sheet.encoding_lost", {"row": 2}),
    Hostile(
        "garbled letters", lambda: "Namn;Ort\nÃ…re;“Å”\nJÃ¤mtland;ł\n".encode(), "sheet.encoding_garbled", {"row": 2}
    ),
    Hostile(
        "a sheet of another ending",
        lambda: workbook(
            parts={
                "xl/_rels/workbook.xml.rels": LINKS.replace("sheet1.xml", "sheet1.bin"),
                "xl/worksheets/sheet1.bin": sheet(f'<row r="999999999">{text_cell("A999999999")}</row>'),
            }
        ),
        "sheet.too_many_rows",
        {"row": 999_999_999},
    ),
    Hostile(
        "a sheet that does not begin as XML",
        lambda: workbook(
            parts={
                "xl/_rels/workbook.xml.rels": LINKS.replace("sheet1.xml", "sheet1.bin"),
                "xl/worksheets/sheet1.bin": "x" + sheet(f'<row r="999999999">{text_cell("A999999999")}</row>'),
            }
        ),
        "sheet.broken",
        {"entry": "Blad1"},
    ),
    Hostile("unclear columns", lambda: b"Namn;Ort,Land\nA;B,C\n", "sheet.delimiter", {"row": 1}),
    Hostile(
        "more errors than cells",
        lambda: workbook("".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(2, 1100))),
        "sheet.formulas",
        {"sheet": "Blad1"},
    ),
)
