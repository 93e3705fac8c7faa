"""What the tests of activities share."""

from datetime import date

import pytest
from django.utils import translation

from activities.actions.facts import ActivityFacts
from activities.enums import Status
from activities.models import Activity, EffectLevel
from core.writes import new_token
from tests.conftest import Cast
from tests.factories import ActivityFactory

DAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _english():
    """Addresses are English, whatever language the test before asked for."""
    with translation.override("en"):
        yield


@pytest.fixture
def level(cast: Cast) -> EffectLevel:
    """The first effect level of the cast's arena."""
    return cast.arena.effect_levels.get(number=1)


@pytest.fixture
def facts():
    """Makes facts with a title and a language."""

    def make(**more) -> ActivityFacts:
        return ActivityFacts(**{"title": "Repair evening", "language": "en", **more})

    return make


@pytest.fixture
def held(cast: Cast) -> Activity:
    """An activity on the Swedish side that the member logged."""
    activity = ActivityFactory(arena=cast.arena, title="Reparationskväll", logged_by=cast.member, team=cast.team)
    activity.sides.add(cast.sweden)
    return activity


@pytest.fixture
def draft(cast: Cast) -> Activity:
    """A draft of the member's."""
    return ActivityFactory(arena=cast.arena, title="Halvskrivet", logged_by=cast.member, status=Status.DRAFT)


@pytest.fixture
def answers():
    """What the quick form sends: title and level, with a fresh token."""

    def make(**more) -> dict[str, object]:
        sent = {"token": new_token(), "title": "Repair evening", "level": "1", **more}
        return {name: value for name, value in sent.items() if value is not None}

    return make
