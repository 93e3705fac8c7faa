"""What a figure looks like: bars on one scale, a sentence about its target, the finding over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arena.models import Side
from core.numbers import format_number
from indicators.counting import Standing
from indicators.queries import IndicatorFigure

TAG_KINDS = {Standing.MET: "ok", Standing.PASSED: "ok", Standing.LEFT: "warn"}


@dataclass(frozen=True)
class Bar:
    """One bar: of a side, or of all (`side` is None). None = unknown, never zero."""

    side: Side | None
    value: int | None
    target: Decimal | None

    @property
    def css(self) -> str:
        """The class that gives the bar its colour."""
        return f"side-{self.side.position}" if self.side else "total"


@dataclass(frozen=True)
class Block:
    """One indicator on the page: its figure, the bars of its sides and in all, and a tag."""

    figure: IndicatorFigure
    bars: tuple[Bar, ...]
    tag: str
    tag_kind: str

    @property
    def values(self) -> list[Decimal | int | None]:
        """Everything the bars' shared scale must hold."""
        return [number for bar in self.bars for number in (bar.value, bar.target)]

    @property
    def has_bars(self) -> bool:
        """Whether there is anything to draw: a figure or a target."""
        return any(number is not None for number in self.values)

    @property
    def knows_side_targets(self) -> bool:
        """Whether any side has a target of its own."""
        return any(bar.target is not None for bar in self.bars if bar.side)


def block_of(figure: IndicatorFigure, sides: Sequence[Side], language: str) -> Block:
    """The indicator as it is drawn."""
    counted = figure.figure if figure.achieved is not None else None
    bars = [
        Bar(side, counted.per_side[side.code] if counted else None, figure.targets.get(side.code)) for side in sides
    ]
    if all(bar.value is None and bar.target is None for bar in bars):
        bars = []  # Nothing is known by country: one line says so for all.
    return Block(
        figure,
        (*bars, Bar(None, figure.achieved, figure.target)),
        _tag(figure, language),
        TAG_KINDS.get(figure.standing, ""),
    )


def _tag(figure: IndicatorFigure, language: str) -> str:
    if figure.standing is Standing.LEFT and figure.target is not None and figure.achieved is not None:
        return _("%(n)s left") % {"n": format_number(figure.target - figure.achieved, language)}
    words = {
        Standing.MET: _("Target met"),
        Standing.PASSED: _("Above target"),
        Standing.NO_TARGET: _("Target unknown"),
        Standing.NOT_REPORTED: _("Not reported"),
    }
    return words[figure.standing]


def finding(figures: Sequence[IndicatorFigure]) -> str:
    """The lead sentence: how many targets are met, of those that can be judged, and how many cannot."""
    judged = [row for row in figures if row.standing in TAG_KINDS]
    met = sum(row.standing is not Standing.LEFT for row in judged)
    open_ones = len(figures) - len(judged)
    if not judged:
        return _("No target can be judged yet, because a figure or a target is unknown.")
    sentence = _("Targets met in total: %(met)s of %(n)s.") % {"met": met, "n": len(judged)}
    if not open_ones:
        return sentence
    rest = ngettext(
        "%(n)s indicator cannot be judged, because its figure or target is unknown.",
        "%(n)s indicators cannot be judged, because the figure or the target is unknown.",
        open_ones,
    ) % {"n": open_ones}
    return f"{sentence} {rest}"
