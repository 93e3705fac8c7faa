"""The shapes a drawing of the effect-level map is made of. Positions and lengths are px, y grows downwards."""

from dataclasses import dataclass
from math import hypot, pi, sqrt
from typing import Literal

from activities.effect_map import GroupMark, Key

type Point = tuple[float, float]
type LineRole = Literal["grid", "axis"]
type TextAnchor = Literal["start", "middle", "end"]
type TextRole = Literal[
    "level-name",
    "level-text",
    "step-name",
    "step-text",
    "axis-title",
    "goal",
    "corner",
    "empty-level",
    "mark-name",
    "count",
]

# Every mark is outlined with a stroke of this width, half of which lies outside the shape.
STROKE = 2.0
# Each shape has the area of the circle with the same radius r (the design's equal-area rule):
# square (2h)^2, diamond 2h^2, equilateral triangle h^2 * sqrt 3, with h the half width.
_HALF_WIDTH = {
    "circle": 1.0,
    "ring": 1.0,
    "square": sqrt(pi) / 2,
    "diamond": sqrt(pi / 2),
    "triangle": sqrt(pi / sqrt(3)),
}
# An equilateral triangle is lower than it is wide; it is centred by its box, not by its mass, to sit on a text line.
_HALF_HEIGHT = _HALF_WIDTH | {"triangle": _HALF_WIDTH["triangle"] * sqrt(3) / 2}
# A ring stays a ring when it is filled: a dot with this share of its radius stands inside.
_DOT_SHARE = 0.4

# An arrow keeps this clear of the marks it joins, has a head of this length, and bends by this share of its own.
_ARROW_GAP, _HEAD, _BEND, _BEND_MAX = 2.0, 6.0, 0.12, 22.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def moved(self, right: float, down: float) -> "Box":
        """The same rectangle elsewhere."""
        return Box(round(self.x + right, 1), round(self.y + down, 1), self.width, self.height)


@dataclass(frozen=True, slots=True)
class Cell:
    """The ground of one level at one stability step; the goal region is tinted."""

    level: int
    step: int
    is_goal: bool
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: the grid, or one of the two axes."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: LineRole


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text at its baseline. `tail` follows on the same line in lighter weight."""

    x: float
    y: float
    text: str
    role: TextRole
    anchor: TextAnchor = "start"
    is_bold: bool = False
    tail: str = ""

    def moved(self, right: float, down: float) -> "TextLine":
        """The same line elsewhere."""
        x, y = round(self.x + right, 1), round(self.y + down, 1)
        return TextLine(x, y, self.text, self.role, self.anchor, self.is_bold, self.tail)


@dataclass(frozen=True, slots=True)
class Mark:
    """An activity, or (`count` set, `key` None) all activities of one side group in a crowded cell.

    `filled` = observed, hollow = expected; a group is hollow only when all of it is expected.
    `label` says everything in words; `target` is the area that answers a pointer.
    """

    x: float
    y: float
    radius: float
    shape: GroupMark
    side_class: str
    filled: bool
    level: int
    step: int
    key: Key | None
    label: str
    target: Box
    href: str | None
    lang: str
    name: TextLine | None = None
    count: int | None = None
    n_observed: int | None = None

    @property
    def corners(self) -> tuple[Point, ...]:
        """The corners of a square, diamond or triangle; none for a circle or ring."""
        return shape_corners(self.shape, self.x, self.y, self.radius)

    @property
    def dot_radius(self) -> float | None:
        """Radius of the dot inside the ring of an observed activity; filled, it would look like a circle."""
        return round(self.radius * _DOT_SHARE, 2) if self.shape == "ring" and self.filled else None

    @property
    def points(self) -> str:
        """The corners as SVG writes them, "x,y x,y", the same in every language."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.corners)

    def moved(self, right: float, down: float) -> "Mark":
        """The same mark elsewhere, with its name and its target."""
        # Written out because `dataclasses.replace` takes half the time of drawing a thousand marks.
        return Mark(
            x=round(self.x + right, 1),
            y=round(self.y + down, 1),
            radius=self.radius,
            shape=self.shape,
            side_class=self.side_class,
            filled=self.filled,
            level=self.level,
            step=self.step,
            key=self.key,
            label=self.label,
            target=self.target.moved(right, down),
            href=self.href,
            lang=self.lang,
            name=self.name and self.name.moved(right, down),
            count=self.count,
            n_observed=self.n_observed,
        )


