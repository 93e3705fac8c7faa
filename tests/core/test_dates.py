"""Dates as exact as they are known: read, written, put into a period."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dates import (
    DateAmbiguous,
    DatePrecision,
    DateUnreadable,
    PartialDate,
    Span,
    format_partial_date,
    format_span,
    parse_date,
    period_containing,
)

LANGUAGES = ("sv", "nb", "en")
READABLE = [
    ("2020-12-04", "2020-12-04"),
    ("2020-1-4", "2020-01-04"),
    ("2020/12/04", "2020-12-04"),
    ("2020.12.04", "2020-12-04"),
    ("20201204", "2020-12-04"),
    (" 2020-12-04 ", "2020-12-04"),
    ("4 december 2020", "2020-12-04"),
    ("4. desember 2020", "2020-12-04"),
    ("4 December 2020", "2020-12-04"),
    ("4 Dec 2020", "2020-12-04"),
    ("4 dec. 2020", "2020-12-04"),
    ("4. des. 2020", "2020-12-04"),
    ("4.des 2020", "2020-12-04"),
    ("4-Dec-2020", "2020-12-04"),
    ("4\u00a0december\u00a02020", "2020-12-04"),
    ("den 4 december 2020", "2020-12-04"),
    ("4:e december 2020", "2020-12-04"),
    ("4th December 2020", "2020-12-04"),
    ("1st March 2021", "2021-03-01"),
    ("December 4, 2020", "2020-12-04"),
    ("Dec 4 2020", "2020-12-04"),
    ("17 maj 2021", "2021-05-17"),
    ("17. mai 2021", "2021-05-17"),
    ("17 May 2021", "2021-05-17"),
    ("3 sept. 2021", "2021-09-03"),
    ("3 juli 2021", "2021-07-03"),
    ("04.12.2020", "2020-12-04"),
    ("4.12.2020", "2020-12-04"),
    ("4. 12. 2020", "2020-12-04"),
    ("25/12/2020", "2020-12-25"),
    ("12/25/2020", "2020-12-25"),
    ("25-12-2020", "2020-12-25"),
    ("04/04/2026", "2026-04-04"),
    ("29 februari 2020", "2020-02-29"),
    ("12/2020", "2020-12"),
    ("1/2020", "2020-01"),
    ("12.2020", "2020-12"),
    ("2020-12", "2020-12"),
    ("december 2020", "2020-12"),
    ("OKTOBER 2020", "2020-10"),
    ("okt. 2020", "2020-10"),
    ("Oct 2020", "2020-10"),
    ("2020", "2020"),
]
UNREADABLE = [
    "", " ", "okänt", "i dag", "4", "4/12", "4 december", "december", "4/12/20", "4 dec 20", "0202", "20022", "1899",
    "2101", "2020-13-01", "2020-02-30", "2021-02-29", "2020-00-10", "2020-00", "2020-13", "00/2020", "13/2020",
    "31 april 2020", "32/12/2020", "13/13/2020", "0 december 2020", "4 foo 2020", "4 december 2020 kl 18",
    "2020-12/04", "04122020", "2020-12-04T10:00", "\uff12\uff10\uff12\uff10", "٢٠٢٠", "2020\x00", "\ud800", "2" * 60,
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), READABLE)
def test_parse_date_reads_what_is_clear(text, iso):
    for language in LANGUAGES:
        assert parse_date(text, language).isoformat() == iso


@pytest.mark.parametrize("text", UNREADABLE)
def test_parse_date_refuses_the_rest(text):
    for language in LANGUAGES:
        with pytest.raises(DateUnreadable):
            parse_date(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["03/04/2026", "3/4/2026", "03-04-2026"])
def test_parse_date_asks_when_two_readings_fit(text, language):
    with pytest.raises(DateAmbiguous) as refused:
        parse_date(text, language)

    assert [reading.isoformat() for reading in refused.value.readings] == ["2026-04-03", "2026-03-04"]


def test_messages_say_what_to_do():
    with pytest.raises(DateAmbiguous) as ambiguous:
        parse_date("03/04/2026", "nb")
    with pytest.raises(DateUnreadable) as unreadable:
        parse_date("soon", "nb")

    with translation.override("en"):
        assert str(ambiguous.value.message) % ambiguous.value.params == "Do you mean 3. april 2026 or 4. mars 2026?"
        assert str(unreadable.value.message) == "Write a date, such as 4 December 2020"


def test_partial_date_keeps_its_first_day_and_knows_its_last():
    day = date(2020, 2, 17)

    known = {precision: PartialDate(day, precision) for precision in ("day", "month", "year")}

    assert [(known[p].first, known[p].last) for p in ("day", "month", "year")] == [
        (day, day),
        (date(2020, 2, 1), date(2020, 2, 29)),
        (date(2020, 1, 1), date(2020, 12, 31)),
    ]
    assert [known[p].isoformat() for p in ("day", "month", "year")] == ["2020-02-17", "2020-02", "2020"]
    assert known["month"] == PartialDate(date(2020, 2, 1), DatePrecision.MONTH)


def test_unknown_date_has_no_day():
    unknown = PartialDate(None, DatePrecision.UNKNOWN)

    assert (unknown.first, unknown.last, unknown.isoformat()) == (None, None, "")
    assert format_partial_date(unknown, "sv") == ""


@pytest.mark.parametrize(("first", "precision"), [(None, "day"), (date(2020, 1, 1), "unknown"), (None, "hour")])
def test_partial_date_refuses_a_contradiction(first, precision):
    with pytest.raises(ValueError, match=r"date|hour"):
        PartialDate(first, precision)


@pytest.mark.parametrize(
    ("iso", "style", "sv", "nb", "en"),
    [
        ("2020-12-04", "long", "4 december 2020", "4. desember 2020", "4 December 2020"),
        ("2020-12-04", "table", "4 dec. 2020", "4. des. 2020", "4 Dec 2020"),
        ("2020-10", "long", "oktober 2020", "oktober 2020", "October 2020"),
        ("2020-10", "table", "okt. 2020", "okt. 2020", "Oct 2020"),
        ("2020-05", "table", "maj 2020", "mai 2020", "May 2020"),
        ("2020", "long", "2020", "2020", "2020"),
        ("2020", "table", "2020", "2020", "2020"),
    ],
)
def test_format_follows_the_glossary(iso, style, sv, nb, en):
    partial = parse_date(iso, "en")

    assert [format_partial_date(partial, language, style) for language in LANGUAGES] == [sv, nb, en]


HALVES = [
    Span(date(2020, 1, 1), date(2020, 7, 1), "spring"),
    Span(date(2020, 7, 1), date(2021, 1, 1), "autumn"),
    Span(date(2021, 1, 1), date(2021, 7, 1), "next"),
]


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2020-01-01", "spring"),
        ("2020-06-30", "spring"),
        ("2020-07-01", "autumn"),
        ("2020-12-31", "autumn"),
        ("2020-06", "spring"),
        ("2020-07", "autumn"),
        ("2020", None),
        ("2019-12-31", None),
        ("2021-07-01", None),
    ],
)
def test_period_holds_the_whole_date_or_none_does(iso, expected):
    found = period_containing(parse_date(iso, "sv"), HALVES)

    assert (found.key if found else None) == expected


def test_period_of_the_unknown_and_of_overlapping_spans_is_none():
    twice = [*HALVES, Span(date(2020, 3, 1), date(2020, 4, 1))]

    assert period_containing(PartialDate(None, DatePrecision.UNKNOWN), HALVES) is None
    assert period_containing(parse_date("2020-03-05", "sv"), twice) is None
    assert period_containing(parse_date("2020-02-05", "sv"), twice) == HALVES[0]


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_every_output_is_read_back(day, precision):
    partial = PartialDate(day, precision)

    assert partial.first <= day <= partial.last
    assert parse_date(partial.isoformat(), "sv") == partial
    for language in LANGUAGES:
        for style in ("long", "table"):
            assert parse_date(format_partial_date(partial, language, style), language) == partial


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2019, 12, 1), date(2021, 8, 1)))
def test_a_day_is_in_one_span_exactly_when_the_span_holds_it(day):
    found = period_containing(PartialDate(day, "day"), HALVES)
    days = {span.start + timedelta(n) for span in HALVES for n in range((span.end - span.start).days)}

    assert (found is not None) == (day in days)
    assert found is None or found.start <= day < found.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=45) | st.text(alphabet="0123456789 .-/decmars", max_size=16))
def test_any_text_is_read_or_refused(text):
    with suppress(DateAmbiguous, DateUnreadable):
        assert parse_date(text, "en").precision is not DatePrecision.UNKNOWN


@pytest.mark.parametrize(
    ("last", "language", "written"),
    [
        ((2020, 12, 4), "en", "4 December 2020"),
        ((2020, 12, 6), "en", "4–6 December 2020"),
        ((2020, 12, 6), "sv", "4–6 december 2020"),
        ((2020, 12, 6), "nb", "4.–6. desember 2020"),
        ((2021, 1, 2), "nb", "4. desember 2020 – 2. januar 2021"),
    ],
)
def test_days_in_a_row_say_once_what_they_share(last, language, written):
    assert format_span(date(2020, 12, 4), date(*last), language) == written


@pytest.mark.parametrize(("language", "written"), [("en", "30 Nov – 2 Dec 2020"), ("nb", "30. nov. – 2. des. 2020")])
def test_days_across_months_are_short_in_tables(language, written):
    assert format_span(date(2020, 11, 30), date(2020, 12, 2), language, "table") == written
