"""Which organisation a row means: country and number decide, then names, and nothing is guessed."""

import pytest

from arena.enums import RowOutcome
from arena.models import Organisation, OrganisationAlias
from tests.arena.imports.files import checked, geography, table, verdicts, written
from tests.factories import OrganisationFactory

HEADINGS = ("Namn", "Orgnr", "Land")
NEW, MATCH, AMBIGUOUS, ERROR = RowOutcome.NEW, RowOutcome.MATCH, RowOutcome.AMBIGUOUS, RowOutcome.ERROR


def judged(cast, *rows, headings=HEADINGS):
    return verdicts(checked(cast.arena, table(headings, *rows)))


@pytest.mark.parametrize("number", ["556036-0793", "5560360793", "16556036-0793", "SE556036079301", "556036 0793"])
def test_a_number_is_found_however_it_is_spelt(cast, number):
    OrganisationFactory(arena=cast.arena, name="Another name", country="SE", number="5560360793")

    assert judged(cast, ("Ericsson", number, "Sverige")) == [(2, MATCH, "match.number")]


def test_a_number_without_a_country_goes_by_the_one_whose_rules_it_fits(cast):
    run = checked(cast.arena, table(HEADINGS, ("Sigma2", "974767880", ""), ("LM", "556036-0793", "")))

    written(run)

    assert set(Organisation.objects.values_list("name", "country", "number")) == {
        ("Sigma2", "NO", "974767880"),
        ("LM", "SE", "5560360793"),
    }


def test_a_name_or_alias_is_found_within_its_country(cast):
    known = OrganisationFactory(arena=cast.arena, name="Återbruk Åre", country="SE")
    OrganisationAlias.objects.create(organisation=known, name="Reuse Åre")

    found = judged(cast, ("ATERBRUK ARE", "", "SE"), ("Reuse Are", "", "SE"), ("Återbruk Åre", "", "NO"))

    assert [row[1] for row in found] == [MATCH, MATCH, AMBIGUOUS]


def test_one_of_an_unknown_country_is_asked_about(cast):
    OrganisationFactory(arena=cast.arena, name="Återbruk Åre")

    assert judged(cast, ("Återbruk Åre", "", "SE")) == [(2, AMBIGUOUS, "ambiguous.name")]


def test_several_of_one_name_are_asked_about_with_all_of_them_named(cast):
    first, second = (OrganisationFactory(arena=cast.arena, name="Verkstad", country="SE") for _n in range(2))

    run = checked(cast.arena, table(HEADINGS, ("Verkstad", "", "SE")))

    row = run.rows.get()
    assert (row.outcome, row.details["candidates"]) == (AMBIGUOUS, [first.pk, second.pk])


def test_a_nearly_equal_name_without_a_number_is_asked_about(cast):
    known = OrganisationFactory(arena=cast.arena, name="Jämtlands Möbelåterbruk AB", country="SE", number="5560360793")

    run = checked(cast.arena, table(HEADINGS, ("Jämtlands Möbelåterbruk", "", "SE"), ("Helt annan", "", "SE")))

    assert verdicts(run) == [(2, AMBIGUOUS, "ambiguous.alike"), (3, NEW, "new.without_number")]
    assert run.rows.get(number=2).details["candidates"] == [known.pk]


def test_rows_of_one_file_are_compared_with_one_another(cast):
    found = judged(
        cast,
        ("Sigma2", "974767880", "NO"),
        ("SIGMA2", "974 767 880", "NO"),
        ("Something else", "974767880", "NO"),
        ("Verkstaden", "", "SE"),
        ("verkstaden", "", "SE"),
        ("Verkstaden AB", "", "SE"),
    )

    assert found == [
        (2, NEW, ""),
        (3, MATCH, "match.row"),
        (4, AMBIGUOUS, "ambiguous.number_of_row"),
        (5, NEW, "new.without_number"),
        (6, MATCH, "match.row"),
        (7, AMBIGUOUS, "ambiguous.alike"),
    ]


def test_two_of_one_name_and_different_numbers_are_two(cast):
    OrganisationFactory(arena=cast.arena, name="Coop", country="NO", number="974767880")

    assert judged(cast, ("Coop", "556036-0793", "SE"), ("Coop", "938752648", "NO")) == [(2, NEW, ""), (3, NEW, "")]


def test_one_without_a_number_is_found_by_its_name_and_gets_none(cast):
    known = OrganisationFactory(arena=cast.arena, name="Sigma2", country="NO")

    run = checked(cast.arena, table(HEADINGS, ("Sigma2", "974767880", "NO")))
    written(run)

    assert verdicts(run) == [(2, MATCH, "match.name_without_number")]
    known.refresh_from_db()
    assert (known.number, Organisation.objects.count()) == ("", 1)


def test_our_own_id_finds_it_and_a_contradiction_is_asked_about(cast):
    known = OrganisationFactory(arena=cast.arena, name="A", country="SE", number="5560360793")
    OrganisationFactory(arena=cast.arena, name="B", country="NO", number="974767880")
    foreign = OrganisationFactory(arena=cast.other_arena, name="C")

    found = judged(
        cast,
        ("Renamed", "", "", known.pk),
        ("A", "974767880", "NO", known.pk),
        ("C", "", "", foreign.pk),
        headings=(*HEADINGS, "arena_id"),
    )

    assert found == [
        (2, MATCH, "match.id"),
        (3, AMBIGUOUS, "ambiguous.id_and_number"),
        (4, ERROR, "cell.id_unknown"),
    ]


