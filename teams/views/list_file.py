"""The filtered list of teams as a file."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arena.models import Arena
from core.downloads import ROWS_AT_ONCE, Download
from core.export import CellValue, ExportColumn
from teams.models import Team

COLUMNS = [
    ExportColumn("slug", _("Address")),
    ExportColumn("name", _("Name")),
    ExportColumn("language", _("Language")),
    ExportColumn("own_word", _("What do you call yourselves?"), with_status=True),
    ExportColumn("sides", _("Country"), with_status=True),
    ExportColumn("stage", _("Stage"), with_status=True),
    ExportColumn("place", _("Place"), with_status=True),
    ExportColumn("themes", _("Themes")),
    ExportColumn("active", _("Active members"), with_status=True),
    ExportColumn("joining", _("Joining")),
    ExportColumn("host", _("Host organisation"), with_status=True),
    ExportColumn("source", _("Source")),
]


def file_of(teams: QuerySet[Team], arena: Arena, *, form: str, on: date) -> HttpResponseBase:
    """Every team of the filtered list, one a line. How many are in it, never who."""
    download = Download(columns=COLUMNS, name="teams", title=gettext("Teams"), arena=arena.slug, on=on)
    return download.answer((_row(team) for team in teams.iterator(chunk_size=ROWS_AT_ONCE)), form)


def _row(team: Team) -> dict[str, CellValue]:
    return {
        "slug": team.slug,
        "name": team.name,
        "language": team.language,
        "own_word": team.own_word or None,
        "sides": _joined(side.code for side in sorted(team.sides.all(), key=lambda side: side.position)) or None,
        "stage": str(team.get_stage_display()) or None,
        "place": team.place or None,
        "themes": _joined(theme.name for theme in team.themes.all()),
        # As on the page: nobody ever joined is not the same as nobody is left.
        "active": team.n_active if team.has_members else None,
        "joining": str(team.get_joining_display()),
        "host": team.anchor.whole.name if team.anchor else None,
        "source": team.source,
    }


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)
