import pytest
from django.test import Client

from tests.factories import ActivityFactory, ArenaFactory, SideFactory


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("nb-NO,nb;q=0.9", "nb"),
        ("no,en;q=0.5", "nb"),
        ("nn-NO,nn;q=0.9,en;q=0.1", "nb"),
        ("fi,sv;q=0.7,en;q=0.9", "en"),
        ("de,da;q=0.5", "en"),
        ("en;q=0.1,sv;q=0.9", "sv"),
        ("", "en"),
        ("*", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_root_leads_to_the_browsers_language(db, client, header, language):
    answer = client.get("/", headers={"accept-language": header})

    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer["Vary"]


def test_root_refuses_to_be_posted_to(db, client):
    assert client.post("/").status_code == 405


def test_arenas_lists_the_public_ones_with_their_counts(cast, as_person):
    ActivityFactory(arena=cast.arena)
    ActivityFactory(arena=cast.arena, status="draft")
    ArenaFactory(slug="demo", name_en="Demonstration", is_sample=True)
    ArenaFactory(slug="secret", name_en="Secret arena", visibility="closed")

    page = as_person().get("/en/").content.decode()

    assert "Arena One" in page
    assert "1 activity" in page
    assert "1 team" in page
    assert "Sample data" in page
    assert "Secret arena" not in page


def test_arenas_lists_a_closed_arena_to_its_people_alone(closed_cast, as_person):
    assert "Arena One" in as_person(closed_cast.lead).get("/en/").content.decode()
    assert "Arena One" not in as_person(closed_cast.outsider).get("/en/").content.decode()
    assert "Arena One" not in as_person().get("/en/").content.decode()


def test_arenas_without_any_says_so(db, client):
    assert "No arena is open to you yet" in client.get("/en/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_arenas_asks_the_same_however_many(db, client, django_assert_num_queries, count):
    for _ in range(count):
        arena = ArenaFactory()
        ActivityFactory(arena=arena)
        SideFactory(arena=arena)

    with django_assert_num_queries(3):
        client.get("/en/")


def test_arenas_shows_25_on_a_page(db, client):
    for index in range(26):
        ArenaFactory(slug=f"a{index:02}", name_en=f"Arena number {index:02}")

    first, second = (client.get("/en/", {"page": page}).content.decode() for page in ("", "2"))

    assert first.count("Arena number") == 25
    assert second.count("Arena number") == 1


@pytest.mark.parametrize("look", ["light", "dark"])
def test_look_is_kept_in_a_cookie_and_leads_back(db, client, look):
    answer = client.post("/en/look/", {"look": look, "next": "/sv/privacy/?x=1"})

    assert (answer.status_code, answer["Location"]) == (302, "/sv/privacy/?x=1")
    cookie = answer.cookies["look"]
    assert cookie.value == look
    assert (cookie["samesite"], bool(cookie["httponly"])) == ("Lax", True)
    assert f'data-theme="{look}"' in client.get("/en/privacy/").content.decode()


def test_look_is_not_changed_from_another_site(db, client):
    answer = client.post("/en/look/", {"look": "dark"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "look" not in answer.cookies


@pytest.mark.parametrize("path", ["/en/", "/sv/privacy/", "/nb/accessibility/"])
def test_reading_sets_no_cookie(db, client, path):
    assert not client.get(path).cookies


@pytest.mark.parametrize("look", ["", "pink", "dark\r\nX-Bad: 1"])
def test_look_as_the_device_forgets_the_cookie(db, client, look):
    client.post("/en/look/", {"look": "dark", "next": "/en/"})

    answer = client.post("/en/look/", {"look": look, "next": "/en/"})

    assert answer.cookies["look"].value == ""
    assert "data-theme" not in client.get("/en/privacy/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " //evil.example",
        "https://testserver.evil.example/",
        "",
    ],
)
def test_look_never_leads_to_another_site(db, client, address):
    answer = client.post("/en/look/", {"look": "dark", "next": address})

    assert answer["Location"] == "/en/"


def test_look_is_only_posted_and_needs_no_cookie(db):
    assert Client().get("/en/look/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/en/look/", {"look": "dark"}).status_code == 302
