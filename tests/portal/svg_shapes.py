"""Reads the shapes of a drawn map back from its SVG: cells, marks, words with their boxes, lines of the grid."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

from activities.effect_text import LINE_HEIGHT, text_width
from activities.effect_titles import ASCENT, TAIL_GAP

type Edges = tuple[float, float, float, float]
SVG = "{http://www.w3.org/2000/svg}"
STROKE = 2.0


@dataclass
class Shapes:
    """Boxes as left, top, right, bottom. `names` are the words of marks, `words` all others."""

    frame: Edges
    cells: list[Edges] = field(default_factory=list)
    marks: list[Edges] = field(default_factory=list)
    ghosts: list[Edges] = field(default_factory=list)
    names: list[tuple[str, Edges]] = field(default_factory=list)
    words: list[tuple[str, Edges]] = field(default_factory=list)
    lines: list[Edges] = field(default_factory=list)


def shapes_of(svg: str) -> Shapes:
    """The shapes of one drawing of the page, with text as wide as a conservative table of letters says."""
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox").split())
    shapes = Shapes((left, top, left + width, top + height))
    for element in root.iter():
        css = (element.get("class") or "").split()
        if "cell" in css:
            shapes.cells.append(_box(element))
        elif "mk" in css:
            shapes.marks.append(_mark(element))
        elif "ghost" in css:
            shapes.ghosts.append(_mark(element))
        elif "grid-line" in css or "axis" in css:
            shapes.lines.append(tuple(float(element.get(name)) for name in ("x1", "y1", "x2", "y2")))
        elif element.tag.removeprefix(SVG) == "text":
            (shapes.names if "name" in css else shapes.words).append(_text(element, css))
    return shapes


def _box(element: ElementTree.Element) -> Edges:
    x, y, width, height = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _mark(element: ElementTree.Element) -> Edges:
    half = STROKE / 2
    if element.get("points"):
        xs, ys = zip(*(map(float, point.split(",")) for point in element.get("points").split()), strict=True)
        return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half
    x, y, radius = (float(element.get(name)) for name in ("cx", "cy", "r"))
    return x - radius - half, y - radius - half, x + radius + half, y + radius + half


def _text(element: ElementTree.Element, css: list[str]) -> tuple[str, Edges]:
    words = element.text or ""
    width = text_width(words, is_bold="t-bold" in css)
    tail = next(iter(element), None)
    if tail is not None:
        width += TAIL_GAP + text_width(tail.text or "")
    x, y = float(element.get("x")), float(element.get("y"))
    left = x - {None: 0.0, "start": 0.0, "middle": width / 2, "end": width}[element.get("text-anchor")]
    return words, (left, y - ASCENT, left + width, y - ASCENT + LINE_HEIGHT)


def overlap(one: Edges, other: Edges) -> bool:
    """Whether two boxes share more than the rounding of their corners."""
    slack = 0.25
    across = one[0] < other[2] - slack and other[0] < one[2] - slack
    return across and one[1] < other[3] - slack and other[1] < one[3] - slack


def inside(inner: Edges, outer: Edges, slack: float = 0.25) -> bool:
    """Whether a box lies in another."""
    is_below = inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
    return is_below and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def complaints(shapes: Shapes) -> list[str]:
    """Every pair of shapes that touch where they must not, in words."""
    found = []
    texts = [*shapes.names, *shapes.words]
    drawn = [*shapes.marks, *shapes.ghosts]
    for number, (words, edges) in enumerate(texts):
        found += [f"{words!r} over {other!r}" for other, theirs in texts[number + 1 :] if overlap(edges, theirs)]
        found += [f"{words!r} over a mark at {mark}" for mark in drawn if overlap(edges, mark)]
        found += [f"{words!r} over a line {line}" for line in shapes.lines if overlap(edges, _of_line(line))]
    for number, mark in enumerate(drawn):
        found += [f"marks {mark} and {other}" for other in drawn[number + 1 :] if overlap(mark, other)]
    for edges in [*drawn, *(edges for _words, edges in shapes.names)]:
        if sum(inside(edges, cell) for cell in shapes.cells) != 1:
            found.append(f"{edges} is not in one cell")
    # A title may leave the drawing a little; the page keeps it clear of every edge by more.
    found += [f"{words!r} leaves the drawing" for words, edges in texts if not inside(edges, shapes.frame, slack=2)]
    return found


def _of_line(line: Edges) -> Edges:
    """A line as a box of its stroke."""
    x1, y1, x2, y2 = line
    return min(x1, x2) - 0.5, min(y1, y2) - 0.5, max(x1, x2) + 0.5, max(y1, y2) + 0.5
