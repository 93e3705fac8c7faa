"""The units behind an indicator: what was counted, what was not and why, and the activities that show it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from activities.models import Activity
from api.fields import Known, Plain, Reading, joined
from api.v1.activities import ActivityFactsSerializer
from api.v1.evidence import EVIDENCE, evidence_of
from api.v1.indicators import CODE
from api.v1.organisations import REFERENCE, reference
from api.views import SLUG, ArenaListView, ArenaView
from core.export import Cell, CellStatus, CellValue, ExportColumn
from indicators.counting import Reason
from indicators.queries import UnitRow, indicators_in, unit_rows


class UnitActivitySerializer(ActivityFactsSerializer):
    sides = Known("codes", lambda row: [side.code for side in row.sides.all()], example=["NO", "SE"])
    evidence = Reading(lambda row: row, schema=EVIDENCE)

    def to_representation(self, instance: Activity) -> dict[str, Any]:
        shown = super().to_representation(instance)
        return shown | {"evidence": evidence_of(instance, self.context["view"])}


class Company(Reading):
    """The organisation of a unit: in a file its name and sector."""

    def columns(self) -> list[ExportColumn]:
        return [
            ExportColumn("organisation_id", "organisation_id"),
            ExportColumn("organisation", "organisation", with_status=True),
            ExportColumn("sector", "sector", with_status=True),
        ]

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        if shown is None:
            return {"organisation_id": None, "organisation": None, "sector": None}
        name, sector = shown["name"], shown["sector"]
        return {
            "organisation_id": shown["id"],
            "organisation": Cell(name["value"], CellStatus(name["status"])),
            "sector": Cell(sector["value"], CellStatus(sector["status"])),
        }


class Keys(Reading):
    """Rows in JSON, their ids in a file."""

    def cells(self, shown: Any) -> dict[str, Cell | CellValue]:
        return {str(self.field_name): joined([row["id"] for row in shown])}


class UnitSerializer(serializers.Serializer):
    counts = Plain("yes_no", lambda row: row.unit.counts)
    reason = Plain(
        "text",
        lambda row: row.unit.reason.value,
        nullable=True,
        choices=[reason.value for reason in Reason if reason.value],
    )
    is_verified = Plain("yes_no", lambda row: row.unit.is_verified)
    sides = Known("codes", lambda row: sorted(row.unit.sides), example=["SE"])
    organisation = Company(lambda row: row.organisation, schema=REFERENCE | {"nullable": True})
    activities = Keys(lambda row: row.activities, schema=UnitActivitySerializer(many=True))

    def to_representation(self, instance: UnitRow) -> dict[str, Any]:
        view: ArenaView = self.context["view"]
        simple = ("counts", "reason", "is_verified", "sides")
        shown = {name: self.fields[name].to_representation(instance) for name in simple}
        firm = instance.organisation
        rows = UnitActivitySerializer(many=True, context=self.context)
        may_be_named = view.visitor.sees_firm_names
        return shown | {
            "organisation": reference(firm, may_be_named=may_be_named) if firm else None,
            "activities": rows.to_representation(instance.activities),
        }


class UnitList(ArenaListView):
    operation = "indicators_units"
    summary = _("The units behind an indicator")
    about = _(
        "Each unit with whether it counts, the reason when it does not, and its activities with their evidence. "
        "Only for those who see preliminary figures; for others there is nothing here until the lock."
    )
    serializer_class = UnitSerializer
    path_parameters = (SLUG, CODE)

    def rows(self, code: str) -> list[UnitRow]:
        indicator = get_object_or_404(indicators_in(self.arena), code=code)
        if not self.visitor.sees_working_figures:
            raise Http404
        indicator.arena = self.arena
        return unit_rows(indicator)

    def file_name(self) -> str:
        return f"{self.arena.slug}-units"
