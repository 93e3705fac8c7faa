"""What is found and in which order: the same on both databases."""

import unicodedata
from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arena.models import Arena, SynonymGroup
from arena.search import best_first, found_by, matching, mend, question_of, thesaurus_of
from tests.factories import ActivityFactory, OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db

# As people and registers write them on both sides of the border, each with other ways to type it.
NAMES = {
    "Återbruket i Östersund": ["aterbruket ostersund", "ÅTERBRUKET", "Aaterbruket", "återbruk", "Østersund"],
    "Trøndelag fylkeskommune": ["trondelag", "Tröndelag", "TRØNDELAG", "Troendelag", "fylkeskommunen"],
    "Region Jämtland Härjedalen": ["jaemtland", "Jæmtland", "jamtland harjedalen", "HÄRJEDALEN"],
    "Røros Tweed AS": ["roros", "röros", "Roeros", "tweed"],
    "Møbelverkstedet Ål": ["mobelverkstedet", "Möbelverkstedet", "aal", "ÅL"],
    "Sørsamisk senter Åarjelsaemien": ["sorsamisk", "aarjelsaemien", "Åarjelsæmien"],
    "Café Gråsten": ["cafe grasten", "CAFÉ", "Graasten"],
    "Ærlig Brød & Bær": ["arlig brod bar", "Ärlig bröd", "AERLIG"],
    "Brødrene Dahl": ["brodrene", "Brödrene dahl"],
    "S3-rådet 2027": ["s3", "radet 2027", "S3-RÅDET"],
    "Textilsortering Norr": ["textil", "Textilsorteringen", "sortering"],
    "Naïve Çirkel": ["naive cirkel"],
    "Łódź Recykling": ["lodz"],
    "Straßenmöbel GmbH": ["strassenmobel"],
}


@pytest.fixture
def register(cast) -> dict[str, int]:
    return {name: OrganisationFactory(arena=cast.arena, name=name).pk for name in NAMES}


def titles(arena: Arena, text: str, kind: str = "activity") -> list[str]:
    return list(matching(arena, kind, text).values_list("title", flat=True))


def groups(arena: Arena, **words: str) -> SynonymGroup:
    return SynonymGroup.objects.create(arena=arena, **words)


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, ways in NAMES.items() for typed in (name, *ways)])
def test_names_are_found_by_each_spelling(cast, register, name, typed):
    for form in (typed, unicodedata.normalize("NFD", typed), typed.upper()):
        assert register[name] in matching(cast.arena, "organisation", form).values_list("object_key", flat=True), form


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("abåäöæø éABÅÄÖ09-'", min_size=1, max_size=30))
def test_a_title_is_found_by_itself(cast, title):
    activity = ActivityFactory(arena=cast.arena, title=title or "x")

    found = matching(cast.arena, "activity", title).values_list("object_key", flat=True)

    assert (activity.pk in found) == bool(question_of(title))


def test_only_what_has_every_word_is_found(cast):
    ActivityFactory(arena=cast.arena, title="Cykelverkstad", description="I Åre")
    ActivityFactory(arena=cast.arena, title="Cykelverkstad", description="I Krokom")

    assert len(titles(cast.arena, "cykel")) == 2
    assert len(titles(cast.arena, "cykel are")) == 1
    assert titles(cast.arena, "cykel are krokom") == []
    any_word = question_of("cykel are krokom")
    assert found_by(any_word, cast.arena, any_word=True).count() == 2


def test_text_without_a_word_finds_nothing(cast):
    ActivityFactory(arena=cast.arena, title="100 % ull")

    for text in ("", "   ", "%", "…", "\x00", "()|&!:*'\\"):
        assert titles(cast.arena, text) == []
    assert titles(cast.arena, "100 % ull") == ["100 % ull"]


def test_another_arena_and_another_kind_are_not_asked(cast):
    ActivityFactory(arena=cast.other_arena, title="Kanariefågel")
    TeamFactory(arena=cast.arena, name="Kanariefågel")

    assert titles(cast.arena, "kanariefågel") == []
    assert titles(cast.arena, "kanariefågel", kind="team") == ["Kanariefågel"]


def test_words_across_the_border_mean_the_same(cast):
    ActivityFactory(arena=cast.arena, title="Återbruk skrivs in", language="sv")
    ActivityFactory(arena=cast.arena, title="Ombruk i byggeri", language="nb")
    ActivityFactory(arena=cast.arena, title="Second hand shop", language="en")
    ActivityFactory(arena=cast.arena, title="A hand for every second", language="en")
    assert titles(cast.arena, "ombruk") == ["Ombruk i byggeri"]

    groups(cast.arena, words_sv="återbruk", words_nb="ombruk\ngjenbruk", words_en="reuse\nsecond hand")

    for text in ("ombruk", "återbruk", "gjenbruket", "REUSE", "second hand"):
        found = titles(cast.arena, text)
        assert set(found) - {"A hand for every second"} == {
            "Återbruk skrivs in",
            "Ombruk i byggeri",
            "Second hand shop",
        }
        assert ("A hand for every second" in found) == (text == "second hand"), text


