"""Counting tries: exact, for each window, and naming nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from core.limits import Limit, Tries
from core.models import Counter

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = (Limit(2, 3600, "both"), Limit(3, 3600, "account"), Limit(4, 3600, "network"))


def tries(account: str = "kari", network: str = "192.0.2.1", action: str = "code") -> Tries:
    return Tries(action, LIMITS, account, network)


def test_the_two_together_are_limited_first():
    assert [tries().take(START) for _try in range(3)] == [True, True, False]


def test_tries_that_the_two_together_refuse_use_up_nothing_else():
    for _try in range(50):
        tries().take(START)

    assert tries(network="192.0.2.2").take(START)


def test_an_account_is_limited_over_all_networks():
    assert [tries(network=f"192.0.2.{number}").take(START) for number in range(4)] == [True, True, True, False]


def test_a_network_is_limited_over_all_accounts():
    assert [tries(account=f"person{number}").take(START) for number in range(5)] == [True] * 4 + [False]


def test_actions_are_counted_apart():
    for _try in range(3):
        tries().take(START)

    assert tries(action="mail").take(START)


def test_the_next_window_starts_anew():
    for _try in range(3):
        tries().take(START)

    assert not tries().take(START + timedelta(minutes=59))
    assert tries().take(START + timedelta(hours=1))


def test_what_is_given_back_can_be_tried_again():
    for _try in range(20):
        assert tries().take(START)
        tries().give_back(START)


def test_giving_back_too_much_gives_nothing():
    for _try in range(5):
        tries().give_back(START)

    assert [tries().take(START) for _try in range(3)] == [True, True, False]


def test_the_counts_name_nobody():
    tries(account="kari@example.org").take(START)

    assert not [key for key in Counter.objects.values_list("key", flat=True) if "kari" in key or "192" in key]


def test_counts_that_are_over_are_dropped_in_passing():
    for number in range(300):
        Tries("code", LIMITS[:1], f"person{number}", "192.0.2.1").take(START)

    for number in range(300):
        Tries("code", LIMITS[:1], f"person{number}", "192.0.2.1").take(START + timedelta(days=1))

    assert Counter.objects.filter(ends_at__lt=START + timedelta(days=1)).count() < 300
