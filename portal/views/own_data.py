"""The page about everything that is kept about a person: to see, to take along, to erase."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.step_up import recently_signed_in
from arena.actions.erasure import only_lead
from arena.queries import sides_led_by_nobody_else
from core.clock import now, today
from core.errors import RuleBroken
from portal.own_data.erase import erase_person, toll_of
from portal.own_data.gather import personal_data_of
from portal.own_data.shown import file_pieces, sections


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Everything kept about the person, in words, the newest of each kind."""
    shown, empty = sections(personal_data_of(request.user, at=now()))
    return render(request, "portal/own_data.html", {"sections": shown, "empty": empty})


@require_safe
@login_required
@recently_signed_in
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The same for programs, all of it."""
    at = now()
    pieces = file_pieces(personal_data_of(request.user, at=at), at=at)
    response = StreamingHttpResponse(pieces, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="own-data-{at:%Y-%m-%d}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_signed_in
def erase(request: HttpRequest) -> HttpResponse:
    """Says in numbers what erasing does, and erases."""
    alone = list(sides_led_by_nobody_else(request.user, on=today()))
    if alone:
        context = {"refusal": only_lead(alone).message, "crumbs": _crumbs()}
        return render(request, "portal/own_data_kept.html", context, status=422 if request.method == "POST" else 200)
    if request.method != "POST":
        return _confirm(request)
    try:
        erase_person(user=request.user, on=today(), at=now())
    except RuleBroken as broken:
        context = {"refusal": broken.message, "crumbs": _crumbs()}
        return render(request, "portal/own_data_kept.html", context, status=422)
    logout(request)
    messages.success(request, gettext("Your account is erased."))
    return redirect("portal:arenas")


def _confirm(request: HttpRequest) -> HttpResponse:
    context = {
        "title": gettext("Erase your account?"),
        "effects": _effects(request),
        "action": gettext("Erase my account"),
        "cancel_url": reverse("portal:own-data"),
        "is_danger": True,
        "crumbs": _crumbs(),
    }
    return render(request, "ui/confirm_page.html", context)


def _effects(request: HttpRequest) -> list[str]:
    toll = toll_of(request.user, on=today())
    effects = [gettext("Your name, addresses, second steps and emails are deleted, and you are signed out everywhere.")]
    if toll.memberships:
        words = ngettext(
            "The dates of your stay in a team remain, without you.",
            "The dates of your %(n)s stays in teams remain, without you.",
            toll.memberships,
        )
        effects.append(words % {"n": toll.memberships})
    if toll.roles:
        words = ngettext(
            "Your role ends today. That somebody held it remains, without you.",
            "Your %(n)s roles end today. That somebody held them remains, without you.",
            toll.roles,
        )
        effects.append(words % {"n": toll.roles})
    if toll.contributions:
        words = ngettext(
            "%(n)s activity, rating or piece of evidence from you remains, without your name.",
            "%(n)s activities, ratings and pieces of evidence from you remain, without your name.",
            toll.contributions,
        )
        effects.append(words % {"n": toll.contributions})
    if toll.keys:
        words = ngettext(
            "%(n)s API key that you issued is revoked at once.",
            "%(n)s API keys that you issued are revoked at once.",
            toll.keys,
        )
        effects.append(words % {"n": toll.keys})
    if toll.calendars:
        words = ngettext(
            "Your own calendar address shows nothing more.",
            "Your %(n)s own calendar addresses show nothing more.",
            toll.calendars,
        )
        effects.append(words % {"n": toll.calendars})
    effects.append(gettext("This cannot be undone. Download your data first if you want to keep it."))
    return effects


def _crumbs() -> list[tuple[str, str]]:
    return [
        (gettext("Account"), reverse("accounts:profile")),
        (gettext("Your data"), reverse("portal:own-data")),
        (pgettext("own data", "Erase"), ""),
    ]
