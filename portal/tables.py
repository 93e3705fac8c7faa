"""The map in rows of words: the table that names each activity, the table of cells, the moves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from activities.effect_map import JOINT, NOT_STATED
from activities.map_queries import MapRow, Move
from arena.models import Side, Theme
from portal import sentences
from portal.arena_map import ArenaMap, Frame

type Where = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One activity as the table names it; `then` says where it stood when movement is asked for."""

    row: MapRow
    side: Side | str | None
    themes: tuple[Theme, ...]
    level_name: str
    step_name: str
    kind: str
    then: str


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

    move: Move
    side: Side | str | None
    steps: tuple[tuple[str, str], ...]


def side_of(frame: Frame, group: str) -> Side | str | None:
    """A side group as the pages mark it."""
    special: dict[str, str | None] = {JOINT: "joint", NOT_STATED: None}
    return special[group] if group in special else frame.sides[group]


def named_rows(arena_map: ArenaMap, themes: Mapping[int, Theme]) -> list[NamedRow]:
    """Every placed activity, in the order of the drawing."""
    frame = arena_map.frame
    found = []
    for placement in arena_map.effect_map.rows:
        row = arena_map.row(placement)
        found.append(
            NamedRow(
                row=row,
                side=side_of(frame, row.group),
                themes=tuple(theme for key, theme in themes.items() if key in row.themes),
                level_name=sentences.level_name(frame, placement.level),
                step_name=sentences.step_name(frame, placement.step),
                kind=sentences.rating_kind(bool(row.is_observed)),
                then=_then(frame, row),
            )
        )
    return found


def _then(frame: Frame, row: MapRow) -> str:
    if row.then is None:
        return sentences.not_rated()
    return sentences.place_name(frame, row.then) if row.has_moved else gettext("the same")


def groups(arena_map: ArenaMap) -> list[Side | str | None]:
    """The side groups as the pages mark them, in map order."""
    return [side_of(arena_map.frame, group.code) for group in arena_map.effect_map.groups]


def cell_rows(arena_map: ArenaMap) -> list[CellRow]:
    """The cells that hold activities, top level first."""
    frame = arena_map.frame
    return [
        CellRow(
            level_name=sentences.level_name(frame, cell.level),
            step_name=sentences.step_name(frame, cell.step),
            n_by_group=cell.n_by_group,
            n=cell.n,
        )
        for cell in arena_map.effect_map.cell_rows
    ]


def move_rows(frame: Frame, moves: Iterable[Move]) -> list[MoveRow]:
    """Moves in words."""
    return [MoveRow(move, side_of(frame, move.group), tuple(_steps(frame, move.before, move.after))) for move in moves]


def _steps(frame: Frame, before: Where, after: Where) -> Iterator[tuple[str, str]]:
    if before[0] != after[0]:
        yield sentences.level_name(frame, before[0]), sentences.level_name(frame, after[0])
    if before[1] != after[1]:
        yield _step(frame, before[1]), _step(frame, after[1])


def _step(frame: Frame, number: int | None) -> str:
    return sentences.step_name(frame, number) if number else sentences.not_rated()


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One activity that could be lifted, and where it stands."""

    key: int
    title: str
    language: str
    side: Side | str | None
    place: str


def candidate_rows(arena_map: ArenaMap) -> list[CandidateRow]:
    """What could be lifted, the best first."""
    frame = arena_map.frame
    return [
        CandidateRow(
            row.key,
            row.title,
            row.language,
            side_of(frame, row.group),
            f"{sentences.level_name(frame, row.level or 0)} · {sentences.step_name(frame, row.step or 0)}",
        )
        for row in arena_map.candidates
    ]
