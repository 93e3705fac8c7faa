"""The map as the templates print it: shapes with the classes of their sides, words, addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language, gettext

from activities.effect_cell import MarkText, MarkTexts, sized_radius
from activities.effect_drawing import LayoutName, draw_effect_map
from activities.effect_map import JOINT, NOT_STATED, Balance, BalanceRow, MapCell, Placement, RatedActivity, SideGroup
from activities.effect_shapes import Drawing, Mark, TextLine, TextRole
from activities.effect_titles import MapTexts, ScaleText
from activities.map_queries import Move
from arena.models import Side
from portal import sentences
from portal.arena_map import ArenaMap, Frame
from portal.sentences import amount

TEXT_CLASSES: dict[TextRole, str] = {
    "level-name": "",
    "level-text": "t2",
    "step-name": "",
    "step-text": "t2",
    "axis-title": "t3",
    "goal": "t-brand",
    "corner": "t3",
    "empty-level": "t2",
    "mark-name": "",
    "count": "t-bold",
}
# On which screens a drawing stands: of the full map one of two, small maps on all.
LAYOUT_CLASSES = {"wide": "lay-wide", "compact": "lay-wide", "narrow": "lay-narrow", "mini": ""}
TABLE_ID = "map-table"
# Numbers of participants that the key shows when the size of a point follows them.
SIZES_IN_KEY = (50, 200, 500)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where points lead: of an activity by its key, and of a side group's activities on a level."""

    activity: Callable[[int], str]
    group: Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing: `css` says on which screens it stands; its points are links (`is_linked`), or it is a picture."""

    key: str
    css: str
    drawing: Drawing
    description: str
    is_linked: bool
    marks: tuple[tuple[Mark, str], ...]
    ghosts: tuple[tuple[Mark, str], ...]
    texts: tuple[tuple[TextLine, str], ...]


def side_classes(frame: Frame) -> dict[str, str]:
    """The class of each side group by its code: sides take their colour by position."""
    return {side.code: f"side-{side.position}" for side in frame.sides.values()} | {
        JOINT: "joint",
        NOT_STATED: "unstated",
    }


def chart(
    arena_map: ArenaMap,
    layout: LayoutName,
    *,
    is_sized: bool = False,
    addresses: Addresses | None = None,
    description: str,
    moves: Sequence[Move] = (),
) -> Chart:
    """The map in one layout. With `addresses` its points are links, without it is a picture.

    `moves` are drawn from where each activity stood before.
    """
    groups = {group.code: group for group in arena_map.effect_map.groups}
    drawing = draw_effect_map(
        arena_map.effect_map,
        map_texts(arena_map.frame),
        _mark_texts(arena_map, addresses, moves),
        layout,
        is_sized=is_sized,
        ghosts=[_ghost(move, groups, move.before[1]) for move in moves if move.before[1]],
    )
    return _chart(f"map-{layout}", drawing, arena_map.frame, description, is_linked=addresses is not None)


def _ghost(move: Move, groups: Mapping[str, SideGroup], step: int) -> Placement:
    level_now, step_now = move.after
    moved = RatedActivity(move.key, move.title, move.group, level_now, step_now, False, None, move.rated_on)
    return Placement(moved, groups[move.group], move.before[0], step)


def picture(arena_map: ArenaMap, key: str, *, description: str) -> Chart:
    """A small map as a picture: its levels and steps are numbers alone."""
    texts = map_texts(arena_map.frame)
    levels, steps = ({n: ScaleText("") for n in scale} for scale in (texts.levels, texts.steps))
    texts = replace(texts, levels=levels, steps=steps, level_axis="", step_axis="", empty={})
    drawing = draw_effect_map(arena_map.effect_map, texts, _mark_texts(arena_map, None), "mini")
    return _chart(key, drawing, arena_map.frame, description, is_linked=False)


def _chart(key: str, drawing: Drawing, frame: Frame, description: str, *, is_linked: bool) -> Chart:
    css = side_classes(frame)
    return Chart(
        key=key,
        css=LAYOUT_CLASSES[drawing.layout],
        drawing=drawing,
        description=description,
        is_linked=is_linked,
        marks=tuple((mark, css[mark.side_class]) for mark in drawing.marks),
        ghosts=tuple((ghost, css[ghost.side_class]) for ghost in drawing.ghosts),
        texts=tuple((text, TEXT_CLASSES[text.role]) for text in drawing.texts),
    )


def map_texts(frame: Frame) -> MapTexts:
    """All words around the marks."""
    level_axis, step_axis = sentences.axis_titles()
    return MapTexts(
        levels={n: ScaleText(level.name or str(n), level.summary or "") for n, level in frame.levels.items()},
        steps={n: ScaleText(step.name or str(n), step.summary or "") for n, step in frame.steps.items()},
        level_axis=level_axis,
        step_axis=step_axis,
        goal=gettext("Lasting change at system level"),
        decided=gettext("Decided, not yet supported"),
        habits=gettext("New habits that hold"),
        empty={n: gettext("Nothing on level %(n)s yet") % {"n": n} for n in frame.levels},
    )


def _mark_texts(arena_map: ArenaMap, addresses: Addresses | None, moves: Sequence[Move] = ()) -> MarkTexts:
    if addresses is None:
        nothing = MarkText("")
        return MarkTexts(of_activity=lambda placement: nothing, of_group=lambda *group: nothing, of_count=amount)
    frame, language = arena_map.frame, get_language()

    def of_activity(placement: Placement) -> MarkText:
        row = arena_map.row(placement)
        lang = row.language if row.language != language else ""
        return MarkText(sentences.point(row, frame), addresses.activity(row.key), lang)

    def of_group(cell: MapCell, group: SideGroup, n: int, n_observed: int) -> MarkText:
        words = sentences.crowd(frame, group.code, cell.level, cell.step, n, n_observed)
        return MarkText(words, addresses.group(group.code, cell.level))

    moved = {move.key: move for move in moves}

    def of_ghost(placement: Placement) -> MarkText:
        move = moved[int(placement.activity.key)]
        return MarkText(sentences.moved(move, frame), addresses.activity(move.key))

    return MarkTexts(of_activity=of_activity, of_group=of_group, of_count=amount, of_ghost=of_ghost)


def sized_key() -> list[tuple[float, str]]:
    """What the sizes of points mean: radius and words."""
    return [(sized_radius(n), sentences.participants(n)) for n in SIZES_IN_KEY]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the balance chart; lengths are SVG percentages of its cell."""

    n: int
    position: int
    width: str
    start: str


