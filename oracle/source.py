"""O2: every figure names its blocks, and comes out the same when recomputed from their frozen values."""

from collections.abc import Iterator

from oracle.ledger import Figure, Ledger, Release
from oracle.reading import figures, is_from_frozen, name_of


def faults(ledger: Ledger) -> Iterator[str]:
    """What names no blocks or the wrong ones, or is made of anything but their frozen values, or hides who waits."""
    for release, figure in figures(ledger):
        waits = figure["suppressed"] == "waits"
        is_sound = _does_wait(release, figure) if waits else is_from_frozen(ledger, release, figure)
        if not is_sound or sorted(figure["not_included"]) != _left_out(release, figure):
            yield name_of(release, figure)


def _does_wait(release: Release, figure: Figure) -> bool:
    about = (figure["side"], figure["criterion"], figure["version"], figure["n"], figure["blocks"])
    return figure["scope"] == "block" and about in [
        (block["side"], block["criterion"], block["version"], block["n"], [block["block"]])
        for block in release["waiting"]
    ]


def _left_out(release: Release, figure: Figure) -> list[str]:
    """The waiting blocks that a sum has to own up to."""
    if figure["scope"] == "block":
        return []
    return sorted(
        block["block"]
        for block in release["waiting"]
        if (block["criterion"], block["version"]) == (figure["criterion"], figure["version"])
        and figure["side"] in (None, block["side"])
    )
