"""The reading of broad support in words: one row for each theme, and the rule with its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from activities.effect_reading import Support, SupportCell, SupportRow
from arena.models import Side, Theme
from portal.arena_map import Frame
from portal.sentences import amount

# So many marks stand for one activity each; more are one mark with their number.
MARKS_MAX = 5


@dataclass(frozen=True, slots=True)
class CellShown:
    """One theme on one side. `marks` are the shapes of its activities on the top level, each once up to a few."""

    side: Side
    marks: tuple[Side | str, ...]
    n_top: str
    are_many: bool
    people: str
    known: str
    words: str
    css: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """One theme over the sides."""

    theme: Theme
    is_joint_case: bool
    cells: tuple[CellShown, ...]


def rows_of(support: Sequence[SupportRow], frame: Frame, themes: Mapping[int, Theme]) -> list[RowShown]:
    """The table as the page shows it."""
    return [
        RowShown(themes[int(row.theme)], row.is_joint_case, tuple(_cell(cell, frame) for cell in row.cells))
        for row in support
    ]


def _cell(cell: SupportCell, frame: Frame) -> CellShown:
    sums, side = cell.sums, frame.sides[cell.sums.side]
    marks: tuple[Side | str, ...] = (side,) * cell.n_top_alone + ("joint",) * sums.n_top_joint
    if len(marks) > MARKS_MAX:
        marks = ((side,) if cell.n_top_alone else ()) + (("joint",) if sums.n_top_joint else ())
    known = gettext("known for %(n)s of %(total)s") % {"n": amount(sums.n_known), "total": amount(sums.n_below)}
    return CellShown(
        side=side,
        marks=marks,
        n_top=amount(sums.n_top),
        are_many=sums.n_top > MARKS_MAX,
        people=ngettext("%(n)s participant", "%(n)s participants", sums.people) % {"n": amount(sums.people)},
        known=known if sums.n_known < sums.n_below else "",
        words=reading_words(cell.reading),
        css=CSS[cell.reading],
    )


CSS = {
    Support.CANNOT_BE_JUDGED: "none",
    Support.NEEDS_BREADTH: "warn",
    Support.READY_TO_LIFT: "brand",
    Support.BOTH: "ok",
    Support.EARLY: "none",
}


def reading_words(reading: Support) -> str:
    """What a reading is called."""
    return {
        Support.CANNOT_BE_JUDGED: gettext("Cannot be judged"),
        Support.NEEDS_BREADTH: gettext("Needs broader support"),
        Support.READY_TO_LIFT: gettext("Ready to lift"),
        Support.BOTH: gettext("Both in place"),
        Support.EARLY: gettext("Early stage"),
    }[reading]


def rules(frame: Frame) -> list[tuple[str, str]]:
    """Every reading with the rule that gives it, in the order the rules are asked."""
    levels = {"top": amount(frame.scales.top) if frame.scales else "", "floor": amount(frame.floor)}
    asked = [
        (
            Support.CANNOT_BE_JUDGED,
            gettext(
                "An activity below level %(top)s has no number of participants, and those that are known make fewer "
                "than %(floor)s."
            ),
        ),
        (
            Support.NEEDS_BREADTH,
            gettext("Something stands on level %(top)s, and fewer than %(floor)s took part below it."),
        ),
        (
            Support.READY_TO_LIFT,
            gettext("Nothing stands on level %(top)s, and %(floor)s or more took part below it."),
        ),
        (Support.BOTH, gettext("Something stands on level %(top)s, and %(floor)s or more took part below it.")),
        (Support.EARLY, gettext("Nothing stands on level %(top)s, and fewer than %(floor)s took part below it.")),
    ]
    found = [(reading_words(reading), text % levels) for reading, text in asked]
    joint = gettext("One country needs broader support in a theme, and another one is ready to lift there.")
    return [*found, (gettext("Good case for joint work"), joint)]


def lean_rule(frame: Frame) -> str:
    """When the title and the balance say that a country leans."""
    text = gettext(
        "A country leans to one end of the map when %(percent)s of 100 of its own activities stand there. With fewer "
        "than %(least)s activities it is not judged."
    )
    return text % {"percent": amount(frame.lean.percent), "least": amount(frame.lean.least)}
