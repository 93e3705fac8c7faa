"""Organisations: those whose names the asker may see."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from activities.register import organisations_visible_to, with_names_and_sides, with_uses
from api.fields import KINDS, Known, Plain, Reading, object_of
from api.openapi import parameter
from api.v1 import choices
from api.views import ArenaListView
from arena.enums import Helix, IndustryVersion, Size
from arena.filters import COMPANY, NUMBERS, UNKNOWN, OrganisationFilter
from arena.models import Organisation
from arena.orgnumbers import VERIFIED_COUNTRIES
from core.export import SUPPRESSED_CELL, Cell, CellValue


def _municipality(organisation: Organisation) -> str | None:
    return organisation.municipality.name if organisation.municipality else None


def _region(organisation: Organisation) -> str | None:
    return organisation.region.code if organisation.region else None


def _names(organisation: Organisation) -> list[str]:
    """What else the organisation is called: other names, and the names of rows that were merged into it."""
    names = [*_lines(organisation.merged_names), *_lines(organisation.alias_names)]
    return [name for name in dict.fromkeys(names) if name != organisation.name]


def _lines(text: str | None) -> list[str]:
    return sorted(text.split("\n")) if text else []


def _sides(organisation: Organisation) -> list[str]:
    return sorted({code for code in (organisation.side_codes or "").split(",") if code})


def _is_verified(organisation: Organisation) -> bool | None:
    return organisation.country in VERIFIED_COUNTRIES if organisation.number else None


class Names(Reading):
    """Several names; in a file one cell, because a name has spaces of its own."""

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        return {str(self.field_name): " | ".join(shown)}


class OrganisationSerializer(serializers.Serializer):
    id = Plain("number", lambda row: row.pk)
    name = Plain(example="Textile AB")
    other_names = Names(_names, schema=KINDS["codes"] | {"example": ["Textile aktiebolag"]})
    sector = Known("text", lambda row: row.helix, choices=Helix.values)
    is_enterprise = Known("yes_no")
    size = Known("text", choices=Size.values)
    industry_code = Known("text", example="13.92")
    industry_version = Known("text", choices=IndustryVersion.values)
    country = Known("text", example="SE")
    number = Known("text", example="5560360793")
    number_is_verified = Known("yes_no", _is_verified)
    is_sole_trader = Plain("yes_no")
    municipality = Known("text", _municipality, example="Arvika")
    region = Known("text", _region, example="SE311")
    sides = Known("codes", _sides)
    activities = Plain("number", lambda row: row.n_activities, example=3)
    teams = Plain("number", lambda row: row.n_teams, example=1)


class OrganisationList(ArenaListView):
    operation = "organisations_list"
    summary = _("Organisations")
    about = _(
        "One row per organisation, however many rows were merged into it. A company that is in the arena only because "
        "it received support is here for those alone who may see its name; others do not see its support counted."
    )
    serializer_class = OrganisationSerializer
    query_parameters = (
        parameter("q", _("Words that all stand in its names, or the first digits of its number.")),
        parameter("sector", _("The sector."), enum=[*Helix.values, UNKNOWN]),
        parameter("side", _("A country code, or none (country not stated).")),
        parameter("region", _("The code of a region (NUTS), or unknown.")),
        parameter("company", _("Whether it is a company."), enum=list(COMPANY)),
        parameter("size", _("The size."), enum=[*Size.values, UNKNOWN]),
        parameter("number", _("Whether it has an organisation number, or is a sole trader."), enum=list(NUMBERS)),
    )

    def rows(self) -> QuerySet[Organisation]:
        visible = organisations_visible_to(self.request.user, self.arena, on=self.on)
        rows = with_uses(visible, on=self.on, all_of_them=self.visitor.sees_firm_names)
        rows = with_names_and_sides(rows.prefetch_related(None).select_related("municipality", "region"))
        if not set(OrganisationFilter.base_filters) & set(self.request.query_params):
            return rows
        return choices.accepted(OrganisationFilter(self.request.query_params, queryset=rows, arena=self.arena))


def reference(organisation: Organisation, *, may_be_named: bool) -> dict[str, Any]:
    """An organisation in another row: without the right to its name only that it is a company, and its sector."""
    return {
        "id": organisation.pk if may_be_named else None,
        "name": Known().shown(organisation.name if may_be_named else SUPPRESSED_CELL),
        "sector": Known().shown(organisation.helix),
    }


REFERENCE = object_of(
    {
        "id": {"type": "integer", "nullable": True},
        "name": Known(example="Textile AB").schema,
        "sector": Known(choices=Helix.values).schema,
    }
)
