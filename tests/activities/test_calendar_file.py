"""Calendar files: read back by the library, and line by line as RFC 5545 wants them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from activities.calendar_file import CANCELLED, Entry, as_file, fingerprint, span_of
from core.text import clean_line, clean_text
from tests.nasty_strings import NASTY

ZONE = ZoneInfo("Europe/Stockholm")
CHANGED = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)
ENTRY = Entry(
    uid="activity-7@arena.example",
    title="Reparationskväll",
    language="sv",
    first=date(2026, 5, 20),
    last=date(2026, 5, 20),
    version=3,
    changed_at=CHANGED,
)


def file_of(*entries: Entry, name: str = "Arena") -> bytes:
    return as_file(entries, name=name, zone=ZONE)


def read(*entries: Entry, name: str = "Arena") -> Calendar:
    return Calendar.from_ical(file_of(*entries, name=name))


def written(data: bytes, name: str) -> str:
    """The text of a property as RFC 5545 reads it: the library takes an escaped backslash before n for a line end."""
    unfolded = data.decode().replace("\r\n ", "").split("\r\n")
    text = next(line.partition(":")[2] for line in unfolded if re.match(rf"{name}[;:]", line))
    return re.sub(r"\\([\\;,nN])", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), text)


def event_of(entry: Entry):
    return read(entry).events[0]


def test_an_event_says_what_is_known():
    entry = replace(
        ENTRY,
        place="Folkets hus, Östersund",
        text="Ta med kaffe",
        url="https://arena.example/sv/a/one/",
        state=CANCELLED,
    )

    event = event_of(entry)

    assert {name: str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS")} == {
        "UID": "activity-7@arena.example",
        "SUMMARY": "Reparationskväll",
        "LOCATION": "Folkets hus, Östersund",
        "DESCRIPTION": "Ta med kaffe",
        "URL": "https://arena.example/sv/a/one/",
        "STATUS": "CANCELLED",
    }
    assert {event[name].params["LANGUAGE"] for name in ("SUMMARY", "LOCATION", "DESCRIPTION")} == {"sv"}
    assert (event["SEQUENCE"], event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt) == (2, CHANGED, CHANGED)


def test_what_is_unknown_is_not_there():
    assert set(event_of(ENTRY)) == {
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "TRANSP",
    }


def test_a_calendar_has_a_name_and_a_maker():
    calendar = read(ENTRY, name="Arena; Ett, två")

    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["PRODID"]).startswith("-//")
    assert {written(file_of(name="Arena; Ett, två"), name) for name in ("NAME", "X-WR-CALNAME")} == {"Arena; Ett, två"}
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in file_of()


def test_an_empty_calendar_is_one():
    assert read().events == []


@pytest.mark.parametrize(("last", "end"), [(date(2026, 5, 20), b"20260521"), (date(2026, 5, 31), b"20260601")])
def test_whole_days_end_before_the_day_after(last, end):
    lines = file_of(replace(ENTRY, last=last)).split(b"\r\n")

    assert b"DTSTART;VALUE=DATE:20260520" in lines
    assert b"DTEND;VALUE=DATE:" + end in lines
    assert b"TRANSP:TRANSPARENT" in lines


@pytest.mark.parametrize(
    ("day", "start", "end", "written"),
    [
        # Winter, summer, and both sides of the two nights on which the clock changes (29 March and 25 October 2026).
        (date(2026, 1, 15), time(18, 30), time(20), ("20260115T173000Z", "20260115T190000Z")),
        (date(2026, 7, 15), time(18, 30), time(20), ("20260715T163000Z", "20260715T180000Z")),
        (date(2026, 3, 28), time(23), time(23, 59), ("20260328T220000Z", "20260328T225900Z")),
        (date(2026, 3, 29), time(1, 30), time(3, 30), ("20260329T003000Z", "20260329T013000Z")),
        (date(2026, 3, 29), time(2, 30), None, ("20260329T013000Z", None)),
        (date(2026, 10, 25), time(1, 30), time(3, 30), ("20261024T233000Z", "20261025T023000Z")),
        (date(2026, 10, 25), time(2, 30), None, ("20261025T003000Z", None)),
        # 00:30 on New Year's Day is still the old year in UTC.
        (date(2026, 1, 1), time(0, 30), time(1), ("20251231T233000Z", "20260101T000000Z")),
    ],
)
def test_times_are_written_in_utc(day, start, end, written):
    lines = file_of(replace(ENTRY, first=day, last=day, starts=start, ends=end)).decode().split("\r\n")

    assert f"DTSTART:{written[0]}" in lines
    assert [line for line in lines if line.startswith("DTEND")] == ([f"DTEND:{written[1]}"] if written[1] else [])


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Europe/Oslo"])
def test_both_countries_have_one_time(zone):
    entry = replace(ENTRY, starts=time(18, 30))

    assert span_of(entry, ZoneInfo(zone)) == span_of(entry, ZONE)


def test_several_days_run_from_the_first_hour_to_the_last():
    entry = replace(ENTRY, last=date(2026, 5, 22), starts=time(9), ends=time(15))

    assert span_of(entry, ZONE) == (datetime(2026, 5, 20, 7, tzinfo=UTC), datetime(2026, 5, 22, 13, tzinfo=UTC))


def test_several_days_without_an_end_are_whole_days():
    assert span_of(replace(ENTRY, last=date(2026, 5, 22), starts=time(9)), ZONE) == (
        date(2026, 5, 20),
        date(2026, 5, 23),
    )


def test_nasty_texts_come_back_as_they_are_kept():
    wrong = []
    for text in NASTY:
        data = file_of(replace(ENTRY, title=f"A {text}", text=f"B {text}", place=f"C {text}"))
        kept = (clean_line(f"A {text}", 300), clean_text(f"B {text}"), clean_line(f"C {text}", 300))
        is_one = len(Calendar.from_ical(data).events) == 1
        if not is_one or tuple(written(data, name) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")) != kept:
            wrong.append(text)

    assert len(NASTY) > 50
    assert wrong == []


@given(st.text(max_size=400), st.text(max_size=120))
def test_any_text_makes_a_file_that_programs_can_read(title, name):
    data = file_of(replace(ENTRY, title=title, text=title * 2, place=title), name=name)

    lines = data.split(b"\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(sign < 32 and sign != 9 for line in lines for sign in line), "no sign of control but the line ends"
    for line in lines:
        line.decode()  # a fold never parts the bytes of a letter
    # Whatever people write opens and closes nothing.
    unfolded = data.replace(b"\r\n ", b"").split(b"\r\n")
    assert [line for line in unfolded if line.startswith((b"BEGIN:", b"END:"))] == [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT",
        b"END:VEVENT",
        b"END:VCALENDAR",
    ]
    assert len(Calendar.from_ical(data).events) == 1
    assert written(data, "SUMMARY") == clean_line(title, 300)


def test_the_same_values_are_the_same_file_and_others_are_not():
    others = [
        replace(ENTRY, title="Annat"),
        replace(ENTRY, version=4),
        replace(ENTRY, changed_at=CHANGED + timedelta(seconds=1)),
        replace(ENTRY, ends=time(9), starts=time(8)),
    ]

    assert file_of(ENTRY) == file_of(replace(ENTRY))
    prints = [fingerprint([entry], name="Arena", zone=ZONE) for entry in (ENTRY, *others)]
    assert len({*prints, fingerprint([ENTRY], name="Another", zone=ZONE)}) == 6
    assert fingerprint([replace(ENTRY)], name="Arena", zone=ZONE) == prints[0]
