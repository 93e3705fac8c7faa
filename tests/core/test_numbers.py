"""Numbers as people write them in three languages, and as the arena writes them."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core.numbers import (
    MAX_LENGTH,
    NumberAmbiguous,
    NumberUnreadable,
    format_number,
    format_share,
    parse_count,
    parse_number,
)

LANGUAGES = ("sv", "nb", "en")
NBSP = "\u00a0"

READABLE = [
    ("0", "0"),
    ("7", "7"),
    ("18", "18"),
    ("007", "7"),
    ("1234", "1234"),
    ("1234567", "1234567"),
    (" 18 ", "18"),
    ("\t18\n", "18"),
    ("\u00a018\u00a0", "18"),
    ("+5", "5"),
    ("-5", "-5"),
    ("\u22125", "-5"),
    ("-0", "0"),
    ("12,5", "12.5"),
    ("12.5", "12.5"),
    ("0,5", "0.5"),
    ("0.5", "0.5"),
    (",5", "0.5"),
    (".5", "0.5"),
    ("-0,5", "-0.5"),
    ("\u22120.25", "-0.25"),
    ("0,234", "0.234"),
    ("0.234", "0.234"),
    ("00.234", "0.234"),
    ("3,50", "3.50"),
    ("3.5000", "3.5000"),
    ("1234,5", "1234.5"),
    ("1234.5", "1234.5"),
    ("1234,567", "1234.567"),
    ("1234.567", "1234.567"),
    ("12,3456", "12.3456"),
    ("12.3456", "12.3456"),
    ("1 234", "1234"),
    ("1\u00a0234", "1234"),
    ("1\u202f234", "1234"),
    ("1\u2009234", "1234"),
    ("1\u2007234", "1234"),
    ("12 345 678", "12345678"),
    ("12\u00a0345\u202f678", "12345678"),
    ("1 234,5", "1234.5"),
    ("1 234.5", "1234.5"),
    ("1\u00a0234,5", "1234.5"),
    ("1\u202f234.5", "1234.5"),
    ("\u22121\u00a0234,5", "-1234.5"),
    ("1 234,567", "1234.567"),
    ("1 234.567", "1234.567"),
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1.234,567", "1234.567"),
    ("1,234.567", "1234.567"),
    ("1.234.567", "1234567"),
    ("1,234,567", "1234567"),
    ("1.234.567,89", "1234567.89"),
    ("1,234,567.89", "1234567.89"),
    ("999 999 999 999,99", "999999999999.99"),
    ("\uff11\uff12\uff0c\uff15", "12.5"),
    ("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"),
]
AMBIGUOUS = [
    # text, by its decimal reading, by its grouped reading, the sign in it
    ("1.234", "1.234", "1234", "."),
    ("1,234", "1.234", "1234", ","),
    ("12.345", "12.345", "12345", "."),
    ("123,456", "123.456", "123456", ","),
    ("1.000", "1.000", "1000", "."),
    ("-1,234", "-1.234", "-1234", ","),
    ("\u22127.500", "-7.500", "-7500", "."),
    (" 9,999 ", "9.999", "9999", ","),
]
UNREADABLE = [
    "", " ", "-", "+", ".", ",", " , ", "--5", "+-5", "5-", "- 5", "5.", "5,", "1,,5", "1..5", "1,5,", "1.5.2",
    "1 2", "12 34", "1 23", "1  234", "1234 567", "0 234", "1 234 56", "1,23,456", "12,34,567", "1.23.456",
    "0.234,5", "1234.567,8", "1,234,56", "1.234 567", "1 234.567.890", "1 234.567,8", "1,5 234", "1'234",
    "1_000", "1e3", "1E3", "2e-5", "0x10", "NaN", "nan", "sNaN", "Infinity", "inf", "-inf", "\u221e", "ett", "18 kr",
    "kr 18", "52 %", "12:30", "1/2", "\u00bd", "12\u00b2", "\u2460", "\u0663", "\u0967", "\U0001d7cf", "1\u200b2",
    "1\n2", "1\t234", "1\x002", "\ud800", "(5)", "\u20135", "1" * 41, "1 " * 30, "=1+1",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "expected"), READABLE)
def test_parse_number_reads_what_is_clear(text, expected, language):
    assert parse_number(text, language) == Decimal(expected)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "decimal", "grouped", "sign"), AMBIGUOUS)
def test_parse_number_asks_when_two_readings_fit(text, decimal, grouped, sign, language):
    with pytest.raises(NumberAmbiguous) as refused:
        parse_number(text, language)

    readings = [Decimal(decimal), Decimal(grouped)]
    is_own_sign = sign == ("." if language == "en" else ",")
    assert list(refused.value.readings) == (readings if is_own_sign else readings[::-1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", UNREADABLE)
def test_parse_number_refuses_the_rest(text, language):
    with pytest.raises(NumberUnreadable):
        parse_number(text, language)


def test_table_is_long_enough():
    assert len(LANGUAGES) * (len(READABLE) + len(AMBIGUOUS) + len(UNREADABLE)) >= 200


def test_messages_say_what_to_do():
    with pytest.raises(NumberAmbiguous) as ambiguous:
        parse_number("1,234", "sv")
    with pytest.raises(NumberUnreadable) as unreadable:
        parse_number("many", "sv")

    with translation.override("en"):
        assert str(ambiguous.value.message) % ambiguous.value.params == f"Do you mean 1,234 or 1{NBSP}234?"
        assert str(unreadable.value.message) == "Write a number, such as 18"


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("18", 18), ("18,0", 18), ("1 234", 1234)])
def test_parse_count_reads_whole_numbers(text, expected):
    count = parse_count(text, "sv")

    assert count == expected
    assert type(count) is int


@pytest.mark.parametrize("text", ["-1", "12,5", "0,5", "1e3", ""])
def test_parse_count_refuses_parts_and_less_than_nothing(text):
    with pytest.raises(NumberUnreadable):
        parse_count(text, "nb")


def test_parse_count_asks_too():
    with pytest.raises(NumberAmbiguous):
        parse_count("1.000", "en")


@pytest.mark.parametrize(
    ("value", "places", "nordic", "english"),
    [
        (1750, None, "1_750", "1,750"),
        (Decimal("3.5"), None, "3,5", "3.5"),
        (Decimal("3.50"), None, "3,5", "3.5"),
        (Decimal("3.5"), 2, "3,50", "3.50"),
        (Decimal("2.5"), 0, "3", "3"),
        (Decimal("-2.5"), 0, "-3", "-3"),
        (Decimal("1.005"), 2, "1,01", "1.01"),
        (Decimal("-0.4"), 0, "0", "0"),
        (Decimal("1E+3"), None, "1_000", "1,000"),
        (Decimal("-1234567.891"), None, "-1_234_567,891", "-1,234,567.891"),
        (
            Decimal("123456789012345678901234567890.12"),
            None,
            "123_456_789_012_345_678_901_234_567_890,12",
            "123,456,789,012,345,678,901,234,567,890.12",
        ),
    ],
)
def test_format_number_follows_the_language(value, places, nordic, english):
    assert format_number(value, "sv", places) == nordic.replace("_", NBSP)
    assert format_number(value, "nb", places) == nordic.replace("_", NBSP)
    assert format_number(value, "en", places) == english


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_format_number_refuses_what_is_no_figure(value):
    with pytest.raises(ValueError, match="finite"):
        format_number(Decimal(value), "en")


def test_format_share_sets_the_sign_as_the_language_does():
    share = Decimal("0.525")

    assert [format_share(share, language) for language in LANGUAGES] == [f"53{NBSP}%", f"53{NBSP}%", "53%"]
    assert format_share(share, "nb", places=1) == f"52,5{NBSP}%"
    assert format_share(1, "en") == "100%"
    assert format_share(Decimal("12.34"), "sv") == f"1{NBSP}234{NBSP}%"


def readings_of(text, language):
    try:
        return (parse_number(text, language),)
    except NumberAmbiguous as ambiguous:
        return ambiguous.readings
    except NumberUnreadable:
        return ()


@settings(max_examples=100, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=5))
def test_every_output_is_read_back(value):
    for language in LANGUAGES:
        written = format_number(value, language)
        readings = readings_of(written, language)
        has_one_sign = sum(sign in ",." for sign in written) == 1

        assert readings == (value,) or (has_one_sign and len(readings) == 2 and value in readings)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=MAX_LENGTH + 5) | st.text(alphabet="0123456789 .,-\u00a0\u2212+e", max_size=14))
def test_any_text_is_read_or_refused(text):
    for language in LANGUAGES:
        readings = readings_of(text, language)

        assert len(set(readings)) == len(readings) <= 2
        assert all(reading.is_finite() for reading in readings)
