"""Whether an event counts once (RCO115) or by its participants (RCO81). Pure.

The two exclude each other: an event open to all and publicly announced is one public event; a closed or targeted one
counts the participations in it; the project's own meetings count in neither, nor does what one country does alone.
Source: Interreg Deutschland-Danmark, “Abgrenzung zwischen den Outputindikatoren RCO81 und RCO115”.
"""

from dataclasses import dataclass
from enum import StrEnum


class EventCount(StrEnum):
    """What an event counts as, or what must be known first."""

    PUBLIC_EVENT = "public_event"
    FOR_INVITED = "for_invited"
    NOT_ANNOUNCED = "not_announced"
    INTERNAL = "internal"
    NOT_HELD = "not_held"
    ONE_COUNTRY = "one_country"
    COUNTRIES_UNKNOWN = "countries_unknown"
    ACCESS_UNKNOWN = "access_unknown"
    ANNOUNCED_UNKNOWN = "announced_unknown"


@dataclass(frozen=True)
class Event:
    """What decides it: None where nobody has said. `n_sides` counts the countries that organised it, 0 = unknown."""

    is_internal: bool
    n_sides: int
    is_open: bool | None
    is_advertised: bool | None
    takes_place: bool = True


def count_of(event: Event) -> EventCount:
    """What the event counts as, and if in nothing, the first thing that says why."""
    if event.is_internal:
        return EventCount.INTERNAL
    if not event.takes_place:
        return EventCount.NOT_HELD
    if event.n_sides < 2:
        return EventCount.ONE_COUNTRY if event.n_sides else EventCount.COUNTRIES_UNKNOWN
    if event.is_open is False:
        return EventCount.FOR_INVITED
    if event.is_advertised is False:
        return EventCount.NOT_ANNOUNCED
    if event.is_open is None:
        return EventCount.ACCESS_UNKNOWN
    return EventCount.ANNOUNCED_UNKNOWN if event.is_advertised is None else EventCount.PUBLIC_EVENT
