"""What the log form offers and suggests: the arena's own scales, sides and teams, and what the person used last."""

from dataclasses import dataclass

from django.http import QueryDict

from accounts.principal import Principal
from activities import queries
from activities.actions.facts import facts_of
from activities.forms.reach import Reach
from activities.models import Activity, EffectLevel, StabilityStep
from arena.access import Visitor
from arena.models import Arena, Side, Theme
from arena.queries import in_alphabet
from core.dates import format_partial_date
from teams.models import Team
from teams.queries import teams_visible_to

MANY_CHIPS = 5
# Answers that are no address of a team: an address never has a plus sign.
NO_TEAM, ANOTHER_TEAM = "+none", "+another"
BOTH = "+both"


@dataclass(frozen=True)
class Options:
    """Everything a log form can offer in one arena, read once. `near` are the teams shown as chips."""

    arena: Arena
    sides: tuple[Side, ...]
    themes: tuple[Theme, ...]
    levels: tuple[EffectLevel, ...]
    steps: tuple[StabilityStep, ...]
    teams: tuple[Team, ...]
    near: tuple[Team, ...]
    last: Activity | None

    def team(self, slug: str) -> Team | None:
        """The team with this address."""
        return next((team for team in self.teams if team.slug == slug), None)

    def team_answer(self, team: Team | None) -> dict[str, str]:
        """A team as the form's answers: a chip, or "another" and a row of the list."""
        if team is None:
            return {"team": NO_TEAM, "team_other": ""}
        is_near = any(near.pk == team.pk for near in self.near)
        return {"team": team.slug if is_near else ANOTHER_TEAM, "team_other": "" if is_near else team.slug}

    def sides_answer(self, sides: list[Side]) -> str | list[str]:
        """Sides as the form's answer: one of two or both, or any of several."""
        codes = [side.code for side in sides]
        if len(self.sides) != 2:
            return codes
        return BOTH if len(codes) == 2 else "".join(codes)

    def sides_sent(self, query: QueryDict) -> str | list[str]:
        """What was chosen already: a team without a side, and no team, leave it."""
        return query.get("sides", "") if len(self.sides) == 2 else query.getlist("sides")


def options_for(visitor: Visitor, language: str) -> Options:
    """Reads what the form offers this visitor: seven queries whatever the number of rows."""
    arena, principal = visitor.arena, visitor.principal
    teams = in_alphabet(teams_visible_to(principal, arena, on=visitor.on), language)
    everything = tuple(teams.select_related(None).prefetch_related(None).prefetch_related("sides"))
    logged = queries.last_logged_by(principal, arena)
    return Options(
        arena=arena,
        sides=tuple(arena.sides.all()),
        themes=tuple(arena.themes.all()),
        levels=tuple(arena.effect_levels.all()),
        steps=tuple(arena.stability_steps.all()),
        teams=everything,
        near=_near(principal, arena, visitor, everything, logged),
        last=logged[0] if logged else None,
    )


def _near(
    principal: Principal, arena: Arena, visitor: Visitor, teams: tuple[Team, ...], logged: list[Activity]
) -> tuple[Team, ...]:
    """The last used team, the person's own, then others used lately."""
    own = queries.own_team_keys(principal, arena, on=visitor.on)
    recent = [activity.team_id for activity in logged if activity.team_id]
    keys = [*recent[:1], *(team.pk for team in teams if team.pk in own), *recent]
    by_key = {team.pk: team for team in teams}
    return tuple(by_key[key] for key in dict.fromkeys(keys) if key in by_key)[:MANY_CHIPS]


def suggested(options: Options, language: str, query: QueryDict) -> dict[str, object]:
    """The first answers of an empty form: today, the team of the address or the last one, its side, the last form."""
    asked = query.get("team", "")
    asked = query.get("team_other", "") if asked == ANOTHER_TEAM else asked
    team = options.team(asked)
    if team is None and "team" not in query:
        team = _usual_team(options)
    sides = list(team.sides.all()) if team else []
    if not sides and "team" not in query and options.last:
        sides = list(options.last.sides.all())
    return {
        "when": "today",
        **(options.team_answer(team) if team or options.last else {}),
        "sides": options.sides_answer(sides) if sides else options.sides_sent(query),
        "meeting_form": options.last.meeting_form if options.last else "",
        "language": language,
    }


def _usual_team(options: Options) -> Team | None:
    """The last used team; somebody who has not logged yet starts with the first of their own."""
    if options.last is not None:
        return options.team(options.last.team.slug) if options.last.team else None
    return options.near[0] if options.near else None


def like(activity: Activity, options: Options, language: str, *, sees_firm_names: bool) -> dict[str, object]:
    """The first answers of another activity like one that is there: today, and nothing of what came of that one."""
    same = answers_of(activity, options, language, sees_firm_names=sees_firm_names)
    own = ("status", "date", "attended", "level", "stability", "supported", "reach")
    return {name: value for name, value in same.items() if name not in own} | {"when": "today"}


def answers_of(activity: Activity, options: Options, language: str, *, sees_firm_names: bool) -> dict[str, object]:
    """The form's answers for an activity that is there: read with `queries.page_of`.

    Who may not see names of supported companies does not get them here either; the form then only adds.
    """
    facts = facts_of(activity)
    rated = next(iter(activity.assessments.all()), None)
    return {
        "title": facts.title,
        "when": "other",
        "date": format_partial_date(facts.when, language),
        "status": facts.status,
        **options.team_answer(facts.team),
        "sides": options.sides_answer(list(facts.sides)),
        "meeting_form": facts.meeting_form,
        "attended": "" if facts.attended is None else str(facts.attended),
        "level": str(rated.level.number) if rated else "",
        "stability": str(rated.stability.number) if rated and rated.stability else "",
        "kind": facts.kind,
        "supported": "\n".join(facts.supported) if sees_firm_names else "",
        "description": facts.description,
        "themes": [theme.key for theme in facts.themes],
        "place": facts.place,
        "municipality": facts.municipality.name if facts.municipality else "",
        "reach": Reach.ONE.value,
        "language": facts.language,
    }
