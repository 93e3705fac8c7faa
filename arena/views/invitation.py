"""The page a mailed invitation leads to: who invites to what, and a button that accepts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from arena.actions.invitations import accept_invitation
from arena.forms.roles import HINTS
from arena.models import Invitation
from arena.people_queries import has_proven, invitation_with
from arena.rules import is_worth_something
from core.clock import now, today
from core.errors import RuleBroken
from core.forms import is_language_switch


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, so that a mail scanner or preview uses nothing up; the button accepts.

    A link that is unknown, used, taken back or over gets one and the same answer, except for who used it.
    """
    if request.method == "POST" and not is_language_switch(request):
        return _headers(_accept(request, token))
    return _headers(_look(request, token))


@sensitive_variables("token")
def _accept(request: HttpRequest, token: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        row = accept_invitation(token=token, user=request.user, at=now(), on=today())
    except RuleBroken as refused:
        return _look(request, token, refusal=str(refused.message))
    if row.organisation is not None:
        name = (row.organisation.canonical or row.organisation).name
        messages.success(request, gettext("You act for %(name)s from today.") % {"name": name})
    else:
        messages.success(request, gettext("Welcome. Your role holds from today."))
    return redirect(_done(row))


@sensitive_variables("token", "row")
def _look(request: HttpRequest, token: str, refusal: str = "") -> HttpResponse:
    row, person = invitation_with(token), request.user
    if row is not None and person.is_authenticated and row.accepted_by_id == person.pk:
        return render(request, "arena/invitation_used.html", {"row": row, "next_url": _done(row)})
    if row is None or not is_worth_something(row, at=now(), on=today()):
        return render(request, "arena/invitation_dead.html", status=404)
    if row.organisation is not None:
        context = {
            "row": row,
            "refusal": refusal,
            "organisation": row.organisation.canonical or row.organisation,
            "is_for_them": person.is_authenticated and row.invited_by_id == person.pk,
        }
        return render(request, "arena/proof.html", context, status=422 if refusal else 200)
    context = {
        "row": row,
        "refusal": refusal,
        "about_role": HINTS[row.role],
        "needs_second_step": row.role in settings.SECOND_FACTOR_ROLES,
        "is_for_them": person.is_authenticated and has_proven(person, row.email),
    }
    return render(request, "arena/invitation.html", context, status=422 if refusal else 200)


def _done(row: Invitation) -> str:
    """Where somebody goes who has accepted: to the organisation's people, or into the arena."""
    if row.organisation is None:
        return reverse("portal:overview", args=[row.arena.slug])
    whole = row.organisation.canonical_id or row.organisation_id
    return reverse("organisations:people", args=[row.arena.slug, whole])


def _headers(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes into no cache and to no other page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response
