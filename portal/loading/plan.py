"""What a folder asks for, as plain values: no database, no clock."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.loading.tables import Row


@dataclass(frozen=True)
class Wanted:
    """One row as it should stand in the arena: its key, its fields, what it links to, where it comes from.

    `links` maps a many-to-many field to the keys of the rows it should hold. Fields and links that are not named
    are left to people. `side` is the code of a side that is part of the key.
    """

    key: tuple[Any, ...]
    fields: dict[str, Any]
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    side: str = ""
    aliases: tuple[str, ...] = ()
    target: Decimal | None = None
    row: Row | None = None


@dataclass
class ArenaPlan:
    """Everything a folder says about one arena. `files` counts the rows read in each file."""

    slug: str
    arena: dict[str, Any]
    sides: list[Wanted] = field(default_factory=list)
    stated_dates: list[Wanted] = field(default_factory=list)
    periods: list[Wanted] = field(default_factory=list)
    themes: list[Wanted] = field(default_factory=list)
    priorities: list[Wanted] = field(default_factory=list)
    effect_levels: list[Wanted] = field(default_factory=list)
    stability_steps: list[Wanted] = field(default_factory=list)
    synonyms: list[dict[str, str]] = field(default_factory=list)
    organisations: list[Wanted] = field(default_factory=list)
    teams: list[Wanted] = field(default_factory=list)
    activities: list[Wanted] = field(default_factory=list)
    indicators: list[Wanted] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
