"""Who gives which role: the one table, for giving a role, for inviting to one and again when somebody accepts.

Nobody gives more than they hold (docs/permissions.md). A role is a pair of its kind and the key of its country, None
for the whole arena.
"""

from collections.abc import Collection, Iterable
from typing import Final

from arena.enums import Role

type Held = Iterable[tuple[str, int | None]]

# These act for a country: only who leads it gives them, as long as anybody leads it.
OF_A_COUNTRY: Final = frozenset({Role.LEAD, Role.COORDINATOR})
# What a coordinator gives, for the own country or, coordinating the whole arena, for any.
BY_COORDINATORS: Final = (Role.COORDINATOR, Role.BROKER, Role.REFERENCE)


def may_give(held: Held, role: str, country: int | None, *, led: Collection[int | None]) -> bool:
    """Whether somebody who holds `held` may give `role` for `country`; `led` are the countries somebody leads."""
    return _as_lead(held, role, country, led) or _as_coordinator(held, role, country)


def roles_to_give(held: Held) -> list[Role]:
    """The kinds of role that somebody who holds `held` can give at all, the most trusted first."""
    kinds = {kind for kind, _country in held}
    if Role.LEAD in kinds:
        return list(Role)
    return list(BY_COORDINATORS) if Role.COORDINATOR in kinds else []


def reaches_everywhere(held: Held) -> bool:
    """Whether somebody who holds `held` gives roles for the whole arena too."""
    return any(kind == Role.LEAD or (kind == Role.COORDINATOR and country is None) for kind, country in held)


def countries_of_coordinator(held: Held) -> set[int | None]:
    """For which countries somebody coordinates; None among them is the whole arena."""
    return {country for kind, country in held if kind == Role.COORDINATOR}


def _as_lead(held: Held, role: str, country: int | None, led: Collection[int | None]) -> bool:
    own = {side for kind, side in held if kind == Role.LEAD}
    if role not in OF_A_COUNTRY or country is None or country in own:
        return bool(own)
    return bool(own) and country not in led


def _as_coordinator(held: Held, role: str, country: int | None) -> bool:
    own = countries_of_coordinator(held)
    return role in BY_COORDINATORS and (None in own or (country is not None and country in own))
