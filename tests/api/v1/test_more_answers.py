"""What activities say beyond the quick form, and the filters that ask for it."""

from datetime import date, time
from decimal import Decimal

import pytest

from activities.models import Activity, PlanTurn
from activities.sdg import bits_of
from tests.api.conftest import Asking, World
from tests.factories import (
    PriorityFactory,
)

BASE = "/api/v1/arenas/one"


def known(value):
    return {"value": value, "status": "known"}


UNKNOWN = {"value": None, "status": "unknown"}


def test_an_activity_says_what_is_known_beyond_the_quick_form(world: World, ask: Asking):
    Activity.objects.filter(pk=world.activity.pk).update(
        ends_on=date(2024, 3, 2),
        start_time=time(9),
        sdg_bits=bits_of([7, 12]),
        access="open",
        is_advertised=False,
        spoken="sv,sma",
        duration_hours=Decimal("2.5"),
        lessons="Mer bröd",
        facilitator="Host, host@example.org",
    )
    priority = PriorityFactory(arena=world.cast.arena, side=world.cast.sweden, key="bio")
    world.activity.priorities.add(priority)
    PlanTurn.objects.create(
        activity=world.activity,
        turn="changed",
        reason="Snö",
        noted_on=date(2024, 2, 1),
        planned_on=date(2024, 2, 9),
        planned_precision="day",
    )

    body = ask(f"{BASE}/activities/{world.activity.pk}/").json()

    assert (body["last_day"], body["start_time"], body["end_time"]) == ("2024-03-02", "09:00", None)
    assert (body["goals"], body["priorities"], body["is_internal"]) == ([7, 12], ["bio"], False)
    assert (body["access"], body["is_advertised"]) == (known("open"), known(False))
    assert body["languages_spoken"] == known(["sv", "sma"])
    assert (body["duration_hours"], body["participant_hours"]) == (known("2.5"), known("30"))
    assert (body["travel_km"], body["travel_hours"]) == (UNKNOWN, UNKNOWN)
    assert body["lessons"] == {"text": "Mer bröd", "language": "sv"}
    assert [(turn["turn"], turn["reason"]) for turn in body["plan_turns"]] == [("changed", "Snö")]
    assert body["plan_turns"][0]["planned"]["first"] == "2024-02-09"
    assert "host@example.org" not in str(body)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("priority=bio", 1),
        ("sdg=7", 1),
        ("sdg=8", 0),
        ("access=open", 1),
        ("access=closed", 0),
        ("meeting_form=online", 0),
    ],
)
def test_activities_are_filtered_by_it(world: World, ask: Asking, query, found):
    Activity.objects.filter(pk=world.activity.pk).update(sdg_bits=bits_of([7]), access="open")
    world.activity.priorities.add(PriorityFactory(arena=world.cast.arena, side=world.cast.sweden, key="bio"))

    titles = [row["title"]["text"] for row in ask(f"{BASE}/activities/?{query}").json()["results"]]

    assert titles.count("Reparationsdag") == found


@pytest.mark.parametrize("query", ["priority=none-such", "sdg=18", "access=half", "meeting_form=fax"])
def test_an_answer_that_does_not_exist_is_refused(world: World, ask: Asking, query):
    assert ask(f"{BASE}/activities/?{query}").status_code == 400
