"""Figures and the rows behind them: the one function that computes each figure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from activities.enums import Kind, PartRole, Status
from activities.models import Activity, Evidence, OrganisationPart
from arena.models import Arena, Organisation
from core.export import CellStatus
from indicators.counting import Figure, Reason, Standing, Unit, count_units, merge_units, standing
from indicators.enums import Rule
from indicators.models import Indicator, Target

SUPPORT_KINDS = (Kind.COACHING, Kind.WORKSHOP)

# Which organisation a row stands for. Another answer than the usual one tells what a merger would make of a figure.
type WholeOf = Callable[[Organisation], Organisation]


def as_merged(organisation: Organisation) -> Organisation:
    """As the arena's mergers stand now."""
    return organisation.whole


@dataclass(frozen=True)
class IndicatorFigure:
    """One indicator with its figure. `achieved` is None unless the status is known; then `figure` has the parts.

    `targets` maps a side code, or "" for all, to the value aimed at; a missing or None value = unknown.
    """

    indicator: Indicator
    status: CellStatus
    figure: Figure | None = None
    targets: dict[str, Decimal | None] = field(default_factory=dict)

    @property
    def achieved(self) -> int | None:
        """The figure in all, or None when it is unknown."""
        return self.figure.total if self.status is CellStatus.KNOWN and self.figure else None

    @property
    def target(self) -> Decimal | None:
        """What was aimed at in all, or None when it is unknown."""
        return self.targets.get("")

    @property
    def standing(self) -> Standing:
        """How the figure in all stands to its target."""
        return standing(self.achieved, self.target)


@dataclass(frozen=True)
class UnitRow:
    """A unit with what it is called and the activities behind it, for the page, the export and the API."""

    unit: Unit
    organisation: Organisation | None
    activities: tuple[Activity, ...]


def demonstration_units(arena: Arena, *, with_sides: bool = True) -> list[Unit]:
    """Every demonstration or test project of the arena: counts when held and with evidence. Two queries."""
    rows = (
        arena.activities.filter(kind=Kind.DEMONSTRATION)
        .exclude(status=Status.DRAFT)
        .annotate(has_evidence=Exists(Evidence.objects.filter(activity=OuterRef("pk"))))
        .prefetch_related(*(["sides"] if with_sides else []))
        .order_by("pk")
    )
    return [
        Unit(
            key=row.pk,
            sides=_sides_of(row) if with_sides else frozenset(),
            reason=_held(row.status) or (Reason.COUNTS if row.has_evidence else Reason.NO_EVIDENCE),
            rows=(row.pk,),
        )
        for row in rows
    ]


def _sides_of(activity: Activity) -> frozenset[str]:
    return frozenset(side.code for side in activity.sides.all())


def _held(status: str) -> Reason:
    """Counts when held; else why not."""
    if status == Status.HELD:
        return Reason.COUNTS
    return Reason.HELD_UNKNOWN if status == Status.UNKNOWN else Reason.NOT_HELD


def supported_enterprise_units(arena: Arena, *, with_sides: bool = True) -> list[Unit]:
    """Every organisation that received support, see `units_of_support`. Two queries."""
    return units_of_support(support_in(arena, with_sides=with_sides), with_sides=with_sides)


def support_in(arena: Arena, *, with_sides: bool = True) -> QuerySet[OrganisationPart]:
    """Support in activities that are no drafts, with what its units are counted from: two queries."""
    return (
        OrganisationPart.objects.filter(activity__arena=arena, role=PartRole.SUPPORTED)
        .exclude(activity__status=Status.DRAFT)
        .select_related("activity", "organisation__canonical")
        .prefetch_related(*(["activity__sides"] if with_sides else []))
        .order_by("organisation_id", "activity_id")
    )


def units_of_support(
    parts: Iterable[OrganisationPart], *, with_sides: bool = True, whole_of: WholeOf = as_merged
) -> list[Unit]:
    """Every organisation that received support: counts when a company, in a held coaching or workshop.

    Grouped by the whole organisation, as `whole_of` gives it; a company without number counts once and is not
    verified.
    """
    claims = [
        _support_claim(
            part.activity,
            whole_of(part.organisation),
            sides=_sides_of(part.activity) if with_sides else frozenset(),
        )
        for part in parts
    ]
    return sorted(merge_units(claims), key=lambda unit: unit.key)


