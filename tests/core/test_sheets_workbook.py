"""Workbooks: values as they are meant, from the first sheet that people see."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from core.sheets import MASK, NO_RESULT, ReadSheet, column_name, read_sheet, rows_in
from tests.core.sheet_files import text_cell, workbook, written


def read(content: bytes) -> ReadSheet:
    return read_sheet(io.BytesIO(content))


def cells(sheet: ReadSheet) -> list[tuple]:
    return [row.cells for row in rows_in(sheet.content.splitlines(), "")]


def test_numbers_dates_and_truth_come_as_such():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet("Blad1")
        page.write_row(0, 0, ["Namn", "Nummer", "Andel", "Dag", "Ja", "Stund"])
        page.write_row(1, 0, ["Åre Øst", 5560360793, 0.25])
        page.write_datetime(1, 3, datetime(2024, 5, 1), day)
        page.write_boolean(1, 4, True)
        page.write_datetime(1, 5, datetime(2024, 5, 1, 13, 30), day)

    row = cells(read(content.getvalue()))[0]

    assert row == ("Åre Øst", Decimal(5560360793), Decimal("0.25"), date(2024, 5, 1), True, "2024-05-01 13:30")


def test_a_formula_comes_as_its_value_and_text_stays_text():
    rows = (
        '<row r="2"><c r="A2" t="str"><f>B2&amp;"x"</f><v>abc</v></c>'
        + text_cell("B2", "=1+1")
        + '<c r="C2"><f>1+1</f><v>2</v></c></row>'
    )

    assert cells(read(workbook(rows))) == [("abc", "=1+1", Decimal(2))]


def test_errors_and_formulas_without_a_result_are_told():
    rows = f'<row r="2">{text_cell("A2")}<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2"><f>1</f></c></row>'

    assert cells(read(workbook(rows))) == [("x", "#DIV/0!", NO_RESULT)]


def test_the_first_visible_sheet_with_rows_is_read_and_the_others_are_named():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name in ("Tom", "Dold", "Rader", "Mer"):
            page = book.add_worksheet(name)
            if name != "Tom":
                page.write_column(0, 0, ["Namn", name])
        book.get_worksheet_by_name("Tom").activate()
        book.get_worksheet_by_name("Dold").hide()

    sheet = read(content.getvalue())

    assert (sheet.head.sheet, sheet.head.other_sheets) == ("Rader", ("Mer",))
    assert cells(sheet) == [("Rader",)]


def test_rows_keep_the_numbers_and_columns_the_places_that_people_see():
    rows = f'<row r="4">{text_cell("C4", "Ort")}</row><row r="9">{text_cell("C9", "Åre")}</row>'

    sheet = read(workbook(rows))

    assert [(row.number, row.cells) for row in rows_in(sheet.content.splitlines(), "")] == [
        (4, ("", "", "Ort")),
        (9, ("", "", "Åre")),
    ]
    assert [column_name(sheet.head.headings, place) for place in range(3)] == ["Namn", "B", "C"]


def test_cells_that_say_no_place_follow_one_another():
    rows = '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'

    assert cells(read(workbook(rows))) == [("a", "b")]


def test_a_personal_number_typed_as_a_number_goes():
    sheet = read(written([["Namn", "Nummer"], ["Anna", 8112189876], ["AB", 5560360793]]))

    assert cells(sheet) == [("Anna", MASK), ("AB", Decimal(5560360793))]


@pytest.mark.parametrize("value", ["1e400", "-1e400", "NaN"])
def test_what_is_no_number_does_no_harm(value):
    sheet = read(workbook(f'<row r="2">{text_cell("A2")}<c r="B2"><v>{value}</v></c></row>'))

    assert cells(sheet)[0][0] == "x"
