"""Spreadsheets: what is a number or a day stays one, what is text is never more, and memory stays flat."""

import io
import subprocess
import sys
import textwrap
import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.dates import PartialDate
from core.export import SUPPRESSED_CELL, UNKNOWN_CELL, Cell, CellStatus, ExportColumn, csv_rows, xlsx_file
from tests.core.test_export import GUARDED, INNER, LEFT_ALONE
from tests.core.workbooks import lines_of, live_parts, sheet_of
from tests.nasty_strings import NASTY

VALUE = [ExportColumn("value", "Value")]
# Texts that the writing library would take for markup of its own.
FORGED = [
    "<r><t>x</t></r>",
    '<r></r></is></c><c r="B2"><f>HYPERLINK("http://x.example")</f></c><c r="C2" t="inlineStr"><is><r><t>y</t></r>',
    "<r>\x07</r>",
    "<r></r>",
]
FIXED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def written(values, *, language="en", columns=VALUE, title=""):
    rows = [{"value": value} for value in values]
    with xlsx_file(columns, rows, language=language, title=title) as file:
        return file.read()


def texts_of(values):
    return [line.get("A", "") for line in lines_of(written(values))[1:]]


@pytest.mark.parametrize("payload", [*GUARDED, *LEFT_ALONE, *(text for text, _csv in INNER), *FORGED])
def test_no_text_becomes_more_than_text(payload):
    content = written([payload, "end"])

    assert live_parts(content) == []
    assert lines_of(content)[-1] == {"A": "end"}


@pytest.mark.parametrize("payload", ["=1+1", "0123", "+46701234567", "2024-01-31", "<r><t>=1</t></r>"])
def test_text_that_could_turn_is_marked_as_text(payload):
    content = written([payload, "Åre"])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        styles = book.read("xl/styles.xml").decode()

    first, second = (row[0] for row in sheet_of(content).iterfind(".//{*}row[@r!='1']"))

    assert 'numFmtId="49"' in styles
    assert first.get("s") is not None
    assert second.get("s") is None


def test_texts_come_out_as_they_went_in():
    sent = [text for text in [*GUARDED, *LEFT_ALONE, *FORGED[:2]] if text and not set(text) & set("\0\ud800\x1b\r")]

    assert texts_of(sent) == sent


def test_nasty_texts_make_a_file_that_opens():
    content = written([*NASTY, "end"])

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    assert rows[-1] == ["end"]
    assert live_parts(content) == []


def test_numbers_are_numbers_and_days_are_days():
    sent = [-5, 1234567, Decimal("1234.50"), Decimal("-0.5"), Decimal("1E+3"), 0, True, date(2020, 12, 4)]
    sent.append(PartialDate(date(2020, 12, 4), "day"))

    rows = CalamineWorkbook.from_filelike(io.BytesIO(written(sent))).get_sheet_by_index(0).to_python()

    read = [row[0] for row in rows[1:]]
    assert read == [-5, 1234567, 1234.5, -0.5, 1000, 0, True, date(2020, 12, 4), date(2020, 12, 4)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (PartialDate(date(2020, 12, 1), "month"), "2020-12"),
        (PartialDate(date(2020, 1, 1), "year"), "2020"),
        (datetime(2020, 12, 4, 10, tzinfo=UTC), "2020-12-04T10:00:00+00:00"),
        (date(1899, 12, 31), "1899-12-31"),
        (1234567890123456789, "1234567890123456789"),
        (Decimal("0.1234567890123456789"), "0.1234567890123456789"),
    ],
)
def test_what_a_spreadsheet_would_change_is_text(value, text):
    assert texts_of([value]) == [text]


@pytest.mark.parametrize(("language", "form"), [("sv", "yyyy-mm-dd"), ("nb", "dd.mm.yyyy"), ("en", "d mmm yyyy")])
def test_days_stand_in_the_form_of_the_language(language, form):
    with zipfile.ZipFile(io.BytesIO(written([date(2020, 12, 4)], language=language))) as book:
        assert f'formatCode="{form}"' in book.read("xl/styles.xml").decode()


def test_status_stands_beside_the_value_and_unknown_is_empty():
    columns = [ExportColumn("n", "Persons", with_status=True), ExportColumn("end", "End")]
    cells = [Cell(0), UNKNOWN_CELL, SUPPRESSED_CELL, Cell(5, CellStatus.ROUNDED), None]
    with xlsx_file(columns, [{"n": cell, "end": 1} for cell in cells], language="en") as file:
        heading, *lines = lines_of(file.read())

    assert list(heading.values()) == ["Persons", "Persons_status", "End"]
    assert lines == [
        {"A": 0, "B": "known", "C": 1},
        {"B": "unknown", "C": 1},
        {"B": "suppressed", "C": 1},
        {"A": 5, "B": "rounded", "C": 1},
        {"B": "unknown", "C": 1},
    ]


