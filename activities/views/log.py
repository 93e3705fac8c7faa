"""Logging an activity, and what follows: saved, changed, rated, taken back, discarded."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.actions.facts import facts_of
from activities.actions.log_activity import change_activity, discard_draft, log_activity, return_to_draft
from activities.actions.more import more_of
from activities.actions.rate_activity import rate_activity
from activities.actions.series import carry_forward, copied
from activities.enums import Kind, Status
from activities.forms.log import LogForm
from activities.forms.rate import RateForm
from activities.models import Activity
from activities.rules import may_only_draft
from activities.views import log_form
from activities.views.found import crumbs, demand, find_activity, page_address
from arena.access import enter
from core.errors import RuleBroken, StaleVersion
from core.forms import is_language_switch, kept
from core.writes import once

OPEN_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(OPEN_OR_SEND)
def activity_log(request: HttpRequest, slug: str) -> HttpResponse:
    """The quick form."""
    enter(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.visitor.may_log:
        raise PermissionDenied
    model = log_form.model_of(request)
    form = log_form.new(request, model)
    if log_form.is_sent(request) and form.is_valid() and (answer := _log(request, form, model)):
        return redirect(answer)
    return log_form.show(request, form, like=model)


def _log(request: HttpRequest, form: LogForm, model: Activity | None) -> str:
    """Writes once and gives the address that follows, or an empty text when the form was refused."""
    facts, arena, user = form.facts(sees_firm_names=request.visitor.sees_firm_names), request.arena, request.user
    only_draft = may_only_draft(user, arena, sides=facts.sides, team=facts.team)
    is_draft = form.is_draft or only_draft

    def write() -> str:
        activity = log_activity(
            arena=arena,
            facts=facts,
            rating=form.rating(),
            is_draft=is_draft,
            more=form.more(copied(model) if model else None),
            proof=form.proof(),
            actor=user,
            on=request.visitor.on,
        )
        if is_draft and not form.is_draft:
            log_form.say_only_draft(request, facts.sides)
        return reverse("activities:done", args=[arena.slug, activity.pk])

    try:
        return once(token=request.POST.get("token", ""), purpose="activities.log", owner=str(user.pk), write=write)
    except RuleBroken as broken:
        form.refuse(broken)
        return ""


@require_safe
def activity_done(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Saved: where it stands now, and the way on."""
    activity = find_activity(request, slug, key)
    if not request.user.has_perm("activities.change_activity", activity):
        return redirect(page_address(activity))
    rating = next(iter(activity.assessments.all()), None)
    context = {
        "activity": activity,
        "rating": rating,
        "is_draft": activity.status == Status.DRAFT,
        "lacks_evidence": activity.kind == Kind.DEMONSTRATION and not activity.has_evidence,
        **log_form.preview(list(request.arena.effect_levels.all()), list(request.arena.stability_steps.all())),
        "crumbs": crumbs(slug, (gettext("Saved"), "")),
    }
    return render(request, "activities/done_page.html", context)


