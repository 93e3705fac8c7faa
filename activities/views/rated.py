"""The ratings of one activity as its page shows them: the history, each rater's latest, what came of expectations."""

from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from activities.models import Activity, Assessment
from activities.rating_reading import GivenRating, Outcome, RatingReading, read_ratings


@dataclass(frozen=True)
class RaterLine:
    """The latest rating of one rater. `who` is a name for those who may see names."""

    rating: Assessment
    who: str
    is_on_the_map: bool


@dataclass(frozen=True)
class ExpectationShown:
    """What was expected beside what was observed, and the words for what came of it."""

    expected: Assessment
    observed: Assessment | None
    words: str


@dataclass(frozen=True)
class RatingsShown:
    """Everything the page says about ratings; `raters` only where there are two or more."""

    history: list[Assessment]
    standing: Assessment | None
    raters: list[RaterLine]
    they_differ: bool
    expectation: ExpectationShown | None


def ratings_of(activity: Activity, *, sees_names: bool) -> RatingsShown:
    """What the ratings of an activity say together. Uses prefetched rows."""
    history = list(activity.assessments.all())
    by_key = {rating.pk: rating for rating in history}
    reading = read_ratings(given(rating) for rating in history)
    raters = [
        RaterLine(by_key[one.key], _who(by_key[one.key], sees_names=sees_names), one == reading.standing)
        for one in reading.by_rater
    ]
    return RatingsShown(
        history=history,
        standing=by_key[reading.standing.key] if reading.standing else None,
        raters=raters if len(raters) > 1 else [],
        they_differ=reading.they_differ,
        expectation=_expectation(reading, by_key),
    )


def given(rating: Assessment) -> GivenRating:
    """A rating as the mathematics takes it."""
    step = rating.stability.number if rating.stability else None
    return GivenRating(rating.pk, rating.level.number, step, rating.is_observed, rating.rated_on, rating.rater_id)


def _who(rating: Assessment, *, sees_names: bool) -> str:
    if not sees_names:
        return gettext("A coordinator")
    return rating.rater.name if rating.rater and rating.rater.name else pgettext("person", "Unknown")


def _expectation(reading: RatingReading, by_key: dict[int, Assessment]) -> ExpectationShown | None:
    found = reading.expectation
    if found is None:
        return None
    observed = by_key[found.observed.key] if found.observed else None
    return ExpectationShown(by_key[found.expected.key], observed, outcome_words(found.outcome))


def outcome_words(outcome: Outcome) -> str:
    """What came of an expectation, in words."""
    return {
        Outcome.CAME_TRUE: gettext("It came true"),
        Outcome.WENT_FURTHER: gettext("It went further than expected"),
        Outcome.FELL_SHORT: gettext("It fell short of what was expected"),
        Outcome.BOTH_WAYS: gettext("It went further on one scale and fell short on the other"),
        Outcome.NOT_KNOWN: gettext("What came of it is not known yet"),
    }[outcome]
