"""The goals for sustainable development in one number: goal n is the bit n - 1."""

from collections.abc import Iterable

from activities.enums import SdgGoal

ALL_GOALS = sum(1 << (goal.value - 1) for goal in SdgGoal)


def bits_of(goals: Iterable[int]) -> int:
    """The number that holds these goals; what is no goal raises ValueError."""
    bits = 0
    for goal in goals:
        bits |= 1 << (SdgGoal(goal).value - 1)
    return bits


def goals_in(bits: int) -> tuple[SdgGoal, ...]:
    """The goals that a number holds, by their number."""
    return tuple(goal for goal in SdgGoal if bits & 1 << (goal.value - 1))
