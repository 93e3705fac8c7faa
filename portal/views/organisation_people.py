"""People who act for an organisation: who they are, asking to be one of them, and stopping."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from arena.access import enter
from arena.actions.organisation_roles import ask_to_act, prove_by_mail, stop_acting
from arena.enums import ClaimState
from arena.forms.organisation_roles import AskForm
from arena.models import Organisation
from arena.people_queries import open_roles, people_of
from core.clock import now
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import new_token, once
from portal.organisation_people import organisations_to_act_for
from portal.views.organisations import crumbs

FORM = "act"


def of_organisation(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a page about an organisation to people with an account: 404 for what one may not see, else sign-in.

    What was merged leads to the organisation it is a part of.
    """

    @wraps(view)
    def door(request: HttpRequest, slug: str, key: int) -> HttpResponse:
        arena = enter(request, slug)
        rows = organisations_to_act_for(request.user, arena, on=request.visitor.on)
        organisation = get_object_or_404(rows.filter(Q(pk=key) | Q(spellings=key)).distinct())
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, organisation)

    return door


@require_safe
@of_organisation
def people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Who acts for the organisation, as far as this person may know, and what one can do oneself."""
    context = {
        "organisation": organisation,
        "people": people_of(request.user, organisation, on=request.visitor.on, page=request.GET.get("page")),
        "is_whole_list": True,
        "crumbs": _crumbs(request, organisation),
    }
    return render(request, "portal/organisation_people.html", context)


@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
@of_organisation
def act(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Says what acting for an organisation means, and asks; a mail to its own domain proves it at once."""
    if not request.user.has_perm("arena.ask_to_act", organisation.arena):
        raise PermissionDenied
    known = open_roles(request.user, organisation, on=request.visitor.on)
    is_asked = bool(known) and known[0].state == ClaimState.ASKED
    if request.method != "POST" and known and not (is_asked and organisation.mail_domain):
        return redirect(_page(organisation))
    form = AskForm(request.POST if request.method == "POST" else None, domain=organisation.mail_domain)
    if is_language_switch(request):
        form = kept(form)
    elif request.method == "POST" and form.is_valid():
        try:
            address = _ask(request, organisation, form.cleaned_data.get("email", ""))
        except RuleBroken as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return redirect(address)
    return _ask_page(request, organisation, form)


def _ask(request: HttpRequest, organisation: Organisation, email: str) -> str:
    who: dict[str, Any] = {"organisation": organisation, "user": request.user, "on": request.visitor.on}

    def write() -> str:
        if email:
            prove_by_mail(email=email, at=now(), **who)
            messages.success(request, gettext("We have mailed you a link. Open it, signed in here, and confirm."))
        else:
            ask_to_act(**who)
            messages.success(request, gettext("You have asked. A coordinator or project lead answers."))
        return _page(organisation)

    token = request.POST.get("token", "")
    return once(token=token, purpose="arena.ask_to_act", owner=str(request.user.pk), write=write)


def _ask_page(request: HttpRequest, organisation: Organisation, form: AskForm) -> HttpResponse:
    if not form.is_bound:
        form.initial["token"] = new_token()
    effects = [
        gettext("You can then speak for the organisation in this arena."),
        gettext("A coordinator or project lead confirms it. They see your name and your address."),
        gettext("Others who act for the organisation see your name, nobody else."),
        gettext("You can stop whenever you want. The days are kept."),
    ]
    context = {
        "title": gettext("Act for %(name)s") % {"name": organisation.name},
        "effects": effects,
        "action": gettext("Ask to act for the organisation"),
        "form": form,
        "switch_form": FORM,
        "cancel_url": _page(organisation),
        "crumbs": _crumbs(request, organisation, gettext("Ask")),
    }
    return render(request, "ui/confirm_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organisation
def stop(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Says what stopping means, and stops; takes back what nobody has answered."""
    known = open_roles(request.user, organisation, on=request.visitor.on)
    if not known:
        return redirect(_page(organisation))
    if request.method == "POST" and not is_language_switch(request):
        stop_acting(organisation=organisation, user=request.user, on=request.visitor.on, at=now())
        messages.success(request, gettext("Done. You do not act for %(name)s.") % {"name": organisation.name})
        return redirect(_page(organisation))
    is_asked = known[0].state == ClaimState.ASKED
    title = gettext("Take your question back?") if is_asked else gettext("Stop acting for %(name)s?")
    effects = (
        [gettext("Nobody has answered yet. Your question is deleted.")]
        if is_asked
        else [
            gettext("From today you do not speak for the organisation in this arena."),
            gettext("The days from the first to the last are kept. You can ask again whenever you want."),
        ]
    )
    context = {
        "title": title if is_asked else title % {"name": organisation.name},
        "effects": effects,
        "action": gettext("Take it back") if is_asked else gettext("Stop"),
        "cancel_url": _page(organisation),
        "crumbs": _crumbs(request, organisation, gettext("Stop")),
    }
    return render(request, "ui/confirm_page.html", context)


def _page(organisation: Organisation) -> str:
    return reverse("organisations:people", args=[organisation.arena.slug, organisation.pk])


def _crumbs(request: HttpRequest, organisation: Any, last: str = "") -> list[tuple[str, str]]:
    """The page of a company whose name is hidden does not open to its own people either: then it is no link."""
    trail = crumbs(request.arena.slug, organisation if organisation.is_visible else None)
    here = gettext("Who acts for it")
    return [*trail, (here, _page(organisation)), (last, "")] if last else [*trail, (here, "")]
