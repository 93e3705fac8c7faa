"""What the ratings of one activity say together: which one stands, where raters differ, what came of expectations.

Pure: no rows, no words, no clock.
"""

from calendar import monthrange
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# When a change is looked at again: months after the last look, and after the answer "I do not know yet".
CHECK_AFTER_MONTHS = 6
ASK_AGAIN_AFTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class GivenRating:
    """One rating. `step` is None while nobody says how well it holds; `rater` None = nobody knows who."""

    key: int
    level: int
    step: int | None
    is_observed: bool
    rated_on: date
    rater: Hashable = None

    @property
    def place(self) -> tuple[int, int | None]:
        """Where it puts the activity on the map."""
        return self.level, self.step


class Outcome(StrEnum):
    """What came of an expectation."""

    CAME_TRUE = "came_true"
    WENT_FURTHER = "went_further"
    FELL_SHORT = "fell_short"
    BOTH_WAYS = "both_ways"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Expectation:
    """The last expectation beside what was last observed; nothing observed yet = `observed` is None."""

    expected: GivenRating
    observed: GivenRating | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RatingReading:
    """`standing` is the one on the map. `by_rater` holds each rater's latest, the latest first."""

    standing: GivenRating | None
    by_rater: tuple[GivenRating, ...]
    they_differ: bool
    expectation: Expectation | None


def standing_of(ratings: Iterable[GivenRating]) -> GivenRating | None:
    """The rating on the map: the latest by its day; of two on one day, the one that was written last."""
    return max(ratings, key=lambda rating: (rating.rated_on, rating.key), default=None)


def read_ratings(ratings: Iterable[GivenRating]) -> RatingReading:
    """What all ratings of one activity say together.

    Raters differ when their latest ratings of the same sort as the one on the map (observed, or expected) put the
    activity in different cells. One who rated an expectation and one who saw what came of it do not.
    """
    rows = list(ratings)
    standing = standing_of(rows)
    latest = {rater: standing_of(row for row in rows if row.rater == rater) for rater in {row.rater for row in rows}}
    by_rater = sorted(filter(None, latest.values()), key=lambda row: (row.rated_on, row.key), reverse=True)
    alike = {row.place for row in by_rater if standing and row.is_observed == standing.is_observed}
    return RatingReading(standing, tuple(by_rater), len(alike) > 1, _expectation(rows))


def _expectation(rows: list[GivenRating]) -> Expectation | None:
    expected = standing_of(row for row in rows if not row.is_observed)
    if expected is None:
        return None
    observed = standing_of(row for row in rows if row.is_observed)
    return Expectation(expected, observed, outcome_of(expected, observed))


def outcome_of(expected: GivenRating, observed: GivenRating | None) -> Outcome:
    """What came of it on the scales that were expected on; a scale nobody has observed leaves it open."""
    if observed is None or (expected.step is not None and observed.step is None):
        return Outcome.NOT_KNOWN
    pairs = [(expected.level, observed.level)]
    if expected.step is not None and observed.step is not None:
        pairs.append((expected.step, observed.step))
    is_further, is_shorter = any(was > hoped for hoped, was in pairs), any(was < hoped for hoped, was in pairs)
    if is_further and is_shorter:
        return Outcome.BOTH_WAYS
    if is_further:
        return Outcome.WENT_FURTHER
    return Outcome.FELL_SHORT if is_shorter else Outcome.CAME_TRUE


def rises(before: tuple[int, int | None], after: tuple[int, int | None]) -> bool:
    """Whether a rating stands higher than the one before on either scale; a first step on a scale is no rise."""
    (level, step), (new_level, new_step) = before, after
    return new_level > level or (step is not None and new_step is not None and new_step > step)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
