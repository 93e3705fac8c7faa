"""What holds for every page of somebody who is signed in: how long, and not without the second step."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from accounts import second_factor
from accounts.actions import note_session_used
from accounts.queries import has_factor
from accounts.session_rules import NOTED_EVERY, ORDINARY, TRUSTED
from core.clock import now, today

# When a session began and was last used, in the session itself.
BEGAN, USED = "began_at", "used_at"
# What somebody without the needed second step may open: the way to one, out, and what everybody may read about us.
ALWAYS_OPEN = frozenset(
    {
        "account_logout",
        "accounts:addresses",
        "accounts:app-add",
        "accounts:codes-file",
        "accounts:codes-renew",
        "accounts:factor-remove",
        "accounts:passkey-add",
        "accounts:passkey-rename",
        "accounts:second-factor-needed",
        "accounts:security",
        "accounts:session-end",
        "accounts:step-up",
        "portal:accessibility",
        "portal:look",
        "portal:privacy",
        "healthz",
        "policy-report",
        "readyz",
    }
)


class SessionRules:
    """Ends sessions that have lasted long enough, and leads to the second step whoever needs one and has made none.

    Whether somebody needs one is asked anew at each page, with the query that tells the person's roles anyway: a role
    given a moment ago counts. The API knows no sessions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before every view that is not the API's."""
        match = request.resolver_match
        if "api" in match.namespaces or not request.user.is_authenticated:
            return None
        is_needed = second_factor.is_needed(request.user, on=today())
        lifetime = TRUSTED if is_needed else ORDINARY
        at = now().timestamp()
        began = request.session.get(BEGAN, at)
        used = request.session.get(USED, began)
        if lifetime.is_over(began=began, used=used, at=at):
            get_adapter().logout(request)
            messages.info(request, gettext("You were signed out because it was a while ago. Sign in again to go on."))
            return None
        if USED not in request.session or at - used >= NOTED_EVERY:
            used = at
            request.session[BEGAN], request.session[USED] = began, used
            note_session_used(key=request.session.session_key, at=now())
        if is_needed:
            # For the page to warn in time (templates/shell/session_ends.html).
            request.session_ends = {
                "left": int(lifetime.left(began=began, used=used, at=at)),
                "idle": lifetime.idle,
                "whole": int(began + lifetime.whole - at),
            }
            if not second_factor.was_made(request) and match.view_name not in ALWAYS_OPEN:
                return _to_second_step(request)
        return None


def _to_second_step(request: HttpRequest) -> HttpResponse:
    """To the question for the factor the person has, or to the page that explains how to have one."""
    if has_factor(request.user):
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("portal:arenas")
        return HttpResponseRedirect(f"{reverse('accounts:step-up')}?{urlencode({'next': back})}")
    return HttpResponseRedirect(reverse("accounts:second-factor-needed"))
