"""Brings rows to what a folder wants, field by field: only what changed in the files is written.

What was loaded last is known by the fingerprints that each load leaves in the log. A field that stands in the file as
it did then is left alone, so that what people changed in the arena stays until the file itself changes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from arena.models import Arena
from core.errors import RuleBroken
from core.log import log
from core.models import LogEntry, Versioned
from portal.loading.plan import Wanted
from portal.loading.tables import NotLoadable, Problem

VERB = "load"


@dataclass
class Ledger:
    """What was written: rows by noun. Rows that stood as wanted are in `same`."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)

    @property
    def n_written(self) -> int:
        """Rows added and changed."""
        return self.added.total() + self.changed.total()


class Syncing:
    """Brings the rows of one arena to what is wanted, counting in `ledger`."""

    def __init__(self, arena: Arena, ledger: Ledger) -> None:
        self.arena = arena
        self.ledger = ledger
        entries = LogEntry.objects.filter(tenant=arena.pk, verb=VERB).order_by("pk")
        self._loaded: dict[tuple[str, str], dict[str, str]] = {}
        for entry in entries:
            self._loaded.setdefault((entry.object_type, entry.object_key), {}).update(entry.after)

    def rows(
        self,
        model: type[models.Model],
        key: tuple[str, ...],
        wanted: Iterable[Wanted],
        *,
        linked: Mapping[str, Mapping[str, Any]] | None = None,
        add: Callable[..., models.Model] | None = None,
    ) -> list[Any]:
        """The rows of `model` as wanted, in that order. `add` is the action that writes a new one, if there is one.

        `linked` gives the rows behind the keys in `Wanted.links`. Raises `NotLoadable` with the row's file and line.
        """
        known = {_key_of(row, key): row for row in model._default_manager.filter(arena=self.arena)}
        return [self._one(model, key, one, known.get(one.key), linked or {}, add) for one in wanted]

    def _one(self, model: Any, key: tuple[str, ...], one: Wanted, row: Any, linked: Any, add: Any) -> Any:
        try:
            links = {name: [linked[name][code] for code in codes] for name, codes in one.links.items()}
            if row is None:
                fields = dict(zip(key, one.key, strict=True)) | one.fields
                row = add(**fields) if add else _saved(model(arena=self.arena, **fields))
                for name, others in links.items():
                    getattr(row, name).set(others)
                self.note(row, {**one.fields, **one.links}, self.ledger.added)
            elif not self.was_loaded(row):
                raise NotLoadable([problem_of(one, "people wrote a row with this key in the arena")])
            else:
                self.change(row, one.fields, links, one.links)
        except (ValidationError, RuleBroken) as refused:
            raise NotLoadable([problem_of(one, refused)]) from refused
        return row

    def was_loaded(self, row: models.Model) -> bool:
        """Whether the row came from a file; what people wrote is theirs."""
        return (row._meta.label_lower, str(row.pk)) in self._loaded

    def change(self, row: Any, fields: Mapping[str, Any], links: Mapping[str, Any], codes: Mapping[str, Any]) -> None:
        """Writes what stands otherwise in the file than when it was last loaded."""
        loaded = self._loaded.get((row._meta.label_lower, str(row.pk)), {})
        news = {name for name, value in {**fields, **codes}.items() if loaded.get(name) != fingerprint(value)}
        if not news:
            self.ledger.same[row._meta.model_name] += 1
            return
        for name in news & fields.keys():
            setattr(row, name, fields[name])
        for name in news & links.keys():
            getattr(row, name).set(links[name])
        if isinstance(row, Versioned):
            row.version += 1  # a page that was opened before is stale
        _saved(row)
        self.note(row, {name: {**fields, **codes}[name] for name in news}, self.ledger.changed)

    def note(self, row: models.Model, values: Mapping[str, Any], counter: Counter[str]) -> None:
        """Logs the load with the fingerprints of what was taken over."""
        after = {name: fingerprint(value) for name, value in values.items()}
        log(VERB, row, actor=None, tenant=self.arena.pk, fields=sorted(after), after=after)
        counter[row._meta.model_name or ""] += 1


def fingerprint(value: object) -> str:
    """A short digest of a value as the file gives it."""
    return sha256(str(value).encode()).hexdigest()[:12]


def problem_of(one: Wanted, refused: object) -> Problem:
    """Why a row was refused, with its file and line."""
    reason = str(refused)
    if isinstance(refused, ValidationError):
        reason = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in refused.message_dict.items())
    return one.row.problem(reason) if one.row else Problem("arena/arena.json", 0, reason)


def _key_of(row: models.Model, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in key)


def _saved[Row: models.Model](row: Row) -> Row:
    row.full_clean()
    row.save()
    return row
