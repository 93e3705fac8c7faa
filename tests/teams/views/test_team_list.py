"""The list of teams."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, TeamFactory, ThemeFactory

URL = "/en/a/one/teams/"


def names_on(response):
    return [team.name for team in response.context["page"].object_list]


def test_it_lists_teams_with_stage_country_and_members(cast, client):
    TeamFactory(arena=cast.other_arena, name="Secret elsewhere")

    response = client.get(URL)

    assert response.status_code == 200
    page = response.content.decode()
    assert reverse("teams:page", args=["one", "repair"]) in page
    assert "Folkverkstad" in page
    assert "Sweden" in page
    assert '<span class="num only-wide">2</span><span class="only-narrow">2 active now</span>' in page
    assert "Secret elsewhere" not in page
    assert "Team Lead" not in page


def test_a_closed_arena_hides_its_list(closed_cast, as_person):
    for person in (closed_cast.anonymous, closed_cast.outsider, closed_cast.member):
        assert as_person(person).get(URL).status_code == 404
    assert as_person(closed_cast.coordinator).get(URL).status_code == 200


def test_it_only_reads(cast, client):
    assert client.post(URL).status_code == 405


@pytest.fixture
def variety(cast):
    theme = ThemeFactory(arena=cast.arena, key="food", name_en="Food")
    odling = TeamFactory(arena=cast.arena, name="Odling", stage="", source_kind="example of supported group")
    odling.themes.add(theme)
    fjell = TeamFactory(arena=cast.arena, name="Fjellhage", stage="seed", place="Oppdal", description="Stille hage")
    fjell.sides.add(cast.norway, cast.sweden)
    return cast


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Fjellhage", "Folkverkstad", "Odling"]),
        ("?stage=seed", ["Fjellhage"]),
        ("?stage=unknown", ["Odling"]),
        ("?stage=cluster", []),
        ("?side=NO", ["Fjellhage"]),
        ("?side=SE", ["Fjellhage", "Folkverkstad"]),
        ("?theme=food", ["Odling"]),
        ("?q=oppdal", ["Fjellhage"]),
        ("?q=HAGE+stille", ["Fjellhage"]),
        ("?q=%25", []),
        ("?stage=seed&side=NO&q=fjell", ["Fjellhage"]),
        ("?stage=nonsense&side=DK&page=99", ["Fjellhage", "Folkverkstad", "Odling"]),
        ("?q=%00", ["Fjellhage", "Folkverkstad", "Odling"]),
    ],
)
def test_filters_are_in_the_address(variety, client, query, names):
    response = client.get(URL + query)

    assert response.status_code == 200
    assert names_on(response) == names


def test_a_team_of_two_countries_counts_its_members_once(variety, client):
    team = variety.arena.teams.get(name="Fjellhage")
    MembershipFactory(team=team)

    response = client.get(URL + "?theme=&side=NO")

    assert [row.n_active for row in response.context["page"].object_list] == [1]


def test_stages_link_to_their_teams_and_the_unknown_is_said(variety, client):
    page = client.get(URL + "?stage=seed").content.decode()

    assert '<a href="?stage=seed" aria-current="true">Seed</a>' in page
    assert '<a href="?stage=cluster">Cluster</a>' in page
    assert "1 team whose stage is unknown" in page
    assert "The others are not counted here." in page
    assert "Listed as:" not in page
    everything = client.get(URL).content.decode()
    assert "Listed as: example of supported group" in everything
    assert "<q>" not in everything


def test_a_filter_can_be_taken_off_alone(variety, client):
    page = client.get(URL + "?stage=seed&side=NO&page=1").content.decode()

    assert 'href="?side=NO"' in page
    assert 'href="?stage=seed"' in page
    assert f'href="{URL}"' in page


def test_nothing_found_says_so_and_offers_the_way_back(variety, client):
    page = client.get(URL + "?q=nowhere").content.decode()

    assert "No team fits these filters" in page
    assert "Clear filters" in page


def test_an_arena_without_teams_says_so(cast, client):
    cast.team.memberships.all().delete()
    cast.team.delete()

    page = client.get(URL).content.decode()

    assert "No teams yet" in page
    assert "<table" not in page


def test_a_team_nobody_joined_does_not_read_zero(cast, client):
    TeamFactory(arena=cast.arena, name="Odling")

    page = client.get(URL + "?q=Odling").content.decode()

    assert "Nobody has joined yet" in page
    assert '<span class="num only-wide">0<' not in page


def test_a_team_everybody_left_has_no_members(cast, client):
    team = TeamFactory(arena=cast.arena, name="Odling")
    MembershipFactory(team=team, ended_on=date(2024, 2, 1))

    assert '<span class="num only-wide">0<' in client.get(URL + "?q=Odling").content.decode()


def test_names_in_another_language_are_marked(cast, client):
    assert '<span lang="sv">Folkverkstad</span>' in client.get(URL).content.decode()
    assert '<span lang="sv">Folkverkstad</span>' not in client.get("/sv/a/one/teams/").content.decode()


def test_what_people_write_is_shown_unchanged(cast, client):
    TeamFactory(arena=cast.arena, name="<script>alert(1)</script>", place='"><img src=x>')

    page = client.get(URL + "?q=<script>").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page


def test_25_stand_on_a_page(cast, client):
    for _number in range(25):
        TeamFactory(arena=cast.arena)

    assert len(names_on(client.get(URL))) == 25
    second = client.get(URL + "?page=2")
    assert len(names_on(second)) == 1
    assert 'aria-current="page">2<' in second.content.decode()


@pytest.mark.parametrize("n_teams", [1, 20])
def test_the_number_of_queries_is_constant(cast, client, django_assert_num_queries, n_teams):
    theme = ThemeFactory(arena=cast.arena)
    for _number in range(n_teams):
        team = TeamFactory(arena=cast.arena)
        team.sides.add(cast.norway, cast.sweden)
        team.themes.add(theme)
        MembershipFactory(team=team)

    with django_assert_num_queries(8):
        client.get(URL)