@require_http_methods(OPEN_OR_SEND)
def activity_edit(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """The same form over what is there; a version that somebody else has changed is shown beside one's own."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    form = log_form.over(request, activity)
    if log_form.is_sent(request) and form.is_valid():
        try:
            saved = _change(request, form, activity)
        except StaleVersion:
            return log_form.show_both(request, form, activity)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _after_change(request, activity, saved)
    return log_form.show(request, form, activity)


@transaction.atomic
def _change(request: HttpRequest, form: LogForm, activity: Activity) -> Activity:
    facts, user = log_form.facts_over(request, form, activity), request.user
    only_draft = may_only_draft(user, request.arena, sides=facts.sides, team=facts.team)
    if only_draft and form.is_published:
        message = gettext("You can leave drafts for the other country, but not move this there.")
        raise RuleBroken("activity.other_side", message, field="sides")
    saved = change_activity(
        activity=activity,
        version=log_form.version_sent(request),
        facts=facts,
        rating=form.rating(),
        is_draft=not form.is_published and (form.is_draft or only_draft),
        more=form.more(replace(more_of(activity), people=None, parts=None)) if form.asks_remote else None,
        proof=form.proof(),
        actor=user,
        on=request.visitor.on,
    )
    if form.goes_on:
        carry_forward(activity=activity, before=facts_of(activity), after=facts, actor=user, on=request.visitor.on)
    if only_draft and not form.is_draft:
        log_form.say_only_draft(request, facts.sides)
    return saved


def _after_change(request: HttpRequest, activity: Activity, saved: Activity) -> HttpResponse:
    if activity.status == Status.DRAFT:
        return redirect("activities:done", request.arena.slug, saved.pk)
    messages.success(request, gettext("Saved"), extra_tags=f"activity-{saved.pk}")
    return redirect(page_address(activity))


@require_http_methods(OPEN_OR_SEND)
def activity_rate(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Adds a rating; the earlier ones stay."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.rate_activity", activity)
    form = RateForm(request.POST if request.method == "POST" else None, arena=request.arena)
    if log_form.is_sent(request) and form.is_valid() and (answer := _rate(request, form, activity)):
        return redirect(answer)
    context = {
        "activity": activity,
        "form": kept(form) if is_language_switch(request) else form,
        "token": log_form.token_for(request, form),
        "latest": next(iter(activity.assessments.all()), None),
        **log_form.preview(form.levels, form.steps),
        "switch_form": "rate",
        "crumbs": crumbs(slug, (activity.title, page_address(activity)), (gettext("Rate"), "")),
    }
    status = 422 if log_form.is_sent(request) else 200
    return render(request, "activities/rate_page.html", context, status=status)


def _rate(request: HttpRequest, form: RateForm, activity: Activity) -> str:
    def write() -> str:
        rate_activity(activity=activity, rating=form.rating(), actor=request.user, on=request.visitor.on)
        messages.success(request, gettext("Saved"), extra_tags="rate")
        return page_address(activity)

    purpose = f"activities.rate.{activity.pk}"
    try:
        return once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)
    except RuleBroken as broken:
        form.refuse(broken)
        return ""


@require_POST
def activity_undo(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Takes what was just saved back to the drafts."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    try:
        return_to_draft(
            activity=activity,
            version=log_form.version_sent(request),
            actor=request.user,
            on=request.visitor.on,
        )
    except StaleVersion:
        messages.warning(request, gettext("Someone else saved first. Nothing was undone."))
        return _notice(request, activity, gettext("Nothing was undone"), status=409)
    except RuleBroken as broken:
        messages.warning(request, broken.message)
        return _notice(request, activity, gettext("Nothing was undone"), status=422)
    messages.success(request, gettext("Change undone. It is a draft again."))
    return redirect("activities:edit", slug, activity.pk)


def _notice(request: HttpRequest, activity: Activity, title: str, *, status: int) -> HttpResponse:
    context = {"title": title, "activity": activity, "crumbs": crumbs(request.arena.slug, (title, ""))}
    return render(request, "activities/notice_page.html", context, status=status)


@require_http_methods(OPEN_OR_SEND)
def activity_discard(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Says what goes with the draft, and deletes it. What was logged is cancelled, never deleted."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    if request.method == "POST" and not is_language_switch(request):
        try:
            discard_draft(activity=activity, actor=request.user)
        except RuleBroken as broken:
            messages.warning(request, broken.message)
            return _notice(request, activity, gettext("Nothing was removed"), status=422)
        messages.success(request, gettext("The draft is deleted"))
        return redirect("activities:list", slug)
    if activity.status != Status.DRAFT:
        messages.warning(request, gettext("Only drafts can be removed."))
        return redirect(page_address(activity))
    return render(request, "ui/confirm_page.html", log_form.discarding(activity))
