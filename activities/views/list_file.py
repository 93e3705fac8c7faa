"""The filtered list of activities as a file."""

from collections.abc import Iterator
from datetime import date, time

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.enums import Status, Turn
from activities.models import Activity
from activities.models.activity import spoken_in
from activities.queries import for_file
from activities.sdg import goals_in
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
    ExportColumn("ends_on", _("Last day")),
    ExportColumn("start_time", _("Starts at")),
    ExportColumn("end_time", _("Ends at")),
    ExportColumn("sides", _("Country"), with_status=True),
    ExportColumn("team", _("Team")),
    ExportColumn("themes", _("Themes")),
    ExportColumn("level", _("Effect level"), with_status=True),
    ExportColumn("stability", _("Stability over time"), with_status=True),
    ExportColumn("observed", _("Observed"), with_status=True),
    ExportColumn("rated_on", _("Rated on"), with_status=True),
    ExportColumn("attended", _("Number of participants"), with_status=True),
    ExportColumn("in_room", _("How many in the room?"), with_status=True),
    ExportColumn("online", _("How many online?"), with_status=True),
    ExportColumn("meeting_form", _("How did people meet?"), with_status=True),
    ExportColumn("municipality", _("Municipality")),
    ExportColumn("place", _("Place")),
    ExportColumn("access", _("Who could come?"), with_status=True),
    ExportColumn("is_advertised", _("Announced publicly?"), with_status=True),
    ExportColumn("priorities", _("S3 priorities")),
    ExportColumn("goals", _("Goals for sustainable development")),
    ExportColumn("spoken", _("Which languages were spoken?"), with_status=True),
    ExportColumn("method", _("Method")),
    ExportColumn("remote_how", _("How do people online take part?")),
    ExportColumn("remote_why_not", _("If that is not decided: why?")),
    ExportColumn("facilitator", _("Facilitator and how to reach them")),
    ExportColumn("tech_support", _("Tech support and how to reach it")),
    ExportColumn("lessons", _("Lessons")),
    ExportColumn("publicity", _("Where was it written or talked about?")),
    ExportColumn("duration_hours", _("Hours per participant"), with_status=True),
    ExportColumn("travel_hours", _("Travel hours per participant"), with_status=True),
    ExportColumn("travel_km", _("Kilometres travelled per participant"), with_status=True),
    ExportColumn("turn", _("What became of the plan")),
    ExportColumn("turn_reason", _("Why it was cancelled or changed")),
    ExportColumn("turned_on", _("Noted on")),
    ExportColumn("behaviour", _("What people are to do")),
    ExportColumn("barrier", _("What stands in the way")),
    ExportColumn("lever", _("What helps")),
    ExportColumn("sign", _("Sign of change")),
    ExportColumn("seen", _("What was seen")),
    ExportColumn("seen_on", _("Seen on")),
    ExportColumn("has_evidence", _("Has evidence")),
    ExportColumn("source", _("Source")),
]


SAME = ("in_room", "online", "place", "is_advertised", "method", "remote_how", "remote_why_not", "lessons", "publicity")
ALSO_SAME = ("duration_hours", "travel_hours", "travel_km", "ends_on", "turn_reason", "turned_on")


def file_of(rows: QuerySet[Activity], arena: Arena, *, form: str, sees_names: bool, on: date) -> HttpResponseBase:
    """Every activity of the filtered list, one a line; unknown cells are empty and say unknown.

    Who leads and helps stands in it as on the page: of what is planned, and for those who see names.
    """
    download = Download(columns=COLUMNS, name="activities", title=gettext("Activities"), arena=arena.slug, on=on)
    return download.answer(_lines(rows, arena, sees_names=sees_names), form)


def _lines(rows: QuerySet[Activity], arena: Arena, *, sees_names: bool) -> Iterator[dict[str, object]]:
    """Words are looked up here, once for the whole file."""
    themes = {str(theme.pk): theme.name for theme in arena.themes.all()}
    sides = [side.code for side in arena.sides.all()]
    priorities = {str(row.pk): row.name for row in arena.priorities.all()}
    closed = ("status", "kind", "precision", "meeting_form", "access")
    words = {field: dict(Activity._meta.get_field(field).flatchoices) for field in closed}
    for row in for_file(rows).iterator(chunk_size=ROWS_AT_ONCE):
        held_by = (row["side_codes"] or "").split(",")
        about = (row["theme_keys"] or "").split(",")
        works_for = (row["priority_keys"] or "").split(",")
        tells = sees_names or row["status"] == Status.PLANNED
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
            **{name: row[name] for name in (*SAME, *ALSO_SAME)},
            "turn_reason": row["turn_reason"] or "",
            "start_time": _clock(row["start_time"]),
            "end_time": _clock(row["end_time"]),
            "meeting_form": words["meeting_form"].get(row["meeting_form"]),
            "municipality": row["municipality__name"] or "",
            "access": words["access"].get(row["access"]),
            "priorities": "; ".join(name for key, name in priorities.items() if key in works_for),
            "goals": "; ".join(str(goal.value) for goal in goals_in(row["sdg_bits"])),
            "spoken": ", ".join(str(one.label) for one in spoken_in(row["spoken"])) or None,
            "facilitator": row["facilitator"] if tells else "",
            "tech_support": row["tech_support"] if tells else "",
            "turn": str(Turn(row["turn"]).label) if row["turn"] else "",
            **{name: row[f"thought__{name}"] or "" for name in ("behaviour", "barrier", "lever", "sign")},
            "seen": row["seen"] or "",
            "seen_on": row["seen_on"],
            "has_evidence": row["has_evidence"],
            "source": row["source"],
        }


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""
