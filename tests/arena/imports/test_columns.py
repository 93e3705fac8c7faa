"""Columns are found by their headings in three languages, and left to people where that is not certain."""

import pytest
from django.utils import translation

from arena.imports import ImportField, find, in_order, labels_of, plain_heading, recognised
from arena.models import ImportMapping
from tests.arena.imports.files import checked, table

ORGANISATIONS = ("name", "number", "country", "municipality", "region", "helix")


@pytest.mark.parametrize(
    "headings",
    [
        ("Namn", "Organisationsnummer", "Land", "Kommun", "Län", "Sektor"),
        ("Navn", "Org. nummer", "Land", "Kommune", "Fylke", "Sektor"),
        ("Name", "Organisation number", "Country", "Municipality", "Region", "Sector"),
        ("org_name", "ORG_NO", "country code", "kommunenavn", "nuts", "helix"),
        ("FÖRETAG", "orgnr", "landkod", "kommunkod", "County", "sektor"),
    ],
)
def test_headings_are_found_in_every_language(headings):
    assert recognised(find("organisations"), headings) == {field: n for n, field in enumerate(ORGANISATIONS)}


@pytest.mark.parametrize("kind", ["organisations"])
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_the_headings_of_our_own_empty_table_are_found(kind, language):
    with translation.override(language):
        headings = [str(field.label) for field in find(kind).fields]

    found = recognised(find(kind), headings)

    assert found == {field.slug: place for place, field in enumerate(find(kind).fields)}


def test_a_label_counts_before_a_synonym():
    found = recognised(find("organisations"), ("Company", "Name", "Municipality code", "Municipality"))

    assert found == {"name": 1, "municipality": 3, "is_enterprise": 0}


def test_a_loose_word_means_what_nothing_else_does():
    assert recognised(find("organisations"), ("Företag", "Orgnr", "Land")) == {"name": 0, "number": 1, "country": 2}


def test_two_columns_for_one_thing_are_left_to_people():
    assert recognised(find("organisations"), ("Namn", "Navn", "Orgnr")) == {"number": 2}


def test_strange_and_empty_headings_mean_nothing():
    assert recognised(find("organisations"), ("", "  ", "§", "Favourite colour", "id")) == {}


def test_a_heading_is_compared_without_case_accents_and_signs():
    assert plain_heading(" Org.-NR: ") == plain_heading("orgnr") == "orgnr"


def test_every_kind_has_one_slug_per_field_and_a_field_to_call_rows_by():
    for kind in in_order():
        slugs = [field.slug for field in kind.fields]
        assert len(set(slugs)) == len(slugs)
        assert isinstance(kind.label_field, ImportField)


def test_no_two_fields_of_a_kind_share_a_label():
    for kind in in_order():
        for language in ("sv", "nb", "en"):
            labels = [plain_heading(labels_of(field)[language]) for field in kind.fields]
            assert len(set(labels)) == len(labels), (kind.slug, language)


def test_a_choice_is_remembered_for_files_with_the_same_headings(cast):
    checked(cast.arena, table(("Kallas", "Nr"), ("A", "556036-0793")), name=0, number=1)

    run = checked(cast.arena, table(("KALLAS", "nr."), ("B", "")))

    assert run.mapping == {"name": 0, "number": 1}
    assert ImportMapping.objects.count() == 1


def test_another_arena_remembers_its_own_choice(cast):
    checked(cast.arena, table(("Kallas", "Namn"), ("A", "B")), name=0)

    run = checked(cast.other_arena, table(("Kallas", "Namn"), ("A", "B")))

    assert run.mapping == {"name": 1}
