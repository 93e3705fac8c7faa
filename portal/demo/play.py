"""Plays the story of the made-up arena through the actions, day by day."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accounts.models import User
from activities.actions.add_evidence import add_link
from activities.actions.facts import ActivityFacts
from activities.actions.log_activity import change_activity, log_activity
from activities.actions.more import MoreFacts
from activities.actions.rate_activity import Rating, rate_activity
from activities.actions.series import repeat_activity
from activities.enums import Kind, Rhythm, Status
from activities.models import Activity, EffectLevel, StabilityStep
from arena.models import Arena, Municipality, Organisation, Priority, Side, Theme
from core.dates import DatePrecision, PartialDate
from portal.demo import looks
from portal.demo.happenings import Happening, RatingGiven
from portal.demo.more import more_of
from portal.demo.people import Person, Stay
from portal.demo.script import several
from portal.loading.tables import Row
from teams.actions import join_team, leave_team, start_team
from teams.enums import Joining, Stage, TeamRole
from teams.models import Team

EVIDENCE = {"sv": "Foton och anteckningar", "nb": "Bilder og notater"}
EVIDENCE_AFTER = timedelta(days=3)
ANNOUNCED_BEFORE = timedelta(days=30)
CALLED_OFF_BEFORE = timedelta(days=6)
REPEATED = 3

# A day, the order within the day, and what is done then.
type Event = tuple[date, int, Callable[[], object]]


@dataclass
class Scene:
    """What the players need at hand: the arena and its parts by key, people, and who logs for which team."""

    arena: Arena
    on: date
    sides: dict[str, Side]
    themes: dict[str, Theme]
    levels: dict[int, EffectLevel]
    steps: dict[int, StabilityStep]
    organisations: dict[str, Organisation]
    towns: dict[str, Municipality]
    priorities: list[Priority] = field(default_factory=list)
    by_kind: dict[tuple[str, str], Row] = field(default_factory=dict)
    hypotheses: dict[str, Row] = field(default_factory=dict)
    second_ratings: dict[tuple[str, int], Row] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[Person, User] = field(default_factory=dict)
    loggers: dict[str, User] = field(default_factory=dict)

    def logger_of(self, line: Row) -> User:
        """The team's lead, or for what has no team the lead of the first team on that side."""
        return self.loggers[line["team"]] if line["team"] else next(iter(self.loggers.values()))


def play(events: list[Event]) -> None:
    """Does everything in the order of the days; what falls on one day keeps its own order."""
    for _day, _order, act in sorted(events, key=lambda event: event[:2]):
        act()


def write_team(scene: Scene, row: Row) -> None:
    """Starts a team."""
    scene.teams[row["slug"]] = start_team(
        arena=scene.arena,
        actor=None,
        sides=[scene.sides[code] for code in several(row["sides"])],
        themes=[scene.themes[key] for key in several(row["themes"])],
        slug=row["slug"],
        name=row["name"],
        language=row["language"],
        description=row["description"],
        own_word=row["own_word"],
        stage=row["stage"],
        place=scene.towns[row["municipality"]].name,
        anchor=scene.organisations[row["anchor"]] if row["anchor"] else None,
    )


def close_ended_teams(scene: Scene) -> None:
    """A team that has ended takes no new members."""
    for team in scene.arena.teams.filter(stage=Stage.ENDED):
        team.joining = Joining.CLOSED
        team.full_clean()
        team.save(update_fields=["joining", "changed_at"])


def events_of_stay(scene: Scene, stay: Stay) -> list[Event]:
    """Somebody joins, and perhaps leaves."""
    team, user = scene.teams[stay.team], scene.users[stay.person]
    role = TeamRole.LEAD if stay.is_lead else TeamRole.MEMBER
    events: list[Event] = [
        (stay.joined, 1, lambda: join_team(team=team, user=user, role=role, on=stay.joined, actor=user))
    ]
    if left := stay.left:
        events.append((left, 0, lambda: leave_team(team=team, user=user, on=left, actor=user)))
    return events


def events_of_happening(scene: Scene, happening: Happening) -> list[Event]:
    """An activity is announced, logged, proved, and rated again when time has passed."""
    made: list[Activity] = []
    actor = scene.logger_of(happening.line)
    events: list[Event] = []
    if announced := happening.announced_on:
        events.append((announced, 2, lambda: made.append(_announce(scene, happening, announced, actor))))
    if happening.ratings:
        events.append((happening.logged_on, 3, lambda: _tell(scene, happening, made, actor)))
    if happening.has_evidence:
        day = min(happening.logged_on + EVIDENCE_AFTER, scene.on)
        events.append((day, 4, lambda: _prove(happening, made[-1], actor)))
    for rating in happening.ratings[1:]:
        events.append((rating.on, 5, lambda rating=rating: _rate_again(scene, happening, made[-1], rating, actor)))
    if happening.ratings:
        events += looks.events_of_looks(scene, happening, made, actor)
    return events


