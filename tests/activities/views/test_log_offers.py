"""What the quick form suggests."""

import pytest

from tests.factories import ActivityFactory, OrganisationFactory, TeamFactory


def log_url(cast):
    return f"/en/a/{cast.arena.slug}/log/"


def test_last_answers_are_suggested(cast, as_person):
    second = TeamFactory(arena=cast.arena, slug="garden", name="Odlingsakademin")
    second.sides.add(cast.norway)
    last = ActivityFactory(arena=cast.arena, logged_by=cast.member, team=second, meeting_form="hybrid")
    last.sides.add(cast.norway)

    form = as_person(cast.member).get(log_url(cast)).context["form"]

    assert form["team"].value() == "garden"
    assert form["sides"].value() == "NO"
    assert form["meeting_form"].value() == "hybrid"
    assert [value for value, _words in form.fields["team"].choices] == ["garden", "repair", "+none", "+another"]


def test_own_team_is_suggested_first(cast, as_person):
    form = as_person(cast.member).get(log_url(cast)).context["form"]

    assert (form["team"].value(), form["sides"].value(), form["when"].value()) == ("repair", "SE", "today")


def test_team_of_the_address_fills_in_its_side(cast, as_person):
    far = TeamFactory(arena=cast.arena, slug="far", name="Langt borte")
    far.sides.add(cast.norway)

    form = as_person(cast.member).get(log_url(cast) + "?team=far").context["form"]

    assert (form["team"].value(), form["team_other"].value(), form["sides"].value()) == ("+another", "far", "NO")


def test_htmx_gets_only_the_country(cast, as_person):
    response = as_person(cast.member).get(log_url(cast) + "?team=repair", headers={"HX-Request": "true"})

    text = response.content.decode()
    assert "HX-Request" in response["Vary"]
    assert "<html" not in text
    assert 'id="sides"' in text
    assert 'value="SE" id="id_sides_1" checked' in text


def test_choosing_no_team_leaves_the_country(cast, as_person):
    sent = log_url(cast) + "?team=%2Bnone&sides=NO"

    text = as_person(cast.member).get(sent, headers={"HX-Request": "true"}).content.decode()

    assert 'value="NO" id="id_sides_0" checked' in text


@pytest.mark.parametrize("item_count", [1, 10])
def test_number_of_queries_does_not_grow(cast, as_person, django_assert_num_queries, item_count):
    teams = [TeamFactory(arena=cast.arena) for _n in range(item_count)]
    for team in teams:
        team.sides.add(cast.norway)
        ActivityFactory(arena=cast.arena, logged_by=cast.member, team=team).sides.add(cast.norway)
        OrganisationFactory(arena=cast.arena)
    client = as_person(cast.member)

    with django_assert_num_queries(14):
        client.get(log_url(cast))
