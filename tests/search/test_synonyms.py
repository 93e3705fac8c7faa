"""The synonyms every arena starts with, and what makes a group one."""

import csv
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from arena.actions.synonyms import MOST_GROUPS, add_synonyms
from arena.models import SynonymGroup
from arena.search import question_of, thesaurus_of
from core.models import LogEntry
from portal.loading.frame_rows import synonym_rows
from portal.loading.tables import Findings
from tests.arena.settings_rows import TOKEN
from tests.factories import ArenaFactory


@pytest.fixture
def file(settings):
    return settings.BASE_DIR / "data" / "defaults" / "synonyms.csv"


@pytest.fixture
def shipped(settings) -> list[dict[str, str]]:
    return synonym_rows(settings.BASE_DIR / "data" / "defaults", Findings())


def test_the_file_says_what_the_glossary_says(settings, file):
    text = (settings.BASE_DIR / "docs" / "glossary.md").read_text()
    table = text.split("## 2. Search synonyms")[1].split("## 3.")[0]
    cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines()]
    expected = [
        [number, *(";".join(filter(None, map(str.strip, part.split(",")))) for cell in rest for part in _two(cell))]
        for number, *rest in (row for row in cells if len(row) == 4 and row[0].isdigit())
    ]

    with file.open(newline="", encoding="utf-8") as opened:
        assert list(csv.reader(opened))[1:] == expected
    assert len(expected) == 100


def _two(cell: str) -> tuple[str, str]:
    words, _arrow, wider = cell.partition("→")
    return words, wider


@pytest.mark.django_db
def test_a_migration_gives_them_to_arenas_that_were_there_before(shipped):
    migration = import_module("arena.migrations.0008_synonyms_for_every_arena")
    old, own = ArenaFactory(), ArenaFactory()
    SynonymGroup.objects.create(arena=own, words_sv="egen\negna")

    migration.fill(apps, None)

    columns = list(shipped[0])
    assert list(old.synonym_groups.order_by("pk").values(*columns)) == shipped
    assert own.synonym_groups.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ombruk", {"återbruk", "gjenbruk", "reuse"}),
        ("klynge", {"kluster", "cluster", "nätverk"}),
        ("møte", {"träff", "meeting"}),
        ("circular economy", {"cirkulär ekonomi", "sirkulær økonomi"}),
        ("innovasjonsmegler", {"innovationsmäklare", "innovation broker"}),
        ("wool", {"ull", "garn"}),
    ],
)
def test_they_open_in_all_three_languages(cast, shipped, typed, found):
    n = add_synonyms(arena=cast.arena, groups=shipped, actor=None)

    question = question_of(typed, thesaurus_of(cast.arena))

    assert found <= {term.text for term in question.also}
    assert LogEntry.objects.filter(verb="add_synonyms", tenant=cast.arena.pk).get().after == {"groups": n}


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"words_sv": "ensam"}, "words_sv", "at least two words"),
        ({"words_sv": "Återbruk\nåterbruk", "words_nb": "aterbruk"}, "words_sv", "at least two words"),
        ({"words_sv": "ett\n…"}, "words_sv", "at least one letter or digit"),
        ({"words_sv": "ett", "wider_nb": "x" * 61}, "wider_nb", "at most 60 characters on each line"),
        ({"words_en": "\n".join(f"w{n}" for n in range(31))}, "words_en", "at most 30 lines"),
    ],
)
def test_a_group_needs_two_words_and_lines_a_search_can_use(cast, as_person, typed, field, words):
    response = as_person(cast.lead).post(
        reverse("arena:section-add", args=["one", "synonyms"]), typed | {"token": TOKEN}
    )

    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert not cast.arena.synonym_groups.exists()


def test_an_arena_has_no_more_groups_than_a_search_can_read(cast, as_person):
    SynonymGroup.objects.bulk_create(SynonymGroup(arena=cast.arena, words_sv=f"a{n}") for n in range(MOST_GROUPS))

    response = as_person(cast.lead).post(
        reverse("arena:section-add", args=["one", "synonyms"]), {"words_sv": "en\ntvå", "token": TOKEN}
    )

    assert response.status_code == 422
    assert "at most 500" in response.content.decode()


def test_lines_are_cleaned_and_a_change_is_found_at_once(cast, as_person):
    client = as_person(cast.lead)
    client.post(
        reverse("arena:section-add", args=["one", "synonyms"]),
        {"words_sv": "  spillull \r\n\r\nspillull\r\nrestull  ", "words_nb": "ull til overs", "token": TOKEN},
    )

    group = cast.arena.synonym_groups.get()
    assert (group.words_sv, group.words_nb) == ("spillull\nrestull", "ull til overs")
    assert {term.text for term in question_of("restull", thesaurus_of(cast.arena)).also} == {
        "spillull",
        "ull til overs",
    }


def test_the_list_shows_words_in_their_languages_and_can_be_searched(cast, as_person):
    SynonymGroup.objects.create(arena=cast.arena, words_sv="ull\ngarn", words_nb="garn på norsk", wider_en="fibre")
    SynonymGroup.objects.create(arena=cast.arena, words_sv="trä\nvirke")

    page = as_person(cast.lead).get("/nb/a/one/settings/synonyms/?q=garn").content.decode()

    assert "garn på norsk" in page
    assert '<span lang="sv">ull, garn</span>' in page
    assert '<span lang="en">fibre</span>' in page
    assert "virke" not in page
