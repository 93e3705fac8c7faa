"""Activities: the list, and one with everything that hangs on it."""

from datetime import time
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from activities.enums import Access, Channel, Kind, MeetingForm, PartRole, Status, Turn
from activities.models import Activity, OrganisationPart
from activities.queries import (
    activities_visible_to,
    for_list,
    page_of,
    participant_hours,
    parts_by_whole,
    sees_evidence_titles,
)
from api.fields import Known, Plain, Reading, When, Written
from api.v1 import choices
from api.v1.codes import PriorityKeys, SideCodes, ThemeKeys
from api.v1.evidence import EVIDENCE, evidence_of
from api.v1.organisations import REFERENCE, reference
from api.views import SLUG, ArenaListView, ArenaView

GOALS = {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 17}, "example": [7, 12]}


def _clock(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None


def _municipality(activity: Activity) -> str | None:
    return activity.municipality.name if activity.municipality else None


class ActivityFactsSerializer(serializers.Serializer):
    """What every answer says about an activity."""

    id = Plain("number", lambda row: row.pk)
    title = Written(nullable=False, example="Repair day")
    status = Known(
        "text",
        lambda row: None if row.status == Status.UNKNOWN else row.status,
        choices=[Status.PLANNED.value, Status.HELD.value, Status.CANCELLED.value],
    )
    kind = Known(choices=Kind.values)
    date = When(lambda row: row.when)


class ActivitySerializer(ActivityFactsSerializer):
    sides = SideCodes()
    themes = ThemeKeys()
    team = Plain("text", lambda row: row.team.slug if row.team else None, nullable=True, example="repair")
    meeting_form = Known(choices=MeetingForm.values)
    municipality = Known("text", _municipality, example="Arvika")
    place = Written()
    last_day = Plain("day", lambda row: row.ends_on, nullable=True, example="2024-03-03")
    start_time = Plain("text", lambda row: _clock(row.start_time), nullable=True, example="09:00")
    end_time = Plain("text", lambda row: _clock(row.end_time), nullable=True, example="12:00")
    series = Plain("number", lambda row: row.series_id, nullable=True)
    priorities = PriorityKeys()
    goals = Reading(lambda row: [goal.value for goal in row.goals], schema=GOALS)
    access = Known(choices=Access.values)
    is_advertised = Known("yes_no")
    is_internal = Plain("yes_no")
    languages_spoken = Known("codes", lambda row: [one.value for one in row.languages_spoken], example=["sv", "no"])
    participants = Known("number", lambda row: row.people, example=12)
    level = Known("number", lambda row: row.level_number, example=2)
    stability = Known("number", lambda row: row.stability_number, example=3)
    rating_is_observed = Known("yes_no", lambda row: row.is_observed)
    rated_on = Known("day", example="2024-03-02")
    has_evidence = Plain("yes_no")


class ActivityList(ArenaListView):
    operation = "activities_list"
    summary = _("Activities")
    about = _(
        "What happened or is to happen, without drafts. Level and stability are those of the latest rating. "
        "Those in the room and online are added up."
    )
    serializer_class = ActivitySerializer
    query_parameters = (
        choices.SIDE,
        choices.THEME,
        choices.TEAM,
        choices.PERIOD,
        choices.KIND,
        choices.STATUS,
        choices.LEVEL,
        choices.PRIORITY,
        choices.SDG,
        choices.ACCESS,
        choices.MEETING_FORM,
        choices.WORDS,
        choices.CHANGED_SINCE,
    )

    def rows(self) -> QuerySet[Activity]:
        return choices.activities_chosen(self, for_list(logged_in(self)))


def logged_in(view: ArenaView) -> QuerySet[Activity]:
    """The activities of the view's arena; no key sees a draft."""
    return activities_visible_to(view.request.user, view.arena, on=view.on).exclude(status=Status.DRAFT)


class TurnSerializer(serializers.Serializer):
    turn = Plain(choices=Turn.values)
    reason = Plain(nullable=True)
    noted_on = Plain("day")
    planned = When(lambda row: row.planned)


class HeadcountSerializer(serializers.Serializer):
    channel = Plain(choices=Channel.values)
    attended = Plain("number")


class RatingSerializer(serializers.Serializer):
    level = Plain("number", lambda row: row.level.number)
    stability = Known("number", lambda row: row.stability.number if row.stability else None)
    is_observed = Plain("yes_no")
    rated_on = Plain("day")
    reason = Plain(nullable=True)


class RevisitSerializer(serializers.Serializer):
    seen = Written(nullable=False)
    seen_on = Plain("day")


class HypothesisSerializer(serializers.Serializer):
    behaviour = Written(nullable=False, example="They mend a jacket instead of buying one")
    barrier = Written()
    lever = Written()
    sign = Written()
    written_on = Plain("day")
    replaced_on = Plain("day", nullable=True)
    revisits = RevisitSerializer(many=True)


class NotKnownYetSerializer(serializers.Serializer):
    said_on = Plain("day")


class PartSerializer(serializers.Serializer):
    role = Plain(choices=PartRole.values)
    organisation = Reading(lambda row: row, schema=REFERENCE)

    def to_representation(self, instance: OrganisationPart) -> dict[str, Any]:
        firm = instance.organisation.whole
        may_be_named = instance.role != PartRole.SUPPORTED or self.context["view"].visitor.sees_firm_names
        return {"role": instance.role, "organisation": reference(firm, may_be_named=may_be_named)}


class ActivityDetailSerializer(ActivitySerializer):
    description = Written()
    method = Written()
    remote_how = Written()
    remote_why_not = Written()
    lessons = Written()
    publicity = Written()
    duration_hours = Known("decimal", example="2.5")
    travel_hours = Known("decimal", example="1")
    travel_km = Known("number", example=120)
    participant_hours = Known("decimal", participant_hours, example="30")
    plan_turns = TurnSerializer(many=True)
    source_kind = Plain(nullable=True)
    source_status = Plain(nullable=True)
    source = Plain(nullable=True)
    headcounts = HeadcountSerializer(many=True)
    ratings = RatingSerializer(many=True, source="assessments")
    not_known_yet = NotKnownYetSerializer(many=True)
    hypotheses = HypothesisSerializer(many=True)
    organisations = PartSerializer(many=True, source="organisation_parts")
    n_evidence = Plain("number", lambda row: len(row.evidence.all()))
    evidence = Reading(lambda row: row.evidence.all(), schema=EVIDENCE | {"nullable": True})

    def to_representation(self, instance: Activity) -> dict[str, Any]:
        view: ArenaView = self.context["view"]
        shown = super().to_representation(instance)
        parts = PartSerializer(many=True, context=self.context)
        may_see = sees_evidence_titles(view.request.user, view.arena, on=view.on)
        return shown | {
            "organisations": sorted(parts.to_representation(parts_by_whole(instance)), key=_place),
            "evidence": evidence_of(instance, view) if may_see else None,
        }


def _place(part: dict[str, Any]) -> tuple[str, str]:
    """Rows come by role and name; those without a name stand by sector, so that the order tells nothing either."""
    firm = part["organisation"]
    return part["role"], "" if firm["name"]["value"] is not None else firm["sector"]["value"] or ""


class ActivityResource(ArenaView):
    operation = "activities_read"
    summary = _("One activity")
    about = _(
        "With all its ratings, counts, organisations and evidence. Evidence is null for those who may not see its "
        "titles; n_evidence always says how much there is."
    )
    serializer_class = ActivityDetailSerializer
    path_parameters = (
        SLUG,
        OpenApiParameter("key", int, OpenApiParameter.PATH, description=_("The activity's id.")),
    )

    def answer(self, key: int) -> HttpResponseBase:
        rows = page_of(logged_in(self)).prefetch_related("not_known_yet", "hypotheses__revisits")
        activity = get_object_or_404(rows, pk=key)
        return Response(self.serializer().to_representation(activity))
