"""The words around the effect-level map: titles of levels and steps, axes, corner captions. Lengths are px."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Literal

from activities.effect_map import Scales
from activities.effect_shapes import TextAnchor, TextLine, TextRole
from activities.effect_text import LINE_HEIGHT, NO_BREAK, text_width, widest_word, wrap_text

type ShownCorners = Literal["all", "goal", "none"]

# From the top of a line to its baseline.
ASCENT = 12.0
# Between a name and the lighter words that follow on its line.
TAIL_GAP = 8.0
# Kept free at the right of a column's title, so that neighbours stand apart.
_COLUMN_GAP = 8.0
# A step's title starts just inside its column. Centred titles keep their own gap, and may leave the drawing a little:
# a page never sets it closer to an edge than that.
_STEP_X = 2.0
_CENTRED_GAP, _OVERHANG = 3.0, 2.0
# Corner captions stand this far inside their corner; a first baseline is 20 px below the edge.
_CORNER_X, _CORNER_TOP, _CORNER_BOTTOM = 10.0, 20.0, 12.0
_CORNER_BAND = 8.0
# In a narrow cell the words of an empty level keep this share of its width free at each side.
_NOTE_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class ScaleText:
    """The name of a level or step and, in a few words, what it means."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class MapTexts:
    """All words around the marks, translated; levels and steps by number. Axis titles bring their own arrows.

    `goal` captions the upper right, `decided` the upper left, `habits` the lower right; `empty` says by level that
    nothing stands there.
    """

    levels: Mapping[int, ScaleText]
    steps: Mapping[int, ScaleText]
    level_axis: str
    step_axis: str
    goal: str
    decided: str
    habits: str
    empty: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The horizontal grid: `left` px for level titles (0 = they stand above their rows), then equal columns."""

    left: float
    right: float
    steps: tuple[int, ...]

    @property
    def width(self) -> float:
        """Width of one column."""
        return (self.right - self.left) / len(self.steps)

    def x(self, step: int) -> float:
        """The left edge of a step's column."""
        return round(self.left + self.steps.index(step) * self.width, 1)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines placed from the block's own top, and the height they take."""

    lines: tuple[TextLine, ...] = ()
    height: float = 0.0

    def moved(self, right: float, down: float) -> tuple[TextLine, ...]:
        """The lines elsewhere."""
        return tuple(line.moved(right, down) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Captions:
    """What the corners mean: above the top level's cells, and at the lower right."""

    above: TextBlock = TextBlock()
    below: TextBlock = TextBlock()


def numbered(number: int, name: str) -> str:
    """A level or step with its number, which stays with the first word of the name."""
    return f"{number}{NO_BREAK}{name}" if name else str(number)


def left_column(levels: Mapping[int, ScaleText], least: float, most: float) -> float:
    """Width of the column of level titles: as wide as their longest word, within limits."""
    widest = max(widest_word(numbered(number, text.name), is_bold=True) for number, text in levels.items())
    return min(most, max(least, float(ceil(widest + _COLUMN_GAP))))


def corner_captions(texts: MapTexts, scales: Scales, columns: Columns, *, shown: ShownCorners) -> Captions:
    """The captions of the goal, of the upper left and of the lower right, wrapped to the room of their corner."""
    if shown == "none":
        return Captions()
    goal_x = columns.x(scales.goal_steps[0])
    # A caption keeps to one column, so that no line of the grid runs through it.
    room = columns.width - 2 * _CORNER_X
    goal = _stack(texts.goal, room, "goal", is_bold=True)
    decided = habits = TextBlock()
    if shown == "all" and goal_x > columns.left:
        decided = _stack(texts.decided, room, "corner")
    if shown == "all":
        habits = _stack(texts.habits, room, "corner")
    top = _CORNER_TOP - ASCENT
    lines = (*goal.moved(goal_x + _CORNER_X, top), *decided.moved(columns.left + _CORNER_X, top))
    above = TextBlock(lines, _CORNER_BAND + max(goal.height, decided.height))
    if not habits.lines:
        return Captions(above)
    height = habits.height + _CORNER_BAND
    down = height - _CORNER_BOTTOM - (len(habits.lines) - 1) * LINE_HEIGHT - ASCENT
    return Captions(above, TextBlock(habits.moved(goal_x + _CORNER_X, down), height))


def empty_note(text: str, columns: Columns) -> TextBlock:
    """What is said of an empty level, wrapped to its first cell."""
    x = min(_CORNER_X, columns.width * _NOTE_SHARE)
    note = _stack(text, columns.width - 2 * x, "empty-level")
    return TextBlock(note.moved(x, 0), note.height)


def level_title(level: int, text: ScaleText, columns: Columns) -> TextBlock:
    """A level's name and meaning: stacked beside its row, or above it on one line where that fits."""
    if not columns.left:
        return _titled(numbered(level, text.name), text.description, columns.right, "level-name", "level-text")
    width = columns.left - _COLUMN_GAP
    name = _stack(numbered(level, text.name), width, "level-name", is_bold=True)
    return _joined([name, _stack(text.description, width, "level-text")])


def axis_title(text: str, columns: Columns) -> TextBlock:
    """The name of an axis in the column of level titles, or at the right end where there is no such column.

    An arrow at its end stays with the last word.
    """
    text = NO_BREAK.join(text.rsplit(" ", 1))
    if columns.left:
        return _stack(text, columns.left - _COLUMN_GAP, "axis-title")
    block = _stack(text, columns.right, "axis-title", anchor="end")
    return TextBlock(block.moved(columns.right, 0), block.height)


def step_titles(texts: Mapping[int, ScaleText], columns: Columns, *, has_texts: bool) -> TextBlock:
    """The steps under their columns; where a word is wider than its column, numbers there and a list below."""
    if not columns.left:
        return _centred_steps(texts, columns) or _listed_steps(texts, columns, has_texts=has_texts)
    room = columns.width - _COLUMN_GAP
    names = {step: numbered(step, texts[step].name) for step in columns.steps}
    if max(widest_word(name, is_bold=True) for name in names.values()) > room:
        return _listed_steps(texts, columns, has_texts=has_texts)
    lines: list[TextLine] = []
    heights: list[float] = []
    for step, name in names.items():
        description = texts[step].description if has_texts else ""
        block = _joined([_stack(name, room, "step-name", is_bold=True), _stack(description, room, "step-text")])
        lines += block.moved(columns.x(step) + _STEP_X, 0)
        heights.append(block.height)
    return TextBlock(tuple(lines), max(heights))


def _centred_steps(texts: Mapping[int, ScaleText], columns: Columns) -> TextBlock | None:
    """Names without numbers, centred under their columns; None if two would touch or one would leave the drawing."""
    room = columns.width - _CENTRED_GAP
    widths = [max(room, widest_word(texts[step].name)) for step in columns.steps]
    taken = [min(width, text_width(texts[step].name)) for step, width in zip(columns.steps, widths, strict=True)]
    touch = any((left + right) / 2 + _CENTRED_GAP > columns.width for left, right in pairwise(taken))
    if touch or max(taken[0], taken[-1]) / 2 > columns.width / 2 + _OVERHANG:
        return None
    lines: list[TextLine] = []
    heights: list[float] = []
    for step, width in zip(columns.steps, widths, strict=True):
        block = _stack(texts[step].name, width, "step-name", anchor="middle")
        lines += block.moved(columns.x(step) + columns.width / 2, 0)
        heights.append(block.height)
    return TextBlock(tuple(lines), max(heights))


def _listed_steps(texts: Mapping[int, ScaleText], columns: Columns, *, has_texts: bool) -> TextBlock:
    numbers = tuple(
        TextLine(round(columns.x(step) + columns.width / 2, 1), ASCENT, str(step), "step-name", "middle", is_bold=True)
        for step in columns.steps
    )
    width = columns.right - columns.left
    entries = [TextBlock(numbers, LINE_HEIGHT)]
    for step in columns.steps:
        description = texts[step].description if has_texts else ""
        block = _titled(numbered(step, texts[step].name), description, width, "step-name", "step-text")
        entries.append(TextBlock(block.moved(columns.left, 0), block.height))
    return _joined(entries)


def _titled(name: str, description: str, width: float, name_role: TextRole, text_role: TextRole) -> TextBlock:
    """A name and what it means on one line if that fits, else below each other."""
    if description and text_width(name, is_bold=True) + TAIL_GAP + text_width(description) <= width:
        return TextBlock((TextLine(0, ASCENT, name, name_role, is_bold=True, tail=description),), LINE_HEIGHT)
    return _joined([_stack(name, width, name_role, is_bold=True), _stack(description, width, text_role)])


def _stack(
    text: str, width: float, role: TextRole, *, is_bold: bool = False, anchor: TextAnchor = "start"
) -> TextBlock:
    words = wrap_text(text, width, is_bold=is_bold)
    lines = (TextLine(0, ASCENT + i * LINE_HEIGHT, line, role, anchor, is_bold) for i, line in enumerate(words))
    return TextBlock(tuple(lines), len(words) * LINE_HEIGHT)


def _joined(blocks: Sequence[TextBlock]) -> TextBlock:
    """Blocks one below the other."""
    lines: list[TextLine] = []
    height = 0.0
    for block in blocks:
        lines += block.moved(0, height)
        height += block.height
    return TextBlock(tuple(lines), height)
