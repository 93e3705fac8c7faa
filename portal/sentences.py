"""What the pages say about the map, in whole sentences made from its facts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.lists import format_list
from django.utils.translation import get_language, gettext, ngettext, pgettext

from activities.effect_map import JOINT, NOT_STATED, SideLean
from activities.map_queries import MapRow, Move
from arena.models import Arena, Side
from core.dates import DatePrecision, PartialDate, format_partial_date
from core.numbers import format_number
from portal.arena_map import ArenaMap, Frame

# A description read aloud names the activities of the goal up to this many.
NAMED_IN_GOAL_MAX = 8


@dataclass(frozen=True, slots=True)
class Ask:
    """What the map asks of one side, why, and the activities the text points at."""

    side: Side
    title: str
    text: str
    examples: Sequence[MapRow] = ()


def listed(words: Iterable[object]) -> str:
    """ "Norway and Sweden", in the page's language."""
    return format_list([str(word) for word in words], locale=get_language() or "en")


def amount(n: int) -> str:
    """A number as the page's language writes it."""
    return _written(n, get_language() or "en")


@lru_cache(maxsize=4096)
def _written(n: int, language: str) -> str:
    # A map writes the same few numbers hundreds of times.
    return format_number(n, language)


def side_name(frame: Frame, code: str) -> str:
    """The word for a side group: a country, joint, or not stated."""
    names = {JOINT: gettext("Joint"), NOT_STATED: gettext("Country not stated")}
    return names.get(code) or str(frame.sides[code].name)


def level_name(frame: Frame, number: int) -> str:
    """A level as tables write it: "3 System"."""
    return f"{number} {frame.levels[number].name}"


def step_name(frame: Frame, number: int) -> str:
    """A step as tables write it: "5 Embedded"."""
    return f"{number} {frame.steps[number].name}"


def rating_kind(is_observed: bool) -> str:
    """The word for how the effect is known."""
    return gettext("Observed") if is_observed else gettext("Expected")


def not_rated() -> str:
    """The words for a rating that is missing."""
    return gettext("not rated yet")


def lead(arena_map: ArenaMap) -> str:
    """The first sentence of the overview: how much is placed, or what is missing."""
    n, countries = arena_map.n_placed, listed(side.name for side in arena_map.frame.sides.values())
    if not arena_map.n_all:
        return gettext("Nothing has been logged yet. Each logged activity gets a place on the map below.")
    if not n:
        return nothing_rated(arena_map)
    return ngettext(
        "%(n)s activity in %(countries)s, placed by what it changes and how well it holds. "
        "The upper right is where the rules of the game have moved.",
        "%(n)s activities in %(countries)s, placed by what they change and how well it holds. "
        "The upper right is where the rules of the game have moved.",
        n,
    ) % {"n": amount(n), "countries": countries}


def nothing_rated(arena_map: ArenaMap) -> str:
    """What an empty map with a full tray says."""
    n = arena_map.effect_map.n_in_tray
    if arena_map.effect_map.n_half_rated:
        started = ngettext(
            "No activity has a full rating yet. %(n)s waits for one.",
            "No activity has a full rating yet. %(n)s wait for one.",
            n,
        )
        return started % {"n": amount(n)}
    waiting = ngettext(
        "No activity has been rated yet. %(n)s waits to be rated.",
        "No activity has been rated yet. %(n)s wait to be rated.",
        n,
    )
    return waiting % {"n": amount(n)}


def headline(arena_map: ArenaMap) -> str:
    """The title of the map: how the sides lean, in numbers; else how many activities on how many levels."""
    facts = arena_map.effect_map.headline
    if not facts.n_activities:
        return gettext("The map is empty so far")
    if facts.leans:
        return " ".join(_lean(lean, arena_map.frame, is_first=not index) for index, lean in enumerate(facts.leans))
    if facts.n_levels == 1:
        one = ngettext("%(n)s activity on one level", "%(n)s activities on one level", facts.n_activities)
        return one % {"n": amount(facts.n_activities)}
    several = ngettext("%(n)s activities on %(levels)s level", "%(n)s activities on %(levels)s levels", facts.n_levels)
    return several % {"n": amount(facts.n_activities), "levels": amount(facts.n_levels)}


def _lean(lean: SideLean, frame: Frame, *, is_first: bool) -> str:
    if is_first:
        text = ngettext(
            "%(country)s: %(n)s of %(total)s activities are on level %(levels)s.",
            "%(country)s: %(n)s of %(total)s activities are on levels %(levels)s.",
            len(lean.levels),
        )
    else:
        text = ngettext(
            "%(country)s: %(n)s of %(total)s are on level %(levels)s.",
            "%(country)s: %(n)s of %(total)s are on levels %(levels)s.",
            len(lean.levels),
        )
    return text % _lean_facts(lean, frame)


def _lean_facts(lean: SideLean, frame: Frame) -> dict[str, str]:
    return {
        "country": side_name(frame, lean.side),
        "n": amount(lean.n_there),
        "total": amount(lean.n_activities),
        "levels": listed(lean.levels),
    }


def asks(arena_map: ArenaMap, near_goal: Callable[[str], Sequence[MapRow]]) -> list[Ask]:
    """What the map asks of each side, from west to east; `near_goal` finds the activities of a side to point at."""
    leans = {lean.side: lean for lean in arena_map.effect_map.headline.leans}
    return [_ask(arena_map, side, leans.get(code), near_goal) for code, side in arena_map.frame.sides.items()]


