"""CSV in every spelling: what is certain is read, what is not is asked, nothing is garbled."""

import io
from datetime import date
from decimal import Decimal

import pytest

from core.sheets import MASK, ReadSheet, SheetRefused, read_sheet, rows_in

ROWS = (
    ("Återvinning Øst AB", "Åre", "12,5"),
    ("Kjær & “Bygg”, sønn", "Frøya – Hitra", ""),
    ("Sjö\nbygd", "Östersund", "1"),
)
HEADINGS = ("Namn", "Ort", "Belopp")


def text_of(delimiter: str, end: str = "\r\n") -> str:
    lines = [HEADINGS, *ROWS]
    return end.join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines) + end


def read(content: bytes) -> ReadSheet:
    return read_sheet(io.BytesIO(content))


def cells(sheet: ReadSheet, encoding: str = "") -> list[tuple]:
    return [row.cells for row in rows_in(sheet.content.splitlines(), encoding)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_encoding_with_each_delimiter_reads_the_same(encoding, delimiter):
    sheet = read(text_of(delimiter).encode(encoding))

    assert sheet.head.headings == HEADINGS
    assert sheet.head.delimiter == delimiter
    assert sheet.head.candidates == ()
    assert [tuple(row) for row in cells(sheet)] == [tuple(row[: 3 if row[2] else 2]) for row in ROWS]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_on_every_machine(end):
    sheet = read(f"Namn;Ort{end}Åre;Ås{end}Røros;Os{end}".encode())

    assert [row.number for row in rows_in(sheet.content.splitlines(), "")] == [2, 3]
    assert cells(sheet)[1] == ("Røros", "Os")


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_another_code_page_is_asked_and_reads_right_when_answered(encoding):
    content = "Namn;Ort\r\nÅterbruk i Ås;Östersund\r\nSkøyen gjenbruk;Ål\r\n".encode(encoding)

    sheet = read(content)

    assert sheet.head.encoding == ""
    assert encoding in sheet.head.candidates
    assert "Skøyen gjenbruk" in sheet.head.samples_in(encoding)
    assert cells(sheet, encoding)[0] == ("Återbruk i Ås", "Östersund")


@pytest.mark.parametrize("word", ["Östersund", "Łódź", "“Ny”", "…stersund", "Dvořák"])
def test_western_letters_without_a_sure_word_are_asked(word):
    page = "cp1250" if "ł" in word.lower() or "ř" in word else "cp1252"
    content = f"Namn;Ort\n{word};1\n".encode(page, "ignore")

    assert read(content).head.encoding == ("cp1252" if word == "Östersund" else "")


def test_utf_8_that_was_encoded_twice_is_asked():
    content = "Namn;Ort\nJämtland;Åre\n".encode().decode("cp1252").encode()

    sheet = read(content)

    assert sheet.head.candidates == ("utf-8", "utf-8-twice")
    assert cells(sheet, "utf-8-twice") == [("Jämtland", "Åre")]


def test_headings_in_doubt_are_read_with_the_answer():
    sheet = read("Namn;Län\nx;Skåne\n".encode("cp850"))

    assert sheet.head.headings_in("cp850") == ("Namn", "Län")


def test_an_answer_that_does_not_fit_is_refused_with_its_row():
    sheet = read("Namn;Ort\nRøros;Ås\n".encode("cp850"))

    with pytest.raises(SheetRefused, match="Row 2: ") as refused:
        cells(sheet, "utf-8")

    assert refused.value.code == "sheet.encoding_broken"


def test_a_decimal_comma_is_no_separator():
    sheet = read(b"Namn;Belopp, kr;Ort\nA;1,5;X\nB;2,5;Y\n")

    assert (sheet.head.delimiter, sheet.head.headings) == (";", ("Namn", "Belopp, kr", "Ort"))


def test_one_column_alone_has_no_separator():
    sheet = read(b"Namn\nBygg, AB\nVerkstad\n")

    assert (sheet.head.delimiter, cells(sheet)) == ("", [("Bygg, AB",), ("Verkstad",)])


def test_the_line_that_names_the_separator_is_no_row():
    sheet = read(b"sep=|\r\nNamn|Ort\r\nA;B|C,D\r\n")

    assert (sheet.head.headings, cells(sheet)) == (("Namn", "Ort"), [("A;B", "C,D")])
    assert sheet.head.heading_row == 2


def test_a_row_that_does_not_fit_is_told_by_its_number():
    sheet = read(b"Namn;Ort;Land\nA;B;C\nA;B\nA;B;C;D\nA;B;C;;\nA;;\n")

    rows = list(rows_in(sheet.content.splitlines(), ""))

    assert [(row.number, row.width) for row in rows] == [(2, None), (3, 2), (4, 4), (5, None), (6, None)]
    assert sheet.head.n_rows == 5


def test_blank_rows_are_counted_and_left_out():
    sheet = read(b"\n\nNamn;Ort\n;\nA;B\n\nC;D\n")

    assert sheet.head.heading_row == 3
    assert [row.number for row in rows_in(sheet.content.splitlines(), "")] == [5, 7]


def test_text_that_looks_like_a_formula_stays_text():
    assert cells(read(b"Namn;Ort\n=cmd|' /C calc'!A0;@SUM(1)\n")) == [("=cmd|' /C calc'!A0", "@SUM(1)")]


def test_personal_numbers_never_reach_what_is_kept():
    content = b"Namn;Nummer;Anm\nAnna;811218-9876;f. 19811218-9876, ring\nAB;556036-0793;x\n"

    sheet = read(content)

    assert b"9876" not in sheet.content
    assert cells(sheet) == [("Anna", MASK, f"f. {MASK}, ring"), ("AB", "556036-0793", "x")]


def test_numbers_and_dates_of_a_kept_table_come_back_as_such():
    lines = [b'{"headings":["a"],"n_rows":1}', b'[2,[["n","0.25"],["d","2024-05-01"],true,"x"]]']

    assert next(rows_in(lines, "")).cells == (Decimal("0.25"), date(2024, 5, 1), True, "x")
