"""O2: every figure names its blocks, and comes out the same when recomputed from their frozen values."""

from collections.abc import Iterator

from oracle.ledger import Figure, Ledger, Release
from oracle.reading import figures, is_from_frozen, name_of


def faults(ledger: Ledger) -> Iterator[str]:
    """What names no blocks or the wrong ones, or is made of anything but their frozen values."""
    for release, figure in figures(ledger):
        sound = _does_wait(release, figure) if figure["suppressed"] == "waits" else False
        if not sound and not is_from_frozen(ledger, release, figure):
            yield name_of(release, figure)


def _does_wait(release: Release, figure: Figure) -> bool:
    about = (figure["side"], figure["criterion"], figure["version"], figure["n"], figure["blocks"])
    return figure["scope"] == "block" and about in [
        (block["side"], block["criterion"], block["version"], block["n"], [block["block"]])
        for block in release["waiting"]
    ]