def _ask(arena_map: ArenaMap, side: Side, lean: SideLean | None, near_goal: Callable[[str], Sequence[MapRow]]) -> Ask:
    effect_map, country = arena_map.effect_map, {"country": side.name}
    if lean and lean.end == "top":
        text = gettext(
            "%(n)s of %(total)s activities are on level %(levels)s. "
            "Rules that few people stand behind rarely last: involve more people and organisations."
        )
        title = gettext("%(country)s: win acceptance")
        return Ask(side, title % country, text % _lean_facts(lean, arena_map.frame))
    if lean:
        text = ngettext(
            "%(n)s of %(total)s activities are on level %(levels)s. These are closest to the upper right:",
            "%(n)s of %(total)s activities are on levels %(levels)s. These are closest to the upper right:",
            len(lean.levels),
        )
        title = gettext("%(country)s: lift what works")
        return Ask(side, title % country, text % _lean_facts(lean, arena_map.frame), near_goal(side.code))
    index = effect_map.balance.sides.index(side.code)
    least = arena_map.frame.lean.least
    if sum(row.n_by_side[index] for row in effect_map.balance.rows) < least:
        text = gettext("Fewer than %(n)s activities are rated. That is too few to say how this country works.")
        return Ask(side, gettext("%(country)s: rate more activities") % country, text % {"n": amount(least)})
    text = gettext("Its activities are spread over the levels. The next step is to make them last:")
    return Ask(side, gettext("%(country)s: keep the whole width") % country, text, near_goal(side.code))


def description(arena_map: ArenaMap) -> str:
    """The drawing in words, for those who do not see it."""
    frame, effect_map = arena_map.frame, arena_map.effect_map
    levels, steps = list(frame.levels.values()), list(frame.steps.values())
    text = ngettext(
        "%(n)s activity placed by effect level, from %(lowest)s at the bottom to %(highest)s at the top, "
        "and by stability over time, from %(first)s on the left to %(last)s on the right.",
        "%(n)s activities placed by effect level, from %(lowest)s at the bottom to %(highest)s at the top, "
        "and by stability over time, from %(first)s on the left to %(last)s on the right.",
        arena_map.n_placed,
    ) % {
        "n": amount(arena_map.n_placed),
        "lowest": levels[0].name,
        "highest": levels[-1].name,
        "first": steps[0].name,
        "last": steps[-1].name,
    }
    n = sum(cell.n for cell in effect_map.goal)
    names = [placement.activity.title for cell in effect_map.goal for placement in cell.placements]
    if not n:
        return f"{text} {gettext('None is in the upper right.')}"
    if n > NAMED_IN_GOAL_MAX or n != len(names):
        goal = ngettext("%(n)s is in the upper right.", "%(n)s are in the upper right.", n)
        return f"{text} {goal % {'n': amount(n)}}"
    goal = ngettext("%(n)s is in the upper right: %(names)s.", "%(n)s are in the upper right: %(names)s.", n)
    return f"{text} {goal % {'n': amount(n), 'names': '; '.join(names)}}"


def point(row: MapRow, frame: Frame) -> str:
    """Everything the chart shows of one activity."""
    return gettext("%(title)s: %(country)s, effect level %(level)s, stability %(step)s, %(rating)s, %(people)s") % {
        "title": row.title,
        "country": side_name(frame, row.group),
        "level": level_name(frame, row.level or 0),
        "step": step_name(frame, row.step or 0),
        "rating": pgettext("in a list", "observed") if row.is_observed else pgettext("in a list", "expected"),
        "people": participants(row.people),
    }


def place_name(frame: Frame, place: tuple[int, int | None]) -> str:
    """A cell as a sentence names it: "2 Organisations, 3 Kept going"."""
    level, step = place
    return f"{level_name(frame, level)}, {step_name(frame, step) if step else not_rated()}"


def moved(move: Move, frame: Frame) -> str:
    """Where an activity stood, and where it stands."""
    return gettext("%(title)s: %(country)s, stood here before, on %(before)s; now on %(after)s") % {
        "title": move.title,
        "country": side_name(frame, move.group),
        "before": place_name(frame, move.before),
        "after": place_name(frame, move.after),
    }


def day_words(day: date) -> str:
    """A day as the page's language writes it."""
    return format_partial_date(PartialDate(day, DatePrecision.DAY), get_language() or "en")


def participants(n: int | None) -> str:
    """How many took part, or that nobody counted."""
    if n is None:
        return gettext("number of participants unknown")
    return ngettext("%(n)s participant", "%(n)s participants", n) % {"n": amount(n)}


def crowd(frame: Frame, code: str, level: int, step: int, n: int, n_observed: int) -> str:
    """Everything the chart shows of one side's activities in a crowded cell."""
    text = ngettext(
        "%(country)s: %(n)s activity on effect level %(level)s, stability %(step)s, %(observed)s observed",
        "%(country)s: %(n)s activities on effect level %(level)s, stability %(step)s, %(observed)s observed",
        n,
    )
    return text % {
        "country": side_name(frame, code),
        "n": amount(n),
        "level": level_name(frame, level),
        "step": step_name(frame, step),
        "observed": amount(n_observed),
    }


def corners() -> list[tuple[str, str]]:
    """How to read the corners of the map."""
    return [
        (gettext("Upper right"), gettext("Lasting change at system level. The goal.")),
        (gettext("Lower right"), gettext("New habits that hold. They carry the change.")),
        (gettext("Upper left"), gettext("Decided, not yet supported. Look for broad support.")),
        (gettext("Lower left"), gettext("First contact and try-outs. Many seeds are needed.")),
    ]


def source(arena: Arena, *, on: date) -> str:
    """Where the figures come from, and when they were read."""
    return gettext("Source: activity log of %(arena)s, %(date)s") % {
        "arena": arena.name,
        "date": day_words(on),
    }


def axis_titles() -> tuple[str, str]:
    """The names of the two axes with their arrows."""
    return pgettext("axis of the map", "Effect level ↑"), pgettext("axis of the map", "Stability over time →")
