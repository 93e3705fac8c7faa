"""Ratings: all of an arena, those of one activity, one alone. A new one never takes the place of an earlier one."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from activities.actions.rate_activity import Rating, rate_activity
from activities.forms.rate import RateForm
from activities.models import Activity, Assessment
from activities.queries import page_of, with_latest_rating
from api.fields import Known, Plain
from api.inputs import Body, OfForm, Sent
from api.openapi import parameter
from api.v1 import choices
from api.v1.activities import logged_in, visible_in
from api.v1.activity_body import read_level, read_step
from api.views import SLUG, ArenaListView, ArenaView
from api.writing import Writable, Write
from arena.actions.keys import note_key_write

DAY = {"type": "string", "format": "date"}
KEY = OpenApiParameter("key", int, OpenApiParameter.PATH, description=_("The activity's id."))
RATING = OpenApiParameter("rating", int, OpenApiParameter.PATH, description=_("The rating's id."))


class AssessmentSerializer(serializers.Serializer):
    id = Plain("number", lambda row: row.pk)
    activity = Plain("number", lambda row: row.activity_id)
    level = Plain("number", lambda row: row.level.number, example=2)
    stability = Known("number", lambda row: row.stability.number if row.stability else None, example=3)
    is_observed = Plain("yes_no")
    rated_on = Plain("day")
    reason = Plain(nullable=True)


class AssessmentBody(Body):
    level = Sent("number", read_level, schema={"minimum": 1, "example": 2}, required=True, nullable=False)
    stability = Sent("number", read_step, schema={"minimum": 1, "example": 3})
    reason = OfForm(RateForm.base_fields["reason"])


def ratings_of(activities: QuerySet[Activity]) -> QuerySet[Assessment]:
    """Ratings of these activities with what an answer needs, in one query."""
    rows = Assessment.objects.filter(activity__in=activities.order_by().values("pk"))
    return rows.select_related("level", "stability", "activity")


class AssessmentList(ArenaListView):
    operation = "assessments_list"
    summary = _("Ratings")
    about = _(
        "Every rating of every activity that is no draft: two people may see it differently, and both stay. The map "
        "shows the latest by its day; of two on one day, the one with the higher id."
    )
    serializer_class = AssessmentSerializer
    query_parameters = (
        choices.SIDE,
        choices.THEME,
        choices.TEAM,
        choices.PERIOD,
        choices.KIND,
        choices.WORDS,
        parameter("rated_level", _("The number of the effect level in this rating."), {"type": "integer"}),
        parameter("is_observed", _("Seen (true), or expected of a plan (false)."), enum=["true", "false"]),
        parameter("rated_from", _("Rated on this day or later."), DAY),
        parameter("rated_until", _("Rated on this day or earlier."), DAY),
        choices.CHANGED_SINCE,
    )

    def rows(self) -> QuerySet[Assessment]:
        query = self.request.query_params
        chosen = choices.filtered(self, with_latest_rating(logged_in(self)))
        rows = ratings_of(chosen)
        if level := query.get("rated_level"):
            rows = rows.filter(level__number=_number(level))
        if answer := query.get("is_observed"):
            rows = rows.filter(is_observed=answer == "true")
        if "rated_from" in query:
            rows = rows.filter(rated_on__gte=_day(self, "rated_from"))
        if "rated_until" in query:
            rows = rows.filter(rated_on__lte=_day(self, "rated_until"))
        since = choices.chosen_time(self, "changed_since")
        return rows if since is None else rows.filter(changed_at__gte=since)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 3:
        return int(text)
    raise ValidationError({"rated_level": [ErrorDetail(_("This answer does not exist here."), "not_here")]})


def _day(view: ArenaView, name: str) -> date:
    try:
        return date.fromisoformat(view.request.query_params[name])
    except ValueError:
        message = _("Write a day, such as 2024-01-31.")
        raise ValidationError({name: [ErrorDetail(message, "date.unreadable")]}) from None


class AssessmentResource(ArenaView):
    operation = "assessments_read"
    summary = _("One rating")
    about = _("As it stands among the others.")
    serializer_class = AssessmentSerializer
    path_parameters = (SLUG, RATING)

    def answer(self, rating: int) -> HttpResponseBase:
        row = get_object_or_404(ratings_of(visible_in(self)), pk=rating)
        return Response(self.serializer().to_representation(row))


class AssessmentsOfActivity(Writable, ArenaListView):
    operation = "activities_assessments"
    summary = _("The ratings of an activity")
    about = _("All of them, the first one first.")
    serializer_class = AssessmentSerializer
    path_parameters = (SLUG, KEY)
    writes = {
        "POST": Write(
            "activities_assess",
            _("Rate an activity"),
            _(
                "Seen when it was held, expected while it is planned; on the day of the request. Earlier ratings stay. "
                "The activity gets a new version."
            ),
            AssessmentBody,
            AssessmentSerializer,
            {"level": 2, "stability": 3, "reason": "Three new workshops do the same"},
        )
    }

    def rows(self, key: int) -> QuerySet[Assessment]:
        activity = get_object_or_404(visible_in(self), pk=key)
        return ratings_of(visible_in(self).filter(pk=activity.pk))

    def post(self, request: Request, slug: str, key: int) -> HttpResponse:
        self.begin(slug)
        activity = get_object_or_404(page_of(visible_in(self)), pk=key)
        if not request.user.has_perm("activities.rate_activity", activity):
            raise PermissionDenied
        return self.once(lambda: self.create(activity))

    def create(self, activity: Activity) -> tuple[str, dict[str, Any]]:
        """Adds the rating that was sent, and gives its address and how it stands."""
        sent = self.sent()
        rating = Rating(sent["level"], sent.get("stability"), sent.get("reason", ""))
        row = rate_activity(activity=activity, rating=rating, actor=self.request.user, on=self.on)
        address = reverse("api:assessment", args=[self.arena.slug, row.pk])
        note_key_write(key=self.request.auth, path=address)
        return address, AssessmentSerializer(context={"view": self}).to_representation(row)
