"""Finding the activity of an address, and the way back from its pages."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from activities.models import Activity
from activities.queries import activities_visible_to, page_of
from arena.access import enter


def find_activity(request: HttpRequest, slug: str, key: int) -> Activity:
    """The activity with this key if the visitor may see it, else 404; read with everything its page needs."""
    arena = enter(request, slug)
    visible = activities_visible_to(request.user, arena, on=request.visitor.on)
    activity = get_object_or_404(page_of(visible), pk=key)
    activity.arena = arena
    return activity


def demand(request: HttpRequest, permission: str, activity: Activity) -> None:
    """403 for who sees the activity but may not do this to it."""
    if not request.user.has_perm(permission, activity):
        raise PermissionDenied


def page_address(activity: Activity) -> str:
    """The activity's own page."""
    return reverse("activities:page", args=[activity.arena.slug, activity.pk])


def crumbs(slug: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Overview, Activities, then `more`."""
    return [
        (gettext("Overview"), reverse("portal:overview", args=[slug])),
        (gettext("Activities"), reverse("activities:list", args=[slug])),
        *more,
    ]
