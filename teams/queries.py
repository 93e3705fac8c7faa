"""Reads of the teams app."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Collate, TruncMonth

from accounts.principal import Principal, person_key
from arena.models import Arena
from arena.queries import arenas_visible_to
from core.dates import DatePrecision, PartialDate
from teams.enums import Stage, TeamRole
from teams.models import Membership, Team, active_on

# Below this many members ever, the months in which they joined could point at people.
FEWEST_MEMBERS_FOR_MONTHS = 5


@dataclass(frozen=True)
class Flow:
    """Who came, without names: how many joined in each month (none for a small team), and whether any lead is left."""

    n_ever: int
    months: tuple[tuple[PartialDate, int], ...]
    had_lead: bool
    has_lead: bool


def arenas_with_membership(person: int, on: date) -> QuerySet[Membership, int]:
    """Keys of the arenas in which the user with key `person` is in a team on a day."""
    return Membership.objects.active_on(on).filter(user_id=person).values_list("team__arena_id", flat=True)


def shown_to(principal: Principal, path: str = "") -> Q:
    """Memberships that count for a reader; `path` leads to them from another model.

    The people of a local start stand in both arenas so that a newcomer can try everything. They are no members that
    the arena's sources speak of: only they themselves meet one another.
    """
    if getattr(principal, "is_local", False):
        return Q()
    return Q((f"{path}user__is_local", False)) | Q((f"{path}user__isnull", True))


def teams_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Team]:
    """Teams of an arena the principal may see, with `n_active` members on that day; sides and themes prefetched.

    A team is as visible as its arena.
    """
    visible = arenas_visible_to(principal, on=on).filter(pk=arena.pk)
    counted = active_on(on, "memberships__") & shown_to(principal, "memberships__")
    return (
        Team.objects.filter(arena__in=visible.order_by().values("pk"))
        .annotate(n_active=Count("memberships", filter=counted, distinct=True))
        .select_related("anchor")
        .prefetch_related("sides", "themes")
    )


def by_name(teams: QuerySet[Team], language: str) -> QuerySet[Team]:
    """In the order of the alphabet of `language` (sv, nb or en)."""
    return teams.order_by(Collate("name", f"arena_{language}"), "pk")


def for_list(principal: Principal, teams: QuerySet[Team], language: str) -> QuerySet[Team]:
    """In the order of the alphabet of `language` (sv, nb or en), with `has_members`: whether anybody ever joined."""
    joined = Membership.objects.filter(shown_to(principal), team=OuterRef("pk"))
    return by_name(teams.annotate(has_members=Exists(joined)), language)


def stage_counts(arena: Arena) -> dict[str, int]:
    """How many teams stand on each stage, on none (`unknown`), and in all: one query."""
    counts = dict(arena.teams.values_list("stage").annotate(n=Count("pk")).order_by())
    stages = {stage.value: counts.get(stage.value, 0) for stage in Stage}
    return {**stages, "unknown": counts.get("", 0), "all": sum(counts.values())}


def open_membership(principal: Principal, team: Team) -> Membership | None:
    """The person's membership in `team` that has not ended, if any."""
    return team.memberships.filter(user_id=person_key(principal), ended_on__isnull=True).first()


def latest_membership(principal: Principal, team: Team) -> Membership | None:
    """The person's open membership in `team`, else the one that ended last."""
    own = team.memberships.filter(user_id=person_key(principal))
    return own.order_by(F("ended_on").desc(nulls_first=True), "-pk").first()


def roster(principal: Principal, team: Team) -> QuerySet[Membership]:
    """Everybody who is or was in the team, those who are in first, then by joining; people and organisations read."""
    return (
        team.memberships.filter(shown_to(principal))
        .select_related("user", "organisation")
        .order_by(F("ended_on").desc(nulls_first=True), "started_on", "pk")
    )


def flow_of(principal: Principal, team: Team, *, on: date, with_months: bool = True) -> Flow:
    """How people came to the team, without names: two queries at most."""
    led, active = Q(role=TeamRole.LEAD), active_on(on)
    memberships = team.memberships.filter(shown_to(principal))
    facts = memberships.aggregate(
        n_people=Count("user", distinct=True),
        n_organisations=Count("organisation", distinct=True),
        n_led=Count("pk", filter=led),
        n_leading=Count("pk", filter=led & active),
    )
    n_ever = facts["n_people"] + facts["n_organisations"]
    months: tuple[tuple[PartialDate, int], ...] = ()
    if with_months and n_ever >= FEWEST_MEMBERS_FOR_MONTHS:
        by_month = memberships.annotate(month=TruncMonth("started_on")).values_list("month")
        counted = by_month.annotate(n=Count("pk")).order_by("-month")
        months = tuple((PartialDate(month, DatePrecision.MONTH), n) for month, n in counted)
    return Flow(n_ever=n_ever, months=months, had_lead=bool(facts["n_led"]), has_lead=bool(facts["n_leading"]))


def leads_on(team: Team, *, on: date) -> QuerySet[Membership]:
    """The memberships of those who lead the team on a day."""
    return team.memberships.active_on(on).filter(role=TeamRole.LEAD)


def organisations_on(team: Team, *, on: date) -> QuerySet[Membership]:
    """The memberships of organisations that hold on a day, by name."""
    held = team.memberships.active_on(on).filter(organisation__isnull=False)
    return held.select_related("organisation").order_by("organisation__name", "pk")
