"""Opening the log form, showing it again, and showing two versions side by side."""

from collections.abc import Iterable, Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext, ngettext

from activities.actions.facts import ActivityFacts, facts_of, supported_in
from activities.actions.series import following
from activities.enums import Status
from activities.forms.log import LogForm
from activities.forms.options import answers_of, like, options_for, suggested
from activities.models import Activity
from activities.models.rating import ScaleStep
from activities.queries import activities_visible_to, page_of
from activities.views.found import crumbs, page_address
from activities.views.words import differences, rating_difference
from arena.models import Side
from core.forms import is_language_switch, kept
from core.writes import new_token

# The last steps of the stability scale that make up the goal region on the highest level.
GOAL_STEPS = 2


def is_sent(request: HttpRequest) -> bool:
    """Whether a form is to be saved, and not only shown in another language."""
    return request.method == "POST" and not is_language_switch(request)


def version_sent(request: HttpRequest) -> int:
    """The version the page was made from; 0, which no row has, when it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def token_for(request: HttpRequest, form: forms.Form) -> str:
    """The form's one-time token: the one that was sent, until it is refused."""
    sent = request.POST.get("token", "")
    return new_token() if not sent or getattr(form, "is_spent", False) else sent


def new(request: HttpRequest, model: Activity | None = None) -> LogForm:
    """The form for a new activity with what is suggested, or what `model` says of itself."""
    language = get_language() or "en"
    options = options_for(request.visitor, language)
    first = suggested(options, language, request.GET)
    if model is not None and not is_part(request):
        first |= like(model, options, language, sees_firm_names=request.visitor.sees_firm_names)
    return _form(request, options, initial=first, is_published=False)


def model_of(request: HttpRequest) -> Activity | None:
    """The activity that a new one is to be like, if the visitor may see it."""
    key = (request.POST if request.method == "POST" else request.GET).get("like", "")
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        return None
    visible = activities_visible_to(request.user, request.arena, on=request.visitor.on)
    return page_of(visible).filter(pk=key).first()


def over(request: HttpRequest, activity: Activity) -> LogForm:
    """The form over an activity that is there."""
    language = get_language() or "en"
    options = options_for(request.visitor, language)
    answers = answers_of(activity, options, language, sees_firm_names=request.visitor.sees_firm_names)
    if is_part(request):
        asked = suggested(options, language, request.GET)
        answers |= {name: asked[name] for name in ("team", "team_other", "sides") if name in asked}
    n_following = following(activity).count() if activity.series_id else 0
    return _form(
        request,
        options,
        initial=answers,
        is_published=activity.status != Status.DRAFT,
        n_following=n_following,
        town=activity.municipality,
    )


def _form(request: HttpRequest, options: object, **more: object) -> LogForm:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    common = {"page_language": get_language() or "en", "today": request.visitor.on, "owner": request.user.pk}
    return LogForm(data, files, options=options, **common, **more)


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the country that follows from a team."""
    return request.method == "GET" and bool(request.htmx) and "team" in request.GET


def facts_over(request: HttpRequest, form: LogForm, activity: Activity) -> ActivityFacts:
    """What the form says over an activity: who does not see the companies adds to them and removes none."""
    return form.facts(activity, sees_firm_names=request.visitor.sees_firm_names)


def show(
    request: HttpRequest, form: LogForm, activity: Activity | None = None, *, status: int = 0, **more: object
) -> HttpResponse:
    """The form's page: 200 when it was asked for, 422 when it came back with errors."""
    if form.is_bound:
        if is_language_switch(request):
            form.full_clean()
        form.keep_file()
    template = "activities/log_page.html#sides" if is_part(request) else "activities/log_page.html"
    title = gettext("Change the activity") if activity else gettext("Log an activity")
    trail = [(activity.title, page_address(activity))] if activity and activity.status != Status.DRAFT else []
    context = {
        "title": title,
        "form": kept(form) if is_language_switch(request) else form,
        "activity": activity,
        "token": token_for(request, form),
        # Until both texts were shown, the version stays that of the page the person began with.
        "version": (version_sent(request) if request.method == "POST" and status != 409 else activity.version)
        if activity
        else "",
        "n_kept": _n_kept(request, activity),
        "can_draft": not form.is_published,
        "keep_key": f"activity-{activity.pk}" if activity else "log",
        **preview(form.options.levels, form.options.steps),
        "switch_form": "log",
        "crumbs": crumbs(request.arena.slug, *trail, (title, "")),
        **more,
    }
    response = render(request, template, context, status=status or (422 if is_sent(request) else 200))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _n_kept(request: HttpRequest, activity: Activity | None) -> int:
    """How many companies stand noted that this visitor may not see by name."""
    if activity is None or request.visitor.sees_firm_names:
        return 0
    return len(supported_in(activity))


def show_both(request: HttpRequest, form: LogForm, activity: Activity) -> HttpResponse:
    """409: what was typed beside what stands now. Saving again writes over the newer version, knowingly."""
    mine = facts_over(request, form, activity)
    found = differences(mine, facts_of(activity), sees_firm_names=request.visitor.sees_firm_names)
    found += rating_difference(form.rating(), next(iter(activity.assessments.all()), None))
    return show(request, form, activity, status=409, is_stale=True, differences=found)


def preview(levels: Sequence[ScaleStep], steps: Sequence[ScaleStep]) -> dict[str, list[int]]:
    """The grid of the place on the map: levels from the highest, steps, and which steps are the goal."""
    numbers = [step.number for step in steps]
    return {
        "map_levels": [level.number for level in reversed(levels)],
        "map_steps": numbers,
        "map_goal": numbers[-GOAL_STEPS:],
    }


def say_only_draft(request: HttpRequest, sides: Iterable[Side]) -> None:
    """Why Save became a draft."""
    names = ", ".join(side.name for side in sides)
    text = gettext(
        "Saved as a draft: you can leave drafts for %(country)s, and those who coordinate there finish them."
    )
    messages.warning(request, text % {"country": names})


def discarding(activity: Activity) -> dict[str, object]:
    """What the page says before a draft is deleted."""
    n_evidence = len(activity.evidence.all())
    effects = [gettext("The draft is deleted for good.")]
    if n_evidence:
        effects.append(
            ngettext("%(n)s piece of evidence goes with it.", "%(n)s pieces of evidence go with it.", n_evidence)
            % {"n": n_evidence}
        )
    return {
        "title": gettext("Delete the draft %(title)s") % {"title": activity.title},
        "effects": effects,
        "action": gettext("Delete"),
        "is_danger": True,
        "cancel_url": reverse("activities:edit", args=[activity.arena.slug, activity.pk]),
        "switch_form": "discard",
        "crumbs": crumbs(activity.arena.slug, (gettext("Delete"), "")),
    }
