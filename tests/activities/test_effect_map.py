from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.effect_map import (
    NAMED_ROWS_MAX,
    CellCount,
    EffectMap,
    RatedActivity,
    Scales,
    SideStyle,
    draw_up_map,
    group_of,
    place_activities,
    side_groups,
)

DEFAULT = Scales()
NORWAY, SWEDEN, FINLAND = SideStyle("no", "square"), SideStyle("se", "circle"), SideStyle("fi", "triangle")


def rated(
    key: int | str,
    sides: tuple[str, ...] = ("no",),
    level: int | None = 3,
    stability: int | None = 1,
    title: str = "Repair evening",
) -> RatedActivity:
    group = group_of(sides)
    return RatedActivity(key, title, group, level, stability, observed=True, people=20, rated_on=date(2020, 5, 1))


def place(
    activities: list[RatedActivity], sides: tuple[SideStyle, ...] = (NORWAY, SWEDEN), scales: Scales = DEFAULT
) -> EffectMap:
    return place_activities(activities, scales=scales, sides=sides)


def many(n: int, side: str, level: int) -> list[RatedActivity]:
    return [rated(f"{side}-{level}-{i}", (side,), level) for i in range(n)]


def test_groups_stand_first_side_then_joint_then_the_others_then_not_stated() -> None:
    groups = side_groups((NORWAY, SWEDEN, FINLAND))

    assert [(group.code, group.mark) for group in groups] == [
        ("no", "square"),
        ("joint", "diamond"),
        ("se", "circle"),
        ("fi", "triangle"),
        ("not-stated", "ring"),
    ]


@pytest.mark.parametrize("codes", [(), ("no", "no"), ("joint", "se"), ("not-stated",)])
def test_groups_refuse_sides_that_cannot_be_told_apart(codes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="codes of their own"):
        side_groups([SideStyle(code, "circle") for code in codes])


@pytest.mark.parametrize(
    ("sides", "code"),
    [((), "not-stated"), (("se",), "se"), (("se", "no"), "joint"), (("se", "se"), "se"), (("no", "se", "fi"), "joint")],
)
def test_an_activity_of_several_sides_is_joint(sides: tuple[str, ...], code: str) -> None:
    assert group_of(sides) == code


def test_a_cell_stands_by_group_and_then_as_it_came() -> None:
    activities = [
        rated(1, ()),
        rated(3, ("se",)),
        rated(2, ("se",)),
        rated(4, ("no", "se")),
        rated(10, ("no",)),
        rated(9, ("no",)),
    ]

    cell = place(activities).cell_rows[0]

    assert [placement.activity.key for placement in cell.placements] == [10, 9, 4, 3, 2, 1]
    assert cell.n_by_group == (2, 1, 2, 1)


@pytest.mark.parametrize(("level", "stability"), [(None, 2), (2, None), (None, None)])
def test_an_activity_without_a_full_rating_waits_in_the_tray(level: int | None, stability: int | None) -> None:
    effect_map = place([rated(1, level=level, stability=stability), rated(2)])

    assert (effect_map.n_unrated, effect_map.n_half_rated) == ((1, 0) if level is None else (0, 1))
    assert (effect_map.n_placed, effect_map.n_total, effect_map.headline.n_activities) == (1, 2, 1)


def test_an_arena_without_ratings_has_an_empty_map_and_a_full_tray() -> None:
    effect_map = place([rated(i, level=None, stability=None) for i in range(30)])

    assert (effect_map.n_placed, effect_map.n_unrated, effect_map.rows, effect_map.cell_rows) == (0, 30, (), ())
    assert (effect_map.headline.leans, effect_map.headline.n_levels) == ((), 0)
    assert len(effect_map.cells) == 15
    assert effect_map.balance.longest == 0


@pytest.mark.parametrize("activity", [rated(1, ("dk",)), rated(1, level=4), rated(1, stability=0)])
def test_a_side_level_or_step_of_another_arena_is_refused(activity: RatedActivity) -> None:
    with pytest.raises(ValueError, match="that its arena lacks"):
        place([activity])


