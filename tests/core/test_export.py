"""The one CSV writer: status beside value, decimal signs, and nothing a spreadsheet runs."""

import csv
import io
import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dates import PartialDate
from core.export import (
    SUPPRESSED_CELL,
    UNKNOWN_CELL,
    Cell,
    CellStatus,
    ExportColumn,
    csv_rows,
    neutralised,
    page_delimiter,
)

TEXT = [ExportColumn("text", "Text")]
GUARDED = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","y")', '=IMPORTXML("http://x.example","//a")',
    '=WEBSERVICE("http://x.example")', "=A1", "-A1", "+A1", "@A1", "==1", "=-1", "+=1", "-", "+", "=", "@",
    "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1", "\tplain", "\rplain", "\nplain", "\x00plain", " =1+1", "\u00a0=1+1",
    "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "\x1b=1+1", " \x00 =1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1",
    "\uff20SUM(A1)", " \uff1d1+1", "\ufe661+1", "\ufe621+1", "\ufe6bSUM(A1)", "\u22121+1", "\u207c1+1", "+46701234567",
    "+46-70-123", "+46 (0)70 123", "-1-1", "-1e5", "=\"'\"", "\ud800=1",
]  # fmt: skip
LEFT_ALONE = [
    "", "Åre", "1+1=2", "a@b.example", "'quoted", "-5", "-12,5", "-12.5", "+46 70 123", "+47 900 12 345", "46 70 123",
    "one, two; three", "x - y", "a, -b", "first\n- item\n- other", "follow us, @arena", "\u2013 dash", "#1",
]  # fmt: skip
INNER = [
    ("a;=1+1;b", "a;'=1+1;b"),
    ("a,=1+1", "a,'=1+1"),
    ("a\t=1+1", "a\t'=1+1"),
    ("a\n=1+1", "a\n'=1+1"),
    ('a";"=1+1', 'a";"\'=1+1'),
    ("a; +cmd|' /C calc'!A0", "a; '+cmd|' /C calc'!A0"),
    ("a;\uff1d1", "a;'\uff1d1"),
    ("a,@SUM(A1)", "a,'@SUM(A1)"),
]


def read(columns, rows, delimiter):
    content = b"".join(csv_rows(columns, rows, delimiter=delimiter))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_there_are_forty_payloads():
    assert len(set(GUARDED)) >= 40


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("payload", GUARDED)
def test_what_could_run_gets_an_apostrophe(payload, delimiter):
    _heading, (cell,) = read(TEXT, [{"text": payload}], delimiter)

    assert cell.startswith("'")
    assert cell.replace("'", "") == payload.replace("\x00", "").replace("\ud800", "").replace("'", "")


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_harmless_stays_as_it_is(text, delimiter):
    columns = [*TEXT, ExportColumn("end", "End")]

    assert read(columns, [{"text": text, "end": 1}], delimiter)[1] == [text, "1"]


@pytest.mark.parametrize(("text", "expected"), INNER)
def test_a_formula_behind_a_separator_is_stopped_too(text, expected):
    assert neutralised(text) == expected


@pytest.mark.parametrize("part", ["\n", ";\"' ", "|+", ";@a", "\x00", " "])
def test_long_texts_take_linear_time(part):
    started = time.process_time()

    neutralised(part * (200_000 // len(part)))

    assert time.process_time() - started < 1


@pytest.mark.parametrize(("language", "expected"), [("sv", ";"), ("nb", ";"), ("nn", ";"), ("en", ",")])
def test_page_delimiter_follows_the_decimal_sign(language, expected):
    assert page_delimiter(language) == expected


@pytest.mark.parametrize(
    ("value", "api", "page"),
    [
        (-5, "-5", "-5"),
        (1234567, "1234567", "1234567"),
        (Decimal("1234.50"), "1234.50", "1234,50"),
        (Decimal("-0.5"), "-0.5", "-0,5"),
        (Decimal("1E+3"), "1000", "1000"),
        (Decimal("1E-7"), "0.0000001", "0,0000001"),
        (True, "true", "true"),
        (date(2020, 12, 4), "2020-12-04", "2020-12-04"),
        (PartialDate(date(2020, 12, 1), "month"), "2020-12", "2020-12"),
        (datetime(2020, 12, 4, 10, tzinfo=UTC), "2020-12-04T10:00:00+00:00", "2020-12-04T10:00:00+00:00"),
        (None, "", ""),
    ],
)
def test_numbers_and_dates_stay_what_they_are(value, api, page):
    columns = [ExportColumn("value", "Value"), ExportColumn("end", "End")]

    for delimiter, expected in ((",", api), (";", page)):
        content = b"".join(csv_rows(columns, [{"value": value, "end": 1}], delimiter=delimiter)).decode()
        assert content == f"\ufeffValue{delimiter}End\r\n{expected}{delimiter}1\r\n"


def test_status_stands_beside_the_value():
    columns = [ExportColumn("name", "Name"), ExportColumn("n", "Persons", with_status=True), ExportColumn("end", "End")]
    cells = [Cell(0), UNKNOWN_CELL, SUPPRESSED_CELL, Cell(5, CellStatus.ROUNDED), None, 7]

    lines = read(columns, [{"name": "Åre", "n": cell, "end": 1} for cell in cells], ";")

    assert lines[0] == ["Name", "Persons", "Persons_status", "End"]
    assert [line[1:3] for line in lines[1:]] == [
        ["0", "known"],
        ["", "unknown"],
        ["", "suppressed"],
        ["5", "rounded"],
        ["", "unknown"],
        ["7", "known"],
    ]


def test_status_heading_can_be_translated_and_headings_are_guarded_too():
    columns = [ExportColumn("n", "=Personer", with_status=True, status_heading="Status, personer")]

    assert read(columns, [], ";") == [["'=Personer", "Status, personer"]]


@pytest.mark.parametrize("status", [CellStatus.UNKNOWN, CellStatus.SUPPRESSED])
def test_a_hidden_cell_cannot_hold_its_value(status):
    with pytest.raises(ValueError, match=status.value) as refused:
        Cell(4711, status)

    assert "4711" not in str(refused.value)


@pytest.mark.parametrize("status", [CellStatus.KNOWN, CellStatus.ROUNDED])
def test_a_shown_cell_needs_a_value(status):
    with pytest.raises(ValueError, match=status.value):
        Cell(None, status)


def test_what_is_no_exact_figure_is_refused():
    with pytest.raises(TypeError):
        Cell(0.1)
    with pytest.raises(ValueError, match="finite"):
        Cell(Decimal("NaN"))
    with pytest.raises(KeyError):
        list(csv_rows(TEXT, [{"other": 1}], delimiter=","))


def test_rows_are_streamed():
    def endless():
        while True:
            yield {"text": "Åre"}

    pieces = csv_rows(TEXT, endless(), delimiter=",")

    assert [next(pieces) for _ in range(3)] == [b"\xef\xbb\xbfText\r\n", "Åre\r\n".encode(), "Åre\r\n".encode()]


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(exclude_categories=()), max_size=30) | st.text(alphabet="=+-@ \t\n\r\x00'\";,1a", max_size=12)
)
def test_any_text_is_written_and_none_starts_a_formula(text):
    _heading, (cell, end) = read([*TEXT, ExportColumn("end", "End")], [{"text": text, "end": 1}], ";")

    assert end == "1"
    if cell.strip()[:1] in set("=+-@"):
        assert cell.strip() == "" or cell.strip()[1:2].isdigit()
