"""Indicators: how each is counted, its targets, and its figures for those who may see them before the lock."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from api import files
from api.fields import Known, Plain, Translated, cell_of, known
from api.views import LIST_FORMS, SLUG, ArenaView
from core.export import Cell, CellStatus, CellValue, ExportColumn
from indicators.enums import Accumulation, Rule
from indicators.models import Indicator
from indicators.queries import IndicatorFigure, figure_of, indicators_in

PRELIMINARY, SHOWN_AT_LOCK = "preliminary", "shown_at_lock"
CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, description=_("The indicator's address."))
FILE_COLUMNS = [
    ExportColumn("code", "code"),
    *(ExportColumn(f"name_{language}", f"name_{language}") for language in ("sv", "nb", "en")),
    ExportColumn("side", "side"),
    ExportColumn("achieved", "achieved", with_status=True),
    ExportColumn("target", "target", with_status=True),
    ExportColumn("figures_status", "figures_status"),
]


class TargetSerializer(serializers.Serializer):
    side = Plain(nullable=True, example="NO")
    value = Known("decimal", example="8")


class SideFigureSerializer(serializers.Serializer):
    side = Plain(example="NO")
    achieved = Known("number", example=3)


class FiguresSerializer(serializers.Serializer):
    achieved = Known("number", example=5)
    per_side = SideFigureSerializer(many=True)
    on_more_sides = Known("number", example=1)
    on_no_side = Known("number", example=0)
    not_verified = Known("number", example=2)
    not_counted = Known("number", example=4)


class IndicatorSerializer(serializers.Serializer):
    code = Plain(example="demonstrations")
    programme_period = Plain(nullable=True, example="2021-2027")
    programme_code = Plain(nullable=True, example="RCO84")
    name = Translated(example="Demonstration and test projects")
    explanation = Translated()
    unit = Translated(example="projects")
    rule = Plain(nullable=True, choices=Rule.values)
    rule_version = Plain("number", example=1)
    accumulation = Plain(choices=Accumulation.values)
    log_is_complete = Plain("yes_no")
    targets = TargetSerializer(many=True)
    figures_status = Plain(choices=[PRELIMINARY, SHOWN_AT_LOCK])
    figures = FiguresSerializer(allow_null=True)

    def to_representation(self, instance: Indicator) -> dict[str, Any]:
        view: IndicatorView = self.context["view"]
        texts = {name: self.fields[name].to_representation(instance) for name in self.TEXTS}
        aimed = {target.side.code if target.side else "": target.value for target in instance.targets.all()}
        codes = [side.code for side in view.sides]
        may_see = view.visitor.sees_working_figures
        return texts | {
            "targets": [{"side": code or None, "value": known(aimed.get(code))} for code in ["", *codes]],
            "figures_status": PRELIMINARY if may_see else SHOWN_AT_LOCK,
            "figures": figures(figure_of(instance, sides=codes), codes) if may_see else None,
        }

    TEXTS = (
        "code",
        "programme_period",
        "programme_code",
        "name",
        "explanation",
        "unit",
        "rule",
        "rule_version",
        "accumulation",
        "log_is_complete",
    )


def figures(found: IndicatorFigure, sides: list[str]) -> dict[str, Any]:
    """Every part of a figure; all are unknown when the figure is."""
    figure = found.figure if found.status is CellStatus.KNOWN else None
    return {
        "achieved": known(found.achieved),
        "per_side": [{"side": code, "achieved": known(figure and figure.per_side[code])} for code in sides],
        "on_more_sides": known(figure and figure.on_more_sides),
        "on_no_side": known(figure and figure.on_no_side),
        "not_verified": known(figure and figure.unverified),
        "not_counted": known(figure and figure.not_counted),
    }


class IndicatorView(ArenaView):
    """What the list and the single indicator share."""

    serializer_class = IndicatorSerializer

    def shown(self, indicator: Indicator) -> dict[str, Any]:
        """One indicator as this visitor may see it."""
        indicator.arena = self.arena
        return self.serializer().to_representation(indicator)


class IndicatorListSerializer(serializers.Serializer):
    results = IndicatorSerializer(many=True)


class IndicatorList(IndicatorView):
    operation = "indicators_list"
    summary = _("Indicators")
    about = _(
        "All indicators of the arena; there is one page. Figures are preliminary until the period is locked, and "
        "null for those who see them only then. A file holds a row per indicator and country; an empty country is all."
    )
    renderer_classes = LIST_FORMS

    def answer_serializer(self) -> Any:
        return IndicatorListSerializer

    def answer(self) -> HttpResponseBase:
        shown = [self.shown(indicator) for indicator in indicators_in(self.arena)]
        if self.file_form:
            lines = (line for indicator in shown for line in lines_of(indicator))
            return files.answer(FILE_COLUMNS, lines, form=self.file_form, name=f"{self.arena.slug}-indicators")
        return Response({"results": shown})


class IndicatorResource(IndicatorView):
    operation = "indicators_read"
    summary = _("One indicator")
    about = _("The same as its row in the list.")
    path_parameters = (SLUG, CODE)

    def answer(self, code: str) -> HttpResponseBase:
        return Response(self.shown(get_object_or_404(indicators_in(self.arena), code=code)))


def lines_of(indicator: dict[str, Any]) -> Iterator[dict[str, Cell | CellValue]]:
    """One line for all sides together, then one per side, from what JSON shows."""
    parts = indicator["figures"] or {"achieved": None, "per_side": []}
    achieved = {"": parts["achieved"]} | {row["side"]: row["achieved"] for row in parts["per_side"]}
    for target in indicator["targets"]:
        yield {
            "code": indicator["code"],
            **{f"name_{language}": text for language, text in indicator["name"].items()},
            "side": target["side"] or "",
            "achieved": cell_of(achieved.get(target["side"] or ""), "number"),
            "target": cell_of(target["value"], "decimal"),
            "figures_status": indicator["figures_status"],
        }
