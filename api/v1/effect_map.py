"""The effect-level map in numbers: what stands in each cell, and the activities on it."""

from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from activities.effect_map import JOINT, NOT_STATED, EffectMap, Scales, SideStyle, draw_up_map
from activities.filters import ActivityFilter
from activities.map_queries import MapChoice, MapKeys, counts_of, rows_in, standings_visible_to
from activities.map_readings import Question, as_data, lift_candidates, liftable, read_map
from activities.models import Standing
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


class SideSupportSerializer(serializers.Serializer):
    side = Plain(example="NO")
    reading = Plain(example="needs_breadth")
    n_top = Plain("number")
    n_below = Plain("number")
    n_known = Plain("number")
    people = Plain("number")


class SupportSerializer(serializers.Serializer):
    theme = Plain(example="food")
    is_joint_case = Plain("yes_no")
    sides = SideSupportSerializer(many=True)


class BalanceSerializer(serializers.Serializer):
    level = Plain("number", example=3)
    groups = GroupCountSerializer(many=True)


class ReadingsSerializer(serializers.Serializer):
    breadth_floor = Plain("number", example=100)
    lean_percent = Plain("number", example=60)
    lean_min_activities = Plain("number", example=5)
    balance = BalanceSerializer(many=True)
    support = SupportSerializer(many=True)
    candidates_to_lift = serializers.ListField(child=serializers.IntegerField())
    n_due_for_check = Plain("number")


class MapSerializer(serializers.Serializer):
    levels = StepSerializer(many=True)
    stability_steps = StepSerializer(many=True)
    n_placed = Plain("number")
    n_in_tray = Plain("number")
    cells = CellSerializer(many=True)
    rows = MapRowSerializer(many=True, allow_null=True)
    readings = ReadingsSerializer()


class MapResource(ArenaView):
    operation = "map_read"
    summary = _("The effect map")
    about = _(
        "Every cell with its number of activities per group: a country alone, joint, or not-stated. Activities that "
        "lack a level or a stability wait in the tray and stand in no cell. Rows name each activity on the map while "
        "there are at most 100, as the page does; above that, rows is null. A file holds the cells. Readings say per "
        "theme and country whether work on the top level rests on broad support: cannot_be_judged, needs_breadth, "
        "ready_to_lift, both or early. The rules with their thresholds stand on the page of the map."
    )
    serializer_class = MapSerializer
    renderer_classes = LIST_FORMS
    query_parameters = (choices.SIDE, choices.THEME, choices.TEAM)

    def answer(self) -> HttpResponseBase:
        levels, steps = list(self.arena.effect_levels.all()), list(self.arena.stability_steps.all())
        sides = list(self.sides)
        keys = MapKeys.of(levels, steps, sides)
        choice = MapChoice(standings=self.chosen())
        drawn = drawn_up(choice, keys, [SideStyle(side.code, side.mark) for side in sides])
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
                "n_in_tray": drawn.n_in_tray if drawn else choice.standings.count(),
                "cells": cells,
                "rows": rows_of(choice, drawn, keys) if drawn else [],
                "readings": self.readings(choice, drawn, keys),
            }
        )

    def readings(self, choice: MapChoice, drawn: EffectMap | None, keys: MapKeys) -> dict[str, Any]:
        """The readings of the page, of a chosen theme or country alone."""
        theme, side = (self.request.query_params.get(name, "") for name in ("theme", "side"))
        themes = {row.pk: row.key for row in self.arena.themes.all() if theme in ("", row.key)}
        codes = list(keys.sides.values())
        sides = [side] if side in codes else codes
        question = Question(themes=list(themes), sides=sides, floor=self.arena.breadth_floor, on=self.on)
        reading = read_map(choice, keys, question)
        rows = rows_in(choice, (), keys, language="en", also=liftable(choice, keys, reading)) if reading.ready else []
        return as_data(reading, lift_candidates(rows, keys, reading), themes) | {
            "lean_percent": self.arena.lean_percent,
            "lean_min_activities": self.arena.lean_min_activities,
            "balance": balance_of(drawn) if drawn else [],
        }

    def chosen(self) -> QuerySet[Standing]:
        """Everything on the map, or what the filter of activities leaves of it."""
        standings = standings_visible_to(self.request.user, self.arena, on=self.on)
        if not set(ActivityFilter.base_filters) & set(self.request.query_params):
            return standings
        activities = choices.activities_chosen(self, logged_in(self))
        return standings.filter(activity__in=activities.order_by().values("pk"))


def drawn_up(choice: MapChoice, keys: MapKeys, sides: list[SideStyle]) -> EffectMap | None:
    """The map in numbers; None while the arena's scales allow none."""
    try:
        scales = Scales(tuple(keys.levels.values()), tuple(keys.steps.values()))
    except ValueError:
        return None
    return draw_up_map(counts_of(choice, keys), scales=scales, sides=sides) if sides else None


def balance_of(drawn: EffectMap) -> list[dict[str, Any]]:
    """How many activities of each group stand on each level, the top level first."""
    balance = drawn.balance
    return [
        {
            "level": row.level,
            "groups": [
                {"group": group, "n_activities": n}
                for group, n in (
                    *zip(balance.sides, row.n_by_side, strict=True),
                    (JOINT, row.n_joint),
                    (NOT_STATED, row.n_not_stated),
                )
            ],
        }
        for row in balance.rows
    ]


def cells_of(drawn: EffectMap) -> list[dict[str, Any]]:
    """Every cell, empty ones too: top level first, first step first."""
    return [
        {
            "level": cell.level,
            "stability": cell.step,
            "n_activities": cell.n,
            "groups": [
                {"group": group.code, "n_activities": n} for group, n in zip(drawn.groups, cell.n_by_group, strict=True)
            ],
        }
        for cell in drawn.cells
    ]


def rows_of(choice: MapChoice, drawn: EffectMap, keys: MapKeys) -> list[dict[str, Any]] | None:
    """The activities on the map, by key, while the page names each of them too."""
    if not drawn.names_each_row:
        return None
    rows = rows_in(choice, drawn.named_cells, keys, language=get_language() or "en")
    return [
        {
            "id": row.key,
            "title": {"text": row.title, "language": row.language},
            "group": row.group,
            "level": row.level,
            "stability": row.step,
            "rating_is_observed": row.is_observed,
        }
        for row in sorted(rows, key=attrgetter("key"))
    ]
