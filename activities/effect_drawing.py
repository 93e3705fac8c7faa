"""Drawing the effect-level map: from placed activities to shapes with positions, in four layouts. Lengths are px."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from activities.effect_cell import Block, CellDrawer, MarkStyle, MarkTexts
from activities.effect_map import EffectMap, MapCell, Placement
from activities.effect_shapes import Arrow, Box, Cell, Drawing, Line, Mark, TextLine, arrow_between
from activities.effect_titles import (
    Captions,
    Columns,
    MapTexts,
    ShownCorners,
    TextBlock,
    axis_title,
    corner_captions,
    empty_note,
    left_column,
    level_title,
    step_titles,
)

type LayoutName = Literal["wide", "compact", "narrow", "mini"]

# Clear space: above the first row, around the marks of a row, below a title that stands above its row, above the
# titles of the steps, and below everything.
_TOP, _ROW_PAD, _HEAD_PAD, _FOOT_PAD, _END = 4.0, 8.0, 4.0, 8.0, 6.0
# Clear space above and below the words that say that a level is empty.
_NOTE_PAD = 6.0
# The level axis keeps its whole stroke inside the drawing.
_AXIS_X_MIN = 0.8


@dataclass(frozen=True, slots=True)
class _Layout:
    """The fixed measures of one layout.

    `left` to `left_max` is the column of level titles (0: titles stand above their rows). A row is `row_height` on
    three levels; more levels share the same height down to `row_height_min`.
    """

    width: float
    left: float
    left_max: float
    row_height: float
    row_height_min: float
    corners: ShownCorners
    has_step_texts: bool
    style: MarkStyle


_LAYOUTS: dict[LayoutName, _Layout] = {
    "wide": _Layout(1152, 128, 240, 178, 100, "all", True, MarkStyle(6.5, 17, 20, 8, 8, True, 24, 6, False)),
    "compact": _Layout(760, 112, 190, 134, 76, "goal", False, MarkStyle(6.5, 14, 19, 0, 6, False, 21, 5, True)),
    "narrow": _Layout(344, 0, 0, 84, 48, "none", False, MarkStyle(5.6, 12, 20, 0, 0, False, 18, 3, True)),
    "mini": _Layout(264, 20, 20, 56, 34, "none", False, MarkStyle(4.6, 9, 16, 0, 0, False, 14, 3, True, 9, 9)),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One level's cells between `y` and `y + height`, with the blocks of marks and the title that belong to it.

    `title_y` is where the title begins; captions take `band_top` from every cell and `band_bottom` from goal columns.
    """

    level: int
    y: float
    height: float
    band_top: float
    band_bottom: float
    title: TextBlock
    title_y: float
    cells: tuple[tuple[MapCell, Block], ...]
    note: TextBlock

    @property
    def note_y(self) -> float:
        """Where the words begin that say that the level is empty: in the middle between the captions."""
        free = self.height - self.band_top - self.band_bottom
        return self.y + self.band_top + (free - self.note.height) / 2

    @property
    def bottom(self) -> float:
        """The lower edge of the cells."""
        return self.y + self.height


def draw_effect_map(
    effect_map: EffectMap,
    texts: MapTexts,
    mark_texts: MarkTexts,
    layout: LayoutName,
    *,
    is_sized: bool = False,
    ghosts: Sequence[Placement] = (),
) -> Drawing:
    """Draws `effect_map` so that nothing overlaps and every mark lies in its cell; rows grow to what they hold.

    With `is_sized` the area of a mark follows the people involved. `ghosts` are activities that moved, placed where
    they stood before.
    """
    measures, scales = _LAYOUTS[layout], effect_map.scales
    columns = Columns(left_column(texts.levels, measures.left, measures.left_max), measures.width, scales.steps)
    captions = corner_captions(texts, scales, columns, shown=measures.corners)
    drawer = CellDrawer(effect_map.groups, columns.width, measures.style, mark_texts, is_sized)
    rows = tuple(_rows(effect_map, texts, columns, captions, measures, drawer, ghosts))
    marks, shadows = (tuple(shapes) for shapes in _placed(effect_map, rows, columns))
    bottom = rows[-1].bottom
    foot, height = _foot(texts, columns, bottom, has_texts=measures.has_step_texts)
    above = axis_title(texts.level_axis, columns).moved(0, _TOP) if columns.left else ()
    around = [line for row in rows for line in row.title.moved(0, row.title_y)]
    notes = [line for row in rows for line in row.note.moved(columns.left, row.note_y)]
    corners = (*captions.above.moved(0, rows[0].y), *captions.below.moved(0, bottom - captions.below.height))
    return Drawing(
        layout=layout,
        width=measures.width,
        height=round(height, 1),
        cells=tuple(_cells(effect_map, rows, columns)),
        lines=tuple(_lines(rows, columns)),
        texts=(*above, *around, *corners, *notes, *foot),
        marks=marks,
        ghosts=shadows,
        arrows=tuple(_arrows(ghosts, shadows, marks)),
    )


