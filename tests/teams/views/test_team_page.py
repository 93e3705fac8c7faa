"""One team's page."""

from datetime import date

import pytest

from teams.models import Team
from tests.factories import MembershipFactory, OrganisationFactory, TeamFactory, ThemeFactory, UserFactory

URL = "/en/a/one/teams/repair/"
NAMES = ("Team Lead", "Member", "Former Member")
SEES_NAMES = {"lead", "coordinator", "team_lead", "member"}


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def members_part(page):
    return page[page.index('id="members"') : page.index("Who carries it")]


def test_it_shows_what_the_team_is(cast, client):
    Team.objects.filter(pk=cast.team.pk).update(description="Laga hellre än köp", place="Östersund")
    theme = ThemeFactory(arena=cast.arena, name_en="Repair")
    cast.team.themes.add(theme)

    page = text_of(client.get(URL))

    assert '<h1 lang="sv">Folkverkstad</h1>' in page
    assert 'lang="sv">Laga hellre än köp<' in page
    assert "Östersund" in page
    assert f'href="/en/a/one/teams/?theme={theme.key}"' in page
    assert "2 active members" in page
    assert f'href="/en/a/one/activities/?team={cast.team.pk}"' in page
    assert 'href="/en/a/one/teams/repair/join/"' in page


def test_a_closed_arena_hides_the_page(closed_cast, as_person):
    for person in (closed_cast.anonymous, closed_cast.outsider, closed_cast.member):
        assert as_person(person).get(URL).status_code == 404
    assert as_person(closed_cast.lead).get(URL).status_code == 200


def test_a_team_of_another_arena_is_not_here(cast, client):
    assert client.get("/en/a/one/teams/elsewhere/").status_code == 404
    assert client.get("/en/a/one/teams/no-such-team/").status_code == 404


def test_it_only_reads(cast, client):
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "lead",
        "coordinator",
        "broker",
        "reference",
        "funder",
        "auditor",
        "team_lead",
        "member",
        "former_member",
        "outsider",
        "anonymous",
    ],
)
def test_names_are_for_the_team_coordinators_and_leads(cast, as_person, name):
    page = members_part(text_of(as_person(cast.person(name)).get(URL)))

    shown = {person for person in ("Team Lead", "Former Member") if f">{person}<" in page}

    assert shown == ({"Team Lead", "Former Member"} if name in SEES_NAMES else set()) - {name.replace("_", " ").title()}
    assert "@example.org" not in page


def test_hidden_and_nameless_members_have_no_name_and_local_ones_no_row(cast, as_person):
    MembershipFactory(team=cast.team, user=UserFactory(name="Hidden Hilda"), is_hidden=True)
    MembershipFactory(team=cast.team, user=UserFactory(name="Local Lars", is_local=True))
    MembershipFactory(team=cast.team, user=UserFactory(name="", email="nameless@example.org"))

    page = members_part(text_of(as_person(cast.lead).get(URL)))

    assert not [word for word in ("Hilda", "Lars", "nameless") if word in page]
    assert page.count(">A member<") == 2
    assert "4 active members" in page


def test_a_local_person_sees_that_it_is_them(cast, as_person):
    local = UserFactory(name="Local Lars", is_local=True)
    MembershipFactory(team=cast.team, user=local)

    assert ">You<" in members_part(text_of(as_person(local).get(URL)))


def test_the_public_sees_months_only_of_a_team_of_five(cast, client):
    MembershipFactory(team=cast.team, started_on=date(2024, 3, 5))
    assert "January 2024" not in text_of(client.get(URL))

    MembershipFactory(team=cast.team, started_on=date(2024, 3, 9))
    page = text_of(client.get(URL))

    assert "January 2024" in page
    assert '<th scope="row">March 2024</th><td class="num">2</td>' in page
    assert "9 Mar 2024" not in page


