"""Invitations in the settings: the list, a new one, the same again, and taken back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.step_up import recently_signed_in
from arena import sections
from arena.access import enter
from arena.actions.invitations import invite, invite_again, take_back
from arena.enums import InvitationState
from arena.forms.invitations import AgainForm, InviteForm
from arena.models import Arena, Invitation
from arena.people_queries import invitations_visible_to
from arena.queries import roles_of
from core.clock import now
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import new_token, once

PER_PAGE = 25
FORM = "invitation-form"
# The form that gives a role sends what was typed here, when nobody has an account with the address.
FROM_ROLES = "from_roles"
KINDS = {InvitationState.WAITING: "brand", InvitationState.ACCEPTED: "ok"}


def invitations_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a page to those who may invite: as every settings page, 404, sign-in or 403 for others."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        arena = enter(request, slug)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm("arena.invite", arena):
            raise PermissionDenied
        return view(request, arena, **kwargs)

    return door


@require_safe
@invitations_page
def invitation_list(request: HttpRequest, arena: Arena) -> HttpResponse:
    """All that this person may see, the newest first; settled ones stay, without their addresses."""
    rows = invitations_visible_to(request.user, arena, on=request.visitor.on)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(request, row) for row in page.object_list],
        "tabs": sections.tabs(request.user, arena, sections.INVITATIONS),
        "tabs_label": gettext("Settings"),
    }
    return render(request, "arena/invitations.html", context)


def _line(request: HttpRequest, row: Invitation) -> dict[str, object]:
    state = row.state_at(now(), request.visitor.on)
    is_open = row.accepted_at is None and row.revoked_at is None and bool(row.email)
    return {"row": row, "state": state, "kind": KINDS.get(state, ""), "is_open": is_open}


@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
@invitations_page
@recently_signed_in
def invitation_new(request: HttpRequest, arena: Arena) -> HttpResponse:
    """Asks whom to invite to what, and mails the link. What the form of roles sends is shown first."""
    is_first_look = is_language_switch(request) or FROM_ROLES in request.POST
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and FROM_ROLES in data:
        data.setdefault("language", request.LANGUAGE_CODE)
    form = InviteForm(data, arena=arena, held=roles_of(request.user, arena, on=request.visitor.on))
    if is_first_look:
        return _form_page(request, arena, kept(form))
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            invite(arena=arena, actor=request.user, on=request.visitor.on, at=now(), **form.cleaned_data)
            return reverse("arena:invitations", args=[arena.slug])

        try:
            address = _once(request, "arena.invite", write)
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect(address)
    return _form_page(request, arena, form)


def _form_page(request: HttpRequest, arena: Arena, form: InviteForm) -> HttpResponse:
    context = {
        "form": form,
        "form_id": FORM,
        "switch_form": FORM,
        "token": new_token(),
        "cancel_url": reverse("arena:invitations", args=[arena.slug]),
        "crumbs": _crumbs(request, arena, gettext("Invite somebody")),
    }
    return render(request, "arena/invitation_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@invitations_page
@recently_signed_in
def invitation_again(request: HttpRequest, arena: Arena, key: int) -> HttpResponse:
    """Says what a new link means, and mails it."""
    row = _open_row(request, arena, key)
    form = AgainForm(request.POST if request.method == "POST" else None)
    if is_language_switch(request):
        form = kept(form)
    elif request.method == "POST" and form.is_valid():

        def write() -> str:
            language, on = form.cleaned_data["language"], request.visitor.on
            invite_again(arena=arena, key=row.pk, language=language, actor=request.user, on=on, at=now())
            return reverse("arena:invitations", args=[arena.slug])

        try:
            address = _once(request, "arena.invite_again", write)
        except RuleBroken as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect(address)
    effects = [
        gettext("A new link is mailed to %(address)s. It works for 7 days.") % {"address": row.email},
        gettext("The link that was sent before no longer works."),
        gettext("From now on it is you who invites: if your own role ends, the link no longer works."),
    ]
    title, action = gettext("Send the invitation again?"), gettext("Send it again")
    return _confirm_page(request, arena, row, title, action, {"form": form, "effects": effects})


@require_http_methods(["GET", "HEAD", "POST"])
@invitations_page
@recently_signed_in
def invitation_take_back(request: HttpRequest, arena: Arena, key: int) -> HttpResponse:
    """Says what follows, and kills the link."""
    row = _open_row(request, arena, key)
    if request.method == "POST" and not is_language_switch(request):
        try:
            take_back(arena=arena, key=row.pk, actor=request.user, at=now())
        except RuleBroken as refused:
            messages.warning(request, refused.message)
        else:
            messages.success(request, gettext("The invitation is taken back."))
        return redirect("arena:invitations", arena.slug)
    effects = [
        gettext("The link to %(address)s stops working at once.") % {"address": row.email},
        gettext("The address is forgotten here. You can send a new invitation at any time."),
    ]
    title, action = gettext("Take the invitation back?"), gettext("Take it back")
    return _confirm_page(request, arena, row, title, action, {"effects": effects, "is_danger": True})


def _confirm_page(
    request: HttpRequest, arena: Arena, row: Invitation, title: str, action: str, more: dict[str, Any]
) -> HttpResponse:
    form = more.get("form")
    if form is not None and not form.is_bound:
        form.initial["token"] = new_token()
    context = {
        "title": title,
        "action": action,
        "switch_form": FORM,
        "cancel_url": reverse("arena:invitations", args=[arena.slug]),
        "crumbs": _crumbs(request, arena, title),
    }
    return render(request, "ui/confirm_page.html", context | more, status=422 if form and form.errors else 200)


def _open_row(request: HttpRequest, arena: Arena, key: int) -> Invitation:
    """An invitation that can still be sent again or taken back; a settled one has no such page."""
    row = get_object_or_404(invitations_visible_to(request.user, arena, on=request.visitor.on), pk=key)
    if not _line(request, row)["is_open"]:
        raise Http404
    return row


def _once(request: HttpRequest, purpose: str, write: Callable[[], str]) -> str:
    try:
        return once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)
    except ObjectDoesNotExist:
        raise Http404 from None


def _crumbs(request: HttpRequest, arena: Arena, last: str) -> list[tuple[str, str]]:
    settings = reverse("arena:settings", args=[arena.slug]) if request.visitor.may_manage else ""
    start = [(gettext("Settings"), settings)] if settings else []
    return [*start, (gettext("Invitations"), reverse("arena:invitations", args=[arena.slug])), (last, "")]