def test_a_phrase_of_the_synonyms_is_found_by_the_other_languages_and_by_its_words(cast):
    groups(cast.arena, words_sv="cirkulär ekonomi", words_nb="sirkulær økonomi", words_en="circular economy")
    ActivityFactory(arena=cast.arena, title="Sirkulær økonomi i Meråker", language="nb")
    ActivityFactory(arena=cast.arena, title="Om cirkulära flöden", description="och om ekonomi", language="sv")
    ActivityFactory(arena=cast.arena, title="Økonomikurs", description="En sirkulær vei", language="nb")

    assert titles(cast.arena, "circular economy") == ["Sirkulær økonomi i Meråker"]
    assert titles(cast.arena, "cirkulär ekonomi") == ["Sirkulær økonomi i Meråker", "Om cirkulära flöden"]


def test_a_word_that_means_two_things_is_found_in_its_own_language_only(cast):
    groups(cast.arena, words_sv="företag", words_nb="bedrift", words_en="company")
    ActivityFactory(arena=cast.arena, title="Råd til bedrifter", language="nb")
    ActivityFactory(arena=cast.arena, title="En stor bedrift", language="sv")

    assert titles(cast.arena, "företag") == ["Råd til bedrifter"]
    assert set(titles(cast.arena, "bedrift")) == {"Råd til bedrifter", "En stor bedrift"}


def test_the_beginning_and_the_end_of_a_compound_are_found(cast):
    for title in ("Tekstilsortering", "Matavfallet i Åre", "Spillull"):
        ActivityFactory(arena=cast.arena, title=title)

    assert titles(cast.arena, "tekstil") == ["Tekstilsortering"]
    assert titles(cast.arena, "sortering") == ["Tekstilsortering"]
    assert titles(cast.arena, "avfall") == ["Matavfallet i Åre"]
    assert titles(cast.arena, "te") == []
    assert titles(cast.arena, "ull") == []


def test_the_title_comes_first_then_the_word_itself_then_what_is_wider_and_new_before_old(cast):
    groups(cast.arena, words_sv="textil\nkläder", wider_sv="mode")
    rows = {
        "Om mode": "",
        "Kläder": "",
        "Textil": "",
        "Gammal": "Om textil",
        "Ny": "Om textil",
        "Nyast": "Om kläder",
        "Textilsortering": "",
    }
    days = {"Ny": date(2024, 5, 1), "Nyast": date(2024, 6, 1)}
    for title, text in rows.items():
        ActivityFactory(arena=cast.arena, title=title, description=text, first_on=days.get(title, date(2024, 1, 1)))

    found = titles(cast.arena, "textil")

    assert found[0] == "Textil"
    assert set(found[1:3]) == {"Kläder", "Textilsortering"}
    assert found[3:] == ["Ny", "Gammal", "Nyast", "Om mode"]


def test_more_words_in_the_title_come_first(cast):
    ActivityFactory(arena=cast.arena, title="Cykel", description="verkstad", first_on=date(2024, 9, 1))
    ActivityFactory(arena=cast.arena, title="Cykel i verkstad", first_on=date(2024, 1, 1))
    ActivityFactory(arena=cast.arena, title="Annat", description="cykel och verkstad", first_on=date(2024, 9, 2))

    assert titles(cast.arena, "cykel verkstad") == ["Cykel i verkstad", "Cykel", "Annat"]


@pytest.mark.parametrize(
    ("language", "expected"), [("sv", ["Zon bruk", "Ål bruk", "Öst bruk"]), ("nb", ["Zon bruk", "Öst bruk", "Ål bruk"])]
)
def test_what_is_alike_stands_in_the_alphabet_of_the_page(cast, language, expected):
    for name in ("Öst bruk", "Ål bruk", "Zon bruk"):
        OrganisationFactory(arena=cast.arena, name=name)

    with translation.override(language):
        assert titles(cast.arena, "bruk", kind="organisation") == expected


def test_synonyms_are_known_from_the_moment_they_are_written(cast):
    assert thesaurus_of(cast.arena).opened(["ombruk"]) == []

    group = groups(cast.arena, words_nb="ombruk\ngjenbruk")
    assert len(thesaurus_of(cast.arena).opened(["ombruk"])) == 1
    assert thesaurus_of(cast.other_arena).opened(["ombruk"]) == []
    group.words_nb = "bygging\nreising"
    group.save()
    assert thesaurus_of(cast.arena).opened(["ombruk"]) == []
    assert len(thesaurus_of(cast.arena).opened(["byggingen"])) == 1
    group.delete()
    groups(cast.arena, words_nb="sauer\nlam")

    assert thesaurus_of(cast.arena).opened(["bygging"]) == []
    assert len(thesaurus_of(cast.arena).opened(["sauer"])) == 1


def test_a_search_costs_two_queries(cast, django_assert_num_queries):
    groups(cast.arena, words_sv="återbruk", words_nb="ombruk")
    for n in range(30):
        ActivityFactory(arena=cast.arena, title=f"Återbruk {n}")
    thesaurus_of(cast.arena)

    with django_assert_num_queries(2):
        assert len(titles(cast.arena, "ombruk")) == 30


def test_any_words_are_asked_for_together_and_the_best_comes_first(cast):
    ActivityFactory(arena=cast.arena, title="Cykel", first_on=date(2024, 9, 1))
    ActivityFactory(arena=cast.arena, title="Annat", description="cykel och sykkel i verkstad")
    question = question_of("cykel verkstad sykkel zebra")

    found = best_first(found_by(question, cast.arena, any_word=True).filter(kind="activity"), question, any_word=True)

    assert [(row.title, row.rank) for row in found] == [("Cykel", 101), ("Annat", 33)]


def test_nothing_is_left_to_mend(cast, register):
    assert mend() == 0
