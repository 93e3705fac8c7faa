"""Hostile and odd text in activities is shown as it was meant and escaped; tests/nasty/ sends it everywhere."""

from html import escape
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from activities.models import Activity, Evidence
from core.text import clean_line, clean_text
from core.writes import new_token
from tests.factories import ActivityFactory, AssessmentFactory, PeriodFactory, ThemeFactory
from tests.nasty_strings import NASTY, one_of_each

TEXTS = ("title", "date", "attended", "supported", "link", "description", "place")
MEANT = ("date_meant", "attended_meant")
FILTERS = ("q", "period", "side", "theme", "team", "kind", "status", "level", "sort", "page", "format", "unknown")


def query(fields):
    """As a browser sends it, and also what no browser would: lone surrogates as raw bytes."""
    return urlencode(fields, errors="surrogatepass")


def as_received(text):
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def send(client, url, fields):
    return client.post(url, query({"token": new_token(), **fields}), content_type="application/x-www-form-urlencoded")


@pytest.fixture
def own(cast, as_person):
    """The member's client, and a row of everything that filters can meet."""
    theme, _period = ThemeFactory(arena=cast.arena), PeriodFactory(arena=cast.arena)
    activity = ActivityFactory(arena=cast.arena, title="Reparationskväll", logged_by=cast.member, team=cast.team)
    activity.sides.add(cast.sweden)
    activity.themes.add(theme)
    AssessmentFactory(activity=activity, level=cast.arena.effect_levels.get(number=1))
    return as_person(cast.member)


def test_title_is_shown_unchanged_and_escaped(cast, own):
    log, rows = (reverse(f"activities:{name}", args=[cast.arena.slug]) for name in ("log", "list"))
    shown = set()

    for text in one_of_each():
        expected = clean_line(as_received(text), 10**6)
        response = send(own, log, {"title": text, "description": text, "draft": "1"})
        is_fine = 0 < len(expected) <= 200
        assert response.status_code == (302 if is_fine else 422), repr(text[:40])
        shown |= {expected} if is_fine else set()

    titles = set(Activity.objects.filter(status="draft").values_list("title", flat=True))
    n_pages = Activity.objects.filter(status="draft").count() // 25 + 1
    text = "".join(own.get(f"{rows}?status=draft&page={n}").content.decode() for n in range(1, n_pages + 1))
    assert titles == shown
    assert len(shown) > 50
    for title in shown:
        assert f'/">{escape(title)}</a>' in text, repr(title)


def test_page_shows_title_and_description_escaped(cast, own):
    for text in NASTY[::19]:
        if 0 < len(clean_line(as_received(text), 10**6)) <= 200:
            activity = ActivityFactory(arena=cast.arena, title=clean_line(text, 200), description=clean_text(text))
            page = own.get(reverse("activities:page", args=[cast.arena.slug, activity.pk])).content.decode()
            assert f">{escape(activity.title)}</h1>" in page, repr(text)
            assert f">{escape(activity.description)}</p>" in page, repr(text)


@pytest.mark.parametrize("name", [*TEXTS, *MEANT])
def test_one_odd_answer_spoils_no_other(cast, own, name):
    for text in ("\x00", "\ud800", "1.000", "03/04/2026", "{{7*7}}", "9" * 60, "å" * 10_000):
        sent = {"title": "x", "when": "other", "level": "1", name: text}
        response = send(own, reverse("activities:log", args=[cast.arena.slug]), sent)
        assert response.status_code in {302, 422}, (name, repr(text[:40]))


def test_reason_and_evidence_title_are_escaped(cast, own):
    activity = Activity.objects.get()
    url = {
        name: reverse(f"activities:{name}", args=[cast.arena.slug, activity.pk])
        for name in ("rate", "evidence-add", "page")
    }
    text = "<script>alert('{{ 7*7 }}')</script>"

    send(own, url["rate"], {"level": "1", "reason": text})
    send(own, url["evidence-add"], {"title": text, "links": "https://example.org/?a=1&b=<c>"})
    page = own.get(url["page"]).content.decode()

    assert Evidence.objects.get().title == text
    assert page.count("&lt;script&gt;alert(&#x27;{{ 7*7 }}&#x27;)&lt;/script&gt;") >= 2
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", FILTERS)
def test_one_odd_filter_leaves_the_list(cast, own, name):
    url = reverse("activities:list", args=[cast.arena.slug])

    for text in ("\x00", "\ud800", "-1", "9" * 60, "%", "'; DROP TABLE x; --", "å" * 10_000):
        assert own.get(f"{url}?{query({name: text})}").status_code == 200, (name, repr(text[:40]))


def test_search_text_is_shown_escaped(cast, own):
    page = own.get(
        reverse("activities:list", args=[cast.arena.slug]) + "?" + query({"q": '"><script>{{7*7}}'})
    ).content.decode()

    assert "&quot;&gt;&lt;script&gt;{{7*7}}" in page
    assert '"><script>{{' not in page
