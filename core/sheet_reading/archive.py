"""A look into a workbook before any library opens it: an archive that `core.archives` lets through, sign by sign."""

import io
import re
import zipfile
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from core.archives import MAX_PARTS, MAX_RATIO, MAX_UNPACKED_BYTES, look_inside
from core.errors import UploadRefused
from core.sheet_reading.limits import Refused
from core.sheet_reading.worksheet import Positions

_CHUNK: Final = 1 << 16
_MACROS: Final = re.compile(r"vbaproject|/macrosheets/|/activex/", re.I)
_XML: Final = (".xml", ".rels", ".vml")
_XML_BEGINS: Final = (b"<", b"\xff\xfe", b"\xfe\xff", b"\0<")
_CONTENTS: Final = "[content_types].xml"
_ARCHIVE_BEGINS: Final = b"PK\x03\x04"
# What the gate for archives says, in the words of tables.
_CODES: Final = {
    "archive.too_many_parts": ("sheet.entries", MAX_PARTS),
    "archive.too_large": ("sheet.unpacked", MAX_UNPACKED_BYTES // 1_000_000),
    "archive.bomb": ("sheet.ratio", MAX_RATIO),
    "archive.locked": ("sheet.encrypted", 0),
    "archive.declares": ("sheet.dtd", 0),
}


def plain_name(name: str) -> str:
    """The name of an entry as every reader finds it."""
    return name.lower().lstrip("/")


def look_into(content: bytes) -> dict[str, Positions]:
    """What stands where in every sheet of the workbook, by the name of its entry.

    Raises Refused `sheet.entries`, `sheet.encrypted`, `sheet.macros`, `sheet.nested`, `sheet.unpacked`, `sheet.ratio`,
    `sheet.dtd`, `sheet.broken`, `sheet.kind`, and what a sheet is refused for.
    """
    try:
        names = look_inside(content)
    except UploadRefused as refused:
        code, limit = _CODES.get(refused.code, ("sheet.broken", 0))
        raise Refused(code, entry=refused.params.get("part", ""), limit=limit) from None
    plain = {plain_name(name) for name in names}
    if _CONTENTS not in plain or "xl/workbook.bin" in plain:
        kind = "XLSB" if "xl/workbook.bin" in plain else "ODS" if "content.xml" in plain else "ZIP"
        raise Refused("sheet.kind", found=kind)
    if macros := next(filter(_MACROS.search, names), ""):
        raise Refused("sheet.macros", entry=macros)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # Sheets last: a refused one is called by the name that the workbook gives it.
        ordered = sorted(names, key=lambda name: "worksheets/" in plain_name(name))
        read = {name: _read_through(archive, name) for name in ordered}
    return {name: positions for name, positions in read.items() if positions.is_worksheet}


def _read_through(archive: zipfile.ZipFile, name: str) -> Positions:
    """Reads one part piece by piece and forgets it."""
    positions = Positions(name)
    with archive.open(name) as part:
        beginning = part.read(_CHUNK)
        if beginning.startswith(_ARCHIVE_BEGINS):
            raise Refused("sheet.nested", entry=name)
        plain = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not name.lower().endswith(_XML) and not plain.startswith(_XML_BEGINS):
            return positions
        parser = DefusedXMLParser(target=positions, forbid_dtd=True)
        try:
            while beginning:
                parser.feed(beginning)
                beginning = part.read(_CHUNK)
            parser.close()
        except DefusedXmlException:
            raise Refused("sheet.dtd", entry=name) from None
        except (ParseError, LookupError, ValueError, RecursionError):
            raise Refused("sheet.broken", entry=name) from None
    return positions
