"""Account security: factors, recovery codes and the devices one is signed in on."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import second_factor
from accounts.actions import LAST_FACTOR, add_app, add_passkey, end_sessions, remove_factor, rename_passkey, renew_codes
from accounts.code_forms import AppForm, NewPasskeyForm, PasskeyNameForm
from accounts.devices import device
from accounts.limits import tries
from accounts.qr import qr_code
from accounts.queries import factors_of, passkeys_of, sessions_of
from accounts.step_up import recently_signed_in, renew_key
from core.clock import now, today
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import new_token, once

Codes = list[str]


@require_safe
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """What protects this account, and where it is in use."""
    here = request.session.session_key
    sessions = [
        {
            "key": session.pk,
            "device": device(session.user_agent),
            "at": session.last_seen_at,
            "since": session.created_at,
            "is_here": session.session_key == here,
        }
        for session in sessions_of(request.user, at=now())
    ]
    sessions.sort(key=lambda session: not session["is_here"])
    context = {
        "factors": factors_of(request.user),
        "sessions": sessions,
        "is_needed": second_factor.is_needed(request.user, on=today()),
    }
    return render(request, "account/security.html", context)


@require_safe
@login_required
def required(request: HttpRequest) -> HttpResponse:
    """Why a second step is needed now, and the two ways to have one."""
    if second_factor.was_made(request) or not second_factor.is_needed(request.user, on=today()):
        return redirect("accounts:security")
    return render(request, "account/second_factor_needed.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_signed_in
@sensitive_variables("form", "link")
def app_add(request: HttpRequest) -> HttpResponse:
    """Shows a secret as a picture and as text; the first code of the app makes it a factor."""
    form = AppForm(request.POST if request.method == "POST" else None, request=request)
    if is_language_switch(request):
        kept(form)
    elif form.is_valid():
        code = form.cleaned_data["code"]
        answer = _added(request, form, lambda: add_app(user=request.user, secret=form.secret, code=code, at=now()))
        if answer:
            return answer
    link = get_adapter().build_totp_url(request.user, form.secret)
    groups = [form.secret[start : start + 4] for start in range(0, len(form.secret), 4)]
    return _form_page(request, "mfa/app.html", form, qr=qr_code(link), link=link, secret=" ".join(groups))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_signed_in
def passkey_add(request: HttpRequest) -> HttpResponse:
    """The device makes a passkey for this site and shows it once."""
    here = device(request.headers.get("User-Agent", ""))
    initial = {"name": here or get_adapter().generate_authenticator_name(request.user, "webauthn")}
    form = NewPasskeyForm(request.POST if request.method == "POST" else None, request=request, initial=initial)
    if is_language_switch(request):
        kept(form)
    elif form.is_valid():
        answer = _added(request, form, lambda: add_passkey(user=request.user, at=now(), **form.cleaned_data))
        if answer:
            return answer
    options = json.dumps(begin_registration(request.user, True))
    return _form_page(request, "mfa/passkey.html", form, passkey_options=options)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_signed_in
def passkey_rename(request: HttpRequest, key: int) -> HttpResponse:
    """Another name for a passkey."""
    passkey = get_object_or_404(passkeys_of(request.user), pk=key)
    posted = request.POST if request.method == "POST" else None
    form = PasskeyNameForm(posted, initial={"name": passkey.wrap().name})
    if is_language_switch(request):
        kept(form)
    elif form.is_valid():
        rename_passkey(user=request.user, key=passkey.pk, name=form.cleaned_data["name"])
        messages.success(request, gettext("Saved"))
        return redirect("accounts:security")
    return _form_page(request, "mfa/passkey_name.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_signed_in
def factor_remove(request: HttpRequest, key: int) -> HttpResponse:
    """Says what follows, then takes the app or the passkey away; refused while a role needs it."""
    factors = factors_of(request.user)
    factor = next((one for one in (factors.app, *factors.passkeys) if one and one.pk == key), None)
    if factor is None:
        raise Http404
    is_last = factors.count == 1
    refusal = LAST_FACTOR if is_last and second_factor.is_needed(request.user, on=today()) else None
    if request.method == "POST":
        try:
            remove_factor(user=request.user, key=key, on=today())
        except RuleBroken as broken:
            refusal = broken.message
        else:
            if is_last:
                second_factor.forget(request)
            _end_other_sessions(request)
            messages.success(request, gettext("Removed. You are signed out on all other devices."))
            return redirect("accounts:security")
    is_refused = request.method == "POST"
    context = {"factor": factor, "is_last": is_last, "refusal": refusal, "is_refused": is_refused}
    return render(request, "mfa/remove.html", context, status=409 if is_refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_signed_in
def codes_renew(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old ones are void from that moment."""
    factors = factors_of(request.user)
    if not factors:
        raise Http404
    if request.method != "POST":
        return render(request, "mfa/codes_renew.html", {"left": factors.codes_left, "token": new_token()})
    try:
        codes = _once(request, "accounts.renew_codes", lambda: renew_codes(user=request.user))
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("accounts:codes-renew")
    _end_other_sessions(request)
    return _codes_page(request, codes)


