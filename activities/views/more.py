"""The page "More": everything beyond the quick form, at any time and by anybody who may change the activity."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from activities.actions.more import MoreFacts, change_more, more_of
from activities.actions.series import carry_more_forward, following
from activities.enums import PartRole
from activities.forms.more import MoreForm, answers_of
from activities.forms.parts import PartsBox, asks_for_more, box_of
from activities.models import Activity
from activities.views import log_form
from activities.views.found import crumbs, demand, find_activity, page_address
from activities.views.words import more_differences
from core.errors import RuleBroken, StaleVersion
from core.forms import kept


@require_http_methods(["GET", "HEAD", "POST"])
def activity_more(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """The form; a search for organisations shows it again, a stale version shows both texts."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    sent = request.POST if request.method == "POST" else None
    parts = box_of(activity, request.visitor, sent)
    before = more_of(activity)
    form = MoreForm(
        sent,
        initial=answers_of(activity, before),
        priorities=list(request.arena.priorities.select_related("side")),
        parts=parts,
        n_following=following(activity).count(),
    )
    if is_saved(request) and form.is_valid():
        try:
            _save(request, form, activity, before)
        except StaleVersion:
            found = more_differences(form.more(), before, sees_firm_names=request.visitor.sees_firm_names)
            return _show(request, form, activity, parts, status=409, is_stale=True, differences=found)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return redirect(page_address(activity))
    return _show(request, form, activity, parts, status=422 if is_saved(request) else 200)


def is_saved(request: HttpRequest) -> bool:
    """Whether the page is to be saved, and not only shown with what a search found or in another language."""
    return log_form.is_sent(request) and not asks_for_more(request.POST)


@transaction.atomic
def _save(request: HttpRequest, form: MoreForm, activity: Activity, before: MoreFacts) -> None:
    n_more = 0
    more = form.more()
    change_more(
        activity=activity,
        version=log_form.version_sent(request),
        more=more,
        proof=form.proof(),
        actor=request.user,
    )
    if form.goes_on:
        n_more = carry_more_forward(activity=activity, before=before, after=more, actor=request.user)
    messages.success(request, saved_words(n_more), extra_tags=f"more-{activity.pk}")


def saved_words(n_more: int) -> str:
    """Saved, and how many others changed with it."""
    if not n_more:
        return gettext("Saved")
    return ngettext("Saved, and %(n)s that follows", "Saved, and %(n)s that follow", n_more) % {"n": n_more}


def _show(
    request: HttpRequest, form: MoreForm, activity: Activity, parts: PartsBox, *, status: int, **more: object
) -> HttpResponse:
    is_part = bool(request.htmx) and status == 200 and request.method == "POST"
    shown_again = request.method == "POST" and status == 200
    context = {
        "activity": activity,
        "form": kept(form) if shown_again else form,
        "parts": parts,
        "roles": PartRole.choices,
        # Until both texts were shown, the version stays that of the page the person began with.
        "version": activity.version if status == 409 or not request.POST else log_form.version_sent(request),
        "keep_key": f"more-{activity.pk}",
        "switch_form": "more",
        "edit_url": reverse("activities:edit", args=[request.arena.slug, activity.pk]),
        "crumbs": crumbs(request.arena.slug, (activity.title, page_address(activity)), (gettext("More"), "")),
        **more,
    }
    template = "activities/_more_organisations.html" if is_part else "activities/more_page.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
