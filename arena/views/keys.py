"""API keys of an arena: the list, a new key whose secret is shown once, and its end."""

import re
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts.step_up import recently_signed_in
from arena import sections
from arena.access import enter
from arena.actions.keys import issue_key, revoke_key
from arena.forms.keys import KeyForm
from arena.models import Arena, KeyGrant
from arena.queries import key_grants_visible_to
from core.clock import now
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import new_token, once

PAGE_SIZE = 25
PREFIX_SHAPE = re.compile(r"[A-Za-z0-9]{8}", re.ASCII)


def keys_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a page to those who log activities in the arena; 404, sign-in or 403 for others, as settings do."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs: str) -> HttpResponse:
        arena = enter(request, slug)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.visitor.may_log:
            raise PermissionDenied
        return view(request, arena, **kwargs)

    return door


@require_safe
@keys_page
def key_list(request: HttpRequest, arena: Arena) -> HttpResponse:
    """The keys this person may see, the newest first; ended ones stay, because the log names them."""
    grants = key_grants_visible_to(request.user, arena, on=request.visitor.on)
    page = Paginator(grants, PAGE_SIZE).get_page(request.GET.get("page"))
    tabs = sections.tabs(request.user, arena, sections.KEYS)
    return render(request, "arena/keys.html", {"page": page, "tabs": tabs, "tabs_label": gettext("Settings")})


@require_http_methods(["GET", "HEAD", "POST"])
@keys_page
@recently_signed_in
def key_issue(request: HttpRequest, arena: Arena) -> HttpResponse:
    """Asks what the key is for; the answer to the POST is the only page that ever shows its secret."""
    manages_keys = request.user.has_perm("arena.manage_keys", arena)
    form = KeyForm(request.POST if request.method == "POST" else None, arena=arena, manages_keys=manages_keys)
    if is_language_switch(request):
        return _form_page(request, arena, kept(form))
    if request.method == "POST" and form.is_valid():
        return _issue(request, arena, form)
    return _form_page(request, arena, form)


@sensitive_variables("made", "secret", "context")
def _issue(request: HttpRequest, arena: Arena, form: KeyForm) -> HttpResponse:
    made: list[tuple[KeyGrant, str]] = []

    def write() -> str:
        made.append(issue_key(arena=arena, actor=request.user, at=now(), **form.answers()))
        return reverse("arena:keys", args=[arena.slug])

    token, owner = request.POST.get("token", ""), str(request.user.pk)
    try:
        once(token=token, purpose="arena.issue_key", owner=owner, write=write)
    except RuleBroken as broken:
        form.add_error(broken.field, str(broken.message))
        return _form_page(request, arena, form)
    grant, secret = made[0] if made else (None, "")
    context = {"grant": grant, "secret": secret, "crumbs": _crumbs(arena, gettext("New API key"))}
    response = render(request, "arena/keys_made.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _form_page(request: HttpRequest, arena: Arena, form: KeyForm) -> HttpResponse:
    context = {
        "form": form,
        "token": new_token(),
        "switch_form": "key-form",
        "crumbs": _crumbs(arena, gettext("New API key")),
    }
    return render(request, "arena/keys_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keys_page
@recently_signed_in
def key_revoke(request: HttpRequest, arena: Arena, prefix: str) -> HttpResponse:
    """Says what follows, then ends the key."""
    if not PREFIX_SHAPE.fullmatch(prefix):
        raise Http404
    grants = key_grants_visible_to(request.user, arena, on=request.visitor.on)
    grant = get_object_or_404(grants, key__prefix=prefix)
    cancel_url = reverse("arena:keys", args=[arena.slug])
    if request.method == "POST":
        revoke_key(grant=grant, actor=request.user)
        messages.success(request, gettext("The key %(name)s is revoked.") % {"name": grant.key.name})
        return redirect(cancel_url)
    effects = [
        gettext("Programs that use the key %(name)s (%(prefix)s…) read and write nothing more, from this moment.")
        % {"name": grant.key.name, "prefix": prefix},
        gettext("A revoked key cannot be used again. What it has read and written stays in the log."),
    ]
    context = {
        "title": gettext("Revoke this API key?"),
        "effects": effects,
        "action": gettext("Revoke the key"),
        "cancel_url": cancel_url,
        "is_danger": True,
        "crumbs": _crumbs(arena, gettext("Revoke")),
    }
    return render(request, "ui/confirm_page.html", context)


def _crumbs(arena: Arena, last: str) -> list[tuple[str, str]]:
    settings = reverse("arena:settings", args=[arena.slug])
    return [
        (gettext("Settings"), settings),
        (gettext("API keys"), reverse("arena:keys", args=[arena.slug])),
        (last, ""),
    ]
