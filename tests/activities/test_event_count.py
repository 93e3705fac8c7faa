"""Whether an event counts once (RCO115) or by its participants (RCO81), and the sentence that says so."""

import pytest

from activities.enums import Access, Kind, Status
from activities.event_count import Event, EventCount, count_of
from activities.views.event_words import sentence
from tests.factories import ActivityFactory, HeadcountFactory

OPEN = {"is_internal": False, "n_sides": 2, "is_open": True, "is_advertised": True}


@pytest.mark.parametrize(
    ("known", "count"),
    [
        ({}, EventCount.PUBLIC_EVENT),
        ({"is_open": False}, EventCount.FOR_INVITED),
        ({"is_open": False, "is_advertised": None}, EventCount.FOR_INVITED),
        ({"is_advertised": False}, EventCount.NOT_ANNOUNCED),
        ({"is_advertised": False, "is_open": None}, EventCount.NOT_ANNOUNCED),
        ({"is_open": None}, EventCount.ACCESS_UNKNOWN),
        ({"is_advertised": None}, EventCount.ANNOUNCED_UNKNOWN),
        ({"n_sides": 1}, EventCount.ONE_COUNTRY),
        ({"n_sides": 0}, EventCount.COUNTRIES_UNKNOWN),
        ({"takes_place": False}, EventCount.NOT_HELD),
        ({"is_internal": True}, EventCount.INTERNAL),
    ],
)
def test_what_decides_it(known, count):
    assert count_of(Event(**(OPEN | known))) is count


@pytest.fixture
def joint(cast):
    """Makes an activity of both countries."""

    def make(**more):
        activity = ActivityFactory(arena=cast.arena, **more)
        activity.sides.add(cast.norway, cast.sweden)
        return activity

    return make


def test_a_closed_workshop_counts_by_its_participants(joint):
    workshop = joint(access=Access.CLOSED)
    HeadcountFactory(activity=workshop, attended=18)

    assert sentence(workshop).startswith("Counts by its participants (RCO81)")
    assert "Participants: 18." in sentence(workshop)


def test_a_public_fair_counts_once(joint):
    fair = joint(access=Access.OPEN, is_advertised=True)
    HeadcountFactory(activity=fair, attended=400)

    assert sentence(fair).startswith("Counts as one public event (RCO115)")
    assert "400" not in sentence(fair)


def test_an_internal_meeting_counts_nowhere(joint):
    assert sentence(joint(kind=Kind.INTERNAL, access=Access.CLOSED)).startswith("Counts neither")


def test_a_plan_counts_later_and_unknown_numbers_are_named(joint):
    plan = joint(access=Access.CLOSED, status=Status.PLANNED)

    assert "How many took part is not known." in sentence(plan)
    assert "It counts once it has been held." in sentence(plan)


@pytest.mark.parametrize("access", Access.values)
@pytest.mark.parametrize("is_advertised", [True, False, None])
def test_the_two_exclude_each_other(joint, access, is_advertised):
    text = sentence(joint(access=access, is_advertised=is_advertised))

    assert text.count("Counts") <= 1
    assert ("Counts as one public event" in text) == (access == Access.OPEN and is_advertised is True)
