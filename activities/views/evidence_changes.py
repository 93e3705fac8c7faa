"""Saying better what evidence shows, and removing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from activities.actions.change_evidence import remove_evidence, retitle_evidence
from activities.forms.evidence import TitlesForm, title_name
from activities.models import Activity, Evidence
from activities.resting import figures_resting_on
from activities.views.found import crumbs, demand, find_activity, page_address
from activities.views.log_form import is_sent
from activities.views.shown import evidence_of
from activities.views.words import Difference
from core.clock import now
from core.errors import RuleBroken, StaleVersion
from core.forms import is_language_switch, kept

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_titles(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """What each piece shows, in one form, the newest first."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    lines = sorted(
        evidence_of(activity, request.visitor, sees_names=False), key=lambda line: line.evidence.pk, reverse=True
    )
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    form = TitlesForm(request.POST if request.method == "POST" else None, [line.evidence for line in page])
    if is_sent(request) and form.is_valid():
        try:
            retitle_evidence(activity=activity, titles=form.titles(), actor=request.user)
        except StaleVersion as stale:
            return _titles_page(request, activity, form, page, stale=stale)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken.message))
        else:
            messages.success(request, gettext("Saved"))
            return redirect(page_address(activity))
    return _titles_page(request, activity, form, page)


def _titles_page(
    request: HttpRequest, activity: Activity, form: TitlesForm, page: object, *, stale: StaleVersion | None = None
) -> HttpResponse:
    differences = []
    if stale is not None:
        standing: list[Evidence] = stale.current
        differences = [
            Difference(gettext("What does it show?"), form.cleaned_data[title_name(piece)], piece.title)
            for piece in standing
            if form.cleaned_data[title_name(piece)] != piece.title
        ]
        form.take_marks_of(standing)
    if is_language_switch(request):
        kept(form)
    context = {
        "activity": activity,
        "form": form,
        "page": page,
        "fields": [(line, form[title_name(line.evidence)]) for line in page],
        "differences": differences,
        "is_stale": stale is not None,
        "switch_form": "titles",
        "crumbs": crumbs(
            activity.arena.slug, (activity.title, page_address(activity)), (gettext("What the evidence shows"), "")
        ),
    }
    status = 409 if stale else 422 if is_sent(request) else 200
    return render(request, "activities/evidence_titles_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_remove(request: HttpRequest, slug: str, key: int, evidence: int) -> HttpResponse:
    """Says what is lost and which figures rest on it, and removes it."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    row = get_object_or_404(Evidence.everything, pk=evidence, activity=activity)
    if row.removed_at is not None:
        messages.info(request, gettext("It is removed already."))
        return redirect(page_address(activity))
    if is_sent(request):
        try:
            remove_evidence(evidence=row, actor=request.user, at=now())
        except RuleBroken as broken:
            messages.info(request, broken.message)
        else:
            messages.success(request, gettext("The evidence is removed"))
        return redirect(page_address(activity))
    gone = gettext("The file is deleted for good.") if row.file else gettext("The address is deleted for good.")
    context = {
        "title": gettext("Remove the evidence “%(title)s”") % {"title": row.title},
        "effects": [
            gone,
            gettext("That it stood here stays noted: its title, its checksum, and who removed it when."),
            *figures_resting_on(activity, sees_figures=request.visitor.sees_working_figures),
        ],
        "action": gettext("Remove"),
        "is_danger": True,
        "cancel_url": page_address(activity),
        "switch_form": "remove",
        "crumbs": crumbs(slug, (activity.title, page_address(activity)), (gettext("Remove"), "")),
    }
    return render(request, "ui/confirm_page.html", context)
