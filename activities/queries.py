"""Reads of the activities app: visibility, lists, the map, what the log form suggests."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from accounts.principal import Principal, person_key
from activities.enums import Channel, Precision, Status
from activities.models import (
    Activity,
    Assessment,
    Evidence,
    Headcount,
    Hypothesis,
    OrganisationPart,
    PlanTurn,
    Revisit,
)
from arena.enums import Role
from arena.models import Arena, Period
from arena.queries import arenas_visible_to, has_role, is_member, linked, roles_of, sees_working_figures
from teams.models import Team

SEES_DRAFTS = frozenset({Role.LEAD, Role.COORDINATOR})
# How far back the log form looks for the teams a person logs for.
RECENT = 10
# The columns of the list's file, and what they are made of.
OF_FILE = (
    *("pk", "title", "language", "status", "kind", "first_on", "precision", "team__name", "source"),
    *("level_number", "stability_number", "is_observed", "rated_on", "side_codes", "people"),
    *("theme_keys", "has_evidence", "priority_keys", "in_room", "online", "turn", "turn_reason", "turned_on"),
    *("ends_on", "start_time", "end_time", "meeting_form", "municipality__name", "place", "sdg_bits", "access"),
    *("is_advertised", "method", "spoken", "remote_how", "remote_why_not", "facilitator", "tech_support", "lessons"),
    *("publicity", "duration_hours", "travel_hours", "travel_km", "description"),
    *("thought__behaviour", "thought__barrier", "thought__lever", "thought__sign", "seen", "seen_on"),
)


def activities_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Activity]:
    """Activities of an arena the principal may see: drafts only by who logged them, coordinators and leads."""
    # The arena stands by itself, so that its index serves; whether it is visible is asked once.
    visible = arenas_visible_to(principal, on=on).filter(pk=arena.pk)
    activities = Activity.objects.filter(Exists(visible), arena=arena)
    if any(role in SEES_DRAFTS for role, _side in roles_of(principal, arena, on=on)):
        return activities
    return activities.filter(~Q(status=Status.DRAFT) | Q(logged_by_id=person_key(principal)))


def changeable_by(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Activity]:
    """Activities of an arena the person may change: the rule `activities.change_activity` as a query."""
    person = person_key(principal)
    held = {side for role, side in roles_of(principal, arena, on=on) if role in SEES_DRAFTS}
    works = bool(held) or has_role(principal, arena, Role.BROKER, on=on) or is_member(principal, arena, on=on)
    rows = arena.activities.all()
    if not person or not works:
        return rows.none()
    if None in held:
        return rows
    own = Q(logged_by_id=person)
    if not held:
        return rows.filter(own)
    links = Activity.sides.through.objects.filter(activity=OuterRef("pk"), side__in=held)
    joint = Q(standing__n_sides__gt=1) & Exists(links)
    answers_for = Q(standing__side__in=held) | Q(standing__n_sides=0) | joint | Q(status=Status.DRAFT)
    return rows.filter(answers_for | own & Q(team__in=own_team_keys(principal, arena, on=on)))


def finished_by(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Activity]:
    """Activities this person is asked to finish: those they may change, without drafts that are another side's."""
    rows = changeable_by(principal, arena, on=on)
    held = {side for role, side in roles_of(principal, arena, on=on) if role in SEES_DRAFTS}
    if None in held:
        return rows
    links = Activity.sides.through.objects.filter(activity=OuterRef("pk"), side__in=held)
    others_draft = Q(status=Status.DRAFT) & ~Q(logged_by_id=person_key(principal)) & ~Exists(links)
    return rows.exclude(others_draft)


