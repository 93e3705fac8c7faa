"""No text in an address or a header is a fault of ours; tests/nasty/ sends every parameter."""

from urllib.parse import quote

import pytest

from activities.models import Activity
from tests.api.conftest import Asking, World, resources
from tests.nasty_strings import NASTY, one_of_each

ANSWERS = {200, 400, 401, 404, 406}


def as_query(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.API_READS_PER_MINUTE = {"key": 100_000, "network": 100_000}


def test_no_address_takes_the_api_down(world: World, ask: Asking):
    base = "/api/v1/arenas"
    for text in one_of_each():
        part = as_query(text).replace("/", "%2F")
        for path in (f"{base}/{part}/", f"{base}/one/activities/{part}/", f"{base}/one/teams/{part}/"):
            assert ask(path).status_code in ANSWERS, path


def test_no_header_takes_the_api_down(world: World, ask: Asking):
    for text in one_of_each():
        plain = text.encode("latin-1", "ignore").decode("latin-1").replace("\r", "").replace("\n", "")
        for names in (("authorization",), ("accept",), ("if_none_match", "accept_language")):
            answer = ask("/api/v1/arenas/one/", **dict.fromkeys(names, plain))
            assert answer.status_code in ANSWERS, (names, text)


def test_texts_come_back_as_they_were_written(world: World, ask: Asking):
    titles = {"".join(sign for sign in text if sign.isprintable())[:200].strip() for text in NASTY} - {""}
    held = {"language": "sv", "status": "held", "kind": "course"}
    Activity.objects.bulk_create(Activity(arena=world.cast.arena, title=title, **held) for title in sorted(titles))

    shown, address = set(), "/api/v1/arenas/one/activities/?kind=course&page_size=100"
    while address:
        body = ask(address).json()
        shown |= {row["title"]["text"] for row in body["results"]}
        address = body["next"]

    assert shown == titles


def test_every_resource_refuses_a_parameter_it_does_not_know(world: World, auditor, ask: Asking):
    for path in resources(world):
        answer = ask(f"{path}?arena=1", auditor)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["arena"]), path