@dataclass(frozen=True, slots=True)
class Arrow:
    """From where an activity stood to where it stands: a slight bend from `start` by `bend` to `end`, and its head."""

    start: Point
    bend: Point
    end: Point
    head: tuple[Point, Point, Point]

    @property
    def path(self) -> str:
        """The line as SVG writes it."""
        (x1, y1), (cx, cy), (x2, y2) = self.start, self.bend, self.end
        return f"M{x1:g},{y1:g}Q{cx:g},{cy:g} {x2:g},{y2:g}"

    @property
    def head_points(self) -> str:
        """The head as SVG writes it."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.head)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of the effect-level map, ready to be printed shape by shape; arrows and ghosts lie below the marks.

    A ghost is where an activity stood before it moved; an arrow leads from it to its mark.
    """

    layout: Literal["wide", "compact", "narrow", "mini"]
    width: float
    height: float
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]
    texts: tuple[TextLine, ...]
    marks: tuple[Mark, ...]
    ghosts: tuple[Mark, ...] = ()
    arrows: tuple[Arrow, ...] = ()


def arrow_between(ghost: Mark, mark: Mark) -> Arrow | None:
    """The arrow from a ghost to the mark that the activity is now; None where they all but touch."""
    dx, dy = mark.x - ghost.x, mark.y - ghost.y
    length = hypot(dx, dy)
    reach = max(half_extent(mark.shape, mark.radius))
    near, far = max(half_extent(ghost.shape, ghost.radius)) + _ARROW_GAP, reach + _ARROW_GAP
    if length < near + far + _HEAD:
        return None
    bend = min(length * _BEND, _BEND_MAX)
    cx, cy = (ghost.x + mark.x) / 2 + dy / length * bend, (ghost.y + mark.y) / 2 - dx / length * bend
    start, end = _towards(ghost.x, ghost.y, cx, cy, near), _towards(mark.x, mark.y, cx, cy, far)
    bx, by = _towards(end[0], end[1], cx, cy, _HEAD)
    wx, wy = (end[1] - by) / 2, (bx - end[0]) / 2
    head = (end, (round(bx + wx, 1), round(by + wy, 1)), (round(bx - wx, 1), round(by - wy, 1)))
    return Arrow(start, (round(cx, 1), round(cy, 1)), (round(bx, 1), round(by, 1)), head)


def _towards(x: float, y: float, to_x: float, to_y: float, distance: float) -> Point:
    """The point `distance` away from (x, y) on the way to another."""
    share = distance / hypot(to_x - x, to_y - y)
    return round(x + (to_x - x) * share, 1), round(y + (to_y - y) * share, 1)


def half_extent(shape: GroupMark, radius: float) -> tuple[float, float]:
    """Half the width and half the height that a mark takes, its outline included."""
    return _HALF_WIDTH[shape] * radius + STROKE / 2, _HALF_HEIGHT[shape] * radius + STROKE / 2


def shape_corners(shape: GroupMark, x: float, y: float, radius: float) -> tuple[Point, ...]:
    """The corners of a mark around (x, y), clockwise; none for a circle or ring."""
    across, up = _HALF_WIDTH[shape] * radius, _HALF_HEIGHT[shape] * radius
    left, right, top, bottom = (round(edge, 2) for edge in (x - across, x + across, y - up, y + up))
    if shape == "square":
        return (left, top), (right, top), (right, bottom), (left, bottom)
    if shape == "diamond":
        return (x, top), (right, y), (x, bottom), (left, y)
    if shape == "triangle":
        return (x, top), (right, bottom), (left, bottom)
    return ()
