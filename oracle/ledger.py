"""The plain data that the oracle judges: releases as everybody reads them, and frozen values that it alone may read.

A release holds figures and the public sizes behind them:

    {"number": 2,
     "rule": {"threshold": 8, "least_activities": 3, "least_base": 20},
     "criteria": [{"criterion": "gender", "version": 1, "listed": ["women", "men"]}],
     "blocks": [{"block": "no:gender:1:1+2", "side": "no", "criterion": "gender", "version": 1,
                 "periods": [1, 2], "n": 60, "n_activities": 4}],
     "waiting": [… blocks that have not closed …],
     "withdrawn": [… names of blocks withdrawn so far …],
     "figures": [{"scope": "block", "side": "no", "criterion": "gender", "version": 1, "answer": "women",
                  "blocks": ["no:gender:1:1+2"], "not_included": [], "n": 60, "value": 35, "suppressed": null,
                  "share": {"percent": 58, "bound": "about"}, "margin": 5, "known": null}]}

`scope` is block, side_to_date, all_in_release or all_to_date; `side` is null over all sides. `suppressed` is null, low,
high or waits; then `value` is null. `known` is value and suppressed of the coverage, for the answer "unknown" alone.
`blocks` of a release are those that closed in it.
"""

from typing import Literal, TypedDict

type Suppressed = Literal["low", "high", "waits"]
type Values = dict[str, dict[str, int]]  # by block and answer

UNKNOWN = "unknown"


class Rule(TypedDict):
    """The settings that a release was made with."""

    threshold: int
    least_activities: int
    least_base: int


class Criterion(TypedDict):
    """One version of a criterion and its listed answers."""

    criterion: str
    version: int
    listed: list[str]


class Block(TypedDict):
    """Public sizes of one side, one version of a criterion and one run of periods."""

    block: str
    side: str
    criterion: str
    version: int
    periods: list[int]
    n: int
    n_activities: int


class Shown(TypedDict):
    """A number, or why there is none."""

    value: int | None
    suppressed: Suppressed | None


class Share(TypedDict):
    """A share in whole percent: about, under or over."""

    percent: int
    bound: str


class Figure(Shown):
    """One figure; `blocks` names what it is a sum of."""

    scope: str
    side: str | None
    criterion: str
    version: int
    answer: str
    blocks: list[str]
    not_included: list[str]
    n: int
    share: Share | None
    margin: int | None
    known: Shown | None


class Release(TypedDict):
    """One numbered release, as every channel gives it to every audience."""

    number: int
    rule: Rule
    criteria: list[Criterion]
    blocks: list[Block]
    waiting: list[Block]
    withdrawn: list[str]
    figures: list[Figure]


class Seen(TypedDict):
    """What the oracle was given when it last judged."""

    releases: list[Release]
    frozen: Values


class Ledger(Seen, total=False):
    """All releases, oldest first, and all frozen values. `before` is what stood there at the last examination,
    `channels` the same releases as read back from other channels and by other audiences.
    """

    before: Seen
    channels: dict[str, list[Release]]


class Secret(TypedDict):
    """For the inner part alone, between freezing and deleting: true counts of the blocks that close now, and extra
    draws from the coin that froze them.
    """

    true: Values
    extra_draws: list[int]
