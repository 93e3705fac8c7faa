"""The search page: what it says for each answer, in each language, and what it costs."""

import re
from datetime import date

import pytest

from arena.models import Municipality, OrganisationAlias, Region, SynonymGroup
from core.log import LISTENERS
from tests.factories import ActivityFactory, OrganisationFactory, TeamFactory

SEARCH = "/en/a/one/search/"


def ask(client, text: str, address: str = SEARCH, **more):
    return client.get(address, {"q": text, **more})


def titles(answer) -> list[str]:
    assert answer.status_code == 200
    return ["".join(piece.text for piece in result.title) for result in answer.context["results"]]


def tabs(answer) -> list[str]:
    return [words for words, _address, _is_current in answer.context["tabs"]]


def put_out(page: str) -> str:
    """The text of a page without its tags, on one line."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def three_kinds(cast) -> None:
    activity = ActivityFactory(arena=cast.arena, title="Ombruk i Røros", language="nb", description="Om stoler")
    activity.sides.add(cast.norway)
    team = TeamFactory(arena=cast.arena, slug="ombruk", name="Laget for ombruk", language="nb")
    team.sides.set([cast.norway, cast.sweden])
    firm = OrganisationFactory(arena=cast.arena, name="Ombruksstasjonen", is_enterprise=False)
    firm.sides.add(cast.norway)


def test_an_empty_question_says_what_can_be_searched(cast, as_person):
    for query in ("", "?q=", "?q=+++"):
        page = as_person().get(SEARCH + query).content.decode()

        assert "The search looks in titles, descriptions and places" in page
        assert "results" not in put_out(page)
        assert "Nothing was found" not in page


@pytest.mark.parametrize("text", ["%", "…", "''", '"', "()|&!:*\\", "--"])
def test_a_question_without_a_word_is_told_so(cast, as_person, text):
    page = ask(as_person(), text).content.decode()

    assert "Write at least one letter or digit." in page


def test_three_kinds_are_found_at_once_and_each_for_itself(cast, as_person):
    three_kinds(cast)
    client = as_person()

    every = ask(client, "ombruk")
    teams = ask(client, "ombruk", kind="team")

    assert set(titles(every)) == {"Ombruk i Røros", "Laget for ombruk", "Ombruksstasjonen"}
    assert tabs(every) == ["All (3)", "Activities (1)", "Teams (1)", "Organisations (1)"]
    assert "3 results for “ombruk”" in every.content.decode()
    assert titles(teams) == ["Laget for ombruk"]
    assert tabs(teams) == tabs(every)
    for address in ("/en/a/one/teams/ombruk/", "/en/a/one/organisations/", "/en/a/one/activities/"):
        assert address in every.content.decode()


def test_a_country_narrows_every_kind(cast, as_person):
    three_kinds(cast)

    answer = ask(as_person(), "ombruk", side="SE")

    assert titles(answer) == ["Laget for ombruk"]
    assert tabs(answer) == ["All (1)", "Activities (0)", "Teams (1)", "Organisations (0)"]
    assert '<option value="SE" selected>' in answer.content.decode()


def test_a_kind_without_a_result_leads_to_what_was_found(cast, as_person):
    ActivityFactory(arena=cast.arena, title="Ombruk")

    answer = ask(as_person(), "ombruk", kind="team", side="NO")
    page = answer.content.decode()

    assert "Nothing was found for “ombruk”" in page
    assert answer.context["unfiltered"] == "?q=ombruk"
    assert "Clear filters" in page
    page = ask(as_person(), "ombruk", kind="team").content.decode()
    assert "Nothing of this kind was found" in page
    assert 'href="?q=ombruk">Show everything that was found' in page


def test_an_answer_that_does_not_exist_narrows_nothing(cast, as_person):
    three_kinds(cast)

    answer = ask(as_person(), "ombruk", kind="nonsense", side="XX", page="abc", exact="maybe")

    assert len(titles(answer)) == 3


def test_a_misspelt_word_is_answered_by_the_nearest_one(cast, as_person):
    ActivityFactory(arena=cast.arena, title="Möbelåterbruk i Åre")

    page = ask(as_person(), "möbelåtterbruk", side="SE").content.decode()
    assert "Did you mean" not in page

    answer = ask(as_person(), "möbelåtterbruk")
    address = re.search(r'Did you mean <a href="([^"]+)" lang="sv">Möbelåterbruk</a>', answer.content.decode())[1]
    assert titles(as_person().get(SEARCH + address)) == ["Möbelåterbruk i Åre"]


def test_a_word_that_nothing_is_like_gets_advice_and_no_guess(cast, as_person):
    ActivityFactory(arena=cast.arena, title="Möbelåterbruk")

    page = ask(as_person(), "xylofon").content.decode()

    assert "Nothing was found for “xylofon”" in page
    assert "Check the spelling" in page
    assert "Did you mean" not in page


def test_what_has_some_of_the_words_is_shown_and_said_to_be_so(cast, as_person):
    ActivityFactory(arena=cast.arena, title="Ombruk")

    page = ask(as_person(), "ombruk xylofon").content.decode()

    assert "Nothing has all the words of “ombruk xylofon”. These have some of them." in page


def test_synonyms_are_named_in_their_language_and_can_be_left_out(cast, as_person):
    SynonymGroup.objects.create(arena=cast.arena, words_sv="återbruk", words_nb="ombruk", words_en="reuse")
    ActivityFactory(arena=cast.arena, title="Ombruk i Røros", language="nb")

    page = ask(as_person(), "återbruk").content.decode()
    assert '<span lang="nb">ombruk</span>' in page
    assert "Ombruk</mark> i Røros" in page

    exact = ask(as_person(), "återbruk", exact="1")
    assert titles(exact) == []
    assert 'href="?q=%C3%A5terbruk">Search for words that mean the same too' in exact.content.decode()


def test_results_are_marked_with_their_language(cast, as_person):
    ActivityFactory(arena=cast.arena, title="Ombruk i Røros", language="nb", description="Mer ombruk av stoler")
    client = as_person()

    english, norwegian = (ask(client, "ombruk", f"/{page}/a/one/search/").content.decode() for page in ("en", "nb"))

    assert re.search(r'<a href="[^"]+" lang="nb"><mark>Ombruk</mark> i Røros\s*</a>', english)
    assert re.search(r'<p class="small" lang="nb">Mer <mark>ombruk</mark> av stoler\s*</p>', english)
    assert '<span class="vh" lang="nb">Norsk' in english
    results = norwegian.partition('<ol class="rows rows--plain"')[2].partition("</ol>")[0]
    assert "<mark>Ombruk</mark> i Røros" in results
    assert "lang=" not in results


def test_pages_hold_twenty_five_and_keep_the_question(cast, as_person):
    for number in range(60):
        ActivityFactory(arena=cast.arena, title=f"Ombruk {number:02}")
    client = as_person()

    pages = [ask(client, "ombruk", page=number, kind="activity") for number in (1, 2, 3)]

    assert [len(titles(page)) for page in pages] == [25, 25, 10]
    assert len({title for page in pages for title in titles(page)}) == 60
    assert '<ol class="rows rows--plain" start="51">' in pages[2].content.decode()
    assert "q=ombruk&amp;page=3&amp;kind=activity" in pages[1].content.decode()
    assert titles(ask(client, "ombruk", page=99, kind="activity")) == titles(pages[2])


def test_another_name_says_why_an_organisation_was_found(cast, as_person):
    whole = OrganisationFactory(arena=cast.arena, name="Bruket AB", is_enterprise=False)
    OrganisationAlias.objects.create(organisation=whole, name="Gamla Mejeriet", language="sv")
    merged = OrganisationFactory(arena=cast.arena, name="Bruget AS", is_enterprise=False, merged_into=whole)
    for row in (whole, merged):
        for hear in LISTENERS["arena.organisation"]:
            hear(row.pk)

    for text, shown in (("mejeriet", "Gamla Mejeriet"), ("bruget", "Bruget AS")):
        answer = ask(as_person(), text)
        assert titles(answer) == ["Bruket AB"]
        assert f"Also called {shown}" in put_out(answer.content.decode())


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "å " * 5_000,
        "ombruk " * 2_000,
        "och i på",
        "%_\\",
        "“ombruk”",
        "<script>alert(1)</script>",
        "\x00",
    ],
)
def test_whatever_is_asked_is_answered(cast, as_person, text):
    ActivityFactory(arena=cast.arena, title="Ombruk i Åre")

    answer = ask(as_person(), text)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert all(len(address) < 1_000 for _words, address, _is_current in answer.context["tabs"])
    assert ("The question was long" in answer.content.decode()) == (len(text) > 1_000)


def test_the_page_is_read_only_and_whole_without_script(cast, as_person):
    three_kinds(cast)
    client = as_person()

    page = ask(client, "ombruk").content.decode()

    assert client.post(SEARCH, {"q": "ombruk"}).status_code == 405
    form = page.partition('role="search"')[2].partition("</form>")[0]
    assert 'name="q" type="search" value="ombruk"' in form
    assert "<button" in form
    assert "hx-" not in form


@pytest.mark.parametrize("person", ["outsider", "anonymous"])
def test_a_closed_arena_is_not_there(closed_cast, as_person, person):
    ActivityFactory(arena=closed_cast.arena, title="Ombruk")

    for query in ("", "?q=ombruk"):
        assert as_person(closed_cast.person(person)).get(SEARCH + query).status_code == 404
    assert titles(ask(as_person(closed_cast.funder), "ombruk")) == ["Ombruk"]


@pytest.mark.parametrize("n", [10, 200])
@pytest.mark.parametrize(("person", "queries"), [("anonymous", 11), ("coordinator", 14)])
def test_a_search_costs_the_same_however_much_it_finds(cast, as_person, django_assert_num_queries, person, queries, n):
    region = Region.objects.create(code="SE322", version=2024, name="Jämtlands län", country="SE")
    place = Municipality.objects.create(country="SE", code="2321", name="Åre", region=region)
    for number in range(n):
        name, sides = f"Ombruk {number:03}", [cast.norway, cast.sweden]
        if number < 4:
            ActivityFactory(arena=cast.arena, title=name, municipality=place).sides.set(sides)
        elif number % 2:
            TeamFactory(arena=cast.arena, name=name, slug=f"t{number}").sides.set(sides)
        else:
            whole = OrganisationFactory(arena=cast.arena, name=name, is_enterprise=False, municipality=place)
            whole.sides.set(sides)
            merged = OrganisationFactory(arena=cast.arena, name=f"{name} AS", is_enterprise=False, merged_into=whole)
            OrganisationAlias.objects.create(organisation=merged, name=f"Gamla {name}")
    SynonymGroup.objects.create(arena=cast.arena, words_sv="återbruk", words_nb="ombruk")
    client = as_person(cast.person(person))
    ask(client, "ombruk")

    with django_assert_num_queries(queries):
        answer = ask(client, "ombruk", side="NO")

    assert len(answer.context["results"]) == min(n, 25)
    assert {result.kind for result in answer.context["results"]} == {"Activity", "Team", "Organisation"}


def test_nothing_found_costs_no_more_than_something(cast, as_person, django_assert_max_num_queries):
    for number in range(20):
        ActivityFactory(arena=cast.arena, title=f"Ombruk {number}", first_on=date(2024, 1, 1))
    client = as_person()
    ask(client, "ombrukk")

    with django_assert_max_num_queries(15):
        answer = ask(client, "ombruck och")

    assert answer.context["suggestion"]
