"""Where a request comes from and where it may be sent on to. Headers that anybody can write decide neither."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# What a request without a readable address counts as, such as one through a socket of this machine.
UNKNOWN = "0.0.0.0"  # noqa: S104 -- an address that nobody has, nothing listens on it
# One household or office holds a /64 of IPv6 addresses; counting single ones would count nothing.
IPV6_NETWORK_BITS = 64


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks.

    Without a trusted proxy that is the peer itself. With n = `TRUSTED_PROXY_HOPS` it is the n-th entry of
    `X-Forwarded-For` from the right: each of our own proxies has written one, what stands left of them is hearsay.
    """
    hops = settings.TRUSTED_PROXY_HOPS
    if hops:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= hops and (found := _readable(entries[-hops])):
            return found
    return _readable(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def network_of(address: str) -> str:
    """The address, or for IPv6 the network it belongs to."""
    ip = ip_address(address)
    return str(ip if ip.version == 4 else ip_network((ip, IPV6_NETWORK_BITS), strict=False))


def client_network(request: HttpRequest) -> str:
    """The network that limits count for this request."""
    return network_of(client_address(request))


def is_own(address: str) -> bool:
    """Whether `address` is a path on this site, in the eyes of every browser."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def _readable(text: str) -> str:
    """An address as Python writes it, or an empty text. IPv4 in IPv6 clothes is IPv4; a port is left out."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        ip = ip_address(text)
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or IPv6Address(int(ip)))
    return str(ip)
