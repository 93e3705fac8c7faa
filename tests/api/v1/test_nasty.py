"""No text in any parameter is a fault of ours: it is read, or refused as a problem."""

from urllib.parse import quote

import pytest

from tests.api.conftest import Asking, World, resources
from tests.nasty_strings import NASTY

ANSWERS = {200, 400, 401, 404, 406}
PARAMETERS = [
    *(("activities", name) for name in ("side", "theme", "team", "period", "kind", "status", "changed_since")),
    *(("activities", name) for name in ("cursor", "page_size", "format", "nothing")),
    ("teams", "stage"),
    ("teams", "q"),
]


def as_query(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.API_READS_PER_MINUTE = {"key": 100_000, "network": 100_000}


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_no_parameter_takes_the_api_down(world: World, ask: Asking, path, name):
    wrong = [
        (text, answer.status_code)
        for text in NASTY
        if (answer := ask(f"/api/v1/arenas/one/{path}/?{name}={as_query(text)}")).status_code not in ANSWERS
    ]

    assert wrong == []


def test_no_address_takes_the_api_down(world: World, ask: Asking):
    base = "/api/v1/arenas"
    for text in NASTY:
        part = as_query(text).replace("/", "%2F")
        for path in (f"{base}/{part}/", f"{base}/one/activities/{part}/", f"{base}/one/teams/{part}/"):
            assert ask(path).status_code in ANSWERS, path


def test_no_header_takes_the_api_down(world: World, ask: Asking):
    for text in NASTY:
        plain = text.encode("latin-1", "ignore").decode("latin-1").replace("\r", "").replace("\n", "")
        for name in ("authorization", "accept", "if_none_match", "accept_language"):
            assert ask("/api/v1/arenas/one/", **{name: plain}).status_code in ANSWERS, (name, text)


def test_texts_come_back_as_they_were_written(world: World, ask: Asking):
    for text in NASTY:
        title = "".join(sign for sign in text if sign.isprintable())[:200]
        if not title.strip():
            continue
        world.activity.title = title
        world.activity.save(update_fields=["title"])

        shown = ask(f"/api/v1/arenas/one/activities/{world.activity.pk}/").json()
        assert shown["title"]["text"] == title


def test_every_resource_refuses_a_parameter_it_does_not_know(world: World, auditor, ask: Asking):
    for path in resources(world):
        answer = ask(f"{path}?arena=1", auditor)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["arena"]), path
