"""What can be imported from a file: a registry that higher apps add theirs to.

`arena.imports.register(ImportKind(...))` from an app's `ready()` is all it takes: the reader, the pages, the columns,
the checks, the jobs and the command are the same for every kind.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.functional import Promise

from accounts.models import User
from arena.enums import RowOutcome
from arena.models import Arena
from core.sheets import Cell
from core.text import fold

type Text = str | Promise
type Values = dict[str, Any]


class CellFault(Exception):
    """A cell cannot be understood. `code` is one of arena/import_reasons.py, `details` what its words name."""

    def __init__(self, code: str, *, field: str = "", **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.details = details


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row becomes and why. `key` is that of the row in the arena, or minus the number of a row of the file."""

    outcome: str
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    key: int | None = None


def match(reason: str, key: int, **details: Any) -> Verdict:
    """The row is there already: in the arena, or further up in the file."""
    return Verdict(RowOutcome.MATCH, reason if key > 0 else "match.row", details, key)


def ambiguous(reason: str, candidates: Iterable[int], **details: Any) -> Verdict:
    """The row may be any of several, or something new: people say which."""
    found = sorted(set(candidates), key=lambda key: (key < 0, abs(key)))
    return Verdict(RowOutcome.AMBIGUOUS, reason, {"candidates": found, **details})


NEW = Verdict(RowOutcome.NEW)


@dataclass(frozen=True, kw_only=True)
class ImportField:
    """One thing that a row can say. Its column is found by the label in any language, or by a synonym.

    `loose` are words that mean it only where nothing else does, such as “company” for a name. `read` makes a value of
    a cell that is not empty, with what the book knows; it raises `CellFault`.
    """

    slug: str
    label: Text
    read: Callable[[Cell, Any], Any]
    synonyms: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    hint: Text = ""
    example: Text = ""
    is_required: bool = False


class Book:
    """What the rows of a file are read by and compared with, as the arena stands when it is opened.

    `actor` is who brings the rows in; None = the command line.
    """

    def __init__(self, arena: Arena, *, language: str, actor: User | None = None) -> None:
        self.arena = arena
        self.language = language
        self.actor = actor

    def complete(self, values: Values) -> Values:
        """The values as they belong together. Raises `CellFault` when they contradict one another."""
        return values

    def classify(self, values: Values) -> Verdict:
        """What becomes of a row, by what is there and what stands above it in the file."""
        raise NotImplementedError

    def note(self, key: int, values: Values) -> None:
        """Remembers a new row: minus its number while the file is checked, its key once it is written."""
        raise NotImplementedError

    def alike(self) -> dict[int, Verdict]:
        """Those of the rows noted as new, by number, that look so much like another that people must say."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Write:
    """A row on its way into the arena."""

    arena: Arena
    book: Any
    values: Values
    actor: User | None
    on: date


@dataclass(frozen=True, kw_only=True)
class ImportKind:
    """One kind of row that files bring.

    `state` changes whenever what a book holds has changed. `write` makes one row and raises RuleBroken; `names` and
    `addresses` say what rows of the arena are called and where their pages are. `has_language`: its texts are people's,
    so that their language is asked.
    """

    slug: str
    position: int
    title: Text
    lead: Text
    fields: tuple[ImportField, ...]
    book: type[Book]
    state: Callable[[Arena], object]
    write: Callable[[Write], Model]
    names: Callable[[Arena, Collection[int]], Mapping[int, str]]
    addresses: Callable[[Arena, Collection[int]], Mapping[int, str]]
    has_language: bool = False

    @property
    def label_field(self) -> ImportField:
        """What the list calls a row by."""
        return next(one for one in self.fields if one.is_required)

    def field_of(self, slug: str) -> ImportField | None:
        """The field with this slug, if there is one."""
        return next((one for one in self.fields if one.slug == slug), None)


_KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Adds a kind to what every arena can import. A slug stands once."""
    if kind.slug in _KINDS:
        raise ValueError(f"There is an import of {kind.slug} already.")
    _KINDS[kind.slug] = kind


def find(slug: str) -> ImportKind | None:
    """The kind with this slug, if there is one."""
    return _KINDS.get(slug)


def in_order() -> list[ImportKind]:
    """All kinds as the pages show them."""
    return sorted(_KINDS.values(), key=lambda kind: kind.position)


def recognised(kind: ImportKind, headings: Sequence[str]) -> dict[str, int]:
    """Field -> position of its column, for what the headings say without doubt.

    A label counts before a synonym. A field that two columns claim is left to people, and so is a column that two
    fields claim, unless loosely: then the first field without a column has it.
    """
    found: dict[str, int] = {}
    for names in (_labels(kind.slug), _synonyms(kind.slug)):
        claims = _claims(names, headings, found)
        claimed = [position for positions in claims.values() for position in positions]
        found |= {
            slug: positions[0]
            for slug, positions in claims.items()
            if len(positions) == 1 and claimed.count(positions[0]) == 1
        }
    for one in kind.fields:
        positions = _claims(_loose(kind.slug), headings, found).get(one.slug, [])
        if len(positions) == 1:
            found[one.slug] = positions[0]
    return found


def _claims(names: Mapping[str, list[str]], headings: Sequence[str], found: Mapping[str, int]) -> dict[str, list[int]]:
    """Which free columns the fields without a column find by these names."""
    claims: dict[str, list[int]] = {}
    for position, heading in enumerate(headings):
        if position not in found.values():
            for slug in names.get(plain_heading(heading), ()):
                if slug not in found:
                    claims.setdefault(slug, []).append(position)
    return claims


def plain_heading(text: str) -> str:
    """A heading to compare by: letters and digits alone, without case and accents."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def labels_of(one: ImportField) -> dict[str, str]:
    """The label of a field in every language of the interface."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = str(one.label)
    return found


@lru_cache
def _labels(slug: str) -> dict[str, list[str]]:
    return _by_heading(_KINDS[slug], lambda one: labels_of(one).values())


@lru_cache
def _synonyms(slug: str) -> dict[str, list[str]]:
    return _by_heading(_KINDS[slug], lambda one: (one.slug, *one.synonyms))


@lru_cache
def _loose(slug: str) -> dict[str, list[str]]:
    return _by_heading(_KINDS[slug], lambda one: one.loose)


def _by_heading(kind: ImportKind, names: Callable[[ImportField], Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in kind.fields:
        for plain in {plain_heading(name) for name in names(one)}:
            found.setdefault(plain, []).append(one.slug)
    return found
