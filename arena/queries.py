"""Reads of the arena app, and everything about who is who in an arena."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import (
    CASCADE,
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Collate

from accounts.models import User
from accounts.principal import KeyHolder, Principal, person_key
from arena.enums import ImportState, Role, Visibility
from arena.models import Arena, ArenaRole, ImportRun, KeyGrant, Municipality, Organisation, Period, Region, Side
from arena.search import matching
from core.models import Job, Mail

# A higher app adds how it makes people members of an arena: (user key, day) -> queryset of arena keys.
MEMBERSHIPS: list[Callable[[int, date], QuerySet[Any, int]]] = []

WORKING_FIGURES = frozenset({Role.AUDITOR, Role.COORDINATOR, Role.LEAD, Role.BROKER, Role.REFERENCE})
FIRM_NAMES = frozenset({Role.FUNDER, Role.AUDITOR, Role.COORDINATOR, Role.LEAD, Role.BROKER})
EVIDENCE_FILES = frozenset({Role.AUDITOR, Role.COORDINATOR, Role.LEAD})


def roles_on(day: date) -> QuerySet[ArenaRole]:
    """Arena roles that hold on `day`."""
    return ArenaRole.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


def arenas_visible_to(principal: Principal, *, on: date) -> QuerySet[Arena]:
    """Arenas this principal may open on a day, sides prefetched west to east.

    Public ones for everybody; any in which one holds a role or which a key is granted; a members' arena
    for its team members.
    """
    visible = Q(visibility=Visibility.PUBLIC)
    if isinstance(principal, KeyHolder):
        visible |= Q(key_grants__key=principal.api_key)
    elif person := person_key(principal):
        visible |= Q(pk__in=roles_on(on).filter(user_id=person).values("arena_id"))
        for membership in MEMBERSHIPS:
            visible |= Q(visibility=Visibility.MEMBERS, pk__in=membership(person, on))
    sides = Prefetch("sides", Side.objects.order_by("position"))
    return Arena.objects.filter(visible).distinct().prefetch_related(sides)


def roles_of(principal: Principal, arena: Arena, *, on: date) -> frozenset[tuple[str, int | None]]:
    """The (role, side key or None) pairs this principal holds in `arena` on a day; one query per request."""
    if isinstance(principal, KeyHolder):
        grant = principal.api_key.grant
        return frozenset({(grant.role, None)} if grant.arena_id == arena.pk else set())
    return frozenset((role, side) for held_in, role, side in _all_roles_of(principal, on) if held_in == arena.pk)


def holds_any_role(principal: Principal, roles: Iterable[str], *, on: date) -> bool:
    """Whether the person holds one of `roles` in any arena on a day; the same query as that of `roles_of`."""
    return any(role in roles for _arena, role, _side in _all_roles_of(principal, on))


def _all_roles_of(principal: Principal, on: date) -> frozenset[tuple[int, str, int | None]]:
    """(arena key, role, side key or None) of all roles on a day.

    The answer is remembered on the principal, which lives as long as its request.
    """
    person = person_key(principal)
    if not person:
        return frozenset()
    known: dict[date, frozenset[tuple[int, str, int | None]]] = _remembered(principal, "_roles")
    if on not in known:
        known[on] = frozenset(roles_on(on).filter(user_id=person).values_list("arena_id", "role", "side_id"))
    return known[on]


def roles_held(user: User, arena: Arena, *, on: date) -> frozenset[tuple[str, int | None]]:
    """The (role, side key or None) pairs a person holds on a day, read anew: for decisions within a transaction."""
    return frozenset(roles_on(on).filter(user=user, arena=arena).values_list("role", "side_id"))


def countries_led(arena: Arena, *, on: date) -> frozenset[int | None]:
    """Keys of the countries of the arena that somebody with an open account leads on a day."""
    leads = roles_on(on).filter(arena=arena, role=Role.LEAD, user__is_active=True)
    return frozenset(leads.values_list("side_id", flat=True))


def _remembered(principal: Principal, name: str) -> dict[Any, Any]:
    """What was already asked about a principal; as an attribute, because `request.user` wraps the person."""
    if not hasattr(principal, name):
        setattr(principal, name, {})
    return getattr(principal, name)


def has_role(principal: Principal, arena: Arena, *roles: str, on: date) -> bool:
    """Whether the principal holds one of `roles` in `arena` on a day, for any side."""
    return any(role in roles for role, _side in roles_of(principal, arena, on=on))


def leads_of(arena: Arena, *, on: date) -> list[User]:
    """The people who lead the arena on a day, for any side, each once; closed accounts are nobody's."""
    roles = roles_on(on).filter(arena=arena, role=Role.LEAD)
    return list(User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("pk"))


