"""The filtered list of activities as a file."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.enums import Status
from activities.models import Activity
from activities.queries import for_file
from arena.models import Arena
from core.dates import DatePrecision, PartialDate
from core.downloads import ROWS_AT_ONCE, Download
from core.export import ExportColumn

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


def file_of(rows: QuerySet[Activity], arena: Arena, *, form: str, on: date) -> HttpResponseBase:
    """Every activity of the filtered list, one a line; unknown cells are empty and say unknown."""
    download = Download(columns=COLUMNS, name="activities", title=gettext("Activities"), arena=arena.slug, on=on)
    return download.answer(_lines(rows, arena), form)


def _lines(rows: QuerySet[Activity], arena: Arena) -> Iterator[dict[str, object]]:
    """Words are looked up here, once for the whole file."""
    themes = {str(theme.pk): theme.name for theme in arena.themes.all()}
    sides = [side.code for side in arena.sides.all()]
    words = {field: dict(Activity._meta.get_field(field).flatchoices) for field in ("status", "kind", "precision")}
    for row in for_file(rows).iterator(chunk_size=ROWS_AT_ONCE):
        held_by = (row["side_codes"] or "").split(",")
        about = (row["theme_keys"] or "").split(",")
        yield {
            "key": row["pk"],
            "title": row["title"],
            "language": row["language"],
            "status": None if row["status"] == Status.UNKNOWN else words["status"][row["status"]],
            "kind": words["kind"].get(row["kind"]),
            "when": PartialDate(row["first_on"], DatePrecision(row["precision"])) if row["first_on"] else None,
            "precision": words["precision"][row["precision"]],
            "sides": ", ".join(code for code in sides if code in held_by) or None,
            "team": row["team__name"] or "",
            "themes": ", ".join(name for key, name in themes.items() if key in about),
            "level": row["level_number"],
            "stability": row["stability_number"],
            "observed": row["is_observed"],
            "rated_on": row["rated_on"],
            "attended": row["people"],
            "has_evidence": row["has_evidence"],
            "source": row["source"],
        }
