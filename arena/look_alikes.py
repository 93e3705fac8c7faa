"""Organisations of an arena that look alike, as the database has them now. What two look like is in duplicates.py."""

from collections import defaultdict
from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from arena.duplicates import Entry, Pair, find_pairs, look_alikes
from arena.enums import Helix
from arena.models import Arena, NotDuplicate, Organisation, OrganisationAlias

# Which pairs there are is remembered as keys and scores alone, until anything of the register changes.
KEPT_SECONDS = 24 * 3600

type Scored = tuple[int, int, int]


def entries_of(arena: Arena, keys: Collection[int] | None = None) -> list[Entry]:
    """The whole organisations of an arena (or those with `keys`) as the finder takes them: two queries.

    What a merged row is called counts among the names of its whole.
    """
    others: dict[int, list[str]] = defaultdict(list)
    chosen = Q() if keys is None else Q(whole__in=keys)
    columns = ("pk", "name", "country", "number", "municipality__country", "municipality__code", "mail_domain", "helix")
    rows = arena.organisations.annotate(whole=Coalesce("canonical_id", "pk")).filter(chosen)
    wholes = []
    for canonical, *row in rows.order_by("pk").values_list("canonical_id", *columns):
        if canonical is None:
            wholes.append(row)
        else:
            others[canonical].append(row[1])
    aliases = OrganisationAlias.objects.filter(organisation__arena=arena).annotate(
        whole=Coalesce("organisation__canonical_id", "organisation_id")
    )
    for whole, name in aliases.filter(chosen).order_by("pk").values_list("whole", "name"):
        others[whole].append(name)
    return [
        Entry(
            key=key,
            names=tuple(dict.fromkeys([name, *others[key]])),
            country=country,
            number=number,
            place=f"{place} {code}" if code else "",
            domain=domain,
            is_public=helix == Helix.PUBLIC,
        )
        for key, name, country, number, place, code, domain, helix in wholes
    ]


def scored_pairs(arena: Arena) -> list[Scored]:
    """(key, key, score) of every two that look alike and that nobody said are two, the most alike first.

    Two queries while nothing changes, two more when something did.
    """
    apart = decided_apart(arena)
    return [pair for pair in _all_pairs(arena) if pair[:2] not in apart]


def looking_like(organisation: Organisation) -> list[Organisation]:
    """The whole organisations that look like this one and that nobody said are others, the most alike first.

    Two queries while nothing changes, two more when something did.
    """
    arena = organisation.arena
    pairs = [pair[:2] for pair in _all_pairs(arena) if organisation.pk in pair[:2]]
    others = [second if first == organisation.pk else first for first, second in pairs]
    found = arena.organisations.filter(pk__in=others)
    for one, other in (("first", "second"), ("second", "first")):
        apart = NotDuplicate.objects.annotate(
            one=Coalesce(f"{one}__canonical_id", f"{one}_id"), other=Coalesce(f"{other}__canonical_id", f"{other}_id")
        )
        found = found.exclude(pk__in=apart.filter(one=organisation.pk).values("other"))
    by_key = {row.pk: row for row in found} if others else {}
    return [by_key[key] for key in others if key in by_key]


def decided_apart(arena: Arena) -> set[tuple[int, int]]:
    """The pairs of wholes that somebody said are two, the smaller key first."""
    decisions = NotDuplicate.objects.filter(first__arena=arena).values_list(
        Coalesce("first__canonical_id", "first_id"), Coalesce("second__canonical_id", "second_id")
    )
    return {(min(pair), max(pair)) for pair in decisions}


def _all_pairs(arena: Arena) -> list[Scored]:
    state = arena.organisations.aggregate(
        n=Count("pk", distinct=True),
        n_merged=Count("canonical", distinct=True),
        changed=Max("changed_at"),
        n_aliases=Count("aliases"),
        last_alias=Max("aliases__pk"),
    )
    digest = sha256(repr(sorted(state.items())).encode()).hexdigest()[:32]
    key = f"look-alikes:{arena.pk}:{digest}"
    known: Any = cache.get(key)
    if known is None:
        known = [(pair.first, pair.second, pair.score) for pair in find_pairs(entries_of(arena))]
        cache.set(key, known, KEPT_SECONDS)
    return known


def entry_of_new(*, name: str, country: str = "", number: str = "", domain: str = "") -> Entry:
    """An organisation that is being written and has no key yet."""
    return Entry(key=0, names=(name,), country=country, number=number, domain=domain)


def entry_of(row: Organisation) -> Entry:
    """One organisation by its own names alone."""
    place = row.municipality
    return Entry(
        key=row.pk,
        names=tuple(dict.fromkeys([row.name, *(alias.name for alias in row.aliases.all())])),
        country=row.country,
        number=row.number,
        place=f"{place.country} {place.code}" if place else "",
        domain=row.mail_domain,
        is_public=row.helix == Helix.PUBLIC,
    )


def nearest(entry: Entry, arena: Arena) -> list[tuple[Entry, Pair]]:
    """The arena's organisations that look like `entry`, the most alike first: two queries."""
    others = {other.key: other for other in entries_of(arena)}
    pairs = look_alikes(entry, others.values())
    return [(others[pair.first if pair.second == entry.key else pair.second], pair) for pair in pairs]


def is_known_apart(first: Organisation, second: Organisation) -> bool:
    """Whether somebody said that these two are two."""
    low, high = sorted((first.pk, second.pk))
    return NotDuplicate.objects.filter(first=low, second=high).exists()
