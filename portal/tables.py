"""The map in rows of words: the table that names each activity, the table of cells, the moves."""

from dataclasses import dataclass

from activities.effect_map import JOINT, NOT_STATED
from arena.models import Side
from portal import sentences
from portal.arena_map import ArenaMap, Move
from portal.queries import Logged, Rating


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One activity as the table names it."""

    logged: Logged
    rating: Rating
    level_name: str
    step_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell that holds activities, with how many of each side group, in the order of `groups`."""

    level_name: str
    step_name: str
    n_by_group: tuple[int, ...]
    n: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One activity that moved: the words of level and step before and after, empty where they are the same."""

    logged: Logged
    reason: str
    steps: tuple[tuple[str, str], ...]


def named_rows(arena_map: ArenaMap) -> list[NamedRow]:
    """Every placed activity, in the order of the drawing."""
    frame = arena_map.frame
    return [
        NamedRow(
            logged=row.logged,
            rating=row.rating,
            level_name=sentences.level_name(frame, row.level),
            step_name=sentences.step_name(frame, row.step),
            kind=sentences.rating_kind(row.rating.is_observed),
        )
        for row in arena_map.rows
    ]


def groups(arena_map: ArenaMap) -> list[Side | str | None]:
    """The side groups as the pages mark them, in map order."""
    special: dict[str, str | None] = {JOINT: "joint", NOT_STATED: None}
    codes = [group.code for group in arena_map.effect_map.groups]
    return [special[code] if code in special else arena_map.frame.sides[code] for code in codes]


def cell_rows(arena_map: ArenaMap) -> list[CellRow]:
    """The cells that hold activities, top level first."""
    frame = arena_map.frame
    return [
        CellRow(
            level_name=sentences.level_name(frame, cell.level),
            step_name=sentences.step_name(frame, cell.step),
            n_by_group=cell.n_by_group,
            n=len(cell.placements),
        )
        for cell in arena_map.effect_map.cell_rows
    ]


def move_rows(arena_map: ArenaMap) -> list[MoveRow]:
    """The latest moves."""
    return [MoveRow(move.logged, move.after.reason, tuple(_steps(arena_map, move))) for move in arena_map.moves]


def _steps(arena_map: ArenaMap, move: Move) -> list[tuple[str, str]]:
    frame, before, after = arena_map.frame, move.before, move.after
    steps = []
    if before.level != after.level:
        steps.append((sentences.level_name(frame, before.level), sentences.level_name(frame, after.level)))
    if before.stability != after.stability:
        steps.append(
            tuple(
                sentences.step_name(frame, number) if number else sentences.not_rated()
                for number in (before.stability, after.stability)
            )
        )
    return steps
