"""Whose request it is, and where it may be sent on to: no header that anybody can write decides."""

import pytest
from django.test import RequestFactory

from core.addresses import UNKNOWN, client_address, client_network, is_own, network_of

PEER = "192.0.2.1"
# What somebody might send to be counted as somebody else.
FORGED = [
    {"X-Forwarded-For": "203.0.113.9"},
    {"X-Forwarded-For": "203.0.113.9, 203.0.113.10, 203.0.113.11"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-For": "::1"},
    {"X-Real-IP": "203.0.113.9"},
    {"Forwarded": 'for="203.0.113.9"'},
    {"Client-IP": "203.0.113.9"},
    {"True-Client-IP": "203.0.113.9"},
    {"CF-Connecting-IP": "203.0.113.9"},
    {"X-Cluster-Client-IP": "203.0.113.9"},
    {"X-Forwarded-For": "unknown"},
    {"X-Forwarded-For": ", ,"},
    {"Via": "203.0.113.9", "X-Forwarded-Host": "203.0.113.9", "X-Forwarded-Proto": "https"},
]


def asked_by(peer: str = PEER, **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)


@pytest.mark.parametrize("headers", FORGED)
def test_without_a_proxy_only_the_peer_counts(headers):
    assert client_address(asked_by(**headers)) == PEER


@pytest.mark.parametrize("forged", ["", "203.0.113.9, ", "127.0.0.1, 10.0.0.1, ", "x, y, ", "::1,::2,"])
def test_behind_a_proxy_what_stands_left_of_its_entry_is_hearsay(settings, forged):
    settings.TRUSTED_PROXY_HOPS = 1

    request = asked_by("10.0.0.1", **{"X-Forwarded-For": f"{forged}198.51.100.7"})

    assert client_address(request) == "198.51.100.7"


def test_each_proxy_of_ours_is_one_step_from_the_right(settings):
    settings.TRUSTED_PROXY_HOPS = 2

    request = asked_by("10.0.0.1", **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7, 10.0.0.2"})

    assert client_address(request) == "198.51.100.7"


@pytest.mark.parametrize("header", ["", "198.51.100.7", "unknown, 10.0.0.2", "999.1.1.1, 10.0.0.2"])
def test_a_request_past_the_proxies_counts_as_its_peer(settings, header):
    settings.TRUSTED_PROXY_HOPS = 2

    assert client_address(asked_by(**{"X-Forwarded-For": header})) == PEER


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("198.51.100.7:4711", "198.51.100.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("fe80::1%eth0", "fe80::1"),
        (" 198.51.100.7 ", "198.51.100.7"),
    ],
)
def test_an_address_is_one_however_it_is_written(settings, written, read):
    settings.TRUSTED_PROXY_HOPS = 1

    assert client_address(asked_by("10.0.0.1", **{"X-Forwarded-For": written})) == read


@pytest.mark.parametrize("peer", ["", "unix:", "/run/arena.sock"])
def test_a_peer_without_an_address_is_still_somebody(peer):
    assert client_network(asked_by(peer)) == UNKNOWN


def test_a_household_is_one_network():
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert network_of("192.0.2.1") != network_of("192.0.2.2")


@pytest.mark.parametrize("address", ["/", "/en/", "/en/a/one/?theme=x&n=1#top", "/sv/å/ö"])
def test_pages_of_ours_are_ours(address):
    assert is_own(address)
