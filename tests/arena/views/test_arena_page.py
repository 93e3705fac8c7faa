"""The arena's own settings: names in three languages, days, visibility, funding; nobody's change is lost."""

import pytest
from django.urls import reverse
from django.utils import translation

from arena.models import Arena
from core.models import LogEntry
from tests.factories import ActivityFactory, EvidenceFactory

ADDRESS = "/en/a/one/settings/"


def filled(cast, **changes: object) -> dict[str, object]:
    """The form as it stands for the cast's arena."""
    return {
        "name_sv": "Arena Ett",
        "name_nb": "Arena En",
        "name_en": "Arena One",
        "started_on": "2024-01-01",
        "visibility": "public",
        "emblem": "",
        "version": "1",
    } | changes


@pytest.mark.parametrize(
    ("language", "heading"), [("sv", "Svenska"), ("nb", "Norsk"), ("en", "English")], ids=["sv", "nb", "en"]
)
def test_the_page_shows_every_text_in_every_language(cast, as_person, language, heading):
    with translation.override(language):
        page = as_person(cast.lead).get(reverse("arena:settings", args=["one"])).content.decode()

    for field in ("name", "tagline", "description", "funding_statement"):
        for code in ("sv", "nb", "en"):
            assert f'name="{field}_{code}"' in page
    assert 'value="Arena Ett"' in page
    assert f'aria-current="true" lang="{language}"><span class="only-wide">{heading}</span>' in page


def test_only_leads_open_it(cast, as_person):
    for name in ("coordinator", "broker", "funder", "auditor", "member", "outsider"):
        assert as_person(cast.person(name)).get(ADDRESS).status_code == 403, name
        assert as_person(cast.person(name)).post(ADDRESS, filled(cast, name_sv="X")).status_code == 403, name
    assert as_person(None).get(ADDRESS).url == f"{reverse('account_login')}?next={ADDRESS}"
    assert as_person(cast.lead).get(ADDRESS).status_code == 200


def test_a_closed_arena_is_404_for_the_anonymous(closed_cast, as_person):
    assert as_person(None).get(ADDRESS).status_code == 404
    assert as_person(closed_cast.lead).get(ADDRESS).status_code == 200


def test_everything_is_saved_and_the_foot_shows_who_pays(cast, as_person):
    client = as_person(cast.lead)

    saved = client.post(
        ADDRESS,
        filled(
            cast,
            name_nb="Arena  Én",
            description_sv="Två\r\nrader",
            funding_statement_en="Co-funded by the European Union",
            emblem="eu",
            programme="Interreg Sverige–Norge",
            ended_on="2027-12-31",
            visibility="members",
            open_working_figures="on",
        ),
    )

    arena = Arena.objects.get(pk=cast.arena.pk)
    assert (saved.status_code, saved.url) == (302, ADDRESS)
    assert (arena.name_nb, arena.description_sv, arena.version) == ("Arena Én", "Två\nrader", 2)
    assert (arena.visibility, arena.open_working_figures, str(arena.ended_on)) == ("members", True, "2027-12-31")
    page = client.get(ADDRESS).content.decode()
    assert page.count("eu-emblem") == 2
    assert page.count("<p>Co-funded by the European Union</p>") == 2


