"""The filtered register as a file."""

from collections.abc import Iterator
from datetime import date
from itertools import batched

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arena.models import Arena, Organisation
from arena.orgnumbers import VERIFIED_COUNTRIES
from core.downloads import ROWS_AT_ONCE, Download
from core.export import CellValue, ExportColumn
from portal.organisations import sides_of

COLUMNS = [
    ExportColumn("key", _("Number in the register")),
    ExportColumn("name", _("Organisation")),
    ExportColumn("country", _("Country of the organisation number"), with_status=True),
    ExportColumn("number", _("Organisation number"), with_status=True),
    ExportColumn("verified", _("Number verified"), with_status=True),
    ExportColumn("sole_trader", _("Sole trader")),
    ExportColumn("sector", _("Sector"), with_status=True),
    ExportColumn("company", _("Company"), with_status=True),
    ExportColumn("size", _("Size"), with_status=True),
    ExportColumn("industry", _("Industry code"), with_status=True),
    ExportColumn("edition", _("Edition of the industry code"), with_status=True),
    ExportColumn("municipality", _("Municipality"), with_status=True),
    ExportColumn("region", _("Region"), with_status=True),
    ExportColumn("sides", _("Country"), with_status=True),
    ExportColumn("activities", _("Activities")),
    ExportColumn("teams", _("Teams")),
    ExportColumn("source", _("Source")),
]


def file_of(organisations: QuerySet[Organisation], arena: Arena, *, form: str, on: date) -> HttpResponseBase:
    """Every organisation of the filtered list, one a line; unknown cells are empty and say unknown."""
    title = gettext("Organisations")
    download = Download(columns=COLUMNS, name="organisations", title=title, arena=arena.slug, on=on)
    return download.answer(_rows(organisations, arena), form)


def _rows(organisations: QuerySet[Organisation], arena: Arena) -> Iterator[dict[str, CellValue]]:
    for found in batched(organisations.iterator(chunk_size=ROWS_AT_ONCE), ROWS_AT_ONCE):
        sides = sides_of(arena, [row.pk for row in found])
        for row in found:
            yield _row(row, ", ".join(side.code for side in sides[row.pk]))


def _row(organisation: Organisation, sides: str) -> dict[str, CellValue]:
    return {
        "key": organisation.pk,
        "name": organisation.name,
        "country": organisation.country or None,
        "number": organisation.number or None,
        "verified": organisation.country in VERIFIED_COUNTRIES if organisation.number else None,
        "sole_trader": organisation.is_sole_trader,
        "sector": str(organisation.get_helix_display()) or None,
        "company": organisation.is_enterprise,
        "size": str(organisation.get_size_display()) or None,
        "industry": organisation.industry_code or None,
        "edition": str(organisation.get_industry_version_display()) or None,
        "municipality": organisation.municipality.name if organisation.municipality else None,
        "region": organisation.region.name if organisation.region else None,
        "sides": sides or None,
        "activities": organisation.n_activities,
        "teams": organisation.n_teams,
        "source": organisation.source,
    }
