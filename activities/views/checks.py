"""Does it still hold? The activities that are due for the question, and one of them."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions.check import answer_check
from activities.checks import checks_for, for_questions
from activities.enums import Status
from activities.forms.check import CheckForm
from activities.queries import activities_visible_to
from activities.rating_reading import ASK_AGAIN_AFTER_MONTHS, CHECK_AFTER_MONTHS
from activities.views.found import demand
from activities.views.log_form import is_sent, token_for
from arena.access import enter
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import new_token, once

PER_PAGE = 10


@require_safe
def check_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions that wait for this person, the one rated longest ago first."""
    arena = enter(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.visitor.may_log:
        raise PermissionDenied
    due = for_questions(checks_for(request.user, arena, on=request.visitor.on))
    page = Paginator(due, PER_PAGE).get_page(request.GET.get("page"))
    steps = list(arena.stability_steps.all())
    context = {
        "page": page,
        "questions": [(CheckForm(activity=row, steps=steps), new_token()) for row in page],
        "crumbs": _crumbs(slug),
    }
    return render(request, "activities/checks_page.html", context | _rule())


@require_http_methods(["GET", "HEAD", "POST"])
def check_answer(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """One question, answered once; then the next ones. What is not held or not rated yet is rated instead."""
    arena = enter(request, slug)
    visible = activities_visible_to(request.user, arena, on=request.visitor.on)
    activity = get_object_or_404(for_questions(visible), pk=key)
    demand(request, "activities.rate_activity", activity)
    if activity.standing.level is None or activity.status != Status.HELD:
        return redirect("activities:rate", slug, key)
    sent = request.POST if request.method == "POST" else None
    form = CheckForm(sent, activity=activity, steps=list(arena.stability_steps.all()))
    if is_sent(request) and form.is_valid() and (address := _write(request, form)):
        return redirect(address)
    token = token_for(request, form)
    if is_language_switch(request):
        form = kept(form)
    context = {"questions": [(form, token)], "form": form, "switch_form": f"check-{key}", "crumbs": _crumbs(slug)}
    status = 422 if is_sent(request) else 200
    return render(request, "activities/checks_page.html", context | _rule(), status=status)


def _write(request: HttpRequest, form: CheckForm) -> str:
    """Writes once and gives the address of the questions that are left, or an empty text when it was refused."""
    activity, day = form.activity, request.visitor.on

    def write() -> str:
        answer_check(activity=activity, answer=form.answer(), actor=request.user, on=day)
        asked_again = gettext("Noted. You are asked again in three months.")
        messages.success(request, asked_again if form.is_unknown else gettext("Saved"))
        return reverse("activities:checks", args=[request.arena.slug])

    purpose = f"activities.check.{activity.pk}"
    try:
        return once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)
    except RuleBroken as broken:
        form.refuse(broken)
        return ""


def _rule() -> dict[str, int]:
    return {"check_after": CHECK_AFTER_MONTHS, "again_after": ASK_AGAIN_AFTER_MONTHS}


def _crumbs(slug: str) -> list[tuple[str, str]]:
    return [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("Does it still hold?"), "")]
