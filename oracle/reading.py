"""How the oracle reads releases: which blocks a figure must be the sum of, and how such a sum must be shown."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from oracle.ledger import Block, Figure, Ledger, Release, Shown


def name_of(release: Release, figure: Figure) -> str:
    """The figure in words of the ledger."""
    where = figure["side"] or figure["scope"]
    return f"release {release['number']}: {figure['criterion']} {figure['version']}, {where}, {figure['answer']}"


def figures(ledger: Ledger) -> Iterator[tuple[Release, Figure]]:
    """Every figure of every release."""
    return ((release, figure) for release in ledger["releases"] for figure in release["figures"])


def blocks_so_far(ledger: Ledger, number: int) -> list[tuple[int, Block]]:
    """The blocks that closed up to a release, each with the number of its release."""
    return [
        (release["number"], block)
        for release in ledger["releases"]
        if release["number"] <= number
        for block in release["blocks"]
    ]


def possible_sums(ledger: Ledger, release: Release, figure: Figure) -> list[list[str]]:
    """The sets of blocks that a figure of its scope, side and criterion may be a sum of; mostly one."""
    subject = (figure["criterion"], figure["version"])
    standing = [
        (number, block)
        for number, block in blocks_so_far(ledger, release["number"])
        if (block["criterion"], block["version"]) == subject and block["block"] not in release["withdrawn"]
    ]
    own = [(number, block) for number, block in standing if figure["side"] in (None, block["side"])]
    new = [block["block"] for number, block in own if number == release["number"]]
    to_date = [block["block"] for _, block in own]
    by_scope = {
        ("block", False): [[name] for name in new],
        ("side_to_date", False): [to_date],
        ("all_in_release", True): [new],
        ("all_to_date", True): [to_date],
    }
    return [names for names in by_scope.get((figure["scope"], figure["side"] is None), []) if names]


def shown(total: int, n: int, threshold: int) -> Shown:
    """How a total of frozen values has to be shown."""
    if total <= threshold - 1:
        return {"value": None, "suppressed": "low"}
    if n - total <= threshold - 1:
        return {"value": None, "suppressed": "high"}
    return {"value": 5 * round(Fraction(total, 5)), "suppressed": None}


def is_shown_as(figure: Figure, total: int, n: int, threshold: int) -> bool:
    """Whether a figure shows that total."""
    return {"value": figure["value"], "suppressed": figure["suppressed"]} == shown(total, n, threshold)


def is_from_frozen(ledger: Ledger, release: Release, figure: Figure) -> bool:
    """Whether a figure names the right blocks and shows, with its base, what their frozen values add up to."""
    names = sorted(figure["blocks"])
    allowed = [sorted(blocks) for blocks in possible_sums(ledger, release, figure)]
    return names in allowed and _is_sum_of(ledger, release, figure, names)


def _is_sum_of(ledger: Ledger, release: Release, figure: Figure, names: Sequence[str]) -> bool:
    sizes = {block["block"]: block["n"] for _, block in blocks_so_far(ledger, release["number"])}
    values = [ledger["frozen"].get(name, {}).get(figure["answer"]) for name in names]
    known = [value for value in values if value is not None]
    n = sum(sizes[name] for name in names)
    return (
        len(known) == len(values)
        and figure["n"] == n
        and is_shown_as(figure, sum(known), n, release["rule"]["threshold"])
    )
