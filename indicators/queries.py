"""Figures and the rows behind them: the one function that computes each figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from activities.enums import Kind, PartRole, Status
from activities.models import Activity, Evidence, OrganisationPart
from arena.models import Arena, Organisation
from core.export import CellStatus
from indicators.counting import Figure, Reason, Unit, count_units, merge_units
from indicators.enums import Rule
from indicators.models import Indicator

SUPPORT_KINDS = (Kind.COACHING, Kind.WORKSHOP)


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


@dataclass(frozen=True)
class UnitRow:
    """A unit with what it is called and the activities behind it, for the page, the export and the API."""

    unit: Unit
    organisation: Organisation | None
    activities: tuple[Activity, ...]


def demonstration_units(arena: Arena) -> list[Unit]:
    """Every demonstration or test project of the arena: counts when held and with evidence. One query (and sides)."""
    rows = (
        arena.activities.filter(kind=Kind.DEMONSTRATION)
        .exclude(status=Status.DRAFT)
        .annotate(has_evidence=Exists(Evidence.objects.filter(activity=OuterRef("pk"))))
        .prefetch_related("sides")
        .order_by("pk")
    )
    return [
        Unit(
            key=row.pk,
            sides=frozenset(side.code for side in row.sides.all()),
            reason=_demonstration_reason(row.status, has_evidence=row.has_evidence),
            rows=(row.pk,),
        )
        for row in rows
    ]


def _demonstration_reason(status: str, *, has_evidence: bool) -> Reason:
    if status != Status.HELD:
        return Reason.NOT_HELD
    return Reason.COUNTS if has_evidence else Reason.NO_EVIDENCE


def supported_enterprise_units(arena: Arena) -> list[Unit]:
    """Every organisation that received support: counts when a company, in a held coaching or workshop.

    Grouped by the canonical organisation; a company without number counts once and is not verified.
    """
    parts = (
        OrganisationPart.objects.filter(activity__arena=arena, role=PartRole.SUPPORTED)
        .exclude(activity__status=Status.DRAFT)
        .select_related("organisation__merged_into", "activity")
        .prefetch_related("activity__sides")
        .order_by("organisation_id", "activity_id")
    )
    return merge_units(_support_claim(part) for part in parts)


def _support_claim(part: OrganisationPart) -> Unit:
    company = part.organisation.merged_into or part.organisation
    reason = Reason.COUNTS
    if part.activity.status != Status.HELD:
        reason = Reason.NOT_HELD
    elif part.activity.kind not in SUPPORT_KINDS:
        reason = Reason.OTHER_KIND
    elif not company.is_enterprise:
        reason = Reason.NOT_AN_ENTERPRISE
    return Unit(
        key=company.pk,
        sides=frozenset(side.code for side in part.activity.sides.all()),
        reason=reason,
        is_verified=not company.is_provisional,
        rows=(part.activity_id,),
    )


UNITS_OF_RULE = {
    Rule.DEMONSTRATIONS: demonstration_units,
    Rule.SUPPORTED_ENTERPRISES: supported_enterprise_units,
}


def units_of(indicator: Indicator) -> list[Unit]:
    """The units behind an indicator, counted or not; none for a rule that is not counted from the log."""
    return UNITS_OF_RULE[Rule(indicator.rule)](indicator.arena) if indicator.rule else []


def figure_of(indicator: Indicator, *, sides: Sequence[str]) -> IndicatorFigure:
    """The figure of one indicator now. Unknown when it is not counted from the log, or the log is not complete."""
    targets = {target.side.code if target.side else "": target.value for target in indicator.targets.all()}
    if not indicator.rule:
        return IndicatorFigure(indicator, CellStatus.UNKNOWN, None, targets)
    figure = count_units(units_of(indicator), sides=sides)
    status = CellStatus.KNOWN if indicator.log_is_complete else CellStatus.UNKNOWN
    return IndicatorFigure(indicator, status, figure, targets)


def indicators_in(arena: Arena) -> QuerySet[Indicator]:
    """The arena's indicators in order, with targets."""
    return arena.indicators.prefetch_related("targets__side").order_by("position", "code")


def figures_of(arena: Arena) -> list[IndicatorFigure]:
    """All figures of an arena: 2 queries and at most 3 per counting rule, whatever the number of rows."""
    sides = [side.code for side in arena.sides.all()]
    figures = []
    for indicator in indicators_in(arena):
        indicator.arena = arena
        figures.append(figure_of(indicator, sides=sides))
    return figures


def unit_rows(indicator: Indicator) -> list[UnitRow]:
    """The units behind an indicator with their organisation and activities, in the order of the units.

    Four queries whatever their number. Names of supported firms are the reader's affair: the caller shows them
    only to those who may see them.
    """
    units = units_of(indicator)
    keys = {row for unit in units for row in unit.rows}
    activities = {row.pk: row for row in Activity.objects.filter(pk__in=keys).prefetch_related("sides", "evidence")}
    firms: dict[int, Organisation] = {}
    if indicator.rule == Rule.SUPPORTED_ENTERPRISES:
        firms = Organisation.objects.in_bulk({unit.key for unit in units})
    return [
        UnitRow(unit, firms.get(unit.key), tuple(activities[row] for row in unit.rows if row in activities))
        for unit in units
    ]
