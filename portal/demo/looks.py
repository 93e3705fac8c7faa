"""How the made-up arena looks at its activities: a second rating, a hypothesis and what was seen of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Protocol

from accounts.models import User
from activities.actions.check import CheckAnswer, answer_check
from activities.actions.hypothesis import HypothesisText, revisit_hypothesis, write_hypothesis
from activities.actions.rate_activity import Rating, rate_activity
from activities.checks import due_on
from activities.models import Activity, EffectLevel, StabilityStep
from arena.models import Arena
from portal.demo.happenings import Happening
from portal.loading.tables import Row

SECOND_RATING_AFTER = timedelta(days=9)
LOOKED_BACK_AFTER = timedelta(days=190)
# Some weeks ago people went through what was due: most still held, of two nobody knew yet, every fourth was left.
WENT_THROUGH_BEFORE = timedelta(days=40)
LEFT_OUT_EVERY = 4
NOT_KNOWN = (1, 5)

type Event = tuple[date, int, Callable[[], object]]


class Stage(Protocol):
    """What of a scene is needed here."""

    on: date
    arena: Arena
    levels: dict[int, EffectLevel]
    steps: dict[int, StabilityStep]
    loggers: dict[str, User]
    hypotheses: dict[str, Row]
    second_ratings: dict[tuple[str, int], Row]


def events_of_looks(scene: Stage, happening: Happening, made: list[Activity], actor: User) -> list[Event]:
    """What else is said of an activity once it was held: only what the script tells of it."""
    key, events = happening.line["key"], []
    second = scene.second_ratings.get((key, happening.turn))
    if second and (day := happening.logged_on + SECOND_RATING_AFTER) <= scene.on:
        events.append((day, 6, lambda: _rate_otherwise(scene, made[-1], second, actor, day)))
    written = scene.hypotheses.get(key) if not happening.turn else None
    if written:
        events.append((happening.logged_on, 7, lambda: _write(made[-1], written, actor, happening.logged_on)))
        back = happening.logged_on + LOOKED_BACK_AFTER
        if written["seen"] and back <= scene.on:
            events.append((back, 8, lambda: _look_back(made[-1], written, actor, back)))
    return events


def answer_checks(scene: Stage) -> None:
    """Answers most of the questions that were due some weeks ago."""
    day = scene.on - WENT_THROUGH_BEFORE
    due = scene.arena.activities.filter(due_on(day), logged_by__isnull=False).order_by("first_on", "pk")
    for number, activity in enumerate(list(due.select_related("logged_by", "standing__stability"))):
        if number % LEFT_OUT_EVERY:
            step = None if number in NOT_KNOWN else activity.standing.stability
            answer_check(activity=activity, answer=CheckAnswer(step), actor=activity.logged_by, on=day)


def _rate_otherwise(scene: Stage, activity: Activity, row: Row, actor: User, on: date) -> None:
    rating = Rating(scene.levels[int(row["level"])], scene.steps[int(row["step"])], row["reason"])
    other = next(user for user in scene.loggers.values() if user != actor)
    rate_activity(activity=activity, rating=rating, actor=other, on=on)


def _write(activity: Activity, row: Row, actor: User, on: date) -> None:
    text = HypothesisText(row["behaviour"], row["barrier"], row["lever"], row["sign"])
    write_hypothesis(activity=activity, text=text, language=row["language"], read=0, actor=actor, on=on)


def _look_back(activity: Activity, row: Row, actor: User, on: date) -> None:
    revisit_hypothesis(activity=activity, seen=row["seen"], language=row["language"], actor=actor, on=on)
