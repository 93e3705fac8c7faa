"""The filtered list of activities as a file."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activities.enums import Status
from activities.models import Activity
from activities.queries import attended
from arena.models import Arena
from core.export import UNKNOWN_CELL, CellValue, ExportColumn, csv_rows, page_delimiter

COLUMNS = [
    ExportColumn("key", _("Number")),
    ExportColumn("title", _("Title")),
    ExportColumn("language", _("Language")),
    ExportColumn("status", _("Status"), with_status=True),
    ExportColumn("kind", _("Kind"), with_status=True),
    ExportColumn("when", _("Date"), with_status=True),
    ExportColumn("precision", _("How exact is the date?")),
    ExportColumn("sides", _("Country"), with_status=True),
    ExportColumn("team", _("Team")),
    ExportColumn("themes", _("Themes")),
    ExportColumn("level", _("Effect level"), with_status=True),
    ExportColumn("stability", _("Stability over time"), with_status=True),
    ExportColumn("observed", _("Observed"), with_status=True),
    ExportColumn("rated_on", _("Rated on"), with_status=True),
    ExportColumn("attended", _("Number of participants"), with_status=True),
    ExportColumn("has_evidence", _("Has evidence")),
    ExportColumn("source", _("Source")),
]


def csv_of(activities: Iterable[Activity], arena: Arena, *, on: date) -> StreamingHttpResponse:
    """Every activity of the filtered list, one a line; unknown cells are empty and say unknown."""
    rows: Iterator = (_row(activity) for activity in activities)
    lines = csv_rows(COLUMNS, rows, delimiter=page_delimiter(get_language() or "en"))
    name = content_disposition_header(as_attachment=True, filename=f"activities-{arena.slug}-{on.isoformat()}.csv")
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _row(activity: Activity) -> dict[str, object]:
    sides = sorted(activity.sides.all(), key=lambda side: side.position)
    is_unknown = activity.status == Status.UNKNOWN
    return {
        "key": activity.pk,
        "title": activity.title,
        "language": activity.language,
        "status": UNKNOWN_CELL if is_unknown else str(activity.get_status_display()),
        "kind": str(activity.get_kind_display()) or None,
        "when": activity.when if activity.first_on else None,
        "precision": str(activity.get_precision_display()),
        "sides": _joined(side.code for side in sides),
        "team": activity.team.name if activity.team else "",
        "themes": _joined(theme.name for theme in activity.themes.all()) or "",
        "level": activity.level_number,
        "stability": activity.stability_number,
        "observed": activity.is_observed,
        "rated_on": activity.rated_on,
        "attended": attended(activity),
        "has_evidence": activity.has_evidence,
        "source": activity.source,
    }


def _joined(words: Iterable[str]) -> CellValue:
    return ", ".join(words) or None
