"""Teams: the list and one team. Who is in a team is no affair of the API; how many are, is."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from api.fields import Known, Plain, Reading, Written
from api.openapi import parameter
from api.v1 import choices
from api.v1.codes import SideCodes, ThemeKeys
from api.v1.organisations import REFERENCE, reference
from api.views import SLUG, ArenaListView, ArenaView
from teams.enums import Joining, Stage
from teams.filters import STAGE_UNKNOWN, TeamFilter
from teams.models import Team
from teams.queries import for_rows, teams_visible_to


class TeamSerializer(serializers.Serializer):
    slug = Plain(example="repair")
    name = Written(nullable=False, example="Folkverkstad")
    own_word = Written()
    stage = Known(choices=Stage.values)
    joining = Plain(choices=Joining.values)
    sides = SideCodes()
    themes = ThemeKeys()
    place = Written()
    active_members = Plain("number", lambda row: row.n_active, example=4)


class TeamDetailSerializer(TeamSerializer):
    description = Written()
    host = Reading(lambda row: row.anchor, schema=REFERENCE | {"nullable": True})
    source_kind = Plain(nullable=True)
    source = Plain(nullable=True)

    def to_representation(self, instance: Team) -> dict[str, Any]:
        host = instance.anchor.whole if instance.anchor else None
        shown = super().to_representation(instance)
        return shown | {"host": reference(host, may_be_named=True) if host else None}


class TeamList(ArenaListView):
    operation = "teams_list"
    summary = _("Teams")
    about = _("Groups that drive development, with how many members each has today.")
    serializer_class = TeamSerializer
    query_parameters = (
        parameter("stage", _("The stage."), enum=[*Stage.values, STAGE_UNKNOWN]),
        parameter("side", _("A country code.")),
        choices.THEME,
        choices.WORDS,
        choices.CHANGED_SINCE,
    )

    def rows(self) -> QuerySet[Team]:
        teams = for_rows(teams_visible_to(self.request.user, self.arena, on=self.on))
        since = choices.chosen_time(self, "changed_since")
        if since is not None:
            teams = teams.filter(changed_at__gte=since)
        if not set(TeamFilter.base_filters) & set(self.request.query_params):
            return teams
        return choices.accepted(TeamFilter(self.request.query_params, queryset=teams, arena=self.arena))


class TeamResource(ArenaView):
    operation = "teams_read"
    summary = _("One team")
    about = _("With its description and its host organisation.")
    serializer_class = TeamDetailSerializer
    path_parameters = (
        SLUG,
        OpenApiParameter("team", str, OpenApiParameter.PATH, description=_("The team's address.")),
    )

    def answer(self, team: str) -> HttpResponseBase:
        found = get_object_or_404(for_rows(teams_visible_to(self.request.user, self.arena, on=self.on)), slug=team)
        return Response(self.serializer().to_representation(found))
