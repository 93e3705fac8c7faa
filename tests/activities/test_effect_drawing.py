from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from math import pi
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.effect_cell import MarkText, MarkTexts, sized_radius
from activities.effect_drawing import LayoutName, draw_effect_map
from activities.effect_map import EffectMap, RatedActivity, Scales, SideStyle, group_of, place_activities
from activities.effect_shapes import Drawing, Mark, TextLine, half_extent, shape_corners
from activities.effect_text import LINE_HEIGHT, shorten_text, text_width, wrap_text
from activities.effect_titles import ASCENT, TAIL_GAP, MapTexts, ScaleText

SIDES = (SideStyle("no", "square"), SideStyle("se", "circle"), SideStyle("fi", "triangle"))
LAYOUTS: tuple[LayoutName, ...] = ("wide", "compact", "narrow")
WORDS = ("Reparationskväll", "i", "Østersund", "hållbarhetskoordinatorernas", "möte", "S3", "gjenbruk", "Åre", "2020")
NAMES = ("System", "Människor", "Har en ägare", "Lever vidare", "Regionala samverkansstrukturer", "Én gang", "Fastlagt")
MEANINGS = ("", "regler", "företag, kommuner, nätverk", "verksamhetsutvecklingsstrategier som någon annan betalar för")
MARK_TEXTS = MarkTexts(
    of_activity=lambda placement: MarkText(placement.activity.title, f"#a{placement.activity.key}", "sv"),
    of_group=lambda cell, group, n, n_observed: MarkText(f"{group.code}: {n}"),
    of_count=lambda n: f"{n:,}",
)
type Edges = tuple[float, float, float, float]


def activity(key: int, level: int = 1, step: int = 1, sides: Iterable[str] = ("se",), **more: object) -> RatedActivity:
    fields = {"title": f"Activity {key}", "observed": True, "people": 50, "rated_on": date(2020, 1, 1)} | more
    return RatedActivity(key=key, group=group_of(tuple(sides)), level=level, step=step, **fields)  # type: ignore[arg-type]


def world(seed: int, n: int, scales: Scales, sides: Sequence[SideStyle], crowding: float) -> EffectMap:
    """`n` activities spread over the cells, most of them in few cells when `crowding` is high."""
    random = Random(seed)
    cells = [(level, step) for level in scales.levels for step in scales.steps]
    weights = [random.random() ** crowding for _ in cells]
    activities = [
        activity(
            key,
            level,
            step,
            sides=random.sample([side.code for side in sides], random.randint(0, min(2, len(sides)))),
            title=" ".join(random.choices(WORDS, k=random.randint(1, 6))),
            observed=random.random() < 0.6,
            people=random.choice([None, 0, 8, 60, 500, 9000]),
            rated_on=random.choice([None, date(2019, 5, 1), date(2020, 2, 2)]),
        )
        for key, (level, step) in enumerate(random.choices(cells, weights, k=n))
    ]
    return place_activities(activities, scales=scales, sides=sides)


def texts(scales: Scales, seed: int = 0) -> MapTexts:
    random = Random(seed)

    def scale(numbers: Sequence[int]) -> dict[int, ScaleText]:
        return {number: ScaleText(random.choice(NAMES), random.choice(MEANINGS)) for number in numbers}

    return MapTexts(
        levels=scale(scales.levels),
        steps=scale(scales.steps),
        level_axis="Effektnivå ↑",
        step_axis="Stabilitet över tid →",
        goal="Bestående förändring på systemnivå",
        decided="Beslutat men inte förankrat",
        habits="Nya vanor som håller",
        empty={level: f"{level} tom" for level in scales.levels},
    )


def draw(activities: Iterable[RatedActivity], layout: LayoutName = "wide", *, is_sized: bool = False) -> Drawing:
    effect_map = place_activities(activities, scales=Scales(), sides=SIDES[:2])
    return draw_effect_map(effect_map, texts(Scales()), MARK_TEXTS, layout, is_sized=is_sized)