def is_member(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Whether the person is a member of a team in `arena` on a day; one query per request."""
    person = person_key(principal)
    if not person:
        return False
    known: dict[tuple[int, date], bool] = _remembered(principal, "_member")
    if (arena.pk, on) not in known:
        known[arena.pk, on] = any(arena.pk in membership(person, on) for membership in MEMBERSHIPS)
    return known[arena.pk, on]


def sees_working_figures(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Figures before the lock (docs/permissions.md): some roles, members, or everybody where the arena says so."""
    return (
        arena.open_working_figures
        or any(role in WORKING_FIGURES for role, _side in roles_of(principal, arena, on=on))
        or is_member(principal, arena, on=on)
    )


def sees_firm_names(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Names of supported firms: funders, auditors, coordinators, leads and brokers."""
    return any(role in FIRM_NAMES for role, _side in roles_of(principal, arena, on=on))


def sees_evidence_files(principal: Principal, arena: Arena, *, on: date) -> bool:
    """Evidence files themselves: auditors, coordinators and leads."""
    return any(role in EVIDENCE_FILES for role, _side in roles_of(principal, arena, on=on))


def organisations_in(arena: Arena) -> QuerySet[Organisation]:
    """Whole organisations of the arena with their sides prefetched; merged rows are left out."""
    return arena.organisations.filter(canonical__isnull=True).prefetch_related("sides")


def merged_organisation(arena: Arena, key: int) -> int | None:
    """The key of the whole that a merged row of the arena belongs to; None for any other row."""
    return arena.organisations.filter(pk=key).values_list("canonical_id", flat=True).first()


@dataclass(frozen=True)
class Use:
    """How many rows of one kind point to a row; `is_part` when they would go with it."""

    label: str
    count: int
    is_part: bool


def uses_of(row: Model) -> list[Use]:
    """Everything that points to `row`, in every app, with its count: one query. Kinds without any are left out."""
    links: list[Any] = [field for field in row._meta.get_fields(include_hidden=True) if _points_here(field)]
    counts = {}
    for number, link in enumerate(links):
        pointing = link.related_model._base_manager.filter(**{link.remote_field.name: OuterRef("pk")}).order_by()
        counts[f"n{number}"] = Subquery(pointing.annotate(n=Func(F("pk"), function="COUNT")).values("n"))
    found = type(row)._base_manager.filter(pk=row.pk).values(**counts).get()
    return [
        Use(
            label=str(link.related_model._meta.verbose_name_plural),
            count=found[f"n{number}"],
            is_part=getattr(link, "on_delete", None) is CASCADE,
        )
        for number, link in enumerate(links)
        if found[f"n{number}"]
    ]


def _points_here(field: Any) -> bool:
    """Whether `field` is a link from another table's row that people made; a link table counts as its link."""
    if not field.auto_created or field.concrete or field.related_model._meta.auto_created:
        return False
    return getattr(field, "field", field).editable


def linked(links: Any, owner: str, column: str, *, key: str = "pk") -> Subquery:
    """What a link model ties a row to by `owner`, as one text such as "NO,SE" in no order; None without links.

    `key` is the column of the row that names the owner.
    """
    of_row = links._default_manager.filter(**{owner: OuterRef(key)}).order_by().values(owner)
    return Subquery(of_row.annotate(text=StringAgg(Cast(column, CharField()), Value(","))).values("text"))


def in_alphabet[Row: Model](rows: QuerySet[Row], language: str, name: str = "name") -> QuerySet[Row]:
    """Rows by `name` in the order of the alphabet of a language of the interface."""
    return rows.order_by(Collate(name, f"arena_{language}"), "pk")


def organisations_named(rows: QuerySet[Organisation], arena: Arena, text: str) -> QuerySet[Organisation]:
    """Organisations of an arena that search finds by `text`, or with a number that starts with its digits.

    What a merged row is called leads to its whole.
    """
    by_words = Q(pk__in=matching(arena, "organisation", text).values("object_key"))
    digits = "".join(sign for sign in text if sign.isdigit())
    if len(digits) < 3:
        return rows.filter(by_words)
    merged = Organisation.objects.filter(number__startswith=digits, canonical__isnull=False)
    return rows.filter(by_words | Q(number__startswith=digits) | Q(pk__in=merged.values("canonical_id")))


def regions_of(arena: Arena) -> QuerySet[Region]:
    """Regions of the arena's countries; `is_chosen` says which of them belong to a side of the arena."""
    chosen = Side.regions.through.objects.filter(side__arena=arena, region_id=OuterRef("pk"))
    return Region.objects.filter(country__in=arena.sides.values("code")).annotate(is_chosen=Exists(chosen))


def newest_regions(arena: Arena) -> QuerySet[Region]:
    """Regions of the arena's countries in the newest classification of each."""
    newest = Region.objects.filter(country=OuterRef("country")).order_by("-version").values("version")[:1]
    return Region.objects.filter(country__in=arena.sides.values("code"), version=Subquery(newest))


def regions_of_side(side: Side) -> list[Region]:
    """Regions a side may choose: those of its country in the newest classification, and those it has."""
    newest = Region.objects.filter(country=side.code).order_by("-version").values("version")[:1]
    offered = Q(country=side.code, version=Subquery(newest))
    return list(Region.objects.filter(offered | Q(pk__in=side.regions.values("pk"))))


def municipalities_of(arena: Arena) -> QuerySet[Municipality]:
    """Municipalities of the arena's countries, with their regions."""
    return Municipality.objects.filter(country__in=arena.sides.values("code")).select_related("region")


def roles_in(arena: Arena, *, on: date) -> QuerySet[ArenaRole]:
    """All roles ever given in the arena with person and side, those that hold first; `is_ended` on that day."""
    ended = ExpressionWrapper(Q(ends_on__isnull=False, ends_on__lte=on), output_field=BooleanField())
    return arena.roles.annotate(is_ended=ended).select_related("user", "side").order_by("is_ended", "role", "pk")


def sides_led_by_nobody_else(user: User, *, on: date) -> QuerySet[ArenaRole]:
    """The person's roles as lead that nobody else holds for the same country, in arenas that have not ended."""
    running = Q(arena__ended_on__isnull=True) | Q(arena__ended_on__gte=on)
    leads = roles_on(on).filter(role=Role.LEAD)
    others = leads.filter(arena=OuterRef("arena"), side=OuterRef("side"), user__is_active=True).exclude(user=user)
    alone = leads.filter(running, ~Exists(others), user=user)
    return alone.select_related("arena", "side").order_by("arena", "side__position", "pk")


def roles_of_people_named(rows: QuerySet[ArenaRole], arena: Arena, text: str) -> QuerySet[ArenaRole]:
    """Roles of people with every word of `text` in their name or address."""
    for word in text.split()[:8]:
        rows = rows.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    return rows


def days_without_period(periods: Iterable[Period]) -> list[tuple[date, date]]:
    """The gaps between periods, each as its first and last day."""
    day = timedelta(days=1)
    ordered = sorted(periods, key=lambda period: period.starts_on)
    return [
        (before.ends_on + day, after.starts_on - day)
        for before, after in pairwise(ordered)
        if after.starts_on - before.ends_on > day
    ]


def key_grants_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[KeyGrant]:
    """Grants of API keys, newest first, with key, owner and organisation: leads see all, others their own."""
    grants = KeyGrant.objects.select_related("key__owner", "organisation__canonical").order_by("-key__created", "-pk")
    of_arena = grants.filter(arena=arena)
    if has_role(principal, arena, Role.LEAD, on=on):
        return of_arena
    person = person_key(principal)
    return of_arena.filter(key__owner_id=person) if person else of_arena.none()


def imports_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[ImportRun]:
    """Imports of the arena, newest first, with who began them: leads and coordinators see them, nobody else."""
    runs = ImportRun.objects.select_related("arena", "started_by", "job").order_by("-pk")
    is_allowed = has_role(principal, arena, Role.LEAD, Role.COORDINATOR, on=on)
    return runs.filter(arena=arena) if is_allowed else runs.none()


def outcomes_of(run: ImportRun) -> dict[str, int]:
    """How many rows of an import become what: one query."""
    return dict(run.rows.order_by().values_list("outcome").annotate(n=Count("pk")))


def imports_of_same_file(run: ImportRun) -> QuerySet[ImportRun]:
    """Imports of the same file that are done, the newest first."""
    same = ImportRun.objects.filter(arena=run.arena, kind=run.kind, sha256=run.sha256, state=ImportState.DONE)
    return same.exclude(pk=run.pk).order_by("-pk")


def jobs_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Job]:
    """Background work of the arena, newest first, with who asked for it: all of it for leads and coordinators.

    Everybody else sees what they asked for themselves. Sending a mail is no work of its own: see the mails.
    """
    jobs = Job.objects.filter(tenant=arena.pk).exclude(name="core.send_mail").select_related("owner").order_by("-pk")
    if has_role(principal, arena, Role.LEAD, Role.COORDINATOR, on=on):
        return jobs
    person = person_key(principal)
    return jobs.filter(owner_id=person) if person else jobs.none()


def mails_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Mail]:
    """Mails about the arena, newest first, with their jobs: for leads and coordinators."""
    mails = Mail.objects.filter(tenant=arena.pk).select_related("job").order_by("-pk")
    return mails if has_role(principal, arena, Role.LEAD, Role.COORDINATOR, on=on) else mails.none()