def test_a_merged_organisation_leads_to_its_whole(cast):
    whole = OrganisationFactory(arena=cast.arena, name="Whole", country="NO", number="974767880")
    OrganisationFactory(
        arena=cast.arena, name="Half", country="SE", number="5560360793", merged_into=whole, canonical=whole
    )

    run = checked(cast.arena, table(HEADINGS, ("Half", "556036-0793", "SE"), ("HALF", "", "NO")))

    assert set(run.rows.values_list("outcome", "object_key")) == {(MATCH, whole.pk)}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "974767880", "NO"), "cell.missing"),
        (("A", "974767881", "NO"), "cell.number_invalid"),
        (("A", "974767881", ""), "cell.number_without_country"),
        (("A", "", "Narnia"), "cell.country_unknown"),
        (("A", "811218-9876", "NO"), "cell.number_of_person"),
        (("A" * 201, "", ""), "cell.too_long"),
        (("#N/A", "", ""), "cell.formula_error"),
        (("811218-9876", "", ""), "cell.personal_number"),
        (("A", "", "", "too many"), "row.ragged"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_reason(cast, row, reason):
    assert judged(cast, row) == [(2, ERROR, reason)]


def test_a_personal_number_makes_a_sole_trader_and_stands_nowhere(cast):
    run = checked(cast.arena, table(HEADINGS, ("Annas firma", "811218-9876", "SE")))

    written(run)

    organisation = Organisation.objects.get()
    assert (organisation.is_sole_trader, organisation.number, organisation.country) == (True, "", "SE")
    assert verdicts(run) == [(2, NEW, "new.personal_number")]


@pytest.mark.parametrize(
    "region", ["Jämtland", "Jämtlands län", "JÄMTLAND", "jamtlands lan", "SE322", "se322", "Region Jämtland Härjedalen"]
)
def test_a_region_is_one_in_every_spelling(cast, region):
    geography()

    run = checked(cast.arena, table(("Namn", "Län"), ("A", region)))
    written(run)

    assert Organisation.objects.get().region.code == "SE322"


@pytest.mark.parametrize("region", ["Trøndelag", "Trøndelag fylke", "TRONDELAG", "Trøndelag fylkeskommune", "NO060"])
def test_the_newest_classification_counts(cast, region):
    geography()

    run = checked(cast.arena, table(("Navn", "Fylke"), ("A", region)))
    written(run)

    assert Organisation.objects.get().region.version == 2024


@pytest.mark.parametrize("town", ["Åre", "are", "Åre kommun", "2321", "Östersunds kommun"])
def test_a_municipality_is_found_by_name_or_code_and_brings_region_and_side(cast, town):
    geography()

    written(checked(cast.arena, table(("Namn", "Kommun"), ("A", town))))

    organisation = Organisation.objects.get()
    assert organisation.region.code == "SE322"
    assert list(organisation.sides.all()) == [cast.sweden]


def test_a_code_that_lost_its_zero_in_a_spreadsheet_is_found(cast):
    geography()

    written(checked(cast.arena, table(("Navn", "Kommunenummer"), ("A", "301"))))

    assert Organisation.objects.get().municipality.name == "Oslo"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("A", "Narnia", ""), "cell.region_unknown"),
        (("A", "", "Narnia"), "cell.municipality_unknown"),
        (("A", "Jämtland", "Trondheim"), "cell.place_conflict"),
    ],
)
def test_an_unknown_place_is_told(cast, row, reason):
    geography()

    assert judged(cast, row, headings=("Namn", "Region", "Kommun")) == [(2, ERROR, reason)]


def test_several_faults_of_a_row_are_all_told(cast):
    run = checked(cast.arena, table(("Namn", "Sektor", "Storlek", "Länder"), ("A", "moon", "huge", "SE, XX")), sides=3)

    row = run.rows.get()
    assert [row.reason, *(fault["code"] for fault in row.details["more"])] == [
        "cell.choice_unknown",
        "cell.choice_unknown",
        "cell.side_unknown",
    ]


def test_everything_a_row_says_comes_in(cast):
    geography()
    headings = (
        "Namn",
        "Orgnr",
        "Sektor",
        "Är det ett företag?",
        "Storlek",
        "Kommun",
        "Andra namn",
        "Deltar i",
        "Notat",
    )
    row = ("Åre Bygg AB", "556036-0793", "Næringsliv", "ja", "små", "Åre", "Åre Byggservice; ÅB", "SE, Norge", "x\ny")

    written(checked(cast.arena, table(headings, row), is_enterprise=3))

    organisation = Organisation.objects.get()
    assert (organisation.helix, organisation.is_enterprise, organisation.size) == ("business", True, "small")
    assert set(organisation.aliases.values_list("name", flat=True)) == {"Åre Byggservice", "ÅB"}
    assert organisation.sides.count() == 2
    assert organisation.note == "x\ny"


def test_words_for_unknown_are_unknown(cast):
    written(checked(cast.arena, table(("Navn", "Sektor", "Fylke"), ("A", "Øvrige", "ukjent"))))

    organisation = Organisation.objects.get()
    assert (organisation.helix, organisation.region) == ("", None)


def test_what_our_files_add_against_formulas_is_taken_away_again(cast):
    written(checked(cast.arena, table(("Namn",), ("'=Kretslopp",), ("'Svenssons",))))

    assert set(Organisation.objects.values_list("name", flat=True)) == {"=Kretslopp", "'Svenssons"}
