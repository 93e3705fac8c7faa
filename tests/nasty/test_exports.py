"""No file that the product gives away holds a live formula, whatever people wrote into the rows behind it."""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date

import pytest

from activities.models import Activity
from arena.models import Organisation
from core.text import clean_line
from teams.models import Team
from tests.nasty.site import as_received, pages
from tests.nasty_strings import FAMILIES, NASTY

FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SIGNS = "=+-@"
# What no spreadsheet computes: a plain number, a telephone number in groups.
HARMLESS = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?|\+[0-9]{1,4}( [0-9]+)+")
# Behind a separator that is not the file's own only what would run is guarded: =, a call, a pipe, another sheet.
CALL = re.compile(r"[=＝]|[^\s,;|(!]*[(|!]")


@pytest.fixture
def exports(cast, settings) -> dict[tuple[str, str], bytes]:
    """Every file behind every page and resource, by address and format, with nasty rows in each list."""
    settings.API_READS_PER_MINUTE = {"key": 100_000, "network": 100_000}
    fill(cast)
    clients = {address: client for client, address in pages(cast)}
    found = {}
    for address, client in clients.items():
        for kind, content_type in FORMATS.items():
            answer = client.get(f"{address}?format={kind}")
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith(content_type):
                found[address, kind] = answer.getvalue()
    return found


def fill(cast) -> None:
    """Rows of every list whose texts are all nasty, past the forms that would clean or refuse them."""
    texts = sorted({text for raw in NASTY if (text := clean_line(as_received(raw), 60))})
    raw = [text for name in FAMILIES if name.startswith("formulas") for text in FAMILIES[name]]
    arena, held = cast.arena, {"first_on": date(2024, 3, 1), "last_on": date(2024, 3, 1), "precision": "day"}
    written = [text.replace("\0", "") for text in (*texts, *raw)]
    Activity.objects.bulk_create(
        Activity(arena=arena, title=text, place=text, description=text, language="sv", status="held", **held)
        for text in written
    )
    Team.objects.bulk_create(
        Team(arena=arena, slug=f"nasty-{number}", name=text, place=text, own_word=text[:60], language="sv")
        for number, text in enumerate(written)
    )
    Organisation.objects.bulk_create(Organisation(arena=arena, name=text, note=text) for text in written)


def test_no_cell_of_any_file_is_live(exports):
    texts = {address: content for (address, kind), content in exports.items() if kind == "csv"}
    books = {address: content for (address, kind), content in exports.items() if kind == "xlsx"}

    for expected in ("activities/", "teams/", "map/", "indicators/"):
        assert {f"/en/a/one/{expected}", f"/api/v1/arenas/one/{expected}"} <= set(texts) & set(books), expected
    assert {address: live for address, content in texts.items() if (live := live_cells(content))} == {}
    assert {address: live for address, content in books.items() if (live := live_parts(content))} == {}


def live_cells(content: bytes) -> list[str]:
    """Cells that would run, whatever sign a program splits the lines at."""
    text = content.decode("utf-8-sig")
    return [
        cell
        for delimiter in ",;\t|"
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cell in line
        if starts_a_formula(cell) and (delimiter == "," or CALL.search(cell))
    ]


def live_parts(content: bytes) -> list[str]:
    """Formulas, links and ties to other books in a spreadsheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
    sheets = {name: text for name, text in parts.items() if name.startswith("xl/worksheets/")}
    assert sheets
    live = [name for name, text in sheets.items() if re.search(r"<f[ >/]|<hyperlink", text)]
    return live + [name for name in parts if "externalLink" in name]


def starts_a_formula(cell: str) -> bool:
    """As a spreadsheet reads it: blanks and invisible signs are trimmed, wide signs are taken for narrow ones."""
    seen = "".join(sign for sign in cell if not sign.isspace() and unicodedata.category(sign)[0] != "C")
    first = unicodedata.normalize("NFKC", seen[:1])[:1].replace("\u2212", "-")
    return first in SIGNS and bool(first) and len(seen) > 1 and not HARMLESS.fullmatch(cell.strip())


@pytest.mark.parametrize(
    ("cell", "is_live"),
    [
        ("=1+1", True),
        ("\t=1+1", True),
        ("\uff1d1", True),
        ("\u200b@SUM(1)", True),
        ("'=1", False),
        ("-5", False),
        ("+46 70 123", False),
        ("x=1", False),
        ("-cmd|'/c calc'!A1", True),
    ],
)
def test_the_judge_knows_a_formula(cell, is_live):
    assert starts_a_formula(cell) is is_live
