"""The arena itself: its countries, periods and themes, by whose codes and keys every other answer speaks."""

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from api.fields import Plain, Translated
from api.views import ArenaView
from arena.enums import Mark, Visibility


class SideSerializer(serializers.Serializer):
    code = Plain(example="NO")
    name = Translated(example="Norway")
    mark = Plain(choices=Mark.values)
    position = Plain("number", example=1)


class PeriodSerializer(serializers.Serializer):
    label = Translated(example="Period 1")
    starts_on = Plain("day", example="2024-01-01")
    ends_on = Plain("day", example="2024-06-30")


class ThemeSerializer(serializers.Serializer):
    key = Plain(example="textiles")
    name = Translated(example="Textiles")
    definition = Translated()


class ArenaSerializer(serializers.Serializer):
    slug = Plain(example="demo")
    name = Translated(example="Arena")
    tagline = Translated()
    description = Translated()
    programme = Plain(nullable=True)
    sub_area = Plain(nullable=True)
    started_on = Plain("day", nullable=True, example="2024-01-01")
    ended_on = Plain("day", nullable=True)
    visibility = Plain(choices=Visibility.values)
    is_sample = Plain("yes_no")
    open_working_figures = Plain("yes_no")
    funding_statement = Translated()
    sides = SideSerializer(many=True)
    periods = PeriodSerializer(many=True)
    themes = ThemeSerializer(many=True)


class ArenaResource(ArenaView):
    operation = "arena_read"
    summary = _("The arena")
    about = _("Its names and dates, and the countries, periods and themes that the other answers name by code or key.")
    serializer_class = ArenaSerializer

    def answer(self) -> HttpResponseBase:
        return Response(self.serializer().to_representation(self.arena))