def test_organisations_in_the_team_are_named(cast, client):
    vuxenskolan = OrganisationFactory(arena=cast.arena, name="Studieförbundet Vuxenskolan")
    left = OrganisationFactory(arena=cast.arena, name="Left Ltd")
    MembershipFactory(team=cast.team, user=None, organisation=vuxenskolan)
    MembershipFactory(team=cast.team, user=None, organisation=left, ended_on=date(2024, 2, 1))

    page = text_of(client.get(URL))

    assert "Studieförbundet Vuxenskolan" in page
    assert "Left Ltd" not in page


@pytest.mark.parametrize(("stage", "done", "todo"), [("seed", 0, 3), ("cluster", 2, 1), ("self_standing", 3, 0)])
def test_the_path_rings_where_the_team_stands(cast, client, stage, done, todo):
    Team.objects.filter(pk=cast.team.pk).update(stage=stage)

    response = client.get(URL)
    page = text_of(response)

    assert page.count('aria-current="step"') == 1
    assert page.count('class="path__todo"') == todo
    assert [step["state"] for step in response.context["path"]].count("done") == done


@pytest.mark.parametrize(
    ("stage", "kind", "words"),
    [
        (
            "",
            "example of supported group",
            "Listed as: example of supported group. Nobody has said yet",
        ),
        ("", "", "Nobody has said yet how far the team has come"),
        ("resting", "", "The team is resting"),
        ("ended", "", "The team has ended"),
    ],
)
def test_beside_the_path_it_says_so(cast, client, stage, kind, words):
    Team.objects.filter(pk=cast.team.pk).update(stage=stage, source_kind=kind)

    page = text_of(client.get(URL))

    assert words in page
    assert 'class="path"' not in page


def test_who_carries_it(cast, client):
    assert "No host organisation yet" in text_of(client.get(URL))

    Team.objects.filter(pk=cast.team.pk).update(anchor=OrganisationFactory(arena=cast.arena, name="Vuxenskolan"))

    assert "Vuxenskolan" in text_of(client.get(URL))


def test_a_team_without_a_lead_says_so_and_one_that_never_had_one_does_not(cast, client):
    assert "The team has no lead now." not in text_of(client.get(URL))

    cast.team.memberships.filter(user=cast.team_lead).update(ended_on=date(2024, 2, 1))
    assert "The team has no lead now." in text_of(client.get(URL))

    TeamFactory(arena=cast.arena, slug="fresh")
    page = text_of(client.get("/en/a/one/teams/fresh/"))
    assert "The team has no lead now." not in page
    assert "Nobody has joined here yet" in page


def test_loaded_teams_say_where_they_are_from(cast, client):
    Team.objects.filter(pk=cast.team.pk).update(source="Final report, 2021", quote="Folkverkstad, nätverk", note="2020")

    page = text_of(client.get(URL))

    assert 'lang="sv">Folkverkstad, nätverk</blockquote>' in page
    assert "Final report, 2021" in page


def test_a_closed_team_offers_no_joining(cast, client):
    Team.objects.filter(pk=cast.team.pk).update(joining="closed")

    page = text_of(client.get(URL))

    assert "/join/" not in page
    assert "This team is not taking new members now." in page


def test_members_are_offered_leaving_and_others_joining(cast, as_person):
    member = text_of(as_person(cast.member).get(URL))
    former = text_of(as_person(cast.former_member).get(URL))

    assert ("/leave/" in member, "/join/" in member) == (True, False)
    assert ("/leave/" in former, "/join/" in former) == (False, True)
    assert "You have left the team" not in former


@pytest.mark.parametrize("n_members", [1, 20])
@pytest.mark.parametrize(("name", "queries"), [("anonymous", 8), ("member", 14), ("coordinator", 13)])
def test_the_number_of_queries_is_constant(cast, as_person, django_assert_num_queries, name, queries, n_members):
    for _number in range(n_members + 5):
        MembershipFactory(team=cast.team)
        MembershipFactory(team=cast.team, user=None, organisation=OrganisationFactory(arena=cast.arena))
    client = as_person(cast.person(name))

    with django_assert_num_queries(queries):
        client.get(URL)
