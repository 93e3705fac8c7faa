"""Seven ways to break the rule. Each takes a sound world and gives the lock that a broken program would have made."""

from collections.abc import Callable, Iterator
from copy import deepcopy

from activities.disclosure_figures import Shown, margin, share
from oracle.ledger import UNKNOWN, Figure, Ledger, Release
from tests.oracle.releasing import Lock, locks
from tests.oracle.worlds import World


def threshold(world: World, draw: Callable[[], int]) -> Lock:
    """Small numbers, and those that leave few, are shown like any other."""
    last = locks(world, draw=draw)[-1]
    for _, figure in _numbers(last):
        total = _total(last, figure)
        if figure["value"] is None and 0 <= total <= figure["n"]:
            _show(figure, 5 * ((total + 2) // 5))
    return last


def complement(world: World, draw: Callable[[], int]) -> Lock:
    """What a listed answer leaves of the base is shown too."""
    last = locks(world, draw=draw)[-1]
    for release, figure in list(_numbers(last)):
        if figure["scope"] == "block" and figure["answer"] != UNKNOWN and figure["value"] is not None:
            rest = deepcopy(figure) | {"answer": f"not {figure['answer']}"}
            _show(rest, figure["n"] - figure["value"])
            release["figures"].append(rest)
    return last


def rounding(world: World, draw: Callable[[], int]) -> Lock:
    """Frozen values are shown as they are."""
    last = locks(world, draw=draw)[-1]
    for _, figure in _numbers(last):
        if figure["value"] is not None:
            _show(figure, _total(last, figure))
    return last


def one_person_apart(world: World, draw: Callable[[], int]) -> Lock:
    """The first block is released again with one person more, and drawn again."""
    made = locks(world, draw=draw)
    first = next(lock for lock in made if lock.secret["true"])
    (name, counts), *_ = first.secret["true"].items()
    old = first.ledger["releases"][-1]
    (block,) = (deepcopy(one) for one in old["blocks"] if one["block"] == name)
    block["n"] += 1
    number = len(made) + 1
    again: Release = deepcopy(old) | {"number": number, "blocks": [block], "waiting": [], "figures": []}
    releases, frozen = made[-1].ledger["releases"], made[-1].ledger["frozen"]
    one_more = next(iter(counts))
    redrawn = {answer: x + (answer == one_more) + draw() for answer, x in counts.items()}
    ledger: Ledger = {
        "releases": [*releases, again],
        "frozen": frozen | {name: redrawn},
        "before": {"releases": releases, "frozen": frozen},
    }
    return Lock(ledger, made[-1].secret)


def noise_off(world: World, draw: Callable[[], int]) -> Lock:
    """True counts are frozen as they are. Only the inner part can see it, at a lock where enough closes."""
    return max(locks(world, draw=lambda: 0), key=lambda lock: len(lock.secret["true"]))


def true_total(world: World, draw: Callable[[], int]) -> Lock:
    """All sides are added up from true counts and then rounded."""
    made = locks(world, draw=draw)
    true = {name: counts for lock in made for name, counts in lock.secret["true"].items()}
    for _, figure in _numbers(made[-1]):
        total = sum(true[name][figure["answer"]] for name in figure["blocks"])
        if figure["side"] is None and 8 <= total <= figure["n"] - 8:
            _show(figure, 5 * ((total + 2) // 5))
    return made[-1]


def exact_beside(world: World, draw: Callable[[], int]) -> Lock:
    """A true count stands beside the figures of its block, and names no block."""
    made = locks(world, draw=draw)
    last = next(lock for lock in reversed(made) if lock.secret["true"])
    name, counts = next(iter(last.secret["true"].items()))
    release = last.ledger["releases"][-1]
    beside = deepcopy(next(figure for figure in release["figures"] if figure["blocks"] == [name]))
    beside["blocks"] = []
    _show(beside, counts[beside["answer"]])
    release["figures"].append(beside)
    return last


MUTATIONS = (threshold, complement, rounding, one_person_apart, noise_off, true_total, exact_beside)


def _numbers(lock: Lock) -> Iterator[tuple[Release, Figure]]:
    return (
        (release, figure)
        for release in lock.ledger["releases"]
        for figure in release["figures"]
        if figure["suppressed"] != "waits"
    )


def _total(lock: Lock, figure: Figure) -> int:
    return sum(lock.ledger["frozen"][name][figure["answer"]] for name in figure["blocks"])


def _show(figure: Figure, value: int) -> None:
    """Puts a value into a figure with everything that follows from it, as carefully as a broken program would."""
    said = share(Shown(value), figure["n"], threshold=8)
    figure["value"], figure["suppressed"] = value, None
    figure["share"] = {"percent": said.percent, "bound": said.bound.value}
    figure["margin"] = margin(max(len(figure["blocks"]), 1))
    figure["known"] = {"value": figure["n"] - value, "suppressed": None} if figure["answer"] == UNKNOWN else None
