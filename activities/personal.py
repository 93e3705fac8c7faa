"""What the activities app keeps about a person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from activities.models import Activity, Assessment, Evidence
from core.personal import Fact, Kept


def personal_data_of(user: User) -> list[Kept]:
    """What the person logged, rated and added as evidence."""
    logged = Activity.objects.filter(logged_by=user).select_related("arena").order_by("-pk")
    rated = (
        Assessment.objects.filter(rater=user).select_related("activity__arena", "level").order_by("-rated_on", "-pk")
    )
    added = Evidence.everything.filter(added_by=user).select_related("activity__arena").order_by("-pk")
    return [
        Kept(
            key="activities",
            title=_("Activities you logged"),
            rows=logged,
            facts=(
                Fact(key="title", label=_("Activity"), value=lambda row: row.title),
                Fact(key="arena", label=_("Arena"), value=lambda row: row.arena.name),
                Fact(key="status", label=_("Status"), value=lambda row: row.status, words=_status),
                Fact(key="logged_at", label=pgettext_lazy("own data", "Logged"), value=lambda row: row.created_at),
            ),
            link=_page,
            language=lambda row: row.language,
        ),
        Kept(
            key="ratings",
            title=_("Ratings you gave"),
            rows=rated,
            facts=(
                Fact(key="activity", label=_("Activity"), value=lambda row: row.activity.title),
                Fact(key="level", label=_("Effect level"), value=lambda row: str(row.level)),
                Fact(key="reason", label=_("Why?"), value=lambda row: row.reason),
                Fact(key="rated_on", label=pgettext_lazy("own data", "Rated on"), value=lambda row: row.rated_on),
            ),
            link=lambda row: _page(row.activity),
            language=lambda row: row.activity.language,
        ),
        Kept(
            key="evidence",
            title=_("Evidence you added"),
            rows=added,
            facts=(
                Fact(key="title", label=_("Evidence"), value=lambda row: row.title),
                Fact(key="activity", label=_("Activity"), value=lambda row: row.activity.title),
                Fact(key="added_at", label=pgettext_lazy("own data", "Added"), value=lambda row: row.created_at),
            ),
            link=lambda row: _page(row.activity),
        ),
    ]


def _page(activity: Activity) -> str:
    return reverse("activities:page", args=[activity.arena.slug, activity.pk])


def _status(activity: Activity) -> Any:
    return activity.get_status_display()
