"""Made-up arenas pass the oracle; each of seven broken programs is found out on every one of them."""

import os
from collections.abc import Callable
from random import Random

import pytest

from activities.disclosure import coin
from oracle import examine
from tests.oracle import mutations
from tests.oracle.releasing import Lock, locks
from tests.oracle.worlds import World, make_world

# `make oracle` asks for this many of full size; the ordinary suite is content with two small ones.
FULL_WORLDS = int(os.environ.get("ORACLE_WORLDS", "0"))


def seeded_coin(seed: int) -> Callable[[], int]:
    random = Random(seed)
    return lambda: coin(lambda: random.random() < 0.5)


def red(lock: Lock) -> set[str]:
    """The checks that find something, outside and inside."""
    return {finding.check for finding in examine(lock.ledger) + examine(lock.ledger, lock.secret)}


def judge(world: World, seed: int) -> None:
    """Sound: green at the last lock, outside and inside. Broken in any of seven ways: red."""
    assert red(locks(world, draw=seeded_coin(seed))[-1]) == set()
    for mutation in mutations.MUTATIONS:
        lock = mutation(world, seeded_coin(seed))
        assert examine(lock.ledger) or examine(lock.ledger, lock.secret), mutation.__name__


@pytest.mark.parametrize("seed", range(FULL_WORLDS or 2))
def test_a_world_is_green_and_broken_ones_are_red(seed):
    judge(make_world(seed, is_small=not FULL_WORLDS), seed)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_worlds_are_green_and_broken_ones_are_red(seed):
    judge(make_world(1000 + seed), seed)


@pytest.mark.parametrize(
    ("mutation", "checks"),
    [
        (mutations.threshold, {"O1", "O2"}),
        (mutations.complement, {"O1", "O2"}),
        (mutations.rounding, {"O1", "O2", "O4"}),
        (mutations.one_person_apart, {"O3"}),
        (mutations.noise_off, {"O5"}),
        (mutations.true_total, {"O2"}),
        (mutations.exact_beside, {"O1", "O2", "O4"}),
    ],
    ids=lambda one: one.__name__ if callable(one) else "".join(sorted(one)),
)
def test_each_mutation_is_found_by_the_checks_made_for_it(mutation, checks):
    lock = mutation(make_world(0, is_small=True), seeded_coin(0))

    assert red(lock) >= checks


def test_noise_off_would_pass_without_the_inner_part():
    lock = mutations.noise_off(make_world(0, is_small=True), seeded_coin(0))

    assert examine(lock.ledger) == []
    assert red(lock) == {"O5"}
