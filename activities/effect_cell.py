"""Arranging the marks inside one cell of the effect-level map so that they never touch. Lengths are px."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from activities.effect_map import EACH_DRAWN_MAX, Key, MapCell, Placement, SideGroup, key_order
from activities.effect_shapes import Box, Mark, TextLine, half_extent
from activities.effect_text import LINE_HEIGHT, shorten_text, text_width

# Of the activities in a wide cell that is too full to name all, the newest are named.
NEWEST_NAMED = 3
# Size option (the design's V1): r = base * 0.62 * sqrt(people / 50), never below 4 px, never above 16 px at base 6.5.
SIZE_FACTOR, SIZE_PEOPLE, SIZE_BASE = 0.62, 50, 6.5
SIZE_RADIUS_MIN, SIZE_RADIUS_MAX = 4.0, 16.0
# A ghost is smaller than a mark by this factor.
GHOST_SHARE = 0.85
_SIZED_LINE_STEP = 22.0
_SIZED_GAP = 3.0
# Clear space at the edges of a cell, and between a sized mark and its text.
_EDGE = 3.0
_TEXT_GAP = 6.0
# From the centre of a mark to its text, and the least room that makes a name worth printing.
_TEXT_OFFSET = 14.0
_NAME_ROOM_MIN = 72.0
# Baseline of a 13 px text whose small letters are centred on the mark.
_BASELINE = 4.5
# From the baseline of a text to the bottom of its line.
_DESCENT = 4.0


@dataclass(frozen=True, slots=True)
class MarkText:
    """What a mark says in words, where it leads, and the language of its name when it differs from the page's."""

    label: str
    href: str | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class MarkTexts:
    """How to put a mark into words; each function is called once per drawn mark.

    `of_group` gets a crowded cell, one of its side groups, how many it has there and how many of those are observed;
    `of_ghost` an activity where it stood before it moved.
    """

    of_activity: Callable[[Placement], MarkText]
    of_group: Callable[[MapCell, SideGroup, int, int], MarkText]
    of_count: Callable[[int], str] = str
    of_ghost: Callable[[Placement], MarkText] = lambda placement: MarkText("")


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """How one layout sets its marks: base radius, named lines, and the grid of marks without a name.

    A cell with at most `named_max` activities (`named_max_top` on the top level) names each on its line; a fuller
    one names its newest if `names_newest`. More than `each_max` are one counted mark per side group, its count
    `text_dx` from the mark.
    """

    radius: float
    mark_x: float
    line_step: float
    named_max: int
    named_max_top: int
    names_newest: bool
    pitch: float
    per_row: int
    is_centred: bool
    each_max: int = EACH_DRAWN_MAX
    text_dx: float = _TEXT_OFFSET


@dataclass(frozen=True, slots=True)
class Block:
    """The marks of one cell, placed from the cell's left edge and the top of the block, and the height they take.

    Ghosts, of activities that stood here before, come below the marks.
    """

    height: float
    marks: tuple[Mark, ...]
    ghosts: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Measures:
    """The distances inside one cell, wide enough for its largest mark."""

    mark_x: float
    text_dx: float
    text_room: float
    line_step: float
    pitch: float
    per_row: int


