"""What a large map is read by is read once until something is written in its arena."""

from datetime import date

import pytest
from django.core.cache import cache

from activities.actions.rate_activity import Rating, rate_activity
from portal import kept_readings
from tests.factories import ActivityFactory, AssessmentFactory, HeadcountFactory, ThemeFactory

MAP = "/en/a/one/map/"
DAY = date(2024, 5, 1)


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    cache.clear()
    monkeypatch.setattr(kept_readings, "LARGE", 1)
    yield
    cache.clear()


@pytest.fixture
def themed(cast):
    """Two activities of a theme on the Swedish side, one of them with enough participants to be lifted."""
    theme = ThemeFactory(arena=cast.arena, key="loops", name_en="Loops")
    activities = [ActivityFactory(arena=cast.arena) for _ in range(2)]
    for activity in activities:
        activity.sides.add(cast.sweden)
        activity.themes.add(theme)
        HeadcountFactory(activity=activity, attended=90)
        AssessmentFactory(
            activity=activity,
            level=cast.arena.effect_levels.get(number=1),
            stability=cast.arena.stability_steps.get(number=2),
        )
    return activities


def reading(client):
    """The part of the page that the readings make."""
    return client.get(MAP).content.decode().split("Loops", 2)[-1]


def test_a_large_map_is_read_once(cast, client, themed, django_assert_max_num_queries):
    client.get(MAP)
    first = reading(client)

    with django_assert_max_num_queries(14):
        again = reading(client)

    assert again == first


def test_what_is_written_is_read_at_once(cast, client, themed):
    client.get(MAP)
    before = reading(client)

    level, step = cast.arena.effect_levels.get(number=3), cast.arena.stability_steps.get(number=4)
    top = Rating(level, step, reason="It stands in the plan of the region")
    rate_activity(activity=themed[0], rating=top, actor=cast.lead, on=DAY)

    after = reading(client)
    assert after != before
    assert after == reading(client)
    cache.clear()
    assert reading(client) == after


def test_other_filters_and_other_days_are_read_apart(cast, client, themed):
    client.get(MAP)
    everything = client.get(MAP).content
    norwegian = client.get(f"{MAP}?side=NO").content

    cache.clear()

    assert client.get(f"{MAP}?side=NO").content == norwegian
    assert client.get(MAP).content == everything
