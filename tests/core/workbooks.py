"""Reads a workbook the hard way: by its markup, so that nothing a spreadsheet would run can hide."""

import io
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_of(content: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def lines_of(content: bytes) -> list[dict[str, object]]:
    """Each row as column letter -> value: text as str, numbers as float, yes and no as bool."""
    rows = sheet_of(content).iter(f"{MAIN}row")
    return [{cell.get("r").rstrip("0123456789"): value_of(cell) for cell in row} for row in rows]


def value_of(cell: ElementTree.Element) -> object:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    value = cell.find(f"{MAIN}v").text
    return value == "1" if cell.get("t") == "b" else float(value)


def live_parts(content: bytes) -> list[str]:
    """What a spreadsheet would compute, follow or fetch: formulas, links, outside data, scripts."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [name for name in book.namelist() if "external" in name.lower() or name.endswith(".bin")]
        sheets = [name for name in book.namelist() if name.startswith("xl/") and name.endswith(".xml")]
        trees = [ElementTree.fromstring(book.read(name)) for name in sheets]
    tags = {f"{MAIN}{tag}" for tag in ("f", "hyperlink", "hyperlinks", "definedName", "calcChain", "oleObject")}
    found = [node.tag for tree in trees for node in tree.iter() if node.tag in tags]
    kinds = {cell.get("t", "n") for tree in trees for cell in tree.iter(f"{MAIN}c")}
    return names + found + sorted(kinds - {"inlineStr", "n", "b"})