def test_the_log_names_what_changed_and_holds_no_text(cast, as_person):
    as_person(cast.lead).post(ADDRESS, filled(cast, name_sv="Hemligt namn", visibility="closed"))

    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.actor, entry.fields) == ("change_arena", cast.lead, ["name_sv", "visibility"])
    assert "Hemligt" not in f"{entry.before}{entry.after}"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"name_sv": "", "name_nb": " ", "name_en": ""}, "name_sv", "Write the name in at least one language"),
        ({"name_sv": "x" * 121}, "name_sv", "Write at most 120 characters: this is 121"),
        ({"ended_on": "2023-12-31"}, "ended_on", "The last day cannot come before the first."),
        ({"started_on": "31 February 2024"}, "started_on", "Write a date"),
        ({"started_on": "2024"}, "started_on", "Write a date"),
        ({"visibility": "secret"}, "visibility", "Choose an answer"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(cast, as_person, change, field, message):
    response = as_person(cast.lead).post(ADDRESS, filled(cast, tagline_nb="Skrevet her") | change)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert list(response.context["form"].errors) == [field]
    assert 'value="Skrevet her"' in page
    assert "<title>Error:" in page
    assert Arena.objects.get(pk=cast.arena.pk).version == 1


def test_a_date_in_words_is_read(cast, as_person):
    as_person(cast.lead).post(ADDRESS, filled(cast, ended_on="4 desember 2027"))

    assert str(Arena.objects.get(pk=cast.arena.pk).ended_on) == "2027-12-04"


def test_a_stale_page_shows_both_texts(cast, as_person):
    client = as_person(cast.lead)
    client.post(ADDRESS, filled(cast, tagline_sv="Deras ord", emblem="eu"))

    response = client.post(ADDRESS, filled(cast, tagline_sv="Mina ord"))

    page = response.content.decode()
    shown = {row.label: (row.mine, row.theirs) for row in response.context["differences"]}
    assert response.status_code == 409
    assert shown["Where it works (Svenska)"] == ("Mina ord", "Deras ord")
    assert shown["Emblem"] == ("No emblem", "The European Union's emblem")
    assert '<td class="pre" data-label="Yours" lang="sv">Mina ord</td>' in page
    assert Arena.objects.get(pk=cast.arena.pk).tagline_sv == "Deras ord"
    assert client.post(ADDRESS, filled(cast, tagline_sv="Mina ord", version="2")).status_code == 302
    assert Arena.objects.get(pk=cast.arena.pk).tagline_sv == "Mina ord"


def test_an_invalid_form_stays_stale(cast, as_person):
    client = as_person(cast.lead)
    client.post(ADDRESS, filled(cast, tagline_sv="Deras ord"))

    response = client.post(ADDRESS, filled(cast, ended_on="never"))

    assert response.status_code == 422
    assert '<input type="hidden" name="version" value="1">' in response.content.decode()


def test_a_change_of_language_keeps_text_and_version(cast, as_person):
    response = as_person(cast.lead).post(
        "/sv/a/one/settings/", filled(cast, name_sv="", keep_text="1", tagline_sv="Nytt")
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="sv"' in page
    assert 'value="Nytt"' in page
    assert 'name="version" value="1"' in page
    assert Arena.objects.get(pk=cast.arena.pk).version == 1


def test_nobody_makes_an_arena_sample_data(cast, as_person):
    as_person(cast.lead).post(ADDRESS, filled(cast, is_sample="on", slug="stolen", name_sv="Ny"))

    arena = Arena.objects.get(pk=cast.arena.pk)
    assert (arena.name_sv, arena.is_sample, arena.slug) == ("Ny", False, "one")


def test_the_page_costs_little(cast, as_person, django_assert_num_queries):
    client = as_person(cast.lead)

    with django_assert_num_queries(6):
        client.get(ADDRESS)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [([], "Files: 0 of 2,000 MB"), ([1], "Files: 1 of 2,000 MB"), ([6_000_000, 5_400_000], "Files: 12 of 2,000 MB")],
)
def test_it_says_how_much_room_the_files_take(cast, as_person, sizes, words):
    for number, size in enumerate(sizes):
        EvidenceFactory(
            activity=ActivityFactory(arena=cast.arena), url="", file=f"evidence/{number}", sha256="0", size_bytes=size
        )
    EvidenceFactory(activity=ActivityFactory(arena=cast.other_arena), url="", file="x", sha256="0", size_bytes=10**9)

    assert words in as_person(cast.lead).get(ADDRESS).content.decode()
