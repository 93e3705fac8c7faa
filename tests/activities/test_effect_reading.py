"""The reading of broad support: the rule at its edges, and what holds for all sums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.effect_reading import Support, SupportSums, read_support, read_themes, ready_to_lift

FLOOR = 100
KEYS = ("food", "wool", "wood")
SIDES = ("NO", "SE")


def of(*, top: int = 0, below: int = 1, known: int | None = None, people: int = 0, theme="food", side="NO"):
    return SupportSums(theme, side, n_top=top, n_below=below, n_known=below if known is None else known, people=people)


@pytest.mark.parametrize(
    ("top", "people", "reading"),
    [
        (0, 99, Support.EARLY),
        (0, 100, Support.READY_TO_LIFT),
        (0, 101, Support.READY_TO_LIFT),
        (1, 99, Support.NEEDS_BREADTH),
        (1, 100, Support.BOTH),
        (1, 101, Support.BOTH),
    ],
)
def test_the_floor_itself_is_broad_enough(top, people, reading):
    assert read_support(of(top=top, people=people), floor=FLOOR) == reading


@pytest.mark.parametrize(
    ("known", "people", "reading"),
    [
        (2, 99, Support.CANNOT_BE_JUDGED),
        (2, 100, Support.BOTH),
        (3, 99, Support.NEEDS_BREADTH),
        (0, 0, Support.CANNOT_BE_JUDGED),
    ],
)
def test_an_unknown_headcount_matters_only_below_the_floor(known, people, reading):
    assert read_support(of(top=2, below=3, known=known, people=people), floor=FLOOR) == reading


def test_nothing_below_the_top_is_known_to_be_nobody():
    assert read_support(of(top=1, below=0), floor=FLOOR) == Support.NEEDS_BREADTH
    assert read_support(of(top=0, below=0), floor=FLOOR) == Support.EARLY


def test_a_good_case_for_joint_work_comes_first_and_themes_without_activities_are_left_out():
    sums = [
        of(theme="food", side="NO", people=150),
        of(theme="wood", side="NO", top=2, people=12),
        of(theme="wood", side="SE", people=203),
    ]

    rows = read_themes(sums, themes=KEYS, sides=SIDES, floor=FLOOR)

    assert [(row.theme, row.is_joint_case) for row in rows] == [("wood", True), ("food", False)]
    assert [cell.reading for cell in rows[1].cells] == [Support.READY_TO_LIFT, Support.EARLY]
    assert ready_to_lift(rows) == {"SE": ("wood",), "NO": ("food",)}


def test_a_side_that_cannot_be_judged_makes_no_joint_case():
    sums = [of(side="NO", top=1, people=5), of(side="SE", below=2, known=1, people=99)]

    (row,) = read_themes(sums, themes=KEYS, sides=SIDES, floor=FLOOR)

    assert row.cells[1].reading == Support.CANNOT_BE_JUDGED
    assert not row.is_joint_case


@pytest.mark.parametrize("wrong", [{"theme": "air"}, {"side": "FI"}])
def test_sums_of_what_is_not_there_are_refused(wrong):
    with pytest.raises(ValueError, match="not there"):
        read_themes([of(**wrong)], themes=KEYS, sides=SIDES, floor=FLOOR)


def test_a_floor_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        read_themes([], themes=KEYS, sides=SIDES, floor=0)


@pytest.mark.parametrize(
    "wrong",
    [{"n_top": 1, "n_top_joint": 2}, {"n_below": 1, "n_known": 2}, {"people": -1}],
)
def test_sums_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="more than there is"):
        SupportSums("food", "NO", **wrong)


@st.composite
def any_sums(draw, theme="food", side="NO"):
    top, below = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    known = draw(st.integers(0, below))
    people = draw(st.integers(0, 250)) if known else 0
    return SupportSums(theme, side, top, draw(st.integers(0, top)), below, known, people)


@given(any_sums(), st.integers(1, 300))
def test_each_reading_says_what_its_name_says(sums, floor):
    reading = read_support(sums, floor=floor)

    is_known = sums.n_known == sums.n_below or sums.people >= floor
    assert (reading == Support.CANNOT_BE_JUDGED) == (not is_known)
    if is_known:
        assert (reading in {Support.BOTH, Support.READY_TO_LIFT}) == (sums.people >= floor)
        assert (reading in {Support.BOTH, Support.NEEDS_BREADTH}) == (sums.n_top > 0)


@given(any_sums(), st.integers(1, 300), st.integers(0, 50))
def test_more_people_never_make_support_narrower(sums, floor, more):
    broad = {Support.BOTH, Support.READY_TO_LIFT}
    grown = SupportSums(
        sums.theme, sums.side, sums.n_top, sums.n_top_joint, sums.n_below, sums.n_known, sums.people + more
    )

    assert read_support(sums, floor=floor) not in broad or read_support(grown, floor=floor) in broad


@given(st.data(), st.integers(1, 300))
def test_the_order_of_sums_changes_nothing(data, floor):
    sums = [data.draw(any_sums(theme, side)) for theme in KEYS for side in SIDES]

    rows = read_themes(data.draw(st.permutations(sums)), themes=KEYS, sides=SIDES, floor=floor)

    assert rows == read_themes(sums, themes=KEYS, sides=SIDES, floor=floor)
    cases = [row.is_joint_case for row in rows]
    assert cases == sorted(cases, reverse=True)
    for part in (True, False):
        within = [KEYS.index(row.theme) for row in rows if row.is_joint_case == part]
        assert within == sorted(within)
