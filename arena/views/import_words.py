"""Imports and their rows as the pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext

from arena.actions.imports import is_stuck
from arena.enums import ImportState, RowOutcome
from arena.import_reasons import reason_of
from arena.imports import ImportKind, find
from arena.models import ImportRow, ImportRun

STATE_TAGS = {
    ImportState.MAPPING: "warn",
    ImportState.CHECKING: "brand",
    ImportState.READY: "warn",
    ImportState.WRITING: "brand",
    ImportState.DONE: "ok",
    ImportState.DROPPED: "",
}


@dataclass(frozen=True)
class RunLine:
    """An import in the list."""

    run: ImportRun

    @property
    def title(self) -> str | Promise:
        """What its rows are."""
        kind = find(self.run.kind)
        return kind.title if kind else self.run.kind

    @property
    def tag(self) -> str:
        """The kind of tag its state gets."""
        return "danger" if is_stuck(self.run) else STATE_TAGS[ImportState(self.run.state)]

    @property
    def is_open(self) -> bool:
        """Whether there is a page to go on with."""
        return self.run.state != ImportState.DROPPED


@dataclass(frozen=True)
class Candidate:
    """Something that an ambiguous row may be: `value` is what a choice sends."""

    value: str
    name: str
    url: str


@dataclass(frozen=True)
class RowLine:
    """A row of an import in the list."""

    row: ImportRow
    kind: ImportKind
    names: Mapping[int, str]
    slug: str
    addresses: Mapping[int, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why it becomes what it does."""
        return reason_of(self.row, self.kind)

    @property
    def target(self) -> Candidate | None:
        """What stands in the arena for it: found there, or brought by it."""
        key = self.row.object_key
        if not key or key not in self.names:
            return None
        return Candidate(str(key), self.names[key], self.addresses.get(key, ""))

    @property
    def candidates(self) -> list[Candidate]:
        """What it may be, when people are asked."""
        if self.row.outcome != RowOutcome.AMBIGUOUS:
            return []
        return [candidate for key in self.row.details.get("candidates", ()) if (candidate := self._candidate(key))]

    def _candidate(self, key: int) -> Candidate | None:
        if key < 0:
            return Candidate(str(key), gettext("Row %(row)s of the file") % {"row": -key}, "")
        return Candidate(str(key), self.names[key], self.addresses.get(key, "")) if key in self.names else None


def run_address(run: ImportRun, page: str = "run") -> str:
    """The address of one of an import's pages."""
    return reverse(f"arena:import-{page}", args=[run.arena.slug, run.pk])
