"""Names stand in the order of the alphabet of the page's language, in every list and on both databases."""

import pytest

from arena.models import Municipality, Region
from tests.factories import ActivityFactory, OrganisationFactory, TeamFactory
from tests.factories import OrganisationPartFactory as Part

# w is a letter of its own after v in both languages, é is an e. Swedish ends in å ä ö, Norwegian in æ ø å, where aa is
# å; each sorts the neighbour's letters with its own.
SWEDISH = [
    "Aalesund Gjenbruk", "Aase Søm", "Abrahamsson", "Allé Café", "Allen Tekstil", "Éclair", "Eklund", "Linden",
    "Lindén", "Vemdalens Trä", "Villa Ombruk", "Wasa Sadel", "Werner", "Zackrisson", "Ålesund Kommune", "Åre Kommun",
    "Ærlig Brød", "Ärlig Handel", "Ørsta", "Östersund",
]  # fmt: skip
NORWEGIAN = [
    "Abrahamsson", "Allé Café", "Allen Tekstil", "Éclair", "Eklund", "Linden", "Lindén", "Vemdalens Trä",
    "Villa Ombruk", "Wasa Sadel", "Werner", "Zackrisson", "Ærlig Brød", "Ärlig Handel", "Ørsta", "Östersund",
    "Aalesund Gjenbruk", "Ålesund Kommune", "Åre Kommun", "Aase Søm",
]  # fmt: skip
IN_LANGUAGES = pytest.mark.parametrize(("language", "expected"), [("sv", SWEDISH), ("nb", NORWEGIAN)])
MIXED = sorted(SWEDISH, key=lambda name: name[::-1])


def test_the_lists_are_of_the_same_names():
    assert sorted(SWEDISH) == sorted(NORWEGIAN)
    assert len(SWEDISH) == 20
    assert MIXED not in (SWEDISH, NORWEGIAN)


@IN_LANGUAGES
def test_organisations_in_the_register_the_search_and_the_choice_of_a_key(cast, as_person, language, expected):
    region = Region.objects.create(code="SE322", version=2024, name="Jämtlands län", country="SE")
    place = Municipality.objects.create(country="SE", code="2326", name="Bergsbyn", region=region)
    for name in MIXED:
        OrganisationFactory(arena=cast.arena, name=name, is_enterprise=False, municipality=place)
    client = as_person(cast.lead)

    register = client.get(f"/{language}/a/one/organisations/")
    found = client.get(f"/{language}/a/one/search/", {"q": "Bergsbyn"})
    offered = client.get(f"/{language}/a/one/settings/keys/new/").context["form"].fields["organisation"]

    assert [row.organisation.name for row in register.context["rows"]] == expected
    assert ["".join(piece.text for piece in one.title) for one in found.context["results"]] == expected
    assert [row.name for row in offered.queryset] == expected


@IN_LANGUAGES
def test_teams_in_their_list_the_search_and_the_filters(cast, as_person, language, expected):
    for name in MIXED:
        TeamFactory(arena=cast.arena, name=name, description="Bergsbyn")
    client = as_person()

    teams = client.get(f"/{language}/a/one/teams/")
    found = client.get(f"/{language}/a/one/search/", {"q": "Bergsbyn", "kind": "team"})
    activities = client.get(f"/{language}/a/one/activities/").context["form"].fields["team"]

    assert [row.name for row in teams.context["page"] if row != cast.team] == expected
    assert ["".join(piece.text for piece in one.title) for one in found.context["results"]] == expected
    assert [name for _slug, name in activities.choices if name in MIXED] == expected


@IN_LANGUAGES
def test_activities_by_title_and_alike_in_the_search(cast, as_person, language, expected):
    for title in MIXED:
        ActivityFactory(arena=cast.arena, title=title, description="Bergsbyn")
    client = as_person()

    by_title = client.get(f"/{language}/a/one/activities/", {"sort": "title"})
    found = client.get(f"/{language}/a/one/search/", {"q": "Bergsbyn"})

    assert [row.title for row in by_title.context["page"]] == expected
    assert ["".join(piece.text for piece in one.title) for one in found.context["results"]] == expected


@IN_LANGUAGES
def test_what_was_merged_and_who_took_part(cast, as_person, language, expected):
    whole = OrganisationFactory(arena=cast.arena, name="Helheten", is_enterprise=False)
    fair = ActivityFactory(arena=cast.arena, title="Mässa")
    for name in MIXED:
        OrganisationFactory(arena=cast.arena, name=name, is_enterprise=False, merged_into=whole)
        Part(activity=fair, organisation=OrganisationFactory(arena=cast.arena, name=name), role="participant")
    client = as_person()

    names = client.get(f"/{language}/a/one/organisations/{whole.pk}/").context["names"]
    groups = client.get(f"/{language}/a/one/activities/{fair.pk}/").context["organisations"]

    assert [row.name for row in names.merged] == expected
    assert [name for name, _key in groups[0].names] == expected