def _support_claim(activity: Activity, company: Organisation, *, sides: frozenset[str]) -> Unit:
    reason = _held(activity.status)
    if activity.kind not in SUPPORT_KINDS:
        reason = Reason.OTHER_KIND
    elif company.is_enterprise is None:
        reason = Reason.ENTERPRISE_UNKNOWN
    elif not company.is_enterprise:
        reason = Reason.NOT_AN_ENTERPRISE
    return Unit(
        key=company.pk,
        sides=sides,
        reason=reason,
        is_verified=not company.is_provisional,
        rows=(activity.pk,),
    )


UNITS_OF_RULE = {
    Rule.DEMONSTRATIONS: demonstration_units,
    Rule.SUPPORTED_ENTERPRISES: supported_enterprise_units,
}


def units_of(indicator: Indicator, *, with_sides: bool = True) -> list[Unit]:
    """The units behind an indicator, counted or not; none for a rule that is not counted from the log.

    `with_sides=False` saves a query where only the total is asked for.
    """
    if not indicator.rule:
        return []
    return UNITS_OF_RULE[Rule(indicator.rule)](indicator.arena, with_sides=with_sides)


def figure_of(indicator: Indicator, *, sides: Sequence[str], units: Sequence[Unit] | None = None) -> IndicatorFigure:
    """The figure of one indicator now, of its `units` where these are already read.

    Unknown when it is not counted from the log, or the log is not complete.
    """
    targets = {target.side.code if target.side else "": target.value for target in indicator.targets.all()}
    return _figure(indicator, targets, units_of(indicator) if units is None else units, sides=sides)


def _figure(
    indicator: Indicator, targets: dict[str, Decimal | None], units: Sequence[Unit], *, sides: Sequence[str]
) -> IndicatorFigure:
    if not indicator.rule:
        return IndicatorFigure(indicator, CellStatus.UNKNOWN, None, targets)
    figure = count_units(units, sides=sides)
    status = CellStatus.KNOWN if indicator.log_is_complete else CellStatus.UNKNOWN
    return IndicatorFigure(indicator, status, figure, targets)


def indicators_in(arena: Arena) -> QuerySet[Indicator]:
    """The arena's indicators in order, with targets."""
    targets = Prefetch("targets", Target.objects.select_related("side"))
    return arena.indicators.prefetch_related(targets).order_by("position", "code")


def figures_of(arena: Arena) -> list[IndicatorFigure]:
    """All figures of an arena: 2 queries (3 without prefetched sides) and at most 3 per counting rule."""
    sides = [side.code for side in arena.sides.all()]
    figures = []
    for indicator in indicators_in(arena):
        indicator.arena = arena
        figures.append(figure_of(indicator, sides=sides))
    return figures


def totals_of(arena: Arena) -> list[IndicatorFigure]:
    """Figures and targets in all, not by side: one query and at most two per counting rule, for the overview."""
    aimed_at = Target.objects.filter(indicator=OuterRef("pk"), side=None).values("value")[:1]
    indicators = arena.indicators.annotate(aimed_at=Subquery(aimed_at)).order_by("position", "code")
    return [
        _figure(indicator, {"": indicator.aimed_at}, units_of(indicator, with_sides=False), sides=())
        for indicator in indicators
    ]


def unit_rows(indicator: Indicator, units: Sequence[Unit] | None = None) -> list[UnitRow]:
    """Units with their organisation and activities, in the order given: all of the indicator's, or those of one page.

    Three queries for the activities and one for the organisations, whatever their number. Names of supported firms
    are the reader's affair: the caller shows them only to those who may see them.
    """
    units = units_of(indicator) if units is None else units
    keys = {row for unit in units for row in unit.rows}
    activities = Activity.objects.prefetch_related("sides", "evidence").in_bulk(keys)
    firms: dict[int, Organisation] = {}
    if indicator.rule == Rule.SUPPORTED_ENTERPRISES:
        firms = Organisation.objects.in_bulk({unit.key for unit in units})
    return [UnitRow(unit, firms.get(unit.key), tuple(activities[row] for row in unit.rows)) for unit in units]
