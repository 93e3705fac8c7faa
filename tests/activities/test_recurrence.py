"""The days on which something comes again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.enums import Rhythm
from activities.recurrence import MOST, days_after

TUESDAY = date(2026, 1, 13)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 12, 31))


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm.WEEKLY, ["2026-01-20", "2026-01-27", "2026-02-03"]),
        (Rhythm.FORTNIGHTLY, ["2026-01-27", "2026-02-10", "2026-02-24"]),
        (Rhythm.MONTHLY, ["2026-02-10", "2026-03-10", "2026-04-14"]),
    ],
)
def test_each_rhythm(rhythm, days):
    assert [str(day) for day in days_after(TUESDAY, rhythm, times=3)] == days


def test_the_fifth_is_the_last_where_there_are_four():
    found = days_after(date(2026, 1, 30), Rhythm.MONTHLY, times=4)

    assert [str(day) for day in found] == ["2026-02-27", "2026-03-27", "2026-04-24", "2026-05-29"]


def test_the_last_day_is_with_them_and_either_end_holds():
    assert len(days_after(TUESDAY, Rhythm.WEEKLY, until=TUESDAY + timedelta(days=21))) == 3
    assert len(days_after(TUESDAY, Rhythm.WEEKLY, until=TUESDAY + timedelta(days=21), times=2)) == 2
    assert days_after(TUESDAY, Rhythm.WEEKLY, until=TUESDAY) == []


@given(first=DAYS, rhythm=st.sampled_from(Rhythm.values), times=st.integers(1, 200))
def test_days_rise_keep_their_weekday_and_have_an_end(first, rhythm, times):
    days = days_after(first, rhythm, times=times)

    assert len(days) == min(times, MOST)
    assert days == sorted(set(days))
    assert {day.weekday() for day in days} == {first.weekday()}
    assert days[0] > first


@given(first=DAYS)
def test_monthly_has_one_day_in_every_month(first):
    days = days_after(first, Rhythm.MONTHLY, times=24)

    months = [day.year * 12 + day.month for day in days]
    assert months == list(range(first.year * 12 + first.month + 1, first.year * 12 + first.month + 25))
