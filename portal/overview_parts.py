"""The parts of an arena's overview, each ready for its template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from activities.map_queries import MapChoice
from activities.today import WAITS, waiting_for
from arena.access import Visitor
from arena.people_queries import claims_waiting
from arena.queries import mails_visible_to
from core.mails import UNSENT
from indicators.enums import Rule
from indicators.queries import totals_of
from portal import charts, sentences
from portal.arena_map import ArenaMap, Frame, nearest_to_goal
from portal.queries import Logged, TeamName, latest_of, team_names
from portal.sentences import amount
from teams.enums import PATH, Stage

LATEST_SHOWN = 5
TEAMS_SHOWN = 3


def of_map(choice: MapChoice, arena_map: ArenaMap) -> dict[str, object]:
    """Words and drawings of the map."""
    description = sentences.description(arena_map)
    return {
        "lead": sentences.lead(arena_map),
        "headline": sentences.headline(arena_map),
        "asks": sentences.asks(arena_map, partial(nearest_to_goal, choice, arena_map)),
        "compact": charts.chart(arena_map, "compact", description=description),
        "narrow": charts.chart(arena_map, "narrow", description=description),
    }


@dataclass(frozen=True, slots=True)
class Total:
    """One indicator on the overview; a figure that nobody reported is None, and so is a target that is not known."""

    name: str
    code: str
    rule: str
    achieved: int | None = None
    target: Decimal | None = None


def totals(visitor: Visitor) -> list[Total]:
    """The arena's indicators in all; only their names for those who see no figure before the lock."""
    if visitor.sees_working_figures:
        figures = [(figure.indicator, figure.achieved, figure.target) for figure in totals_of(visitor.arena)]
    else:
        figures = [(indicator, None, None) for indicator in visitor.arena.indicators.order_by("position", "code")]
    return [
        Total(str(indicator.name), indicator.code, indicator.rule, achieved, target)
        for indicator, achieved, target in figures
    ]


def todo(visitor: Visitor, figures: Iterable[Total]) -> list[dict[str, object]]:
    """What waits for this person, as rows: number, address, words. Only what is there."""
    rows = [*_activity_rows(visitor, figures), *_unsent_rows(visitor), *_claims(visitor)]
    return [row for row in rows if row["n"]]


def _activity_rows(visitor: Visitor, figures: Iterable[Total]) -> Iterable[dict[str, object]]:
    """What lacks something among the activities this person may change: one query."""
    if not visitor.principal.is_authenticated:
        return
    arena = visitor.arena
    counts_evidence = any(figure.rule == Rule.DEMONSTRATIONS for figure in figures)
    waiting = waiting_for(visitor.principal, arena, on=visitor.on, without=() if counts_evidence else ("evidence",))
    counts = waiting.counts()
    for wait in WAITS:
        n = counts.get(wait.slug, 0)
        address = f"{reverse('activities:today', args=[arena.slug])}?what={wait.slug}"
        if wait.page:
            address = reverse(wait.page, args=[arena.slug])
        yield {"n": n, "url": address, "label": wait.counted(n), "text": ""}


def _unsent_rows(visitor: Visitor) -> Iterable[dict[str, object]]:
    """The emails that no server took, for those who can do something about it."""
    if visitor.may_manage_work:
        n = mails_visible_to(visitor.principal, visitor.arena, on=visitor.on).filter(UNSENT).count()
        yield {
            "n": n,
            "url": f"{reverse('arena:jobs', args=[visitor.arena.slug])}?show=mails",
            "label": ngettext("Email that was not sent", "Emails that were not sent", n),
            "text": gettext("See why, and send again"),
        }


def _claims(visitor: Visitor) -> Iterable[dict[str, object]]:
    """People who wait for an answer, for those who give it."""
    if visitor.may_answer_claims:
        n = claims_waiting(visitor.arena).count()
        yield {
            "n": n,
            "url": reverse("arena:section", args=[visitor.arena.slug, "acting"]),
            "label": ngettext(
                "Person who wants to act for an organisation", "People who want to act for organisations", n
            ),
            "text": ngettext("Confirm or decline", "Confirm or decline each", n),
        }


@dataclass(frozen=True, slots=True)
class Teams:
    """How far the teams have come. `strip` is None while no team's stage is known: unknown is not zero."""

    n: int
    n_known: int
    strip: tuple[tuple[int, str], ...] | None
    text: str
    newest: tuple[TeamName, ...]


def teams(visitor: Visitor) -> Teams:
    """The teams on their way, and those that came last."""
    every = team_names(visitor.principal, visitor.arena, on=visitor.on)
    stages = [team.stage for team in every]
    known = [stage for stage in stages if stage]
    strip = tuple((stages.count(stage), str(Stage(stage).label)) for stage in PATH) if known else None
    return Teams(len(every), len(known), strip, _stage_text(stages), tuple(every[:TEAMS_SHOWN]))


def _stage_text(stages: Sequence[str]) -> str:
    n, standing, unknown = len(stages), stages.count(Stage.SELF_STANDING), stages.count("")
    parts = [ngettext("%(n)s team.", "%(n)s teams.", n) % {"n": amount(n)}]
    if standing:
        text = ngettext("%(n)s stands on its own feet.", "%(n)s stand on their own feet.", standing)
        parts.append(text % {"n": amount(standing)})
    if unknown == n:  # else the strip says it
        text = ngettext("The stage of %(n)s team is not known.", "The stage of %(n)s teams is not known.", unknown)
        parts.append(text % {"n": amount(unknown)})
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Latest:
    """One row of the latest log: the activity and what its rating says in short."""

    logged: Logged
    tag: str


def latest(visitor: Visitor, frame: Frame) -> list[Latest]:
    """What happened last: neither drafts nor what lies ahead."""
    log = latest_of(visitor.principal, visitor.arena, on=visitor.on, most=LATEST_SHOWN)
    return [Latest(row, _tag(row, frame)) for row in log]


def _tag(row: Logged, frame: Frame) -> str:
    if row.level is None:
        return gettext("not rated yet")
    level = gettext("Level %(n)s") % {"n": row.level}
    return f"{level} · {frame.steps[row.step].name}" if row.step else level
