"""Keeps one document per thing that can be found, in the transaction that writes the thing.

A higher app registers its kinds. Every write leaves a log entry, and every log entry is heard here.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction

from arena.models import Arena, SearchDocument
from arena.search.texts import joined, tokens_of
from core.log import LISTENERS

# Rows that are read, compared and written at once by a rebuild.
BATCH = 500
FIELDS = ("arena_id", "title", "language", "happened_on", "title_stems", "stems")

Text = tuple[str, str]  # words, and their language


@dataclass(frozen=True, kw_only=True)
class Found:
    """What can be found by: `titles` (the first is the thing's own name) weigh more than `texts`."""

    key: int
    arena: int
    titles: tuple[Text, ...]
    texts: tuple[Text, ...] = ()
    happened_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of thing that can be found: its rows, what each is found by, and whose documents a written row changes."""

    slug: str
    model: type[models.Model]
    read: Callable[[models.QuerySet[Any]], Iterable[Found]]
    changed_by: Callable[[int], Collection[int]] = lambda key: {key}


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Makes a kind of thing findable from now on."""
    KINDS[kind.slug] = kind
    LISTENERS[kind.model._meta.label_lower].append(lambda key: renew(kind, kind.changed_by(key)))


def renew(kind: Kind, keys: Collection[int]) -> None:
    """Writes the documents of these rows as the rows now stand; a row that is gone takes its document along."""
    rows = kind.model._default_manager.filter(pk__in=keys).order_by()
    found = [_document(kind, one) for one in kind.read(rows)]
    SearchDocument.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["kind", "object_key"], update_fields=FIELDS
    )
    if gone := set(keys).difference(document.object_key for document in found):
        SearchDocument.objects.filter(kind=kind.slug, object_key__in=gone).delete()


def mend(arena: Arena | None = None) -> int:
    """Compares every document with its row, in one arena or in all; writes those that differ and says how many."""
    return sum(_mend_kind(kind, {} if arena is None else {"arena": arena}) for kind in KINDS.values())


def _mend_kind(kind: Kind, chosen: dict[str, Arena]) -> int:
    documents = SearchDocument.objects.filter(kind=kind.slug, **chosen)
    rows = kind.model._default_manager.filter(**chosen).order_by("pk")
    differing = 0
    for keys in _batches(rows):
        wanted = {one.key: _values(one) for one in kind.read(rows.filter(pk__in=keys))}
        stored = documents.filter(object_key__in=keys).values_list("object_key", *FIELDS)
        known = {key: values for key, *values in stored}
        if different := [key for key in keys if wanted.get(key) != known.get(key)]:
            differing += len(different)
            with transaction.atomic():
                # Whoever is writing these rows now is waited for: what is compared above may be old.
                list(rows.filter(pk__in=different).select_for_update(of=("self",)).values_list("pk"))
                renew(kind, different)
    orphans = documents.exclude(object_key__in=rows.order_by().values("pk"))
    return differing + orphans.delete()[0]


def _batches(rows: models.QuerySet[Any]) -> Iterator[list[int]]:
    last = 0
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield keys
        last = keys[-1]


def _values(found: Found) -> list[Any]:
    titles = joined(tokens_of(*text) for text in found.titles)
    every = joined([titles, *(tokens_of(*text) for text in found.texts)])
    title, language = found.titles[0]
    return [found.arena, title, language, found.happened_on, titles, every]


def _document(kind: Kind, found: Found) -> SearchDocument:
    values = dict(zip(FIELDS, _values(found), strict=True))
    return SearchDocument(kind=kind.slug, object_key=found.key, **values)