def with_latest_rating(activities: QuerySet[Activity], *, until: date | None = None) -> QuerySet[Activity]:
    """Adds `level_number`, `stability_number`, `is_observed`, `rated_on` of each activity's latest rating.

    Latest = by the day of the rating, then by key. All four are None without a rating (up to `until`, if given).
    """
    ratings = Assessment.objects.filter(activity=OuterRef("pk"))
    if until is not None:
        ratings = ratings.filter(rated_on__lte=until)
    latest = ratings.order_by("-rated_on", "-id")
    return activities.annotate(
        level_number=Subquery(latest.values("level__number")[:1]),
        stability_number=Subquery(latest.values("stability__number")[:1]),
        is_observed=Subquery(latest.values("is_observed")[:1]),
        rated_on=Subquery(latest.values("rated_on")[:1]),
    )


def for_rows(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """What a row of the page's list needs, in one query: latest rating, team, `side_codes`, `people`.

    `side_codes` is a text such as "NO,SE", None when the side is unknown; `people` None when nobody counted.
    """
    counts = Headcount.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    return (
        with_latest_rating(activities)
        .annotate(
            side_codes=linked(Activity.sides.through, "activity", "side__code"),
            people=Subquery(counts.annotate(n=Sum("attended")).values("n")),
        )
        .select_related("team")
    )


def for_list(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """What a row of the API needs, in one query: what `for_rows` gives, municipality, evidence, themes, priorities."""
    return with_links_and_evidence(for_rows(activities)).select_related("municipality")


def with_links_and_evidence(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Adds `theme_keys` and `priority_keys`, texts such as "7,9" or None, and `has_evidence`."""
    return activities.annotate(
        priority_keys=linked(Activity.priorities.through, "activity", "priority_id"),
        theme_keys=linked(Activity.themes.through, "activity", "theme_id"),
        has_evidence=Exists(Evidence.objects.filter(activity=OuterRef("pk"))),
    )


def for_file(rows: QuerySet[Activity]) -> QuerySet[Activity, dict[str, Any]]:
    """What a line of the list's file needs, as values in one query: what `for_rows` gives, and more beside it.

    Values, because thousands of instances of translated models are slow to make.
    """
    latest = PlanTurn.objects.filter(activity=OuterRef("pk")).order_by("-noted_on", "-id")
    seen = Revisit.objects.filter(hypothesis__activity=OuterRef("pk"), hypothesis__replaced_on__isnull=True)
    return (
        with_links_and_evidence(rows)
        .annotate(
            thought=FilteredRelation("hypotheses", condition=Q(hypotheses__replaced_on__isnull=True)),
            seen=Subquery(seen.order_by("-seen_on", "-id").values("seen")[:1]),
            seen_on=Subquery(seen.order_by("-seen_on", "-id").values("seen_on")[:1]),
            in_room=_counted_by(Channel.ROOM),
            online=_counted_by(Channel.REMOTE),
            turn=Subquery(latest.values("turn")[:1]),
            turn_reason=Subquery(latest.values("reason")[:1]),
            turned_on=Subquery(latest.values("noted_on")[:1]),
        )
        .values(*OF_FILE)
    )


def _counted_by(channel: Channel) -> Subquery:
    """How many took part by a channel; None = unknown."""
    return Subquery(Headcount.objects.filter(activity=OuterRef("pk"), channel=channel).values("attended")[:1])


def attended(activity: Activity) -> int | None:
    """Participants over all channels; None when no channel was counted. Uses prefetched headcounts."""
    counts = [row.attended for row in activity.headcounts.all()]
    return sum(counts) if counts else None


def participant_hours(activity: Activity) -> Decimal | None:
    """Hours over all participants; None when either is unknown. Uses prefetched headcounts."""
    people = attended(activity)
    return None if people is None or activity.duration_hours is None else people * activity.duration_hours


def shows_contacts(activity: Activity, *, sees_names: bool) -> bool:
    """Who leads and helps is shown to everybody until it has been held, then to those who see names."""
    return sees_names or activity.status == Status.PLANNED


def series_of(activity: Activity) -> list[Activity]:
    """The activities of its series by day, drafts left out; none when it comes once."""
    if activity.series_id is None:
        return []
    rows = Activity.objects.filter(series=activity.series_id).exclude(status=Status.DRAFT)
    return list(rows.only("pk", "title", "first_on", "precision", "status").order_by("first_on", "pk"))


def page_of(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """What one activity's page and form need: ratings with their raters, organisations, evidence, sides, themes."""
    ratings = Assessment.objects.select_related("level", "stability", "rater")
    return (
        for_list(activities)
        .select_related("logged_by", "series")
        .prefetch_related(
            *("sides", "themes", "headcounts"),
            Prefetch("assessments", ratings),
            Prefetch("plan_turns", PlanTurn.objects.select_related("noted_by").order_by("noted_on", "pk")),
            "priorities",
            Prefetch("evidence", Evidence.objects.select_related("added_by")),
            "organisation_parts__organisation__canonical",
        )
    )


def hypotheses_of(activity: Activity) -> list[Hypothesis]:
    """The hypotheses of an activity, the one that stands first, with what was seen of each and who wrote."""
    seen = Revisit.objects.select_related("seen_by")
    return list(activity.hypotheses.select_related("written_by").prefetch_related(Prefetch("revisits", seen)))


def removed_evidence_of(activity: Activity) -> QuerySet[Evidence]:
    """What was removed from an activity, the latest first, with who did."""
    rows = Evidence.everything.filter(activity=activity, removed_at__isnull=False)
    return rows.select_related("removed_by").order_by("-removed_at", "-pk")


def damaged_evidence_in(arena: Arena) -> QuerySet[Evidence]:
    """Evidence whose stored file was found to be missing or altered."""
    return Evidence.objects.filter(activity__arena=arena).exclude(damage="").order_by("pk")


def parts_by_whole(activity: Activity) -> list[OrganisationPart]:
    """What organisations did in an activity, each whole organisation once in a role. Uses prefetched rows."""
    parts = {(part.role, part.organisation.canonical_key): part for part in activity.organisation_parts.all()}
    return list(parts.values())


def drafts_of(principal: Principal, arena: Arena) -> QuerySet[Activity]:
    """The person's own drafts in an arena, newest first."""
    return arena.activities.filter(status=Status.DRAFT, logged_by_id=person_key(principal)).order_by("-id")


def in_period(activities: QuerySet[Activity], period: Period) -> QuerySet[Activity]:
    """Activities that lie in a period with every day their date can be."""
    return activities.filter(first_on__gte=period.starts_on, last_on__lte=period.ends_on)


def of_unknown_period(activities: QuerySet[Activity], periods: list[Period]) -> QuerySet[Activity]:
    """Activities whose date is unknown, or too vague to lie in one of the arena's periods."""
    inside = Q(pk__in=[])
    for period in periods:
        inside |= Q(first_on__gte=period.starts_on, last_on__lte=period.ends_on)
    return activities.filter(Q(first_on__isnull=True) | (~Q(precision=Precision.DAY) & ~inside))


def last_logged_by(principal: Principal, arena: Arena) -> list[Activity]:
    """The person's last activities in an arena with their teams, newest first; sides prefetched."""
    logged = arena.activities.filter(logged_by_id=person_key(principal)).order_by("-id")
    return list(logged.select_related("team").prefetch_related("sides")[:RECENT])


def own_team_keys(principal: Principal, arena: Arena, *, on: date) -> set[int]:
    """Keys of the arena's teams the person is a member of on a day."""
    active = Team.objects.filter(
        Q(memberships__ended_on__isnull=True) | Q(memberships__ended_on__gt=on),
        arena=arena,
        memberships__user_id=person_key(principal),
        memberships__started_on__lte=on,
    )
    return set(active.values_list("pk", flat=True))


def sees_evidence_titles(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Titles, dates and checksums of evidence: funders, and everybody who sees working figures."""
    return sees_working_figures(principal, arena, on=on) or has_role(principal, arena, Role.FUNDER, on=on)


def sees_names(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Names of people who log and rate: those who hold a role in the arena or are in one of its teams."""
    return bool(person_key(principal)) and (
        bool(roles_of(principal, arena, on=on)) or is_member(principal, arena, on=on)
    )
