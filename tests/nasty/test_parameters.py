"""Every parameter that any page or resource of the API reads takes anything. New ones are found by themselves."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.core.handlers import wsgi
from django.http import QueryDict
from django.test import Client

from tests.house.test_sizes import ROOT
from tests.nasty.site import pages
from tests.nasty_strings import MARK, NASTY

FINE = {200, 302, 304, 400, 401, 403, 404, 406, 410, 413, 414, 422}
# Requests per address in the quick lane; the deep one sends every string as every parameter.
QUICK = 8


class Watched(QueryDict):
    """Notes every name that a view asks for."""

    asked: set[str] = set()

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.asked.add(key)
        return super().__contains__(key)

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self.asked.add(key)
        return super().getlist(key, default)


@contextmanager
def watching() -> Iterator[set[str]]:
    """The names that are asked for meanwhile."""
    real, Watched.asked = wsgi.QueryDict, set()
    wsgi.QueryDict = Watched
    try:
        yield Watched.asked
    finally:
        wsgi.QueryDict = real


def documented(address: str) -> set[str]:
    """The parameters that the API's own document names for an address: some are read only when they are sent."""
    paths = json.loads((ROOT / "tests" / "api" / "openapi.json").read_text())["paths"]
    found = (path for path in paths if re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), address))
    return {
        parameter["name"]
        for path in found
        for parameter in paths[path]["get"].get("parameters", ())
        if parameter["in"] == "query"
    }


@pytest.fixture
def asking(cast, settings) -> list[tuple[Client, str, list[str]]]:
    """Every address with the parameters it reads, and who may open it."""
    settings.API_READS_PER_MINUTE = {"key": 100_000, "network": 100_000}
    found = []
    for client, address in pages(cast):
        with watching() as names:
            client.get(address)
            # What is read only when something else is there.
            client.get(f"{address}?{urlencode(dict.fromkeys(sorted(names), '1'))}")
        if names := names | documented(address):
            found.append((client, address, sorted(names)))
    return found


def test_every_parameter_takes_anything(asking):
    read = {address: names for _client, address, names in asking}

    wrong = [problem for number, found in enumerate(asking) for problem in problems(*found, 31 * number, QUICK)]

    assert len(read) > 15
    assert {"q", "period", "sort", "page", "format"} <= set(read["/en/a/one/activities/"])
    assert {"q", "cursor", "page_size"} <= set(read["/api/v1/arenas/one/activities/"])
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.deep
@pytest.mark.parametrize("part", range(4))
def test_every_parameter_takes_every_string(asking, part):
    wrong = [problem for found in asking[part::4] for problem in problems(*found, 0, len(NASTY))]

    assert not wrong, "\n".join(wrong[:40])


def problems(client: Client, address: str, names: list[str], first: int, most: int) -> Iterator[str]:
    step = len(NASTY) // len(names) if most >= len(NASTY) else 1
    for number in range(most):
        start = first + (number if most >= len(NASTY) else number * len(names))
        sent = {name: NASTY[(start + step * position) % len(NASTY)] for position, name in enumerate(names)}
        try:
            answer = client.get(f"{address}?{urlencode(sent, errors='surrogatepass')}")
        except Exception as fault:
            yield f"{address}: {type(fault).__name__} {fault!s:.200} at {sent!r:.400}"
            continue
        if answer.status_code not in FINE:
            yield f"{address}: {answer.status_code} at {sent!r:.400}"
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = answer.content.decode()
            yield from (
                f"{address}: {name} is markup on the page: {text!r}"
                for name, text in sent.items()
                if MARK in text and "<" in text and text in page
            )