def text_edges(line: TextLine) -> Edges:
    width = text_width(line.text, is_bold=line.is_bold)
    width += TAIL_GAP + text_width(line.tail) if line.tail else 0
    left = line.x - {"start": 0.0, "middle": width / 2, "end": width}[line.anchor]
    return left, line.y - ASCENT, left + width, line.y - ASCENT + LINE_HEIGHT


def mark_edges(mark: Mark) -> Edges:
    across, up = half_extent(mark.shape, mark.radius)
    return mark.x - across, mark.y - up, mark.x + across, mark.y + up


def overlap(one: Edges, other: Edges) -> bool:
    # Positions are rounded to tenths: touching by less than that is no overlap.
    slack = 0.25
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def inside(inner: Edges, outer: Edges, slack: float = 0.2) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def assert_nothing_touches(drawing: Drawing) -> None:
    frame = (0.0, 0.0, drawing.width, drawing.height)
    words = [text_edges(line) for line in drawing.texts]
    assert all(inside(edges, frame, slack=2) for edges in words)
    assert not any(overlap(one, other) for one, other in combinations(words, 2))
    by_cell: dict[tuple[int, int], list[Edges]] = {}
    for mark in drawing.marks:
        edges = by_cell.setdefault((mark.level, mark.step), [])
        edges.append(mark_edges(mark))
        if mark.name:
            edges.append(text_edges(mark.name))
    for cell in drawing.cells:
        box = (cell.box.x, cell.box.y, cell.box.x + cell.box.width, cell.box.y + cell.box.height)
        assert inside(box, frame)
        content = by_cell.pop((cell.level, cell.step), [])
        assert all(inside(edges, box) for edges in content)
        near = [edges for edges in words if overlap(edges, box)]
        assert not any(overlap(one, other) for one, other in combinations([*content, *near], 2))
    assert not by_cell
    empty = {cell.level for cell in drawing.cells} - {mark.level for mark in drawing.marks}
    assert {int(line.text.split()[0]) for line in drawing.texts if line.role == "empty-level"} <= empty


