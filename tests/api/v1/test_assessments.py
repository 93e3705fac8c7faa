"""Ratings by the API: read over the arena and of one activity, and added."""

import pytest

from activities.models import Assessment
from tests.api.conftest import Asking, World
from tests.api.sending import ALL, codes, log, send
from tests.api.v1.test_protocol import problem
from tests.factories import ActivityFactory, AssessmentFactory

LIST = "/api/v1/arenas/one/assessments/"


@pytest.fixture
def path(world: World) -> str:
    """Where the ratings of the world's activity are."""
    return f"{ALL}{world.activity.pk}/assessments/"


def test_a_rating_is_added_and_the_earlier_one_stays(world: World, coordinator, path, ask: Asking):
    answer = log(coordinator, {"level": 3, "stability": 4, "reason": "Seen in three towns"}, path=path)

    made = answer.json()
    assert answer.status_code == 201, made
    assert answer["Location"] == f"{LIST}{made['id']}/"
    assert (made["level"], made["stability"]["value"], made["is_observed"]) == (3, 4, True)
    assert ask(answer["Location"]).json() == made
    assert [row["level"] for row in ask(path).json()["results"]] == [1, 3]
    world.activity.refresh_from_db()
    assert world.activity.version == 2


def test_an_unknown_stability_is_null(world: World, coordinator, path):
    made = log(coordinator, {"level": 3, "reason": "Seen"}, path=path).json()

    assert made["stability"] == {"value": None, "status": "unknown"}


def test_the_same_rating_sent_again_is_one(world: World, coordinator, path):
    answers = {log(coordinator, {"level": 3, "reason": "Seen"}, path=path, key="same").content for _turn in range(5)}

    assert len(answers) == 1
    assert Assessment.objects.filter(activity=world.activity).count() == 2


def test_a_key_of_one_activity_says_nothing_about_another(world: World, coordinator, path):
    other = f"{ALL}{world.demonstration.pk}/assessments/"

    answers = [log(coordinator, {"level": 1, "reason": "Seen"}, path=one, key="same").json() for one in (path, other)]

    assert [one["activity"] for one in answers] == [world.activity.pk, world.demonstration.pk]


def test_every_fault_is_named_by_its_field(world: World, coordinator, path):
    faults = [
        ({}, 422, {"level": ["required"]}),
        ({"level": None}, 400, {"level": ["wrong_type"]}),
        ({"level": "2"}, 400, {"level": ["wrong_type"]}),
        ({"level": 9}, 422, {"level": ["not_here"]}),
        ({"level": 1, "stability": 10**30}, 422, {"stability": ["not_here"]}),
        ({"level": 1, "reason": "x" * 301}, 422, {"reason": ["max_length"]}),
        ({"level": 1, "rater": 1}, 400, {"rater": ["unknown_field"]}),
        ({"level": 1, "rated_on": "2020-01-01"}, 400, {"rated_on": ["unknown_field"]}),
    ]

    for body, status, expected in faults:
        assert codes(problem(log(coordinator, body, path=path), status)) == expected, body
    assert Assessment.objects.filter(activity=world.activity).count() == 1


def test_a_rating_gives_the_activity_a_new_version(world: World, coordinator, path, ask: Asking):
    address = f"{ALL}{world.activity.pk}/"
    etag = ask(address, coordinator)["ETag"]
    log(coordinator, {"level": 3, "reason": "Seen"}, path=path)

    problem(send("patch", address, {"place": "Åre"}, coordinator, if_match=etag), 412)


def test_ratings_are_filtered(world: World, ask: Asking):
    plan = ActivityFactory(arena=world.cast.arena, title="Plan", status="planned")
    AssessmentFactory(activity=plan, is_observed=False, rated_on="2024-05-01")
    level = world.cast.arena.effect_levels.get(number=2)
    AssessmentFactory(activity=plan, level=level, rated_on="2024-07-01")
    Assessment.objects.filter(activity=world.activity).update(rated_on="2024-04-01")
    expected = {
        "": 3,
        "rated_level=1": 2,
        "rated_level=8": 0,
        "is_observed=false": 1,
        "side=NO": 1,
        "rated_from=2024-06-01": 1,
        "rated_until=2024-05-31": 2,
        "kind=workshop&rated_level=1": 1,
        "changed_since=2099-01-01": 0,
    }

    found = {query: len(ask(f"{LIST}?{query}").json()["results"]) for query in expected}

    assert found == expected


def test_a_filter_that_cannot_be_read_is_refused(world: World, ask: Asking):
    for query in ("rated_level=x", "rated_level=999", "rated_from=2024", "is_observed=maybe", "level=1"):
        assert list(problem(ask(f"{LIST}?{query}"), 400)["errors"]) == [query.partition("=")[0]], query


def test_ratings_of_drafts_are_in_no_list(world: World, member, ask: Asking):
    draft = log(member, {"title": "Secret", "status": "draft", "level": 3})["Location"]

    of_draft = [ask(f"{draft}assessments/", secret).status_code for secret in (member, "")]

    assert of_draft == [200, 404]
    assert 3 not in [row["level"] for row in ask(LIST, member).json()["results"]]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_costs_the_same_however_long(world: World, ask: Asking, django_assert_num_queries, item_count):
    for _turn in range(item_count):
        AssessmentFactory(activity=world.activity)

    with django_assert_num_queries(3):
        assert len(ask(LIST).json()["results"]) == item_count + 1
    with django_assert_num_queries(4):
        assert ask(f"{ALL}{world.activity.pk}/assessments/").status_code == 200
