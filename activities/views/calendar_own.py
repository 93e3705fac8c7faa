"""A person's own calendar addresses: the list, a new one that is shown once, and its end."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts.step_up import recently_signed_in
from activities.actions.calendar_feeds import MOST_PER_PERSON, end_feed, make_feed
from activities.agenda import feeds_of
from activities.forms.calendar_feed import FeedForm
from activities.models import CalendarFeed
from arena.access import enter
from arena.models import Arena
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import new_token, once


def of_those_who_work_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a page to those who log in the arena; 404, sign-in or 403 for others."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs: int) -> HttpResponse:
        arena = enter(request, slug)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.visitor.may_log:
            raise PermissionDenied
        return view(request, arena, **kwargs)

    return door


@require_safe
@of_those_who_work_here
def feed_list(request: HttpRequest, arena: Arena) -> HttpResponse:
    """The addresses that work, with their last use."""
    feeds = list(feeds_of(request.user, arena))
    context = {"feeds": feeds, "may_make": len(feeds) < MOST_PER_PERSON, "crumbs": _crumbs(arena)}
    return render(request, "activities/feeds_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_those_who_work_here
@recently_signed_in
def feed_new(request: HttpRequest, arena: Arena) -> HttpResponse:
    """Asks what the address is for; the answer to the POST is the only page that ever shows it."""
    form = FeedForm(request.POST if request.method == "POST" else None)
    if is_language_switch(request):
        return _form_page(request, arena, kept(form))
    if request.method == "POST" and form.is_valid():
        return _make(request, arena, form)
    return _form_page(request, arena, form)


@sensitive_variables("made", "token", "context")
def _make(request: HttpRequest, arena: Arena, form: FeedForm) -> HttpResponse:
    made: list[tuple[CalendarFeed, str]] = []

    def write() -> str:
        made.append(make_feed(arena=arena, owner=request.user, **form.cleaned_data))
        return reverse("activities:calendar-own", args=[arena.slug])

    sent = request.POST.get("token", "")
    try:
        once(token=sent, purpose="activities.make_feed", owner=str(request.user.pk), write=write)
    except RuleBroken as broken:
        form.add_error(broken.field, broken.message)
        return _form_page(request, arena, form)
    feed, token = made[0] if made else (None, "")
    link = reverse("activities:calendar-link", args=[arena.slug, token]) if token else ""
    context = {
        "feed": feed,
        "address": request.build_absolute_uri(link) if link else "",
        "crumbs": _crumbs(arena, gettext("New address")),
    }
    response = render(request, "activities/feed_made_page.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _form_page(request: HttpRequest, arena: Arena, form: FeedForm) -> HttpResponse:
    context = {
        "form": form,
        "token": new_token(),
        "switch_form": "feed-form",
        "crumbs": _crumbs(arena, gettext("New address")),
    }
    return render(request, "activities/feed_new_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@of_those_who_work_here
def feed_end(request: HttpRequest, arena: Arena, key: int) -> HttpResponse:
    """Says what follows, then ends the address."""
    feed = get_object_or_404(feeds_of(request.user, arena), pk=key)
    list_url = reverse("activities:calendar-own", args=[arena.slug])
    if request.method == "POST":
        end_feed(feed=feed, actor=request.user)
        messages.success(request, gettext("The address %(name)s is ended.") % {"name": feed.name})
        return redirect(list_url)
    effects = [
        gettext("Programs that use the address %(name)s fetch nothing more, from this moment.") % {"name": feed.name},
        gettext("What they have fetched stays there until you remove it in the program."),
    ]
    context = {
        "title": gettext("End this address?"),
        "effects": effects,
        "action": gettext("End the address"),
        "cancel_url": list_url,
        "is_danger": True,
        "crumbs": _crumbs(arena, gettext("End the address")),
    }
    return render(request, "ui/confirm_page.html", context)


def _crumbs(arena: Arena, *last: str) -> list[tuple[str, str]]:
    own = reverse("activities:calendar-own", args=[arena.slug]) if last else ""
    return [
        (gettext("Overview"), reverse("portal:overview", args=[arena.slug])),
        (gettext("Calendar"), reverse("activities:calendar", args=[arena.slug])),
        (gettext("Your own address"), own),
        *((text, "") for text in last),
    ]