def events_of_cancelled(scene: Scene, line: Row, day: date) -> list[Event]:
    """An activity is announced and called off."""
    made: list[Activity] = []
    actor = scene.logger_of(line)
    announced, called_off = day - ANNOUNCED_BEFORE, day - CALLED_OFF_BEFORE
    facts = ActivityFacts(
        title=line["title"],
        language=line["language"],
        when=PartialDate(day, DatePrecision.DAY),
        kind=line["kind"],
        sides=tuple(scene.sides[code] for code in several(line["sides"])),
        team=scene.teams[line["team"]],
    )
    rating = Rating(scene.levels[int(line["level"])])
    return [
        (announced, 2, lambda: made.append(_log(scene, facts, rating, announced, actor))),
        (called_off, 3, lambda: _call_off(made[-1], facts, line["why"], actor, called_off)),
    ]


def write_draft(scene: Scene, line: Row) -> None:
    """A draft with little more than its title."""
    facts = ActivityFacts(
        title=line["title"],
        language=line["language"],
        sides=tuple(scene.sides[code] for code in several(line["sides"])),
        team=scene.teams[line["team"]],
    )
    actor = scene.logger_of(line)
    log_activity(arena=scene.arena, facts=facts, rating=None, is_draft=True, actor=actor, on=scene.on)


def repeat_the_next(scene: Scene) -> None:
    """The next open meeting of a team comes again every month: a series."""
    ahead = scene.arena.activities.filter(status=Status.PLANNED, kind=Kind.EVENT, team__isnull=False)
    if activity := ahead.order_by("first_on", "pk").first():
        repeat_activity(
            activity=activity,
            rhythm=Rhythm.MONTHLY,
            until=None,
            times=REPEATED,
            actor=activity.logged_by,
            on=scene.on,
        )


def _log(
    scene: Scene, facts: ActivityFacts, rating: Rating, on: date, actor: User, more: MoreFacts | None = None
) -> Activity:
    return log_activity(arena=scene.arena, facts=facts, rating=rating, is_draft=False, more=more, actor=actor, on=on)


def _more(scene: Scene, happening: Happening, *, is_over: bool) -> MoreFacts:
    return more_of(happening, scene.by_kind, scene.priorities, scene.organisations, is_over=is_over)


def _announce(scene: Scene, happening: Happening, on: date, actor: User) -> Activity:
    """Logs what is planned, with the level and the stability that are expected of it after a while."""
    more, steps = _more(scene, happening, is_over=False), several(happening.line["steps"].replace(">", ";"))
    expected = Rating(_level(scene, happening), scene.steps[int(steps[:2][-1])])
    return _log(scene, _facts(scene, happening, is_over=False), expected, on, actor, more)


def _tell(scene: Scene, happening: Happening, made: list[Activity], actor: User) -> None:
    """Logs what was held; when it was announced, the same activity is changed."""
    facts, rating = _facts(scene, happening, is_over=True), _rating(scene, happening, happening.ratings[0])
    more, on = _more(scene, happening, is_over=True), happening.logged_on
    if made:
        planned = made[-1]
        made.append(
            change_activity(
                activity=planned,
                version=planned.version,
                facts=facts,
                rating=rating,
                is_draft=False,
                more=more,
                actor=actor,
                on=on,
            )
        )
    else:
        made.append(_log(scene, facts, rating, on, actor, more))


def _facts(scene: Scene, happening: Happening, *, is_over: bool) -> ActivityFacts:
    line = happening.line
    return ActivityFacts(
        title=happening.title,
        language=line["language"],
        description=line["description"] if is_over else "",
        when=happening.when,
        kind=line["kind"],
        sides=tuple(scene.sides[code] for code in several(line["sides"])),
        themes=tuple(scene.themes[key] for key in several(line["themes"])),
        team=scene.teams[line["team"]] if line["team"] else None,
        meeting_form=line["form"],
        municipality=scene.towns.get(happening.place),
        attended=happening.attended if is_over else None,
        supported=happening.supported if is_over else (),
    )


def _level(scene: Scene, happening: Happening) -> EffectLevel:
    return scene.levels[int(happening.line["level"])]


def _rating(scene: Scene, happening: Happening, given: RatingGiven) -> Rating:
    return Rating(_level(scene, happening), scene.steps[given.step], given.reason)


def _rate_again(scene: Scene, happening: Happening, activity: Activity, given: RatingGiven, actor: User) -> None:
    rate_activity(activity=activity, rating=_rating(scene, happening, given), actor=actor, on=given.on)


def _prove(happening: Happening, activity: Activity, actor: User) -> None:
    address = f"https://example.org/demo/{happening.line['key']}-{happening.day.isoformat()}"
    add_link(activity=activity, title=EVIDENCE[happening.line["language"]], url=address, actor=actor)


def _call_off(activity: Activity, facts: ActivityFacts, why: str, actor: User, on: date) -> None:
    called_off = replace(facts, status=Status.CANCELLED, why=why)
    version = activity.version
    change_activity(
        activity=activity, version=version, facts=called_off, rating=None, is_draft=False, actor=actor, on=on
    )