def _rows(
    effect_map: EffectMap,
    texts: MapTexts,
    columns: Columns,
    captions: Captions,
    layout: _Layout,
    drawer: CellDrawer,
    ghosts: Sequence[Placement],
) -> Iterator[_Row]:
    """The rows from the top level down, each as high as its fullest cell, its title and its captions need."""
    scales = effect_map.scales
    n_steps, n_levels = len(scales.steps), len(scales.levels)
    least = max(layout.row_height_min, min(layout.row_height, layout.row_height * 3 / n_levels))
    axis_height = axis_title(texts.level_axis, columns).height if columns.left else 0.0
    before: dict[tuple[int, int], list[Placement]] = {}
    for ghost in ghosts:
        before.setdefault((ghost.level, ghost.step), []).append(ghost)
    y = _TOP
    for index, level in enumerate(reversed(scales.levels)):
        is_top, is_lowest = index == 0, index == n_levels - 1
        band_top = captions.above.height if is_top else 0.0
        band_bottom = captions.below.height if is_lowest else 0.0
        cells = effect_map.cells[index * n_steps : (index + 1) * n_steps]
        blocks = tuple(
            (cell, drawer.arrange(cell, is_top=is_top, ghosts=before.get((cell.level, cell.step), ())))
            for cell in cells
        )
        title = level_title(level, texts.levels[level], columns)
        needs = [block.height + (band_bottom if cell.step in scales.goal_steps else 0.0) for cell, block in blocks]
        is_empty = not any(block.height for _, block in blocks)
        note = empty_note(texts.empty.get(level, ""), columns) if is_empty else TextBlock()
        free = note.height + 2 * _NOTE_PAD
        height = max(least, band_top + max(needs) + 2 * _ROW_PAD, band_top + free + band_bottom)
        title_y = y
        if columns.left:
            taken = axis_height if is_top else 0.0
            height = max(height, taken + title.height + 2 * _ROW_PAD)
            title_y += max(taken + _ROW_PAD, (height - title.height) / 2)
        else:
            y += title.height + _HEAD_PAD
        yield _Row(level, y, round(height, 1), band_top, band_bottom, title, title_y, blocks, note)
        y += round(height, 1) + (0.0 if columns.left else _FOOT_PAD)


def _cells(effect_map: EffectMap, rows: tuple[_Row, ...], columns: Columns) -> Iterator[Cell]:
    edges = (*map(columns.x, columns.steps), columns.right)
    for row in rows:
        for step, (left, right) in zip(columns.steps, pairwise(edges), strict=True):
            box = Box(left, round(row.y, 1), round(right - left, 1), row.height)
            yield Cell(row.level, step, effect_map.scales.is_goal(row.level, step), box)


def _lines(rows: tuple[_Row, ...], columns: Columns) -> Iterator[Line]:
    """The grid, drawn once per touching row, and the two axes on top of it."""
    edges = (*map(columns.x, columns.steps), columns.right)
    touching = [(rows[0].y, rows[-1].bottom)] if columns.left else [(row.y, row.bottom) for row in rows]
    for top, bottom in touching:
        for x in edges:
            yield Line(x, top, x, bottom, "grid")
    for y in sorted({y for row in rows for y in (row.y, row.bottom)}):
        yield Line(columns.left, y, columns.right, y, "grid")
    yield Line(columns.left, rows[-1].bottom, columns.right, rows[-1].bottom, "axis")
    for top, bottom in touching:
        axis_x = max(columns.left, _AXIS_X_MIN)
        yield Line(axis_x, top, axis_x, bottom, "axis")


def _placed(effect_map: EffectMap, rows: tuple[_Row, ...], columns: Columns) -> tuple[list[Mark], list[Mark]]:
    """Every mark and every ghost, its block centred between the captions of its cell."""
    marks: list[Mark] = []
    ghosts: list[Mark] = []
    for row in rows:
        for cell, block in row.cells:
            below = row.band_bottom if cell.step in effect_map.scales.goal_steps else 0.0
            free = row.height - row.band_top - below
            x, top = columns.x(cell.step), row.y + row.band_top + (free - block.height) / 2
            marks += [mark.moved(x, top) for mark in block.marks]
            ghosts += [ghost.moved(x, top) for ghost in block.ghosts]
    return marks, ghosts


def _arrows(moved: Sequence[Placement], ghosts: Sequence[Mark], marks: Sequence[Mark]) -> Iterator[Arrow]:
    """From each ghost to its mark, or to the counted mark it is a part of."""
    now = {item.activity.key: (item.activity.level, item.activity.step, item.group.code) for item in moved}
    single = {mark.key: mark for mark in marks if mark.key is not None}
    crowds: dict[object, Mark] = {(mark.level, mark.step, mark.side_class): mark for mark in marks if mark.key is None}
    for ghost in ghosts:
        if ghost.key is None:
            continue
        mark = single.get(ghost.key) or crowds.get(now[ghost.key])
        arrow = arrow_between(ghost, mark) if mark else None
        if arrow:
            yield arrow


def _foot(texts: MapTexts, columns: Columns, bottom: float, *, has_texts: bool) -> tuple[tuple[TextLine, ...], float]:
    """The titles of the steps and of their axis below the map, and the height of the whole drawing."""
    top = bottom + _FOOT_PAD
    steps, axis = step_titles(texts.steps, columns, has_texts=has_texts), axis_title(texts.step_axis, columns)
    axis_top = top if columns.left else top + steps.height + _HEAD_PAD
    height = max(top + steps.height, axis_top + axis.height) + _END
    return (*steps.moved(0, top), *axis.moved(0, axis_top)), height