def test_the_same_rows_make_the_same_bytes():
    first = written(["Åre", 5, date(2020, 1, 1)], title="Aktiviteter")
    time.sleep(2.1)  # what a zip archive notes has a grain of two seconds

    assert written(["Åre", 5, date(2020, 1, 1)], title="Aktiviteter") == first


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("Aktiviteter", "Aktiviteter"),
        ("a/b\\c?d*e[f]g:h", "a b c d e f g h"),
        ("x" * 50, "x" * 31),
        ("'quoted'", "quoted"),
        ("History", "Sheet1"),
        ("\x07\ud800", "Sheet1"),
        ("", "Sheet1"),
    ],
)
def test_title_and_language_stand_in_the_file(title, sheet):
    content = written([1], title=title, language="nb")

    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == [sheet]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        properties = ElementTree.fromstring(book.read("docProps/core.xml"))
        assert "nb" in book.read("docProps/custom.xml").decode()
        frozen = "frozen" in book.read("xl/worksheets/sheet1.xml").decode()
    assert (properties.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip() == title.strip("\x07\ud800")
    assert frozen


def test_columns_are_as_wide_as_what_stands_in_them():
    def width(values):
        return float(sheet_of(written(values)).find(".//{*}col").get("width"))

    assert width(["x"]) < width(["x" * 40]) < width(["x" * 5000]) < 80
    assert width(["x" * 20 + "\n" + "y" * 20]) < width(["x" * 40])


def test_floats_and_missing_keys_are_refused_and_no_file_stays_open():
    with pytest.raises(TypeError):
        written([0.1])
    with pytest.raises(KeyError):
        xlsx_file(VALUE, [{"other": 1}], language="en")


def test_longest_texts_are_cut_where_a_spreadsheet_cuts():
    longest_forged = "<r>" + "x" * 32_760 + "</r>"

    lengths = [len(text) for text in texts_of(["x" * 40_000, "\U0001f600" * 20_000, longest_forged])]

    assert lengths == [32_767, 16_383, 16_383]


def test_it_costs_little_more_than_the_library_alone():
    rows = [{"value": f"Repair evening {n}", "n": n, "on": date(2024, 1, 1)} for n in range(3000)]
    columns = [*VALUE, ExportColumn("n", "N", with_status=True), ExportColumn("on", "On")]

    def ours():
        xlsx_file(columns, rows, language="sv").close()

    def alone():
        with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, **FIXED}) as book:
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
            for number, row in enumerate(rows, 1):
                sheet.write_string(number, 0, row["value"])
                sheet.write_number(number, 1, row["n"])
                sheet.write_string(number, 2, "known")
                sheet.write_datetime(number, 3, row["on"], day)

    # The bar of 1.2 is judged in the bench; this holds against a change that costs a multiple.
    assert fastest(ours) < 2 * fastest(alone)


def fastest(function):
    times = []
    for _again in range(3):
        started = time.process_time()
        function()
        times.append(time.process_time() - started)
    return min(times)


def test_memory_stays_flat_over_many_rows():
    program = textwrap.dedent(
        """
        import resource, sys
        from core.export import ExportColumn, csv_rows, xlsx_file
        columns = [ExportColumn("a", "A"), ExportColumn("n", "N", with_status=True)]
        def rows(count):
            return ({"a": f"Reparationskväll nummer {n} i Östersund", "n": n} for n in range(count))
        def write(count):
            sum(map(len, csv_rows(columns, rows(count), delimiter=";")))
            xlsx_file(columns, rows(count), language="sv", title="x").close()
        write(500)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        write(40_000)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        """
    )

    grown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout

    assert int(grown) < 8_000  # kB


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=5), st.integers(0, 10**12))
def test_the_file_says_what_the_csv_says(texts, number):
    columns = [*VALUE, ExportColumn("n", "N")]
    rows = [{"value": text, "n": number} for text in texts]
    n_lines = sum(1 for _line in csv_rows(columns, rows, delimiter=";"))
    with xlsx_file(columns, rows, language="en") as file:
        content = file.read()

    lines = lines_of(content)
    assert len(lines) == n_lines
    assert all(line["B"] == number for line in lines[1:])
    assert live_parts(content) == []
