"""Changing activities by programs: only what was sent, and never over somebody else's change."""

from django.test import Client
from django.utils import timezone

from activities.models import Activity
from tests.api.conftest import World
from tests.api.sending import ALL, DRAFT, change, codes, log, send
from tests.api.v1.test_protocol import problem
from tests.factories import ActivityFactory, AssessmentFactory

TODAY = timezone.localdate()
FULL = {"title": "Repair evening", "date": "2024-03-02", "level": 2, "place": "Arvika", "travel_km": 7, "goals": [7]}


def test_only_what_is_sent_is_changed(world: World, coordinator):
    before = log(coordinator, FULL).json()
    activity = Activity.objects.get(pk=before["id"])

    answer = change(coordinator, activity, {"title": "New title", "travel_km": None})

    after = answer.json()
    assert answer.status_code == 200, after
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"title", "travel_km", "version"}
    assert after["version"] == 2
    assert Client().get(f"{ALL}{activity.pk}/").json()["title"]["text"] == "New title"


def test_the_etag_that_was_read_is_the_version_that_is_changed(world: World, coordinator, ask):
    path = f"{ALL}{world.activity.pk}/"
    etag = ask(path, coordinator)["ETag"]

    first = send("patch", path, {"place": "Åre"}, coordinator, if_match=etag)
    second = send("patch", path, {"place": "Oslo"}, coordinator, if_match=f"W/{etag}")
    third = send("patch", path, {"place": "Oslo"}, coordinator, if_match=first["ETag"])

    assert (first.status_code, third.status_code) == (200, 200)
    assert problem(second, 412)["current_version"] == 2
    assert ask(path, coordinator)["ETag"] == third["ETag"]
    assert Activity.objects.get(pk=world.activity.pk).place == "Oslo"


def test_changing_needs_the_version_that_was_read(world: World, coordinator):
    path = f"{ALL}{world.activity.pk}/"

    problem(send("patch", path, {"place": "Åre"}, coordinator), 428)
    problem(send("patch", path, {"place": "Åre"}, coordinator, if_match="*"), 428)
    for etag in ("nonsense", '"9"', '"1', '"9.' + "a" * 32 + '"'):
        problem(send("patch", path, {"place": "Åre"}, coordinator, if_match=etag), 412)
    assert Activity.objects.get(pk=world.activity.pk).place == "Arvika"


def test_a_draft_is_taken_out_by_a_status(world: World, member):
    draft = Activity.objects.get(pk=log(member, DRAFT | {"level": 1, "team": "repair"}).json()["id"])

    still = change(member, draft, {"place": "Åre"}).json()["status"]["value"]
    out = change(member, draft, {"status": "held"}).json()
    back = problem(change(member, draft, {"status": "draft"}), 422)

    assert (still, out["status"]["value"], len(out["ratings"])) == ("draft", "held", 1)
    assert codes(back) == {"status": ["activity.not_a_draft"]}


def test_a_level_that_differs_is_added_and_none_is_guessed(world: World, coordinator):
    activity = ActivityFactory(arena=world.cast.arena, status="planned", title="Plan")
    AssessmentFactory(activity=activity, is_observed=False)

    change(coordinator, activity, {"status": "held"})
    held = activity.assessments.count()
    change(coordinator, activity, {"stability": 5})

    assert (held, activity.assessments.count()) == (1, 2)
    latest = activity.assessments.first()
    assert (latest.stability.number, latest.is_observed) == (5, True)
