"""A month in weeks: every day once, every thing on each of its days, by name or counted."""

from calendar import Calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.month_grid import MOST_ON_A_DAY, Dated, Month, Piece, laid_out, shown_in

MAY = Month(2019, 5)
months = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


@st.composite
def month_with_things(draw: st.DrawFn) -> tuple[Month, list[Dated]]:
    """A month and things that lie in it, around it and across its ends."""
    month = draw(months)
    starts = st.integers(-40, 40).map(lambda days: month.first + timedelta(days=days))
    things = draw(st.lists(st.tuples(starts, st.integers(0, 12)), max_size=30))
    return month, [Dated(key, first, first + timedelta(days=days)) for key, (first, days) in enumerate(things)]


@given(months)
def test_weeks_are_those_of_the_standard_library(month):
    assert month.weeks == [
        tuple(week) for week in Calendar(firstweekday=0).monthdatescalendar(month.year, month.number)
    ]
    assert [month.first, month.last] == [min(_inside(month)), max(_inside(month))]


def _inside(month: Month) -> list[date]:
    return [day for week in month.weeks for day in week if (day.year, day.month) == (month.year, month.number)]


@given(months)
def test_before_and_after_are_neighbours(month):
    after, before = month.after, month.before

    assert after is None or (after.first - month.last == timedelta(days=1) and after.before == month)
    assert before is None or (month.first - before.last == timedelta(days=1) and before.after == month)
    assert Month.read(str(month)) == month


@pytest.mark.parametrize("month", [Month(1900, 1), Month(2100, 12)])
def test_the_first_and_the_last_month_have_whole_weeks(month):
    assert [len(week.cells) for week in laid_out(month, [])] == [7] * len(month.weeks)


def test_time_has_two_ends():
    assert (Month(1900, 1).before, Month(2100, 12).after) == (None, None)


@pytest.mark.parametrize(
    "text", ["", "2019", "2019-5", "2019-13", "2019-00", "1899-12", "2101-01", "2019-05-01", "٢٠١٩-٠٥"]
)
def test_what_is_no_month_is_none(text):
    assert Month.read(text) is None


@given(month_with_things())
def test_every_thing_is_on_each_of_its_days_once_by_name_or_counted(drawn):
    month, things = drawn

    for week in laid_out(month, things):
        for cell in week.cells:
            pieces = [piece for piece in cell.lanes if piece]
            expected = {thing.key for thing in things if thing.first <= cell.day <= thing.last and cell.is_inside}
            assert len({piece.key for piece in pieces}) == len(pieces)
            assert {piece.key for piece in pieces} <= expected
            assert len(pieces) + cell.n_more == len(expected)
            assert len(pieces) <= MOST_ON_A_DAY
            kinds = [piece is None or piece.n_days > 1 for piece in cell.lanes]
            assert kinds == sorted(kinds, reverse=True), "what lasts one day stands below"
            assert not cell.lanes or cell.lanes[-1] is not None
            assert cell.is_inside is (month.first <= cell.day <= month.last)


@given(month_with_things())
def test_what_lasts_several_days_keeps_its_lane_and_is_named_once_a_week(drawn):
    month, things = drawn

    for week in laid_out(month, things):
        for key in shown_in([week]):
            places = [
                (lane, piece)
                for cell in week.cells
                for lane, piece in enumerate(cell.lanes)
                if piece and piece.key == key
            ]
            runs = [piece.run for _lane, piece in places]
            assert len({lane for lane, _piece in places}) == 1
            assert runs == [len(places), *[0] * (len(places) - 1)]
            first = places[0][1].number
            assert [piece.number for _lane, piece in places] == list(range(first, first + len(places)))


def test_nothing_is_left_out_while_there_is_room():
    things = [Dated(key, date(2019, 5, 14), date(2019, 5, 14)) for key in range(MOST_ON_A_DAY)]

    cells = [cell for week in laid_out(MAY, things) for cell in week.cells]

    assert shown_in(laid_out(MAY, things)) == {0, 1, 2, 3}
    assert sum(cell.n_more for cell in cells) == 0


def test_a_line_that_is_free_on_one_day_stays_free_above_a_bar():
    days = [(date(2019, 5, 13), date(2019, 5, 14)), (date(2019, 5, 14), date(2019, 5, 16)), (date(2019, 5, 15),) * 2]
    things = [Dated(key, *ends) for key, ends in enumerate(days)]

    wednesday = laid_out(MAY, things)[2].cells[2]

    assert [piece and piece.key for piece in wednesday.lanes] == [None, 1, 2]


def test_eleven_on_one_day_show_four_and_count_seven():
    things = [Dated(key, date(2019, 5, 14), date(2019, 5, 14)) for key in range(11)]

    cell = next(cell for week in laid_out(MAY, things) for cell in week.cells if cell.day == date(2019, 5, 14))

    assert [piece.key for piece in cell.lanes if piece] == [0, 1, 2, 3]
    assert cell.n_more == 7


def test_a_thing_across_the_weekend_goes_on_in_the_next_week():
    weeks = laid_out(MAY, [Dated(7, date(2019, 5, 10), date(2019, 5, 13))])

    assert [cell.lanes for cell in weeks[1].cells][-3:] == [
        (Piece(7, 1, 4, 3),),
        (Piece(7, 2, 4, 0),),
        (Piece(7, 3, 4, 0),),
    ]
    assert weeks[2].cells[0].lanes == (Piece(7, 4, 4, 1),)


@pytest.mark.parametrize(
    ("month", "numbers"),
    [
        (Month(2019, 5), [18, 19, 20, 21, 22]),
        (Month(2020, 12), [49, 50, 51, 52, 53]),
        (Month(2021, 1), [53, 1, 2, 3, 4]),
        (Month(2024, 12), [48, 49, 50, 51, 52, 1]),
    ],
)
def test_weeks_have_the_numbers_that_are_printed_in_the_north(month, numbers):
    assert [week.number for week in laid_out(month, [])] == numbers
