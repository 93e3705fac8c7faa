"""Teams from a file."""

import pytest

from arena.enums import RowOutcome
from teams.models import Team
from tests.arena.imports.files import checked, table, verdicts, written
from tests.factories import OrganisationFactory, TeamFactory, ThemeFactory

NEW, MATCH, AMBIGUOUS, ERROR = RowOutcome.NEW, RowOutcome.MATCH, RowOutcome.AMBIGUOUS, RowOutcome.ERROR


def judged(cast, headings, *rows):
    return [row[1:] for row in verdicts(checked(cast.arena, table(headings, *rows), kind="teams"))]


def test_everything_a_row_says_comes_in(cast):
    host = OrganisationFactory(arena=cast.arena, name="Åre kommun", country="SE", number="2120000787")
    theme = ThemeFactory(arena=cast.arena, name_sv="Återbruk", key="reuse")
    headings = ("Namn", "Steg", "Land", "Ort", "Teman", "Värdorganisation", "Beskrivning", "Språk", "Adress")
    row = (
        "Möbelklustret",
        "Klynge",
        "SE och NO",
        "Åre",
        "återbruk",
        "åre kommun",
        "Rad ett\nRad två",
        "svenska",
        "mobel",
    )

    written(checked(cast.arena, table(headings, row), kind="teams", slug=8))

    team = Team.objects.get(slug="mobel")
    assert (team.name, team.stage, team.place, team.language) == ("Möbelklustret", "cluster", "Åre", "sv")
    assert (team.anchor, list(team.themes.all()), team.sides.count()) == (host, [theme], 2)
    assert team.description == "Rad ett\nRad två"


def test_a_team_is_found_by_number_address_or_name(cast):
    assert judged(
        cast,
        ("Namn", "arena_id", "slug"),
        ("Renamed", cast.team.pk, ""),
        ("Renamed", "", "repair"),
        ("FOLKVERKSTAD", "", ""),
        ("Another", 999_999, ""),
    ) == [(MATCH, "match.id"), (MATCH, "match.key"), (MATCH, "match.name"), (ERROR, "cell.id_unknown")]


def test_several_teams_of_one_name_are_asked_about(cast):
    TeamFactory(arena=cast.arena, slug="b", name="folkverkstad")

    assert judged(cast, ("Namn",), ("Folkverkstad",)) == [(AMBIGUOUS, "ambiguous.name")]


def test_one_file_brings_a_team_once(cast):
    run = checked(cast.arena, table(("Namn",), ("Ny grupp",), ("NY GRUPP",), ("Ny-grupp",)), kind="teams")

    written(run)

    assert [row[1] for row in verdicts(run)] == [NEW, MATCH, NEW]
    assert set(Team.objects.filter(name__startswith="Ny").values_list("slug", flat=True)) == {"ny-grupp", "ny-grupp-2"}


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("Steg", "moon", "cell.choice_unknown"),
        ("Land", "SE, FI", "cell.side_unknown"),
        ("Tema", "Space", "cell.theme_unknown"),
        ("Värdorganisation", "Nobody AB", "cell.organisation_unknown"),
        ("Värdorganisation", "811218-9876", "cell.organisation_unknown"),
        ("Språk", "Klingon", "cell.language_unknown"),
    ],
)
def test_what_is_not_known_is_told(cast, heading, cell, reason):
    assert judged(cast, ("Namn", heading), ("A", cell)) == [(ERROR, reason)]


def test_texts_without_a_language_have_that_of_the_file(cast):
    written(checked(cast.arena, table(("Navn",), ("Verksted",)), kind="teams", language="nb"))

    assert Team.objects.get(name="Verksted").language == "nb"
