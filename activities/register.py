"""The register of organisations as a reader may see it: who may be named, and what each has to do with the arena.

It stands here and not in `arena` because what organisations do in teams and activities decides both.
"""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.principal import Principal
from activities.enums import PartRole, Status
from activities.models import Activity, OrganisationPart
from arena.models import Arena, Organisation, OrganisationAlias
from arena.queries import arenas_visible_to, organisations_in, sees_firm_names
from teams.models import Membership, Team, active_on


def organisations_visible_to(principal: Principal, arena: Arena, *, on: date) -> QuerySet[Organisation]:
    """Whole organisations of an arena whose names the principal may see; nothing tells that there are others."""
    visible = arenas_visible_to(principal, on=on).filter(pk=arena.pk)
    rows = organisations_in(arena).filter(arena__in=visible.order_by().values("pk"))
    return rows if sees_firm_names(principal, arena, on=on) else in_the_open(rows, arena)


def in_the_open(organisations: QuerySet[Organisation], arena: Arena) -> QuerySet[Organisation]:
    """Those of an arena's whole organisations that everybody may know by name.

    A name is open when the organisation stands somewhere in the open: as organiser or participant of an activity that
    is no draft, as a team's host or member, or with a stated relation to the project. Else a company, a sole trader, or
    who received support, is not named: a firm may be in the register only because its support was being logged, and a
    sole trader's name is a person's. What was merged stands together.
    """
    # By the drafts, which are few, and not by the activities, which are many: search asks this of every question.
    parts = OrganisationPart.objects.filter(organisation__arena=arena)
    drafts = Activity.objects.filter(arena=arena, status=Status.DRAFT).order_by().values("pk")
    supported = parts.filter(role=PartRole.SUPPORTED)
    took_part = parts.exclude(role=PartRole.SUPPORTED).exclude(activity__in=drafts)
    hosts = Team.objects.filter(arena=arena, anchor__isnull=False)
    members = Membership.objects.filter(team__arena=arena, organisation__isnull=False, ended_on__isnull=True)
    related = Organisation.objects.filter(arena=arena).exclude(relation="")
    no_firm = Q(is_sole_trader=False) & (Q(is_enterprise=False) | Q(is_enterprise__isnull=True))
    never_hidden = no_firm & ~_among(supported, "organisation")
    return organisations.filter(
        _among(took_part, "organisation")
        | _among(hosts, "anchor")
        | _among(members, "organisation")
        | Q(pk__in=related.values(whole=Coalesce("canonical_id", "pk")))
        | never_hidden
    )


def _among(rows: QuerySet[Any], link: str) -> Q:
    """Whole organisations that `rows` point to, themselves or by a merged row."""
    return Q(pk__in=rows.order_by().values(whole=Coalesce(f"{link}__canonical_id", f"{link}_id")))


def with_uses(organisations: QuerySet[Organisation], *, on: date, all_of_them: bool) -> QuerySet[Organisation]:
    """Adds `n_activities` (no drafts) and `n_teams` (hosted, or a member on a day), of a whole with its merged rows.

    Without the right to all names support is not counted.
    """
    parts = OrganisationPart.objects.filter(organisation__in=_rows_of(2)).exclude(activity__status=Status.DRAFT)
    if not all_of_them:
        parts = parts.exclude(role=PartRole.SUPPORTED)
    inside = Membership.objects.filter(active_on(on), organisation__in=_rows_of(3), team=OuterRef("pk"))
    teams = Team.objects.filter(Q(anchor__in=_rows_of(2)) | Q(Exists(inside)))
    return organisations.annotate(n_activities=_number(parts, "activity"), n_teams=_number(teams, "pk"))


def with_names_and_sides(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Adds `merged_names`, `alias_names` and `side_codes` of a whole with its merged rows, each one text or None.

    Names lie one on a line in no order, codes are parted by commas and may come twice.
    """
    merged = Organisation.objects.filter(canonical=OuterRef("pk"))
    aliases = OrganisationAlias.objects.filter(organisation__in=_rows_of(2))
    sides = Organisation.sides.through.objects.filter(organisation__in=_rows_of(2))
    return organisations.annotate(
        merged_names=_text(merged, "name", "\n"),
        alias_names=_text(aliases, "name", "\n"),
        side_codes=_text(sides, "side__code", ","),
    )


def _text(rows: QuerySet[Any], name: str, between: str) -> Subquery:
    """`name` of all rows as one text."""
    told = rows.order_by().annotate(one=Value(1)).values("one")
    return Subquery(told.annotate(text=StringAgg(name, Value(between))).values("text"))


def _rows_of(depth: int) -> QuerySet[Any]:
    """Keys of the rows of a whole, from a query that lies `depth` subqueries within its own."""
    whole: Any = "pk"
    for _step in range(depth):
        whole = OuterRef(whole)
    return Organisation.objects.filter(Q(pk=whole) | Q(canonical=whole)).order_by().values("pk")


def _number(rows: QuerySet[Any], name: str) -> Coalesce:
    """How many different `name` the rows have, as one value."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count(name, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
