"""Activities: the list, and one with everything that hangs on it."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from activities.actions.log_activity import change_activity, log_activity
from activities.actions.rate_activity import Rating
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
from activities.rules import may_only_draft
from api.fields import Known, Plain, Reading, When, Written
from api.v1 import activity_body, choices
from api.v1.activity_body import ActivityBody, in_words_of_the_api
from api.v1.codes import PriorityKeys, SideCodes, ThemeKeys
from api.v1.evidence import EVIDENCE, evidence_of
from api.v1.organisations import REFERENCE, reference
from api.views import SLUG, ArenaListView, ArenaView
from api.writing import Writable, Write
from arena.actions.keys import note_key_write
from core.errors import RuleBroken

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
        choices=[one.value for one in Status if one != Status.UNKNOWN],
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


def visible_in(view: ArenaView) -> QuerySet[Activity]:
    """The activities of the view's arena that whoever asks may see: drafts only with a key that acts for a person."""
    return activities_visible_to(view.request.user, view.arena, on=view.on)


def logged_in(view: ArenaView) -> QuerySet[Activity]:
    """Those that are no drafts."""
    return visible_in(view).exclude(status=Status.DRAFT)


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
    version = Plain("number")
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


class ActivityList(Writable, ArenaListView):
    operation = "activities_list"
    summary = _("Activities")
    about = _(
        "What happened or is to happen. Drafts are left out unless status asks for those that you may see. Level and "
        "stability are those of the latest rating. Those in the room and online are added up."
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

    writes = {
        "POST": Write(
            "activities_create",
            _("Log an activity"),
            _(
                "The rules are those of the form: everything but the title may be unknown, and all but a draft has a "
                "level. For the other country alone it stays a draft, as on the page. Null is unknown; without a "
                "status the date decides. Organisations come by id, or by name if the register does not have them."
            ),
            ActivityBody,
            ActivityDetailSerializer,
            {"title": "Repair evening", "date": "2024-03-02", "level": 2, "participants": 18},
        )
    }

    def post(self, request: Request, slug: str) -> HttpResponse:
        self.begin(slug)
        if not self.visitor.may_log:
            raise PermissionDenied
        return self.once(self.create)

    def create(self) -> tuple[str, dict[str, Any]]:
        """Logs what was sent, and gives its address and how it stands."""
        sent, user = self.sent(), self.request.user
        facts = activity_body.new_facts(sent, self)
        only_draft = may_only_draft(user, self.arena, sides=facts.sides, team=facts.team)
        with in_words_of_the_api():
            activity = log_activity(
                arena=self.arena,
                facts=facts,
                rating=activity_body.rating_over(None, sent),
                is_draft=only_draft or sent.get("status") == Status.DRAFT,
                more=activity_body.more_over(None, sent, self),
                proof=activity_body.proof_of(sent),
                actor=user,
                on=self.on,
            )
        address = reverse("api:activity", args=[self.arena.slug, activity.pk])
        note_key_write(key=self.request.auth, path=address)
        return address, shown_alone(self, activity.pk)

    def rows(self) -> QuerySet[Activity]:
        found = visible_in if "status" in self.request.query_params else logged_in
        return choices.activities_chosen(self, for_list(found(self)))


def found_alone(view: ArenaView, key: int) -> Activity:
    """One activity with all that hangs on it; 404 when it is not there for whoever asks."""
    rows = page_of(visible_in(view)).prefetch_related("not_known_yet", "hypotheses__revisits")
    return get_object_or_404(rows, pk=key)


def shown_alone(view: ArenaView, key: int) -> dict[str, Any]:
    """One activity as its own address shows it."""
    return ActivityDetailSerializer(context={"view": view}).to_representation(found_alone(view, key))


class ActivityResource(Writable):
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

    writes = {
        "PATCH": Write(
            "activities_change",
            _("Change an activity"),
            _(
                "Only what is sent is changed; null makes it unknown. Lists are replaced as a whole. A draft stays one "
                "until a status is sent. A level or stability that differs is added as a rating; earlier ones stay."
            ),
            ActivityBody,
            ActivityDetailSerializer,
            {"place": "Arvika", "participants": None},
        )
    }

    def answer(self, key: int) -> HttpResponseBase:
        activity = found_alone(self, key)
        self.version = activity.version
        return Response(self.serializer().to_representation(activity))

    def patch(self, request: Request, slug: str, key: int) -> HttpResponse:
        self.begin(slug)
        activity = found_alone(self, key)
        if not request.user.has_perm("activities.change_activity", activity):
            raise PermissionDenied
        version = self.version_named(activity)
        with in_words_of_the_api():
            changed = self.change(activity, version, self.sent(partial=True))
        return self.changed(changed, shown_alone(self, key))

    @transaction.atomic
    def change(self, activity: Activity, version: int, sent: Mapping[str, Any]) -> Activity:
        """Writes what was sent over this version."""
        facts, user = activity_body.facts_over(activity, sent), self.request.user
        was_draft, stays_draft = activity.status == Status.DRAFT, sent.get("status", Status.DRAFT) == Status.DRAFT
        if not was_draft and sent.get("status") == Status.DRAFT:
            raise RuleBroken(
                "activity.not_a_draft", _("What was logged does not become a draft again."), field="status"
            )
        only_draft = may_only_draft(user, self.arena, sides=facts.sides, team=facts.team)
        if only_draft and not was_draft:
            message = _("You can leave drafts for the other country, but not move this there.")
            raise RuleBroken("activity.other_side", message, field="sides")
        is_draft = was_draft and (stays_draft or only_draft)
        rating = activity_body.rating_over(activity, sent)
        if rating is None and was_draft and not is_draft:
            rating = latest_rating(activity)
        row = change_activity(
            activity=activity,
            version=version,
            facts=facts,
            rating=rating,
            is_draft=is_draft,
            more=activity_body.more_over(activity, sent, self),
            proof=activity_body.proof_of(sent),
            actor=user,
            on=self.on,
        )
        note_key_write(key=self.request.auth, path=self.request.path)
        return row


def latest_rating(activity: Activity) -> Rating | None:
    """What the draft was rated, if it was. Uses prefetched rows."""
    latest = next(iter(activity.assessments.all()), None)
    return Rating(latest.level, latest.stability) if latest else None
