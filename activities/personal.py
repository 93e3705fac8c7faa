"""What the activities app keeps about a person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from activities.models import Activity, Assessment, CalendarFeed, Evidence, Hypothesis, NotKnownYet, PlanTurn, Revisit
from core.personal import Fact, Kept


def personal_data_of(user: User) -> list[Kept]:
    """What the person logged, rated, planned, answered, wrote about behaviour and added as evidence."""
    logged = Activity.objects.filter(logged_by=user).select_related("arena").order_by("-pk")
    rated = (
        Assessment.objects.filter(rater=user).select_related("activity__arena", "level").order_by("-rated_on", "-pk")
    )
    added = Evidence.everything.filter(added_by=user).select_related("activity__arena").order_by("-pk")
    feeds = CalendarFeed.objects.filter(user=user).select_related("arena").order_by("-pk")
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
            key="plan_turns",
            title=_("What you said became of plans"),
            rows=PlanTurn.objects.filter(noted_by=user).select_related("activity__arena").order_by("-noted_on", "-pk"),
            facts=(
                Fact(key="activity", label=_("Activity"), value=lambda row: row.activity.title),
                Fact(key="turn", label=_("Status"), value=lambda row: row.turn, words=_turn),
                Fact(key="reason", label=_("Why?"), value=lambda row: row.reason),
                Fact(key="noted_on", label=_("Noted on"), value=lambda row: row.noted_on),
            ),
            link=lambda row: _page(row.activity),
            language=lambda row: row.activity.language,
        ),
        Kept(
            key="not_known_yet",
            title=_("Checks you could not answer yet"),
            rows=NotKnownYet.objects.filter(said_by=user).select_related("activity__arena").order_by("-said_on", "-pk"),
            facts=(
                Fact(key="activity", label=_("Activity"), value=lambda row: row.activity.title),
                Fact(key="said_on", label=pgettext_lazy("own data", "Answered on"), value=lambda row: row.said_on),
            ),
            link=lambda row: _page(row.activity),
            language=lambda row: row.activity.language,
        ),
        Kept(
            key="hypotheses",
            title=_("Behaviour hypotheses you wrote"),
            rows=Hypothesis.objects.filter(written_by=user)
            .select_related("activity__arena")
            .order_by("-written_on", "-pk"),
            facts=(
                Fact(key="behaviour", label=_("What people are to do"), value=lambda row: row.behaviour),
                Fact(key="barrier", label=_("What stands in the way"), value=lambda row: row.barrier),
                Fact(key="lever", label=_("What helps"), value=lambda row: row.lever),
                Fact(key="sign", label=_("Sign of change"), value=lambda row: row.sign),
                Fact(key="written_on", label=pgettext_lazy("own data", "Written on"), value=lambda row: row.written_on),
            ),
            link=lambda row: _page(row.activity),
            language=lambda row: row.language,
        ),
        Kept(
            key="revisits",
            title=_("What you saw of behaviour hypotheses"),
            rows=Revisit.objects.filter(seen_by=user)
            .select_related("hypothesis__activity__arena")
            .order_by("-seen_on", "-pk"),
            facts=(
                Fact(key="seen", label=_("What was seen"), value=lambda row: row.seen),
                Fact(key="activity", label=_("Activity"), value=lambda row: row.hypothesis.activity.title),
                Fact(key="seen_on", label=pgettext_lazy("own data", "Seen on"), value=lambda row: row.seen_on),
            ),
            link=lambda row: _page(row.hypothesis.activity),
            language=lambda row: row.language,
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
        Kept(
            key="calendar_addresses",
            title=_("Your own calendar addresses"),
            rows=feeds,
            facts=(
                Fact(key="name", label=pgettext_lazy("own data", "Where you use it"), value=lambda row: row.name),
                Fact(key="arena", label=_("Arena"), value=lambda row: row.arena.name),
                Fact(key="scope", label=_("What it holds"), value=lambda row: row.scope, words=_scope),
                Fact(key="made_at", label=pgettext_lazy("own data", "Made"), value=lambda row: row.created_at),
                Fact(
                    key="last_used_at", label=pgettext_lazy("own data", "Last used"), value=lambda row: row.last_used_at
                ),
            ),
            link=lambda row: reverse("activities:calendar-own", args=[row.arena.slug]),
        ),
    ]


def _page(activity: Activity) -> str:
    return reverse("activities:page", args=[activity.arena.slug, activity.pk])


def _status(activity: Activity) -> Any:
    return activity.get_status_display()


def _scope(feed: CalendarFeed) -> Any:
    return feed.get_scope_display()


def _turn(turn: PlanTurn) -> Any:
    return turn.get_turn_display()
