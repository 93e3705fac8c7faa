"""The effect-level map in numbers: what stands in each cell, and the activities on it."""

from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from activities.effect_map import EffectMap, RatedActivity, Scales, SideStyle, place_activities
from activities.enums import Status
from activities.models import Activity
from activities.queries import rated_activities
from api import files
from api.fields import Plain, Translated, Written
from api.v1 import choices
from api.v1.activities import logged_in
from api.views import LIST_FORMS, ArenaView
from core.export import ExportColumn

CELL_COLUMNS = [ExportColumn(key, key) for key in ("level", "stability", "group", "n_activities")]


class StepSerializer(serializers.Serializer):
    number = Plain("number", example=2)
    name = Translated(example="Organisations")
    criterion = Translated()
    example = Translated()


class GroupCountSerializer(serializers.Serializer):
    group = Plain(example="NO")
    n_activities = Plain("number")


class CellSerializer(serializers.Serializer):
    level = Plain("number", example=3)
    stability = Plain("number", example=2)
    n_activities = Plain("number")
    groups = GroupCountSerializer(many=True)


class MapRowSerializer(serializers.Serializer):
    id = Plain("number")
    title = Written(nullable=False, example="Repair day")
    group = Plain(example="joint")
    level = Plain("number", nullable=True)
    stability = Plain("number", nullable=True)
    rating_is_observed = Plain("yes_no", nullable=True)


class MapSerializer(serializers.Serializer):
    levels = StepSerializer(many=True)
    stability_steps = StepSerializer(many=True)
    n_placed = Plain("number")
    n_in_tray = Plain("number")
    cells = CellSerializer(many=True)
    rows = MapRowSerializer(many=True, allow_null=True)


class MapResource(ArenaView):
    operation = "map_read"
    summary = _("The effect map")
    about = _(
        "Every cell with its number of activities per group: a country alone, joint, or not-stated. Activities that "
        "lack a level or a stability wait in the tray and stand in no cell. Rows name each activity on the map while "
        "there are at most 100, as the page does; above that, rows is null. A file holds the cells."
    )
    serializer_class = MapSerializer
    renderer_classes = LIST_FORMS
    query_parameters = (choices.SIDE, choices.THEME, choices.TEAM)

    def answer(self) -> HttpResponseBase:
        levels, steps = list(self.arena.effect_levels.all()), list(self.arena.stability_steps.all())
        off_the_map = logged_in(self).exclude(status=Status.CANCELLED)
        activities = rated_activities(choices.activities_chosen(self, off_the_map))
        drawn = self.placed(activities, [level.number for level in levels], [step.number for step in steps])
        cells = cells_of(drawn) if drawn else []
        if self.file_form:
            lines = ({**cell, **group} for cell in cells for group in cell["groups"])
            return files.answer(CELL_COLUMNS, lines, form=self.file_form, name=f"{self.arena.slug}-map")
        scale = StepSerializer(many=True)
        return Response(
            {
                "levels": scale.to_representation(levels),
                "stability_steps": scale.to_representation(steps),
                "n_placed": drawn.n_placed if drawn else 0,
                "n_in_tray": len(drawn.tray) if drawn else len(activities),
                "cells": cells,
                "rows": rows_of(drawn) if drawn else [],
            }
        )

    def placed(self, activities: list[RatedActivity], levels: list[int], steps: list[int]) -> EffectMap | None:
        """The map in an order that no language changes; None while the arena's scales allow none."""
        styles = [SideStyle(side.code, side.mark) for side in self.sides]
        try:
            scales = Scales(tuple(levels), tuple(steps))
        except ValueError:
            return None
        return place_activities(activities, scales=scales, sides=styles, name_key=len) if styles else None


def cells_of(drawn: EffectMap) -> list[dict[str, Any]]:
    """Every cell, empty ones too: top level first, first step first."""
    return [
        {
            "level": cell.level,
            "stability": cell.step,
            "n_activities": len(cell.placements),
            "groups": [
                {"group": group.code, "n_activities": n} for group, n in zip(drawn.groups, cell.n_by_group, strict=True)
            ],
        }
        for cell in drawn.cells
    ]


def rows_of(drawn: EffectMap) -> list[dict[str, Any]] | None:
    """The activities on the map, by key, while the page names each of them too."""
    if not drawn.names_each_row:
        return None
    placed = [(placement, placement.activity) for placement in drawn.rows]
    written_in = dict(Activity.objects.filter(pk__in=[row.key for _where, row in placed]).values_list("pk", "language"))
    return [
        {
            "id": activity.key,
            "title": {"text": activity.title, "language": written_in[activity.key]},
            "group": placement.group.code,
            "level": placement.level,
            "stability": placement.step,
            "rating_is_observed": activity.observed,
        }
        for placement, activity in sorted(placed, key=lambda pair: int(pair[1].key))
    ]