@pytest.mark.parametrize("scales", [((1,), (1, 2)), ((1, 2), (1,)), ((2, 1), (1, 2)), ((1, 1), (1, 2))])
def test_scales_need_ascending_numbers(scales: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        Scales(*scales)


@pytest.mark.parametrize("scales", [(tuple(range(7)), (1, 2)), ((1, 2), tuple(range(9)))])
def test_scales_have_at_most_six_levels_and_eight_steps(scales: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="A scale needs 2 to"):
        Scales(*scales)


def test_goal_is_the_top_level_at_the_last_two_steps() -> None:
    scales = Scales((10, 20), (1, 3, 5, 7))
    activities = [rated(f"{level}-{step}", level=level, stability=step) for level in (10, 20) for step in scales.steps]

    effect_map = place(activities, scales=scales)

    assert [cell.placements[0].activity.key for cell in effect_map.goal] == ["20-5", "20-7"]


@pytest.mark.parametrize(
    ("n_top", "n_below", "end"),
    [
        (3, 2, "top"),  # 60 %
        (2, 3, "below"),
        (59, 41, None),
        (60, 40, "top"),
        (41, 59, None),
        (40, 60, "below"),
        (5, 0, "top"),
        (4, 0, None),  # too few to judge
        (0, 4, None),
        (0, 5, "below"),
    ],
)
def test_headline_names_a_side_from_60_percent_and_five_activities(n_top: int, n_below: int, end: str | None) -> None:
    effect_map = place(many(n_top, "no", 3) + many(n_below // 2, "no", 2) + many(n_below - n_below // 2, "no", 1))

    leans = effect_map.headline.leans

    assert [lean.end for lean in leans] == ([end] if end else [])
    if end:
        assert leans[0].n_there == (n_top if end == "top" else n_below)
        assert leans[0].n_activities == n_top + n_below
        assert leans[0].levels == ((3,) if end == "top" else (1, 2))


def test_headline_leaves_joint_and_unstated_activities_out_of_a_sides_share() -> None:
    joint = [rated(f"joint-{i}", ("no", "se"), 1) for i in range(20)]
    unstated = [rated(f"unstated-{i}", (), 1) for i in range(20)]

    headline = place(many(5, "no", 3) + joint + unstated).headline

    assert [(lean.side, lean.n_there, lean.n_activities) for lean in headline.leans] == [("no", 5, 5)]
    assert (headline.n_activities, headline.n_levels) == (45, 2)


def test_headline_reads_the_report_norway_high_sweden_close_to_people() -> None:
    norway = many(7, "no", 3) + many(1, "no", 2) + many(1, "no", 1)
    sweden = many(3, "se", 3) + many(8, "se", 2) + many(12, "se", 1)

    leans = place(norway + sweden).headline.leans

    facts = [(lean.side, lean.end, lean.levels, lean.n_there, lean.n_activities) for lean in leans]
    assert facts == [("no", "top", (3,), 7, 9), ("se", "below", (1, 2), 20, 23)]


def test_balance_counts_sides_per_level_with_joint_apart() -> None:
    joint = [rated("joint", ("no", "se"), 2)]
    unstated = [rated("unstated", (), 1)]

    balance = place(many(2, "no", 3) + many(4, "se", 1) + joint + unstated).balance

    assert [(row.level, row.n_by_side, row.n_joint, row.n_not_stated) for row in balance.rows] == [
        (3, (2, 0), 0, 0),
        (2, (0, 0), 1, 0),
        (1, (0, 4), 0, 1),
    ]
    assert (balance.n_joint, balance.n_not_stated, balance.longest) == (1, 1, 4)
    assert balance.is_butterfly


def test_balance_of_three_sides_is_no_butterfly() -> None:
    balance = place(many(1, "fi", 2), sides=(NORWAY, SWEDEN, FINLAND)).balance

    assert balance.sides == ("no", "se", "fi")
    assert balance.rows[1].n_by_side == (0, 0, 1)
    assert not balance.is_butterfly


@pytest.mark.parametrize(("n", "names_each"), [(0, True), (NAMED_ROWS_MAX, True), (NAMED_ROWS_MAX + 1, False)])
def test_table_names_up_to_a_hundred_activities(n: int, names_each: bool) -> None:
    effect_map = place([rated(i) for i in range(n)])

    assert effect_map.names_each_row is names_each
    assert len(effect_map.rows) == n


@given(
    ratings=st.lists(
        st.tuples(
            st.sets(st.sampled_from(["no", "se", "fi"])).map(lambda sides: tuple(sorted(sides))),
            st.sampled_from([None, 1, 2, 3, 4]),
            st.sampled_from([None, 1, 2, 3]),
        ),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_activity_is_counted_once_and_all_counts_agree(
    ratings: list[tuple[tuple[str, ...], int | None, int | None]],
) -> None:
    activities = [rated(i, *rating) for i, rating in enumerate(ratings)]

    effect_map = place(activities, sides=(NORWAY, SWEDEN, FINLAND), scales=Scales((1, 2, 3, 4), (1, 2, 3)))

    keys = [placement.activity.key for placement in effect_map.rows]
    waiting = [row for row in activities if row.level is None or row.step is None]
    assert sorted([*keys, *(row.key for row in waiting)], key=int) == list(range(len(activities)))
    assert effect_map.n_in_tray == len(waiting)
    assert all((p.activity.level, p.activity.step) == (p.level, p.step) for p in effect_map.rows)
    assert all(sum(cell.n_by_group) == cell.n == len(cell.placements) for cell in effect_map.cells)
    assert all(seen <= n for c in effect_map.cells for seen, n in zip(c.observed_by_group, c.n_by_group, strict=True))
    assert effect_map.n_placed == effect_map.headline.n_activities
    balance = effect_map.balance
    assert sum(sum(row.n_by_side) for row in balance.rows) + balance.n_joint + balance.n_not_stated == len(
        effect_map.rows
    )


@given(order=st.permutations(range(12)))
@settings(max_examples=20, deadline=None)
def test_what_the_map_says_does_not_depend_on_the_order_of_its_input(order: list[int]) -> None:
    activities = [rated(i, (("no",), ("se",), ("no", "se"), ())[i % 4], 1 + i % 3, 1 + i % 2) for i in range(12)]

    one, other = place([activities[i] for i in order]), place(activities)

    assert [cell.n_by_group for cell in one.cells] == [cell.n_by_group for cell in other.cells]
    assert (one.headline, one.balance) == (other.headline, other.balance)


def test_counts_alone_make_the_same_map_without_names() -> None:
    activities = [rated(i, (("no",), ("se",), ())[i % 3], 1 + i % 3, 1 + i % 2) for i in range(30)]
    counts = [CellCount(row.level, row.step, row.group, row.observed, 1) for row in activities]

    counted = draw_up_map(counts, scales=DEFAULT, sides=(NORWAY, SWEDEN))

    named = place(activities)
    assert counted.rows == ()
    assert [cell.n_by_group for cell in counted.cells] == [cell.n_by_group for cell in named.cells]
    assert (counted.headline, counted.balance) == (named.headline, named.balance)


def test_a_cell_is_what_its_names_say_when_something_came_between() -> None:
    counts = [CellCount(3, 1, "no", True, 1)]

    effect_map = draw_up_map(counts, scales=DEFAULT, sides=(NORWAY, SWEDEN), named=[rated(1), rated(2, ("se",))])

    assert effect_map.cell_rows[0].n_by_group == (1, 0, 1, 0)
    assert effect_map.n_placed == effect_map.headline.n_activities == 2


@pytest.mark.parametrize(("n", "n_named"), [(24, 1), (25, 0)])
def test_crowded_cells_are_not_named_on_a_map_of_more_than_a_hundred(n: int, n_named: int) -> None:
    crowds = [CellCount(1, step, "se", True, 30) for step in range(1, 4)]

    effect_map = draw_up_map([*crowds, CellCount(3, 5, "no", True, n)], scales=DEFAULT, sides=(NORWAY, SWEDEN))

    assert len(effect_map.named_cells) == n_named
    assert draw_up_map(crowds, scales=DEFAULT, sides=(NORWAY, SWEDEN)).named_cells == ((1, 1), (1, 2), (1, 3))


def test_nearest_to_goal_goes_by_steps_and_leaves_out_the_goal_and_other_sides() -> None:
    counts = [
        CellCount(3, 4, "se", True, 5),
        CellCount(3, 1, "se", True, 1),
        CellCount(2, 4, "se", True, 1),
        CellCount(1, 1, "se", True, 9),
        CellCount(3, 3, "no", True, 1),
        CellCount(3, 3, "joint", True, 1),
    ]
    effect_map = draw_up_map(counts, scales=DEFAULT, sides=(NORWAY, SWEDEN))

    def near(n: int) -> list[tuple[int, int]]:
        return [(cell.level, cell.step) for cell in effect_map.nearest_to_goal("se", n=n)]

    assert near(1) == [(2, 4)]
    assert near(2) == [(2, 4), (3, 1)]
    assert near(20) == [(2, 4), (3, 1), (1, 1)]
