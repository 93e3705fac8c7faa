"""The units behind a figure as the reader may see them: on the page and in its files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity, Evidence
from arena.models import Side
from core.export import Cell, CellStatus, CellValue, ExportColumn
from indicators.enums import REASONS
from indicators.queries import IndicatorFigure, UnitRow


@dataclass(frozen=True)
class Line:
    """One unit: `n` is its number in the indicator's whole list, the same for every reader."""

    n: int
    row: UnitRow
    name: str
    is_named: bool
    sides: tuple[Side, ...]

    @property
    def counts(self) -> bool:
        """Whether the unit is in the figure."""
        return self.row.unit.counts

    @property
    def activity(self) -> Activity | None:
        """The activity that is the unit itself; none for a company."""
        return None if self.row.organisation else self.row.activities[0]

    @property
    def evidence(self) -> list[Evidence]:
        """What proves the activities behind the unit."""
        return [piece for activity in self.row.activities for piece in activity.evidence.all()]

    @property
    def why(self) -> str:
        """Why it counts, or why not."""
        if not self.counts:
            return str(REASONS[self.row.unit.reason])
        if self.row.organisation:
            return _("Support in coaching or a workshop that was held")
        return _("Held, with evidence")


def lines_of(rows: Iterable[tuple[int, UnitRow]], sides: Iterable[Side], *, sees_firm_names: bool) -> list[Line]:
    """Numbered units with the name the reader may see: without the right a firm is a company of its sector."""
    known = list(sides)
    lines = []
    for n, row in rows:
        firm = row.organisation
        is_named = firm is None or sees_firm_names
        name = row.activities[0].title if firm is None else firm.name if sees_firm_names else nameless(row)
        on = tuple(side for side in known if side.code in row.unit.sides)
        lines.append(Line(n=n, row=row, name=name, is_named=is_named, sides=on))
    return lines


def nameless(row: UnitRow) -> str:
    """A supported organisation without its name: a company, or not known to be one, and its sector."""
    firm = row.organisation
    assert firm is not None  # noqa: S101 -- units of activities have a title
    sector = firm.get_helix_display() or _("sector unknown")
    if firm.is_enterprise:
        return _("A company (%(sector)s)") % {"sector": sector}
    return _("An organisation (%(sector)s)") % {"sector": sector}


UNIT_COLUMNS = (
    ExportColumn("n", gettext_lazy("Number")),
    ExportColumn("name", gettext_lazy("Name"), with_status=True),
    ExportColumn("number", gettext_lazy("Organisation number"), with_status=True),
    ExportColumn("sector", gettext_lazy("Sector"), with_status=True),
    ExportColumn("countries", gettext_lazy("Country"), with_status=True),
    ExportColumn("counts", gettext_lazy("Counts")),
    ExportColumn("why", gettext_lazy("Reason")),
    ExportColumn("verified", gettext_lazy("Verified")),
    ExportColumn("activities", gettext_lazy("Activities")),
    ExportColumn("evidence", gettext_lazy("Evidence")),
)
FIGURE_COLUMNS = (
    ExportColumn("code", gettext_lazy("Code")),
    ExportColumn("indicator", gettext_lazy("Indicator")),
    ExportColumn("country", gettext_lazy("Country")),
    ExportColumn("achieved", gettext_lazy("Achieved"), with_status=True),
    ExportColumn("target", gettext_lazy("Target"), with_status=True),
    ExportColumn("state", gettext_lazy("State")),
)


def unit_cells(line: Line) -> Mapping[str, Cell | CellValue]:
    """One unit as a line of the file; what is withheld is suppressed, what nobody knows is unknown."""
    firm = line.row.organisation
    withheld = Cell(None, CellStatus.SUPPRESSED)
    return {
        "n": line.n,
        "name": line.name if line.is_named else withheld,
        "number": None if firm is None else (firm.number or None) if line.is_named else withheld,
        "sector": (firm.get_helix_display() or None) if firm else None,
        "countries": ", ".join(side.code for side in line.sides) or None,
        "counts": line.counts,
        "why": line.why,
        "verified": line.row.unit.is_verified,
        "activities": " | ".join(activity.title for activity in line.row.activities),
        "evidence": " | ".join(_with_checksum(piece) for piece in line.evidence),
    }


def _with_checksum(piece: Evidence) -> str:
    return f"{piece.title} (SHA-256 {piece.sha256})" if piece.sha256 else piece.title


def figure_cells(figures: Iterable[IndicatorFigure], sides: Iterable[Side]) -> Iterator[Mapping[str, Cell | CellValue]]:
    """Each figure per side and in all; a figure that is not reported is unknown, never 0."""
    known = list(sides)
    for row in figures:
        counted = row.figure if row.achieved is not None else None
        for side in known:
            achieved = counted.per_side[side.code] if counted else None
            yield _figure_line(row, side.code, achieved, row.targets.get(side.code))
        yield _figure_line(row, "", row.achieved, row.target)


def _figure_line(
    row: IndicatorFigure, country: str, achieved: int | None, target: Decimal | None
) -> Mapping[str, CellValue]:
    return {
        "code": row.indicator.code,
        "indicator": row.indicator.name,
        "country": country,
        "achieved": achieved,
        "target": None if target is None else target.normalize(),
        "state": _("Preliminary figures"),
    }
