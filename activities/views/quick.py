"""Status, date and number of participants of one activity on a small page, or by one button of a list."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from activities.actions.facts import facts_of
from activities.actions.log_activity import change_activity
from activities.actions.series import carry_forward, following
from activities.enums import Status
from activities.forms.quick import QuickForm
from activities.models import Activity
from activities.rules import may_only_draft
from activities.views import log_form
from activities.views.found import crumbs, demand, find_activity, page_address
from activities.views.more import saved_words
from activities.views.words import differences
from core.addresses import is_own
from core.errors import RuleBroken, StaleVersion
from core.forms import is_language_switch, kept


@require_http_methods(["GET", "HEAD", "POST"])
def activity_quick(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """The small form; a draft has the quick form instead."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    if activity.status == Status.DRAFT:
        return redirect("activities:edit", slug, key)
    form = QuickForm(
        request.POST if request.method == "POST" else None,
        activity=activity,
        language=get_language() or "en",
        n_following=following(activity).count() if activity.series_id else 0,
    )
    if log_form.is_sent(request) and form.is_valid():
        try:
            _save(request, form, activity)
        except StaleVersion:
            found = differences(form.facts(), facts_of(activity), sees_firm_names=False)
            return _show(request, form, activity, status=409, is_stale=True, differences=found)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return redirect(_back(request) or page_address(activity))
    return _show(request, form, activity, status=422 if log_form.is_sent(request) else 200)


@transaction.atomic
def _save(request: HttpRequest, form: QuickForm, activity: Activity) -> None:
    facts, on, n_more = form.facts(), request.visitor.on, 0
    if may_only_draft(request.user, request.arena, sides=facts.sides, team=facts.team):
        message = gettext("You can leave drafts for the other country, but not move this there.")
        raise RuleBroken("activity.other_side", message)
    change_activity(
        activity=activity,
        version=log_form.version_sent(request),
        facts=facts,
        rating=None,
        is_draft=False,
        actor=request.user,
        on=on,
    )
    if form.goes_on:
        n_more = carry_forward(activity=activity, before=form.before, after=facts, actor=request.user, on=on)
    messages.success(request, saved_words(n_more), extra_tags=f"quick-{activity.pk}")


def _back(request: HttpRequest) -> str:
    """The list that the person came from."""
    back = request.POST.get("next", "") or request.GET.get("next", "")
    return back if is_own(back) else ""


def _show(request: HttpRequest, form: QuickForm, activity: Activity, *, status: int, **more: object) -> HttpResponse:
    context = {
        "activity": activity,
        "form": kept(form) if is_language_switch(request) else form,
        "version": activity.version if status == 409 or not request.POST else log_form.version_sent(request),
        "back": _back(request),
        "switch_form": "quick",
        "crumbs": crumbs(request.arena.slug, (activity.title, page_address(activity)), (gettext("Quick change"), "")),
        **more,
    }
    return render(request, "activities/quick_page.html", context, status=status)
