"""The behaviour hypothesis of an activity: written, written anew, revisited."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from activities.actions.hypothesis import (
    HypothesisText,
    revisit_hypothesis,
    standing_hypothesis,
    write_hypothesis,
)
from activities.forms.hypothesis import HypothesisForm, RefusedForm, RevisitForm
from activities.models import Activity, Hypothesis
from activities.views.found import crumbs, demand, find_activity, page_address
from activities.views.log_form import is_sent, token_for
from activities.views.words import Difference
from core.errors import RuleBroken, StaleVersion
from core.forms import is_language_switch, kept
from core.writes import once

OPEN_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(OPEN_OR_SEND)
def hypothesis_write(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Writes the hypothesis; one that somebody else has written since is shown beside one's own."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    standing = standing_hypothesis(activity)
    words = vars(HypothesisText.of(standing)) if standing else None
    form = HypothesisForm(request.POST if request.method == "POST" else None, initial=words)

    def write() -> None:
        write_hypothesis(
            activity=activity,
            text=form.text(),
            language=get_language() or activity.language,
            read=_key_of(request.POST.get("read", "")),
            actor=request.user,
            on=request.visitor.on,
        )

    more: dict[str, object] = {"read": standing.pk if standing else 0}
    if is_sent(request) and form.is_valid():
        try:
            if _once(request, form, activity, "write", write):
                return redirect(page_address(activity))
        except StaleVersion as stale:
            more |= {"differences": _differences(form, stale.current), "is_stale": True}
    elif is_language_switch(request):
        more["read"] = _key_of(request.POST.get("read", ""))
    title = gettext("Which behaviour is to change?")
    return _show(request, activity, form, title, "activities/hypothesis_page.html", **more)


@require_http_methods(OPEN_OR_SEND)
def hypothesis_revisit(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Notes what was seen of the hypothesis."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    standing = standing_hypothesis(activity)
    if standing is None:
        return redirect("activities:hypothesis", slug, key)
    form = RevisitForm(request.POST if request.method == "POST" else None)

    def write() -> None:
        revisit_hypothesis(
            activity=activity,
            seen=form.cleaned_data["seen"],
            language=get_language() or activity.language,
            actor=request.user,
            on=request.visitor.on,
        )

    if is_sent(request) and form.is_valid() and _once(request, form, activity, "revisit", write):
        return redirect(page_address(activity))
    title = gettext("What was seen of it?")
    return _show(request, activity, form, title, "activities/revisit_page.html", hypothesis=standing)


def _once(request: HttpRequest, form: RefusedForm, activity: Activity, step: str, write: Callable[[], None]) -> bool:
    """Whether it is written now, or was before by the same sending."""

    def written() -> str:
        write()
        messages.success(request, gettext("Saved"), extra_tags=f"hypothesis-{activity.pk}")
        return page_address(activity)

    purpose = f"activities.hypothesis.{step}.{activity.pk}"
    try:
        once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=written)
    except StaleVersion:
        raise
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    return True


def _show(
    request: HttpRequest, activity: Activity, form: RefusedForm, title: str, template: str, **more: object
) -> HttpResponse:
    context = {
        "title": title,
        "activity": activity,
        "form": kept(form) if is_language_switch(request) else form,
        "token": token_for(request, form),
        "leave_url": page_address(activity),
        "switch_form": "hypothesis",
        "crumbs": crumbs(activity.arena.slug, (activity.title, page_address(activity)), (title, "")),
        **more,
    }
    status = 409 if more.get("is_stale") else 422 if is_sent(request) else 200
    return render(request, template, context, status=status)


def _key_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


def _differences(form: HypothesisForm, theirs: Hypothesis | None) -> list[Difference]:
    other = HypothesisText.of(theirs) if theirs else HypothesisText("")
    mine = form.text()
    return [
        Difference(str(field.label), getattr(mine, name), getattr(other, name))
        for name, field in form.fields.items()
        if getattr(mine, name) != getattr(other, name)
    ]