@sensitive_post_parameters()
@require_POST
@login_required
def codes_file(request: HttpRequest) -> HttpResponse:
    """The codes on the page as a text file: the page sends what it shows, and nothing else is handed out.

    What is not on the page counts as a wrong code: nobody finds one out here.
    """
    shown = request.POST.get("codes", "")[:1000].split()
    codes, at = factors_of(request.user).codes, now()
    counted = tries(request, "second_step", user=request.user)
    if codes is None or not counted.take(at) or not shown or set(shown) - set(codes.wrap().get_unused_codes()):
        raise Http404
    counted.give_back(at)
    title = gettext("Recovery codes for %(address)s") % {"address": request.user.email}
    text = "\n".join([title, "", *shown, "", gettext("Each code works once."), ""])
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


@require_POST
@login_required
def session_end(request: HttpRequest) -> HttpResponse:
    """Signs out on one other device, or on all of them."""
    key = request.POST.get("key", "")
    only = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None
    if key and only is None:
        raise Http404
    count = end_sessions(user=request.user, but=request.session.session_key, only=only)
    words = ngettext("Signed out on %(count)d device.", "Signed out on %(count)d devices.", count)
    messages.success(request, words % {"count": count})
    return redirect("accounts:security")


def _added(request: HttpRequest, form: Any, write: Callable[[], Codes]) -> HttpResponse | None:
    """What follows a new factor: this session has made its second step, all others end. None when it was refused."""
    try:
        codes = _once(request, "accounts.add_factor", write)
    except RuleBroken as broken:
        form.add_error(broken.field, broken.message)
        return None
    if codes is not None:
        record_authentication(request, request.user, method="mfa", reauthenticated=True)
        renew_key(request)
        _end_other_sessions(request)
    if codes:
        return _codes_page(request, codes)
    messages.success(request, gettext("Added. You are signed out on all other devices."))
    return redirect("accounts:security")


def _once(request: HttpRequest, purpose: str, write: Callable[[], Codes]) -> Codes | None:
    """The codes that `write` made; None when the same form was sent before, so that nothing was shown or written."""
    made: list[Codes] = []

    def noted() -> str:
        made.append(write())
        return reverse("accounts:security")

    once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=noted)
    return made[0] if made else None


def _end_other_sessions(request: HttpRequest) -> None:
    end_sessions(user=request.user, but=request.session.session_key)


@sensitive_variables("codes")
def _codes_page(request: HttpRequest, codes: Codes | None) -> HttpResponse:
    return render(request, "mfa/codes.html", {"codes": codes})


def _form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    own = {"form": form, "token": new_token(), "switch_form": "factor"}
    status = 422 if form.errors else 200
    return render(request, template, own | context, status=status)
