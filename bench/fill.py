"""Activities in bulk: of every sort, unevenly spread over the map, some rated again, three years long."""

from datetime import date, timedelta
from random import Random

from activities.enums import Kind, Status
from activities.models import Activity, Assessment, Headcount
from arena.models import Arena

FIRST = date(2022, 1, 1)
AT_ONCE = 5_000


def add_activities(arena: Arena, n: int, *, seed: int) -> None:
    """Adds `n` activities with sides, themes, teams, headcounts and ratings to an arena that has its frame."""
    random = Random(seed)  # noqa: S311 -- sample data
    frame = {
        "sides": list(arena.sides.all()),
        "themes": list(arena.themes.all()),
        "teams": list(arena.teams.all()),
        "cells": [(level, step) for level in arena.effect_levels.all() for step in arena.stability_steps.all()],
    }
    for start in range(0, n, AT_ONCE):
        _add(arena, range(start, min(start + AT_ONCE, n)), random, **frame)


def _add(arena: Arena, numbers: range, random: Random, *, sides: list, themes: list, teams: list, cells: list) -> None:
    activities = Activity.objects.bulk_create(_activity(arena, number, random, teams) for number in numbers)
    on_side, on_theme = Activity.sides.through, Activity.themes.through
    weights = [1 / (1 + index) for index in range(len(cells))]
    on_side.objects.bulk_create(
        on_side(activity=activity, side=side)
        for activity in activities
        for side in random.sample(sides, random.choices((0, 1, 2), (1, 7, 2))[0])
    )
    on_theme.objects.bulk_create(on_theme(activity=one, theme=random.choice(themes)) for one in activities)
    Headcount.objects.bulk_create(
        Headcount(activity=activity, channel="room", attended=random.randint(3, 200))
        for activity in activities
        if random.random() < 0.8
    )
    Assessment.objects.bulk_create(
        Assessment(
            activity=activity,
            level=level,
            stability=step if random.random() < 0.95 else None,
            is_observed=random.random() < 0.7,
            rated_on=activity.first_on + timedelta(days=30 + 180 * again),
        )
        for activity in activities
        for again in range(random.choices((0, 1, 2), (1, 6, 3))[0])
        for level, step in random.choices(cells, weights)
    )


def _activity(arena: Arena, number: int, random: Random, teams: list) -> Activity:
    day = FIRST + timedelta(days=random.randrange(3 * 365))
    return Activity(
        arena=arena,
        title=f"Verksamhet {number} {random.choice(('på Åre torg', 'i Østersund', 'om återbruk'))}",
        language=random.choice(("sv", "nb")),
        status=random.choices((Status.HELD, Status.PLANNED, Status.DRAFT), (90, 8, 2))[0],
        kind=random.choice(Kind.values),
        first_on=day,
        last_on=day,
        precision="day",
        team=random.choice((*teams, None)),
    )
