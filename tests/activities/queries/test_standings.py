"""The database keeps every standing true, whatever is written and however: it always equals a recount from the rows."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection

from activities.effect_map import group_of
from activities.enums import Status
from activities.map_queries import MapChoice, MapKeys, counts_of
from activities.models import Activity, Assessment, Headcount, Standing
from tests.factories import ActivityFactory, AssessmentFactory, HeadcountFactory

DAY = date(2024, 3, 1)


def recounted(arena):
    """What every standing has to say, by the key of its activity, counted in Python from the rows themselves."""
    found = {}
    for activity in Activity.objects.filter(arena=arena).prefetch_related("sides", "headcounts", "assessments"):
        ratings = sorted(activity.assessments.all(), key=lambda one: (one.rated_on, one.pk), reverse=True)
        sides = [side.pk for side in activity.sides.all()]
        counts = [row.attended for row in activity.headcounts.all()]
        places = [(one.level_id, one.stability_id) for one in ratings]
        latest = ratings[0] if ratings else None
        found[activity.pk] = {
            "is_shown": activity.status not in {Status.DRAFT, Status.CANCELLED},
            "n_sides": len(sides),
            "side_id": sides[0] if len(sides) == 1 else None,
            "level_id": latest and latest.level_id,
            "stability_id": latest and latest.stability_id,
            "is_observed": latest and latest.is_observed,
            "rated_on": latest and latest.rated_on,
            "has_moved": len(set(places[:2])) > 1,
            "people": sum(counts) if counts else None,
        }
    return found


def kept(arena):
    """What the standings say."""
    names = ("is_shown", "n_sides", "side_id", "level_id", "stability_id", "is_observed", "rated_on", "has_moved")
    rows = Standing.objects.filter(arena=arena).values("activity_id", "people", *names)
    return {row.pop("activity_id"): row for row in rows}


def write_at_random(random, cast):
    """One change of any row a standing is made of, by the ORM's different ways."""
    arena, activities = cast.arena, list(Activity.objects.filter(arena=cast.arena))
    activity = random.choice(activities) if activities else None
    sides = random.sample([cast.norway, cast.sweden], random.randint(0, 2))
    day = DAY + timedelta(days=random.randint(0, 5))
    rating = {
        "level": random.choice(list(arena.effect_levels.all())),
        "stability": random.choice([None, *arena.stability_steps.all()]),
        "is_observed": random.random() < 0.5,
        "rated_on": day,
    }
    if activity is None or random.random() < 0.2:
        ActivityFactory(arena=arena, status=random.choice(Status.values)).sides.set(sides)
        return
    change = random.randrange(10)
    if change == 0:
        activity.sides.set(sides)
    elif change == 1:
        Assessment.objects.bulk_create([Assessment(activity=one, **rating) for one in activities[:3]])
    elif change in {2, 3, 4}:
        AssessmentFactory(activity=activity, **rating)
    elif change == 5:
        Assessment.objects.filter(activity=activity).update(rated_on=day, stability=rating["stability"])
    elif change == 6:
        Assessment.objects.filter(activity=activity).order_by("?").first() and activity.assessments.first().delete()
    elif change == 7:
        Headcount.objects.filter(activity=activity).delete()
        HeadcountFactory(activity=activity, attended=random.randint(0, 400))
    elif change == 8:
        Activity.objects.filter(pk=activity.pk).update(status=random.choice(Status.values))
    else:
        activity.title = "Saved whole"
        activity.save()
        if random.random() < 0.3:
            activity.delete()


@pytest.mark.parametrize("seed", range(8))
def test_standings_equal_a_recount_after_any_sequence_of_changes(cast, seed):
    random = Random(seed)

    for _ in range(40):
        write_at_random(random, cast)

    assert kept(cast.arena) == recounted(cast.arena)
    assert kept(cast.arena)


@pytest.mark.parametrize("seed", range(4))
def test_counts_equal_a_recount_of_the_rows_on_any_day(cast, seed):
    """The grouped query of the map, for now and for the end of any day, against ratings looked up one by one."""
    random = Random(seed)
    for _ in range(60):
        write_at_random(random, cast)
    keys = MapKeys.of(cast.arena.effect_levels.all(), cast.arena.stability_steps.all(), cast.arena.sides.all())
    standings = Standing.objects.filter(arena=cast.arena, is_shown=True)

    for until in (None, *(DAY + timedelta(days=days) for days in range(-1, 7))):
        counted = counts_of(MapChoice(standings=standings, until=until), keys)
        expected = sorted(map(repr, one_by_one(cast.arena, until)))
        found = [(one.level, one.step, one.group, one.observed) for one in counted for _ in range(one.n)]
        assert sorted(map(repr, found)) == expected


def one_by_one(arena, until):
    """Where each activity stood on a day."""
    shown = Activity.objects.filter(arena=arena).exclude(status__in=[Status.DRAFT, Status.CANCELLED])
    for activity in shown.prefetch_related("sides"):
        group = group_of([side.code for side in activity.sides.all()])
        ratings = activity.assessments.select_related("level", "stability").order_by("rated_on", "pk")
        before = [one for one in ratings if until is None or one.rated_on <= until]
        one = before[-1] if before else next(iter(ratings), None)
        if one is None:
            yield None, None, group, False
        else:
            yield one.level.number, one.stability.number if one.stability else None, group, one.is_observed


def test_a_standing_leaves_with_its_activity(cast):
    activity = ActivityFactory(arena=cast.arena)
    AssessmentFactory(
        activity=activity, level=cast.arena.effect_levels.first(), stability=cast.arena.stability_steps.first()
    )

    activity.delete()

    assert not Standing.objects.exists()
    assert not Assessment.objects.exists()
    connection.check_constraints()