@dataclass(frozen=True, slots=True)
class CellDrawer:
    """Draws any cell of one layout. `width` is that of a cell; `is_sized` turns the size option on."""

    groups: tuple[SideGroup, ...]
    width: float
    style: MarkStyle
    texts: MarkTexts
    is_sized: bool = False

    def arrange(self, cell: MapCell, *, is_top: bool, ghosts: Sequence[Placement] = ()) -> Block:
        """The marks of `cell` in map order, and below them those of activities that stood there before."""
        block = self._marks(cell, is_top=is_top)
        if not ghosts:
            return block
        before = self._ghosts(ghosts)
        moved = tuple(ghost.moved(0, block.height) for ghost in before.marks)
        return Block(block.height + before.height, block.marks, moved)

    def _marks(self, cell: MapCell, *, is_top: bool) -> Block:
        """Named lines, a grid, both, or one counted mark per side group."""
        if cell.n > self.style.each_max:
            return self._counted(cell)
        items = cell.placements
        measures = self._measures(items)
        has_room = measures.text_room >= _NAME_ROOM_MIN
        if has_room and len(items) <= (self.style.named_max_top if is_top else self.style.named_max):
            return self._named(items, measures)
        if not (has_room and self.style.names_newest):
            return self._grid(items, measures)
        newest = newest_keys(items)
        named = self._named([item for item in items if item.activity.key in newest], measures)
        rest = self._grid([item for item in items if item.activity.key not in newest], measures)
        return Block(named.height + rest.height, (*named.marks, *(mark.moved(0, named.height) for mark in rest.marks)))

    def _radius(self, placement: Placement) -> float:
        return sized_radius(placement.activity.people, self.style.radius) if self.is_sized else self.style.radius

    def _measures(self, items: Sequence[Placement]) -> _Measures:
        style = self.style
        reach = max((max(half_extent(item.group.mark, self._radius(item))) for item in items), default=0.0)
        mark_x, text_dx, line_step, pitch = style.mark_x, _TEXT_OFFSET, style.line_step, style.pitch
        if self.is_sized:
            line_step = max(_SIZED_LINE_STEP, 2 * reach + _SIZED_GAP)
            pitch = max(pitch, 2 * reach + _SIZED_GAP)
            mark_x, text_dx = max(mark_x, reach + _EDGE), max(text_dx, reach + _TEXT_GAP)
        per_row = max(1, min(style.per_row, int((self.width - 2 * _EDGE) // pitch)))
        return _Measures(mark_x, text_dx, self.width - mark_x - text_dx - _EDGE, line_step, pitch, per_row)

    def _named(self, items: Sequence[Placement], measures: _Measures) -> Block:
        """One activity per line with its name to the right of its mark."""
        step = measures.line_step
        marks = []
        for index, item in enumerate(items):
            y = (index + 0.5) * step
            target = Box(_EDGE, index * step, self.width - 2 * _EDGE, step)
            words = shorten_text(item.activity.title, measures.text_room)
            name = TextLine(measures.mark_x + measures.text_dx, y + _BASELINE, words, "mark-name")
            marks.append(self._mark(item, measures.mark_x, y, target, name))
        return Block(len(items) * step, tuple(marks))

    def _grid(self, items: Sequence[Placement], measures: _Measures) -> Block:
        """Marks without names, row by row; each row is centred, or starts where the named marks stand."""
        pitch, per_row = measures.pitch, measures.per_row
        marks = []
        for index, item in enumerate(items):
            row, column = divmod(index, per_row)
            in_row = min(per_row, len(items) - row * per_row)
            centred = (self.width - (in_row - 1) * pitch) / 2
            start = centred if self.style.is_centred else min(measures.mark_x, (self.width - (per_row - 1) * pitch) / 2)
            x, y = start + column * pitch, (row + 0.5) * pitch
            marks.append(self._mark(item, x, y, Box(x - pitch / 2, row * pitch, pitch, pitch), None))
        return Block(-(-len(items) // per_row) * pitch, tuple(marks))

    def _ghosts(self, items: Sequence[Placement]) -> Block:
        """Where activities stood before they moved: a grid of smaller marks."""
        pitch, radius = self.style.pitch * GHOST_SHARE, round(self.style.radius * GHOST_SHARE, 2)
        per_row = max(1, int((self.width - 2 * _EDGE) // pitch))
        start = min(self.style.mark_x, self.width / 2)
        marks = []
        for index, item in enumerate(items):
            row, column = divmod(index, per_row)
            x, y, words = start + column * pitch, (row + 0.5) * pitch, self.texts.of_ghost(item)
            target = Box(x - pitch / 2, row * pitch, pitch, pitch)
            marks.append(
                Mark(
                    x=x,
                    y=y,
                    radius=radius,
                    shape=item.group.mark,
                    side_class=item.group.code,
                    filled=False,
                    level=item.level,
                    step=item.step,
                    key=item.activity.key,
                    label=words.label,
                    target=target,
                    href=words.href,
                    lang=words.lang,
                )
            )
        return Block(-(-len(items) // per_row) * pitch, tuple(marks))

    def _counted(self, cell: MapCell) -> Block:
        """One mark per side group with its count to the right, or below it where the cell is too narrow for that."""
        style = self.style
        numbers = [self.texts.of_count(n) for n in cell.n_by_group]
        is_beside = style.mark_x + style.text_dx + max(map(text_width, numbers)) + _EDGE <= self.width
        step = max(style.line_step, style.pitch) + (0 if is_beside else LINE_HEIGHT)
        mark_x = style.mark_x if is_beside else self.width / 2
        marks: list[Mark] = []
        for group, n, n_observed, number in zip(
            self.groups, cell.n_by_group, cell.observed_by_group, numbers, strict=True
        ):
            if not n:
                continue
            y = len(marks) * step + max(style.line_step, style.pitch) / 2
            if is_beside:
                text = TextLine(mark_x + style.text_dx, y + _BASELINE, number, "count")
            else:
                text = TextLine(mark_x, y + style.pitch / 2 + LINE_HEIGHT - _DESCENT, number, "count", "middle")
            target = Box(_EDGE, len(marks) * step, self.width - 2 * _EDGE, step)
            words = self.texts.of_group(cell, group, n, n_observed)
            marks.append(
                Mark(
                    x=mark_x,
                    y=y,
                    radius=style.radius,
                    shape=group.mark,
                    side_class=group.code,
                    filled=n_observed > 0,
                    level=cell.level,
                    step=cell.step,
                    key=None,
                    label=words.label,
                    target=target,
                    href=words.href,
                    lang=words.lang,
                    name=text,
                    count=n,
                    n_observed=n_observed,
                )
            )
        return Block(len(marks) * step, tuple(marks))

    def _mark(self, item: Placement, x: float, y: float, target: Box, name: TextLine | None) -> Mark:
        words = self.texts.of_activity(item)
        return Mark(
            x=x,
            y=y,
            radius=round(self._radius(item), 2),
            shape=item.group.mark,
            side_class=item.group.code,
            filled=item.activity.observed,
            level=item.level,
            step=item.step,
            key=item.activity.key,
            label=words.label,
            target=target,
            href=words.href,
            lang=words.lang,
            name=name,
        )


def sized_radius(people: int | None, base: float = SIZE_BASE) -> float:
    """The radius whose area follows the people involved; an unknown number is drawn smallest, its label says so."""
    follows = base * SIZE_FACTOR * sqrt((people or 0) / SIZE_PEOPLE)
    return max(SIZE_RADIUS_MIN, min(SIZE_RADIUS_MAX * base / SIZE_BASE, follows))


def newest_keys(items: Sequence[Placement]) -> set[Key]:
    """The keys of the activities rated last; of those rated on one day, the highest keys."""
    by_day = sorted(items, key=lambda item: (item.activity.rated_on or date.min, key_order(item.activity.key)))
    return {item.activity.key for item in by_day[-NEWEST_NAMED:]}
