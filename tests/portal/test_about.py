from datetime import date

import pytest

from arena.models import Region, StatedDate
from tests.arena.views.test_arena_page import filled
from tests.factories import ArenaFactory, ArenaRoleFactory, PeriodFactory, ThemeFactory


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_about_shows_both_dates_when_the_sources_differ(cast, client):
    for day, source, quote, decided in (
        (date(2017, 5, 17), "Swedish summary", "SMICE-projektet har pågått", True),
        (date(2017, 5, 14), "English summary", "The SMICE project", False),
    ):
        StatedDate.objects.create(
            arena=cast.arena,
            kind="start",
            on=day,
            source=source,
            quote=quote,
            quote_language="sv" if decided else "en",
            is_decided=decided,
        )
    StatedDate.objects.create(arena=cast.arena, kind="end", on=date(2020, 12, 31), source="Both", is_decided=True)
    cast.arena.started_on, cast.arena.ended_on = date(2017, 5, 17), date(2020, 12, 31)
    cast.arena.save()

    page = text(client.get("/en/a/one/about/"))

    assert "The sources differ:" in page
    assert page.count("The sources differ:") == 1
    assert '14 May 2017 <span class="quiet">(English summary)' in page
    assert '17 May 2017 <span class="quiet">(Swedish summary)' in page
    assert '<q lang="sv">SMICE-projektet har pågått</q>' in page
    assert page.count("31 December 2020") == 1


def test_about_shows_the_frame_of_the_arena(cast, client):
    arena = cast.arena
    arena.description_en, arena.programme, arena.sub_area = "First line\nSecond <b>line</b>", "Interreg", "Green belt"
    arena.funding_statement_en, arena.source, arena.started_on = "Co-funded by somebody", "Final report", None
    arena.save()
    cast.norway.regions.add(Region.objects.create(code="NO060", version=2021, name="Trøndelag", country="NO"))
    PeriodFactory(arena=arena, label_en="Spring 2024", source_status="not yet approved", source="Final report")
    ThemeFactory(arena=arena, key="loops", name_en="Material loops", definition_en="What goes round")

    page = text(client.get("/en/a/one/about/"))

    for words in (
        "Second &lt;b&gt;line",
        "Interreg",
        "Green belt",
        "Co-funded by somebody",
        "Final report",
        "Trøndelag (NO060)",
        "Regions not stated",
        "Spring 2024",
        "1 January 2024 to 30 June 2024",
        "not yet approved",
        "What goes round",
        'href="/en/a/one/map/?theme=loops"',
    ):
        assert words in page


def test_about_leaves_an_unknown_start_unknown(cast, client):
    cast.arena.started_on = None
    cast.arena.save()
    StatedDate.objects.create(arena=cast.arena, kind="start", on=date(2017, 5, 1), source="Letter")

    page = text(client.get("/en/a/one/about/"))

    assert "Unknown" in page.split("Starts")[1].split("</div>")[0]
    assert "1 May 2017" in page


@pytest.mark.parametrize("count", [1, 3])
def test_about_asks_the_same_however_much_there_is(cast, client, django_assert_num_queries, count):
    for index in range(count):
        PeriodFactory(arena=cast.arena, starts_on=date(2024, 1, index + 1))
        ThemeFactory(arena=cast.arena)
        cast.norway.regions.add(Region.objects.create(code=f"NO{index}", version=2021, name="R", country="NO"))

    with django_assert_num_queries(7):
        client.get("/en/a/one/about/")


def test_data_page_gives_this_arenas_own_addresses(cast, client, settings):
    settings.BASE_URL = "https://arena.example"

    page = text(client.get("/en/a/one/data/"))

    assert "https://arena.example/api/v1/arenas/one/activities/" in page
    assert "Authorization: Bearer $KEY" in page
    assert 'href="/api/v1/docs/"' in page
    assert 'href="/en/a/one/map/?format=csv"' in page


@pytest.mark.parametrize("path", ["about/", "data/"])
def test_pages_of_a_closed_arena_are_not_found(closed_cast, as_person, path):
    assert as_person().get(f"/en/a/one/{path}").status_code == 404
    assert as_person(closed_cast.outsider).get(f"/en/a/one/{path}").status_code == 404
    assert as_person(closed_cast.auditor).get(f"/en/a/one/{path}").status_code == 200


@pytest.mark.parametrize("path", ["a/one/about/", "a/one/data/", "privacy/", "accessibility/"])
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_pages_open_in_every_language_and_are_not_posted_to(cast, client, path, language):
    page = text(client.get(f"/{language}/{path}"))

    assert page.count("<h1") == 1
    assert f'<html lang="{language}"' in page
    assert client.post(f"/{language}/{path}").status_code == 405


def test_privacy_names_the_cookies_that_are_set(cast, as_person):
    client = as_person(cast.member)
    client.post("/en/look/", {"look": "dark", "next": "/en/privacy/"})
    client.get("/en/account/")
    page = text(client.get("/en/privacy/"))

    names = {name.removeprefix("__Host-") for name in client.cookies}
    assert names == {"session", "csrf", "look"}
    assert all(f'<th scope="row">{name}</th>' in page for name in names)


def test_privacy_names_whom_to_ask_in_the_arenas_one_may_see(cast, client, as_person):
    ArenaFactory(contact_email="hello@example.org")
    closed = ArenaFactory(contact_email="inner@example.org", visibility="closed")
    ArenaRoleFactory(arena=closed, user=cast.auditor)

    everybody, insider = text(client.get("/en/privacy/")), text(as_person(cast.auditor).get("/en/privacy/"))

    assert "mailto:hello@example.org" in everybody
    assert "inner@example.org" not in everybody
    assert "mailto:inner@example.org" in insider


def test_privacy_leads_to_ones_own_data(client, db):
    assert 'href="/en/account/data/"' in text(client.get("/en/privacy/"))


def test_lead_sets_whom_to_ask(cast, as_person, client):
    lead = as_person(cast.lead)

    refused = lead.post("/en/a/one/settings/", filled(cast, contact_email="nobody"))
    saved = lead.post("/en/a/one/settings/", filled(cast, contact_email="hello@example.org"))

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "mailto:hello@example.org" in text(client.get("/en/a/one/about/"))
