"""Runs the rule over a made-up arena, lock by lock, and hands the oracle what it would be given each time."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from activities.disclosure import Block, Rule, Waiting, close, merge
from activities.disclosure_release import frozen_data, release_data, true_data
from oracle.ledger import Ledger, Secret
from tests.oracle.worlds import World

# Draws of the law in their exact shares, so that no test of something else fails by chance.
EVEN_DRAWS = [z for z in range(-13, 14) for _ in range(round(3400 * 2 ** -abs(z)))]


@dataclass
class Lock:
    """What stands after one lock: all releases so far, and the true counts of what closed in it."""

    ledger: Ledger
    secret: Secret


def locks(world: World, *, draw: Callable[[], int]) -> list[Lock]:
    """Every period of the world, locked one after the other."""
    rule = Rule()
    blocks: list[Block] = []
    waiting: tuple[Waiting, ...] = ()
    made: list[Lock] = []
    for number, counters in enumerate(world.periods, 1):
        sums = merge(counters, period=number, waiting=waiting, blocks=blocks)
        closing = close(sums, release=number, rule=rule, blocks=blocks, draw=draw)
        blocks, waiting = [*blocks, *closing.closed], closing.waiting
        before = made[-1].ledger if made else {"releases": [], "frozen": {}}
        release = release_data(number=number, blocks=blocks, waiting=waiting, rule=rule)
        ledger: Ledger = {
            "releases": [*before["releases"], release],
            "frozen": frozen_data(blocks),
            "before": {"releases": before["releases"], "frozen": before["frozen"]},
        }
        made.append(Lock(deepcopy(ledger), {"true": true_data(closing.true), "extra_draws": EVEN_DRAWS}))
    return made
