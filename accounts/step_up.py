"""Who does what could do lasting harm has shown within half an hour who they are.

`recently_signed_in` stands on views, below the decorators that decide who may come at all.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.actions import note_session_renewed
from core.clock import now

LASTS = timedelta(minutes=30)
# What a form held that was sent too late; longer texts wait in the browser.
KEPT = "step_up_kept"
KEPT_SIGNS = 100_000


def recently_signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks somebody whose last proof is older than half an hour for a new one, then leads back here.

    The form is asked for before anything is typed; what is sent later nevertheless is kept over the question.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated or is_recent(request):
            return view(request, *args, **kwargs)
        return ask_again(request)

    return door


def is_recent(request: HttpRequest) -> bool:
    """Whether this session has seen a code, a passkey or a link of this person within half an hour."""
    records = get_authentication_records(request, request.user)
    return bool(records) and now().timestamp() - records[-1]["at"] < LASTS.total_seconds()


def renew_key(request: HttpRequest) -> None:
    """Gives this session a new key once it is worth more: a key that somebody saw before is worth nothing after."""
    old = request.session.session_key
    request.session.cycle_key()
    note_session_renewed(old=old, new=request.session.session_key)


def ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and back."""
    request.session.pop(KEPT, None)
    if request.method == "POST" and not request.FILES:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
        fields = [(name, text) for name, text in fields if name != "csrfmiddlewaretoken"]
        if sum(len(name) + len(text) for name, text in fields) <= KEPT_SIGNS:
            request.session[KEPT] = {"address": request.get_full_path(), "fields": fields}
    return HttpResponseRedirect(f"{reverse('accounts:step-up')}?{urlencode({'next': request.get_full_path()})}")
