"""Linear programs: between which bounds something must lie, given what is known. Solved by HiGHS."""

from collections.abc import Mapping
from math import ceil, floor, inf
from typing import Any

# How far a solution may miss a whole number before it is taken to be another one.
TOLERANCE = 1e-6


class Infeasible(Exception):
    """What is known contradicts itself."""


class Program:
    """Variables within bounds, and weighted sums of them within bounds. Variables are known by their number."""

    def __init__(self) -> None:
        import highspy  # noqa: PLC0415 -- 25 MB that only the process which judges a release needs

        self._highs: Any = highspy
        self._solver = self._highs.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._aim: Mapping[int, float] = {}

    def variable(self, low: float = -inf, high: float = inf) -> int:
        """A new variable between two bounds."""
        number = self._solver.getNumCol()
        self._solver.addVar(low, high)
        return number

    def bind(self, weights: Mapping[int, float], low: float = -inf, high: float = inf) -> None:
        """Demands that the weighted sum lies between two bounds."""
        self._solver.addRow(low, high, len(weights), list(weights), list(weights.values()))

    def span(self, weights: Mapping[int, float]) -> tuple[float, float]:
        """The least and the greatest that the weighted sum can be."""
        for number in self._aim:
            self._solver.changeColCost(number, 0.0)
        for number, weight in weights.items():
            self._solver.changeColCost(number, weight)
        self._aim = weights
        sense = self._highs.ObjSense
        return self._best(sense.kMinimize, -inf), self._best(sense.kMaximize, inf)

    def whole_span(self, weights: Mapping[int, float]) -> tuple[float, float]:
        """The same where only whole numbers count: rounded inwards."""
        low, high = self.span(weights)
        return (
            low if low == -inf else ceil(low - TOLERANCE),
            high if high == inf else floor(high + TOLERANCE),
        )

    def _best(self, sense: object, unbounded: float) -> float:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == self._highs.HighsModelStatus.kOptimal:
            return float(self._solver.getInfo().objective_function_value)
        if status == self._highs.HighsModelStatus.kUnbounded:
            return unbounded
        raise Infeasible(str(status))
