"""Calendars for other programs: what everybody may see of an arena, one activity, what one person may see."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from activities import agenda
from activities.actions.calendar_feeds import note_feed_use
from activities.calendar_file import as_file, fingerprint
from activities.calendar_filter import CalendarFilter
from activities.models import Activity
from activities.queries import activities_visible_to
from activities.views.calendar_words import file_entries
from arena.access import enter
from arena.models import Arena
from arena.queries import arenas_visible_to
from core.addresses import client_network
from core.clock import now, today
from core.limits import Limit, Tries

HOUR = 3600
# A program that asks every minute is broken; so many wrong secrets from one network are tried, not mistyped.
READS_OF_A_FEED = (Limit(60, HOUR, "account"),)
WRONG_SECRETS = (Limit(60, HOUR, "network"),)
# Anybody may keep the public calendar so long.
KEPT_BY_ANYBODY = "public, max-age=300"


@require_safe
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The public calendar of an arena, whoever asks: what nobody in particular may see. Filters are parameters."""
    on, nobody = today(), AnonymousUser()
    arena = get_object_or_404(arenas_visible_to(nobody, on=on), slug=slug)
    rows = agenda.calendar_of(nobody, arena, on=on, sees_inner=False)
    found = CalendarFilter(request.GET, queryset=rows, arena=arena, may_switch=False)
    if not found.form.is_valid():
        # A subscription for a team that is no more is not one to everything.
        raise Http404
    chosen = [words for _name, _value, words in found.in_use()]
    answer = _answer(request, arena, agenda.for_file(found.qs), name=" – ".join([arena.name, *chosen]))
    answer.headers["Cache-Control"] = KEPT_BY_ANYBODY
    return answer


@require_safe
def event_file(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """One activity with a day of its own, for the calendar of whoever sees it."""
    arena = enter(request, slug)
    visible = activities_visible_to(request.user, arena, on=request.visitor.on)
    rows = agenda.for_file(visible.filter(pk=key))
    if not rows:
        raise Http404
    answer = _answer(request, arena, rows, name=rows[0].title)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{arena.slug}-{key}.ics")
    return answer


@require_safe
@sensitive_variables("token")
def calendar_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A person's own calendar by its secret address: what the person may see now. Nobody is signed in by it.

    404 for a secret that is wrong or ended, and for a person who no longer works in the arena.
    """
    at, on = now(), today()
    feed = agenda.feed_with(slug, token)
    account, limits = (f"feed {feed.pk}", READS_OF_A_FEED) if feed else ("", WRONG_SECRETS)
    if not Tries("calendar_link", limits, account, client_network(request)).take(at):
        return HttpResponse(gettext("Too many requests"), status=429, headers={"Retry-After": str(HOUR)})
    if feed is None or not arenas_visible_to(feed.user, on=on).filter(pk=feed.arena_id).exists():
        raise Http404
    if not feed.user.has_perm("activities.log_activity", feed.arena):
        raise Http404
    note_feed_use(feed=feed, at=at)
    answer = _answer(request, feed.arena, agenda.for_file(agenda.of_feed(feed, on=on)), name=f"{feed.arena} – {feed}")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _answer(request: HttpRequest, arena: Arena, rows: Iterable[Activity], *, name: str) -> HttpResponse:
    """The file, or 304 for who has it: then it is not made."""
    entries, zone = file_entries(rows, arena), ZoneInfo(settings.TIME_ZONE)
    etag = fingerprint(entries, name=name, zone=zone)
    if answer := get_conditional_response(request, etag=etag):
        answer.headers["ETag"] = etag
        return answer
    headers = {"ETag": etag, "Content-Disposition": content_disposition_header(False, f"{arena.slug}.ics")}
    return HttpResponse(
        as_file(entries, name=name, zone=zone), content_type="text/calendar; charset=utf-8", headers=headers
    )
