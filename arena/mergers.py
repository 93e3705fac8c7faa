"""Where chains of mergers end: pure mathematics over keys, without database, settings or clock."""

from collections.abc import Mapping


def end_of(key: int, merged_into: Mapping[int, int]) -> int:
    """Where a chain of mergers from `key` ends; a ring, which no merger may make, ends at its smallest key."""
    seen = [key]
    while (following := merged_into.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def ends_of(merged_into: Mapping[int, int]) -> dict[int, int]:
    """The end of the chain from every merged key."""
    return {key: end_of(key, merged_into) for key in merged_into}
