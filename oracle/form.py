"""O1: every figure has the one form that is allowed, and every channel says the same."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, sqrt

from oracle.ledger import UNKNOWN, Figure, Ledger, Release, Share, Shown
from oracle.reading import figures, name_of

LEAST_THRESHOLD = 8
FIELDS = Figure.__required_keys__
RELEASE_FIELDS = Release.__required_keys__


def faults(ledger: Ledger) -> Iterator[str]:
    """What has another form than allowed."""
    for release in ledger["releases"]:
        if set(release) != RELEASE_FIELDS or release["rule"]["threshold"] < LEAST_THRESHOLD:
            yield f"release {release['number']}: other fields or a lower threshold"
    for release, figure in figures(ledger):
        if not _is_well_formed(release, figure):
            yield name_of(release, figure)
    for channel, releases in ledger.get("channels", {}).items():
        if releases != ledger["releases"]:
            yield f"channel {channel} says something else"


def _is_well_formed(release: Release, figure: Figure) -> bool:
    return (
        set(figure) == FIELDS
        and _is_listed(release, figure)
        and _is_number_or_reason(figure, release["rule"]["threshold"])
        and figure["share"] == _share(figure, release["rule"]["threshold"])
        and figure["margin"] == _margin(figure)
        and figure["known"] == _known(figure)
    )


def _is_listed(release: Release, figure: Figure) -> bool:
    return any(
        (criterion["criterion"], criterion["version"]) == (figure["criterion"], figure["version"])
        and figure["answer"] in (*criterion["listed"], UNKNOWN)
        for criterion in release["criteria"]
    )


def _is_number_or_reason(figure: Figure, threshold: int) -> bool:
    value = figure["value"]
    if value is None:
        return figure["suppressed"] in ("low", "high", "waits")
    # The nearest 5 of something from the threshold to as far below the base: from 10 to n − 6 where it is 8.
    in_range = threshold <= value + 2 and value - 2 <= figure["n"] - threshold
    return figure["suppressed"] is None and type(value) is int and value % 5 == 0 and in_range


def _share(figure: Figure, threshold: int) -> Share | None:
    value, n = figure["value"], figure["n"]
    if value is not None:
        return {"percent": floor(Fraction(100 * value, n) + Fraction(1, 2)), "bound": "about"}
    if figure["suppressed"] == "low":
        return {"percent": ceil(Fraction(100 * threshold, n)), "bound": "under"}
    if figure["suppressed"] == "high":
        return {"percent": floor(Fraction(100 * (n - threshold), n)), "bound": "over"}
    return None


def _margin(figure: Figure) -> int | None:
    return None if figure["suppressed"] == "waits" else ceil(4 * sqrt(len(figure["blocks"]))) + 1


def _known(figure: Figure) -> Shown | None:
    if figure["answer"] != UNKNOWN:
        return None
    if figure["value"] is not None:
        return {"value": figure["n"] - figure["value"], "suppressed": None}
    if figure["suppressed"] == "low":
        return {"value": None, "suppressed": "high"}
    return {"value": None, "suppressed": "low" if figure["suppressed"] == "high" else "waits"}
