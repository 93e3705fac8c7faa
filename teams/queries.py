"""Reads of the teams app."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncMonth

from accounts.principal import Principal, person_key
from arena.models import Arena, Organisation
from arena.queries import arenas_visible_to, in_alphabet, linked
from core.dates import DatePrecision, PartialDate
from core.text import sort_key
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
        .annotate(n_active=_people(counted) + _wholes(counted, "memberships__"))
        .select_related("anchor__canonical")
        .prefetch_related("sides", "themes")
    )


def _people(memberships: Q) -> Count:
    """How many of a team's `memberships` are of people, whose erased accounts count on."""
    return Count("memberships", filter=memberships & Q(memberships__organisation__isnull=True), distinct=True)


def _wholes(memberships: Q, path: str = "") -> Count:
    """How many organisations hold `memberships`: what was merged counts once. `path` leads to them."""
    whole = Coalesce(f"{path}organisation__canonical_id", f"{path}organisation_id")
    return Count(whole, filter=memberships, distinct=True)


def for_list(principal: Principal, teams: QuerySet[Team], language: str) -> QuerySet[Team]:
    """In the order of the alphabet of `language` (sv, nb or en), with `has_members`: whether anybody ever joined."""
    joined = Membership.objects.filter(shown_to(principal), team=OuterRef("pk"))
    return in_alphabet(teams.annotate(has_members=Exists(joined)), language)


def for_rows(teams: QuerySet[Team]) -> QuerySet[Team]:
    """What a row of the API needs, in one query: `side_codes` such as "NO,SE", `theme_keys` such as "7,9", or None."""
    return teams.prefetch_related(None).annotate(
        side_codes=linked(Team.sides.through, "team", "side__code"),
        theme_keys=linked(Team.themes.through, "team", "theme_id"),
    )


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
    """Everybody who is or was in the team, those who are in first, then by joining; people and organisations read.

    Of two merged organisations the one that was in all the while stands for the other.
    """
    return (
        team.memberships.filter(shown_to(principal))
        .filter(~_covered())
        .select_related("user", "organisation__canonical")
        .order_by(F("ended_on").desc(nulls_first=True), "started_on", "pk")
    )


def flow_of(principal: Principal, team: Team, *, on: date, with_months: bool = True) -> Flow:
    """How people came to the team, without names: two queries at most."""
    led, active = Q(role=TeamRole.LEAD), active_on(on)
    memberships = team.memberships.filter(shown_to(principal))
    facts = memberships.aggregate(
        n_people=Count("user", distinct=True),
        n_organisations=_wholes(Q()),
        n_erased=Count("pk", filter=Q(is_erased=True)),
        n_led=Count("pk", filter=led),
        n_leading=Count("pk", filter=led & active),
    )
    n_known = facts["n_people"] + facts["n_organisations"]
    # Stays of people who erased their accounts may all be of one person: towards the fewest they count as one.
    n_at_least = n_known + bool(facts["n_erased"])
    months: tuple[tuple[PartialDate, int], ...] = ()
    if with_months and n_at_least >= FEWEST_MEMBERS_FOR_MONTHS:
        by_month = memberships.annotate(month=TruncMonth("started_on")).values_list("month")
        counted = by_month.annotate(n=Count("pk")).order_by("-month")
        months = tuple((PartialDate(month, DatePrecision.MONTH), n) for month, n in counted)
    n_ever = n_known + facts["n_erased"]
    return Flow(n_ever=n_ever, months=months, had_lead=bool(facts["n_led"]), has_lead=bool(facts["n_leading"]))


def leads_on(team: Team, *, on: date) -> QuerySet[Membership]:
    """The memberships of those who lead the team on a day."""
    return team.memberships.active_on(on).filter(role=TeamRole.LEAD)


def organisations_on(team: Team, *, on: date, language: str) -> list[Organisation]:
    """The organisations that are in the team on a day, each whole once, in the order of the alphabet of `language`."""
    held = team.memberships.active_on(on).filter(organisation__isnull=False).select_related("organisation__canonical")
    wholes = {membership.organisation.whole for membership in held if membership.organisation}
    return sorted(wholes, key=lambda organisation: sort_key(organisation.name, language))


def _covered() -> Exists:
    """Whether the whole organisation was in under another row too, from no later until no earlier."""
    still_in = Value(date.max)
    others = Membership.objects.annotate(
        whole=Coalesce("organisation__canonical_id", "organisation_id"), end=Coalesce("ended_on", still_in)
    ).filter(
        team=OuterRef("team"),
        whole=Coalesce(OuterRef("organisation__canonical_id"), OuterRef("organisation_id")),
        started_on__lte=OuterRef("started_on"),
        end__gte=Coalesce(OuterRef("ended_on"), still_in),
    )
    as_long = Q(started_on=OuterRef("started_on"), end=Coalesce(OuterRef("ended_on"), still_in))
    return Exists(others.filter(~as_long | Q(pk__lt=OuterRef("pk"))))
