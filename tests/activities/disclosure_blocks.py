"""Short ways to say a block in the tests of disclosure: criteria, injected noise, blocks that close."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from activities.disclosure import UNKNOWN, Block, Criterion, Rule, Strand, Waiting, close
from activities.disclosure_figures import Figure, Scope, figures

GENDER = Criterion("gender", 1, ("women", "men"))
DISABILITY = Criterion("disability", 1, ("yes",))
RULE = Rule()


def injected(*noise: int) -> Callable[[], int]:
    """A coin that gives these, in this order, and then 0."""
    left = list(noise)
    return lambda: left.pop(0) if left else 0


def waiting(
    counts: Mapping[str, int] | None = None,
    *,
    n: int = 60,
    side: str = "no",
    period: int = 1,
    criterion: Criterion = GENDER,
    n_activities: int = 3,
) -> Waiting:
    return Waiting(Strand(side, criterion), (period,), n, n_activities, counts or {})


def closed(true: Waiting, *noise: int, release: int = 1) -> Block:
    (block,) = close([true], release=release, rule=RULE, draw=injected(*noise)).closed
    return block


def frozen(value: int, *, n: int = 60, side: str = "no", period: int = 1) -> Block:
    """A block of that period's release with this frozen value for women."""
    block = closed(waiting(n=n, side=side, period=period), release=period)
    return replace(block, frozen={"women": value, "men": 0, UNKNOWN: 0})


def figure(
    blocks: list[Block],
    answer: str = "women",
    *,
    scope: Scope = Scope.BLOCK,
    waits: tuple[Waiting, ...] = (),
    side: str | None = None,
) -> Figure:
    """The one figure of the newest release with this scope and answer (and side)."""
    release = max((block.release for block in blocks), default=1)
    (found,) = (
        one
        for one in figures(release=release, blocks=blocks, waiting=waits, rule=RULE)
        if (one.scope, one.answer) == (scope, answer) and side in (None, one.side)
    )
    return found


def read(figure: Figure) -> str:
    """A figure as a page would put it: 15, <8, all but <8, waits."""
    words = {"low": f"<{figure.threshold}", "high": f"all but <{figure.threshold}", "waits": "waits"}
    return str(figure.shown.value) if figure.shown.hidden is None else words[figure.shown.hidden]


def read_known(figure: Figure) -> str:
    """Coverage as a page would put it."""
    known = figure.known
    assert known is not None
    words = {"low": "fewer than 8", "high": "all but fewer than 8", "waits": "waits"}
    return f"about {known.value}" if known.hidden is None else words[known.hidden]