@dataclass(frozen=True, slots=True)
class BalanceChart:
    """Activities per level and side on a common scale. `rows` = level name and one bar per side, top level first."""

    sides: tuple[Side, ...]
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]
    n_joint: int
    n_not_stated: int
    is_butterfly: bool


# The longest bar leaves this share of its cell, in per cent, for the number at its end.
_LONGEST = 78


def balance_chart(arena_map: ArenaMap) -> BalanceChart:
    """The balance between the sides, as the template draws it."""
    balance = arena_map.effect_map.balance
    return BalanceChart(
        sides=tuple(arena_map.frame.sides[code] for code in balance.sides),
        rows=tuple(
            (sentences.level_name(arena_map.frame, row.level), _bars(balance, row, arena_map.frame))
            for row in balance.rows
        ),
        n_joint=balance.n_joint,
        n_not_stated=balance.n_not_stated,
        is_butterfly=balance.is_butterfly,
    )


def _bars(balance: Balance, row: BalanceRow, frame: Frame) -> tuple[Bar, ...]:
    bars = []
    for index, (code, n) in enumerate(zip(balance.sides, row.n_by_side, strict=True)):
        length = _LONGEST * n / balance.longest if balance.longest else 0.0
        to_left = balance.is_butterfly and index == 0
        bars.append(Bar(n, frame.sides[code].position, f"{length:.1f}%", f"{100 - length:.1f}%" if to_left else "0%"))
    return tuple(bars)
