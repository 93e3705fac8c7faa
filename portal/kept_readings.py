"""What a large map is read by, kept until something is written in its arena."""

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from django.core.cache import cache

from activities.map_readings import MapReading
from arena.models import Arena
from core.log import latest_entries

# Reading fewer activities than this costs less than keeping what was read.
LARGE: Final = 5_000
KEPT_SECONDS: Final = 600


def reading_of(arena: Arena, asked: tuple[object, ...], read: Callable[[], MapReading]) -> MapReading:
    """What `read` gives; of a large map, what it gave when the log of the arena was the same (docs/decisions/0008).

    `asked` is everything else that the answer depends on. What is kept is named by the log as it was before the
    reading, so that a write in between never lets an old answer stand for the new one.
    """
    marker = f"large-map:{arena.pk}"
    if not cache.get(marker):
        reading = read()
        if reading.n_all > LARGE:
            cache.set(marker, True, None)
        return reading
    state = (arena.pk, arena.version, arena.changed_at.isoformat(), latest_entries(arena.pk), *asked)
    key = f"map-reading:{sha256(repr(state).encode()).hexdigest()}"
    kept: MapReading = cache.get_or_set(key, read, KEPT_SECONDS)
    return kept
