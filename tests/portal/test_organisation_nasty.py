"""Hostile and odd text through the register: no server error, shown as it was meant and escaped."""

from html import escape
from urllib.parse import urlencode

import pytest

from arena.duplicates import Entry, find_pairs
from arena.models import Organisation
from core.text import clean_line
from core.writes import new_token
from tests.nasty_strings import NASTY, one_of_each
from tests.portal.organisation_rows import REGISTER, two_sides

FILTERS = ("q", "sector", "side", "region", "company", "size", "number", "alike", "sort", "page", "format", "unknown")
CHOOSING = ("q",)
HINTS = ("name", "country", "mail_domain")


def query(fields: dict[str, str]) -> str:
    return urlencode(fields, errors="surrogatepass")


@pytest.fixture
def world(cast):
    return two_sides(cast)


@pytest.fixture
def keeper(cast, as_person):
    return as_person(cast.coordinator)


def test_every_question_takes_anything(cast, keeper, world):
    places = {
        "": FILTERS,
        f"{world.school.pk}/merge/": CHOOSING,
        "look-alikes/": HINTS,
        "duplicates/": ("page", "decided"),
    }
    bad = []

    for text in one_of_each()[::2]:
        for path, names in places.items():
            status = keeper.get(f"{REGISTER}{path}?{query(dict.fromkeys(names, text))}").status_code
            bad += [(path, text[:40])] if status != 200 else []

    assert bad == []


def test_every_answer_takes_anything(cast, keeper, world):
    compare, decide = f"{REGISTER}{world.swedish.pk}/merge/{world.norwegian.pk}/", f"{REGISTER}duplicates/decide/"
    bad = []

    for text in one_of_each()[::2]:
        right = {"token": new_token(), "keep": world.swedish.pk, "reason": "border"}
        sent = [
            (compare, dict.fromkeys(("keep", "reason", "token"), text)),
            (compare, right | {f"version_{world.swedish.pk}": text}),
            (decide, dict.fromkeys(("first", "second", "decision"), text)),
        ]
        for page, fields in sent:
            status = keeper.post(page, query(fields), content_type="application/x-www-form-urlencoded").status_code
            bad += [(page, text[:40], status)] if status not in {302, 409, 422} else []

    assert bad == []
    assert not Organisation.objects.exclude(canonical=None).exists()


def test_names_are_shown_as_they_are_and_escaped_wherever_they_stand(cast, keeper, world):
    shown = [text for text in dict.fromkeys(clean_line(text, 200) for text in NASTY[::25]) if text]

    for text in shown:
        Organisation.objects.filter(pk=world.norwegian.pk).update(name=text)
        page = keeper.get(f"{REGISTER}{world.norwegian.pk}/").content.decode()
        compared = keeper.get(f"{REGISTER}{world.swedish.pk}/merge/{world.norwegian.pk}/").content.decode()
        assert f'<h1 class="h-2">{escape(text)}</h1>' in page, repr(text)
        assert escape(text) in compared, repr(text)


def test_the_finder_takes_any_name():
    find_pairs(Entry(key, (text,)) for key, text in enumerate(NASTY) if text)
