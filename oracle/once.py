"""O3: people are counted in one block, enough stands behind each, and nothing released ever changes."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from oracle.ledger import Block, Ledger, Release, Rule

LEAST: Rule = {"threshold": 8, "least_activities": 3, "least_base": 20}


def faults(ledger: Ledger) -> Iterator[str]:
    """What was counted twice, closed too early, or changed afterwards."""
    yield from _changed(ledger)
    yield from _lowered(ledger["releases"])
    yield from _twice(ledger["releases"])
    for release in ledger["releases"]:
        for block in release["blocks"]:
            if not _has_enough(block, release["rule"]):
                yield f"{block['block']} closed with too little behind it"
            if block["block"] not in ledger["frozen"]:
                yield f"{block['block']} has no frozen values"
        for block in release["waiting"]:
            if _has_enough(block, release["rule"]):
                yield f"{block['block']} waits with enough behind it"


def _changed(ledger: Ledger) -> Iterator[str]:
    before = ledger.get("before")
    if before is None:
        return
    now = {release["number"]: release for release in ledger["releases"]}
    for release in before["releases"]:
        if now.get(release["number"]) != release:
            yield f"release {release['number']} changed"
    for name, values in before["frozen"].items():
        if ledger["frozen"].get(name) != values:
            yield f"{name} was frozen again"


def _lowered(releases: list[Release]) -> Iterator[str]:
    first: list[Rule] = [LEAST]
    for before, after in pairwise(first + [release["rule"] for release in releases]):
        if min(after[key] - before[key] for key in ("threshold", "least_activities", "least_base")) < 0:
            yield "a setting was lowered"
    for earlier, later in pairwise(releases):
        if later["number"] <= earlier["number"]:
            yield f"release {later['number']} is out of order"
        if not set(earlier["withdrawn"]) <= set(later["withdrawn"]):
            yield f"release {later['number']} takes back a withdrawal"


def _twice(releases: list[Release]) -> Iterator[str]:
    standing = [block for release in releases for block in release["blocks"]]
    standing += releases[-1]["waiting"] if releases else []
    places = Counter(
        (block["side"], block["criterion"], block["version"], period)
        for block in standing
        for period in block["periods"]
    )
    names = Counter(block["block"] for block in standing)
    for what, times in (*places.items(), *names.items()):
        if times > 1:
            yield f"{what} stands in {times} blocks"


def _has_enough(block: Block, rule: Rule) -> bool:
    return block["n_activities"] >= rule["least_activities"] and block["n"] >= rule["least_base"]
