"""The question "is it still you?": a second factor, or for those without one a fresh code by mail; then back."""

import json
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import mailed_codes, second_factor
from accounts.code_forms import TOO_OFTEN, FactorCodeAgainForm, MailedCodeForm, PasskeyAgainForm
from accounts.limits import tries
from accounts.mails import is_late
from accounts.queries import Factors, factors_of
from accounts.step_up import KEPT, is_recent, renew_key
from core.addresses import is_own
from core.clock import now
from core.forms import is_language_switch, kept

TEMPLATE = "account/step_up.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step_up(request: HttpRequest) -> HttpResponse:
    """Asks for what this person has; somebody who has just answered is sent on."""
    factors = factors_of(request.user)
    if is_recent(request) and (not factors or second_factor.was_made(request)):
        return _onward(request)
    return _ask_factor(request, factors) if factors else _ask_mailbox(request)


def _ask_factor(request: HttpRequest, factors: Factors) -> HttpResponse:
    by_passkey = "credential" in request.POST
    posted = request.POST if request.method == "POST" else None
    code_form = FactorCodeAgainForm(None if by_passkey else posted, user=request.user)
    passkey_form = PasskeyAgainForm(posted if by_passkey else None, user=request.user)
    form = passkey_form if by_passkey else code_form
    if is_language_switch(request):
        kept(form)
    elif form.is_valid():
        form.save()
        return _proved(request)
    options = json.dumps(begin_authentication(request.user)) if factors.passkeys else ""
    return _page(request, form, factors=factors, code_form=code_form, passkey_options=options)


def _ask_mailbox(request: HttpRequest) -> HttpResponse:
    at = now()
    if request.POST.get("action") == "send":
        if tries(request, "mail", user=request.user).take(at):
            mailed_codes.send(request, at=at)
        else:
            messages.error(request, TOO_OFTEN)
        return HttpResponseRedirect(request.get_full_path())
    initial = {"code": request.GET.get("code", "")[:12]}
    form = MailedCodeForm(request.POST if request.method == "POST" else None, request=request, initial=initial)
    if is_language_switch(request):
        kept(form)
    elif form.is_valid():
        record_authentication(request, request.user, method="code", reauthenticated=True)
        return _proved(request)
    is_sent = mailed_codes.is_waited_for(request, at=at)
    late = is_sent and is_late(request, at=at)
    return _page(request, form, code_form=form, is_sent=is_sent, is_late=late)


def _page(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    own = {"form": form, "next": _next(request), "switch_form": "step-up", "has_text": KEPT in request.session}
    return render(request, TEMPLATE, own | context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_own(wanted) else reverse("accounts:profile")


def _proved(request: HttpRequest) -> HttpResponse:
    renew_key(request)
    return _onward(request)


def _onward(request: HttpRequest) -> HttpResponse:
    """Back to the page; with what its form held, when that was sent too late."""
    address = _next(request)
    waiting = request.session.pop(KEPT, None) if request.method == "POST" else None
    if waiting and waiting["address"] == address:
        return render(request, "account/step_up_done.html", waiting)
    return HttpResponseRedirect(address)
