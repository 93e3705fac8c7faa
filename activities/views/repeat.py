"""Planning an activity again: a series of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from activities.actions.series import repeat_activity
from activities.forms.repeat import RepeatForm
from activities.models import Activity
from activities.views import log_form
from activities.views.found import crumbs, demand, find_activity, page_address
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import once


@require_http_methods(["GET", "HEAD", "POST"])
def activity_repeat(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Asks how often, and plans it that often; sent twice it is planned once."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    form = RepeatForm(request.POST if request.method == "POST" else None)
    if log_form.is_sent(request) and form.is_valid() and (answer := _repeat(request, form, activity)):
        return redirect(answer)
    context = {
        "activity": activity,
        "form": kept(form) if is_language_switch(request) else form,
        "token": log_form.token_for(request, form),
        "switch_form": "repeat",
        "crumbs": crumbs(slug, (activity.title, page_address(activity)), (gettext("Repeat"), "")),
    }
    return render(request, "activities/repeat_page.html", context, status=422 if log_form.is_sent(request) else 200)


def _repeat(request: HttpRequest, form: RepeatForm, activity: Activity) -> str:
    data = form.cleaned_data

    def write() -> str:
        series = repeat_activity(
            activity=activity,
            rhythm=data["rhythm"],
            until=data["until"],
            times=data["times"],
            actor=request.user,
            on=request.visitor.on,
        )
        n = series.activities.count() - 1
        said = ngettext("Planned %(n)s time more", "Planned %(n)s times more", n) % {"n": n}
        messages.success(request, said, extra_tags="repeat")
        return page_address(activity)

    try:
        return once(
            token=request.POST.get("token", ""),
            purpose=f"activities.repeat.{activity.pk}",
            owner=str(request.user.pk),
            write=write,
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return ""