@given(
    seed=st.integers(0, 10**6),
    n=st.one_of(st.integers(0, 60), st.integers(0, 2000)),
    n_levels=st.integers(2, 6),
    n_steps=st.integers(2, 8),
    n_sides=st.integers(1, 3),
    crowding=st.sampled_from([0.0, 2.0, 12.0]),
    layout=st.sampled_from(LAYOUTS),
    is_sized=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_nothing_overlaps_or_leaves_its_cell(
    seed: int, n: int, n_levels: int, n_steps: int, n_sides: int, crowding: float, layout: LayoutName, is_sized: bool
) -> None:
    scales = Scales(tuple(range(1, n_levels + 1)), tuple(range(1, n_steps + 1)))
    effect_map = world(seed, n, scales, SIDES[:n_sides], crowding)

    drawing = draw_effect_map(effect_map, texts(scales, seed), MARK_TEXTS, layout, is_sized=is_sized)

    assert_nothing_touches(drawing)
    assert sum(mark.count or 1 for mark in drawing.marks) == n


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_thousand_activities_stay_a_bounded_number_of_shapes(layout: LayoutName) -> None:
    scales = Scales(tuple(range(1, 7)), tuple(range(1, 9)))

    drawing = draw_effect_map(world(1, 2000, scales, SIDES, 0), texts(scales), MARK_TEXTS, layout)

    assert len(drawing.marks) <= 24 * 48
    assert len(drawing.lines) + len(drawing.texts) < 150


@pytest.mark.parametrize("n", [1, 8])
def test_wide_cell_of_up_to_eight_names_each_on_its_line(n: int) -> None:
    marks = draw(activity(i) for i in range(n)).marks

    names = [mark.name.text for mark in marks if mark.name]
    assert names == [f"Activity {i}" for i in range(n)]
    assert {round(below.y - above.y, 1) for above, below in pairwise(marks)} <= {20.0}
    assert {round(mark.name.x - mark.x, 1) for mark in marks if mark.name} == {14.0}
    assert {(mark.radius, mark.href, mark.lang) for mark in marks[:1]} == {(6.5, "#a0", "sv")}


def test_wide_cell_above_eight_names_the_newest_three_and_sets_six_per_row() -> None:
    days = {3: date(2020, 12, 1), 5: date(2020, 11, 1), 7: date(2020, 10, 1), 8: date(2020, 10, 1)}

    marks = draw(activity(i, rated_on=days.get(i)) for i in range(10)).marks

    assert [mark.key for mark in marks if mark.name] == [3, 5, 8]
    rest = [mark for mark in marks if not mark.name]
    assert [len({mark.x for mark in rest if mark.y == y}) for y in sorted({mark.y for mark in rest})] == [6, 1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cell_of_25_shows_one_counted_mark_per_side(layout: LayoutName) -> None:
    norwegian = [activity(i, sides=["no"], observed=False) for i in range(5)]
    swedish = [activity(i, observed=i == 10) for i in range(10, 30)]

    marks = draw(norwegian + swedish, layout).marks

    assert [(mark.side_class, mark.count, mark.n_observed, mark.filled) for mark in marks] == [
        ("no", 5, 0, False),
        ("se", 20, 1, True),
    ]
    assert [mark.name.text for mark in marks if mark.name] == ["5", "20"]
    assert [mark.label for mark in marks] == ["no: 5", "se: 20"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cell_of_24_still_shows_each(layout: LayoutName) -> None:
    assert len(draw((activity(i) for i in range(24)), layout).marks) == 24


def test_narrow_cell_sets_three_per_row_without_names() -> None:
    marks = draw((activity(i) for i in range(4)), "narrow").marks

    assert not any(mark.name for mark in marks)
    assert {mark.radius for mark in marks} == {5.6}
    first_row = [mark.x for mark in marks[:3]]
    assert [round(right - left, 1) for left, right in pairwise(first_row)] == [18.0, 18.0]
    assert round(marks[3].y - marks[0].y, 1) == 18.0


@pytest.mark.parametrize(("level", "n", "n_named"), [(3, 6, 6), (3, 7, 0), (2, 1, 0)])
def test_compact_names_on_the_top_level_while_they_fit(level: int, n: int, n_named: int) -> None:
    marks = draw((activity(i, level) for i in range(n)), "compact").marks

    assert sum(mark.name is not None for mark in marks) == n_named


def test_marks_say_side_by_shape_and_status_by_fill() -> None:
    sides = (("no",), ("no", "se"), ("se",), ())

    marks = draw(activity(i, sides=codes, observed=i < 2) for i, codes in enumerate(sides)).marks

    assert [(mark.shape, mark.side_class, mark.filled) for mark in marks] == [
        ("square", "no", True),
        ("diamond", "joint", True),
        ("circle", "se", False),
        ("ring", "not-stated", False),
    ]


def test_ring_of_an_observed_activity_has_a_dot() -> None:
    observed, expected = draw([activity(1, sides=()), activity(2, sides=(), observed=False)]).marks

    assert (observed.dot_radius, expected.dot_radius) == (2.6, None)
    assert draw([activity(1)]).marks[0].dot_radius is None


@pytest.mark.parametrize("shape", ["square", "diamond", "triangle"])
def test_shapes_have_the_area_of_the_circle(shape: str) -> None:
    corners = shape_corners(shape, 100, 50, 6.5)  # type: ignore[arg-type]

    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2
    assert area == pytest.approx(pi * 6.5**2, rel=0.005)


def test_mark_writes_its_corners_as_svg_points() -> None:
    mark = draw([activity(1, sides=["no"])]).marks[0]

    assert len(mark.points.split()) == 4
    assert all(len(corner.split(",")) == 2 for corner in mark.points.split())
    assert draw([activity(1)]).marks[0].points == ""


@pytest.mark.parametrize(("people", "radius"), [(None, 4), (0, 4), (50, 4.03), (200, 8.06), (500, 12.74), (10**6, 16)])
def test_size_follows_the_people_involved(people: int | None, radius: float) -> None:
    mark = draw([activity(1, people=people)], is_sized=True).marks[0]

    assert mark.radius == pytest.approx(radius, abs=0.01)
    assert sized_radius(people) == pytest.approx(radius, abs=0.01)


def test_sized_lines_are_as_far_apart_as_the_largest_mark_needs() -> None:
    first, second = draw([activity(1, people=10**6), activity(2)], is_sized=True).marks

    assert second.y - first.y == pytest.approx(37)  # 2r + 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_goal_region_is_the_top_level_at_the_last_two_steps(layout: LayoutName) -> None:
    drawing = draw([], layout)

    assert [(cell.level, cell.step) for cell in drawing.cells if cell.is_goal] == [(3, 4), (3, 5)]
    assert [line.text for line in drawing.texts if line.role == "empty-level"] == ["3 tom", "2 tom", "1 tom"]


def test_corner_captions_stand_in_their_corners() -> None:
    wide = draw([])
    box = {(cell.level, cell.step): cell.box for cell in wide.cells}

    for role, text, corner in [
        ("goal", "Bestående förändring", (3, 4)),
        ("corner", "Beslutat men inte förankrat", (3, 1)),
        ("corner", "Nya vanor som håller", (1, 4)),
    ]:
        line = next(line for line in wide.texts if line.role == role and line.text == text)
        assert box[corner].x < line.x < box[corner].x + box[corner].width
        assert box[corner].y < line.y < box[corner].y + box[corner].height
    assert {line.role for line in draw([], "narrow").texts}.isdisjoint({"goal", "corner"})


def test_narrow_titles_stand_above_their_rows() -> None:
    drawing = draw([], "narrow")

    tops = {cell.level: cell.box.y for cell in drawing.cells}
    titles = {int(line.text[0]): line for line in drawing.texts if line.role == "level-name"}
    assert sorted(titles) == [1, 2, 3]
    assert all(tops[level] - 3 * LINE_HEIGHT < line.y < tops[level] for level, line in titles.items())
    assert titles[2].y > drawing.cells[0].box.y + drawing.cells[0].box.height


def test_steps_too_long_for_their_columns_are_listed_below() -> None:
    long = {step: ScaleText("Samverkansavtalsförvaltning") for step in Scales().steps}
    words = texts(Scales())
    listed = replace(words, steps=long)
    effect_map = place_activities([], scales=Scales(), sides=SIDES)

    names = [
        line for line in draw_effect_map(effect_map, listed, MARK_TEXTS, "narrow").texts if line.role == "step-name"
    ]

    assert [line.text for line in names[:5]] == ["1", "2", "3", "4", "5"]
    assert [line.text.replace("\u00a0", " ") for line in names[5:]] == [
        f"{i} Samverkansavtalsförvaltning" for i in long
    ]


@given(text=st.text(alphabet="abc åäö-–/WMi\u0301\u4e2d", max_size=60), width=st.floats(40, 300), is_bold=st.booleans())
@settings(max_examples=60, deadline=None)
def test_wrapped_lines_fit_and_keep_every_letter(text: str, width: float, is_bold: bool) -> None:
    lines = wrap_text(text, width, is_bold=is_bold)

    assert all(text_width(line, is_bold=is_bold) <= width for line in lines)
    assert "".join(lines).replace(" ", "").replace("-", "") == text.replace(" ", "").replace("-", "")


@given(text=st.text(alphabet="abc åäö,-WMi\u0301\u4e2d", max_size=60), width=st.floats(20, 300))
@settings(max_examples=60, deadline=None)
def test_shortened_text_fits_and_begins_like_the_whole(text: str, width: float) -> None:
    short = shorten_text(text, width)

    assert text_width(short) <= width
    assert short == text or text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("Folkverkstad", 100, "Folkverkstad"),
        ("Cirkulära resursflöden, Östersund", 170, "Cirkulära resursflöden…"),
        ("Hållbarhetskoordinatorer", 90, "Hållbarhets…"),
        ("S3 utvecklingssamverkan", 90, "S3 utveckli…"),
    ],
)
def test_names_are_cut_at_a_word_unless_that_leaves_too_little(text: str, width: float, short: str) -> None:
    assert shorten_text(text, width) == short
