"""Adding evidence, and reading a file of it."""

import logging

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions.add_evidence import add_evidence
from activities.forms.evidence import EvidenceForm
from activities.models import Activity, Evidence
from activities.views.found import crumbs, demand, find_activity, page_address
from activities.views.log_form import is_sent, token_for
from activities.views.shown import opens
from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import once

logger = logging.getLogger(__name__)
# A file that people brought is downloaded and never run, shown in a page of ours or kept by a cache.
DOWNLOAD_ONLY = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """A photo or document, a link, or both."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EvidenceForm(data, files)
    if is_sent(request) and form.is_valid() and (answer := _add(request, form, activity)):
        return redirect(answer)
    context = {
        "activity": activity,
        "form": kept(form) if is_language_switch(request) else form,
        "token": token_for(request, form),
        "switch_form": "evidence",
        "crumbs": crumbs(slug, (activity.title, page_address(activity)), (gettext("Add evidence"), "")),
    }
    return render(request, "activities/evidence_page.html", context, status=422 if is_sent(request) else 200)


def _add(request: HttpRequest, form: EvidenceForm, activity: Activity) -> str:
    def write() -> str:
        add_evidence(activity=activity, proof=form.proof(), title=form.cleaned_data["title"], actor=request.user)
        messages.success(request, gettext("Saved"), extra_tags="evidence")
        return page_address(activity)

    purpose = f"activities.evidence.{activity.pk}"
    try:
        return once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)
    except RuleBroken as broken:
        form.refuse(broken)
        return ""


@require_safe
def evidence_file(request: HttpRequest, slug: str, key: int, evidence: int) -> HttpResponse:
    """The file itself, for who may open it; asked again at every read."""
    activity = find_activity(request, slug, key)
    row = get_object_or_404(Evidence, pk=evidence, activity=activity)
    if not row.file or not opens(request.visitor, row):
        raise Http404
    try:
        stored = row.file.open("rb")
    except OSError:
        logger.exception("the stored file of evidence %s cannot be read", row.pk)
        return _missing(request, activity, row)
    return FileResponse(
        stored,
        as_attachment=True,
        filename=download_name(row),
        content_type=row.content_type,
        headers=DOWNLOAD_ONLY,
    )


def download_name(row: Evidence) -> str:
    """The title as a name any disk takes, with the extension of the content."""
    extension = EXTENSIONS.get(row.content_type, "")
    bare = row.title.lower().removesuffix(extension) if extension else row.title
    plain = get_valid_filename("e" + row.title[: len(bare)])[1:].strip("._-")[:80]
    return (plain or f"evidence-{row.pk}") + extension


def _missing(request: HttpRequest, activity: Activity, row: Evidence) -> HttpResponse:
    title = gettext("The file is missing")
    text = gettext("“%(title)s” is noted, but its file cannot be found. Tell those who coordinate the arena.")
    context = {
        "title": title,
        "text": text % {"title": row.title},
        "activity": activity,
        "crumbs": crumbs(request.arena.slug, (title, "")),
    }
    return render(request, "activities/notice_page.html", context, status=404)
