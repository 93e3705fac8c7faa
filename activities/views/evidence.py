"""Adding evidence, and reading a file of it."""

import logging

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions.add_evidence import Added, add_several
from activities.actions.check_evidence import note_damage
from activities.forms.evidence import EvidenceForm, saved_words
from activities.models import Activity, Evidence
from activities.views.found import crumbs, demand, find_activity, page_address
from activities.views.log_form import is_sent, token_for
from activities.views.shown import opens
from core.clock import now
from core.errors import RuleBroken
from core.files import FileDamaged, open_whole
from core.forms import is_language_switch, kept
from core.uploads import EXTENSIONS
from core.writes import once

logger = logging.getLogger(__name__)
# A file that people brought is downloaded and never run, shown in a page of ours or kept by a cache.
DOWNLOAD_ONLY = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Photos, documents and links: the good ones are saved, the others named with what is wrong."""
    activity = find_activity(request, slug, key)
    demand(request, "activities.change_activity", activity)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EvidenceForm(data, files)
    if is_sent(request):
        form.full_clean()
        if form.can_be_saved and (answer := _add(request, form, activity)) and form.is_valid():
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
    """Saves what is good, once, and gives the address that follows; an empty text when the whole was refused."""
    data, added = form.cleaned_data, Added()

    def write() -> str:
        nonlocal added
        uploads, links = data["files"].good, data["links"].good
        added = add_several(activity=activity, uploads=uploads, links=links, title=data["title"], actor=request.user)
        lacks_words = len(added.pieces) > 1 and not data["title"]
        return (
            reverse("activities:evidence-titles", args=[activity.arena.slug, activity.pk])
            if lacks_words
            else page_address(activity)
        )

    purpose = f"activities.evidence.{activity.pk}"
    try:
        answer = once(token=request.POST.get("token", ""), purpose=purpose, owner=str(request.user.pk), write=write)
    except RuleBroken as broken:
        form.refuse(broken)
        return ""
    if added.pieces:
        messages.success(request, saved_words(len(added.pieces)), extra_tags="evidence")
    form.refuse_files(added.refused)
    form.keep_the_rest()
    return answer


@require_safe
def evidence_file(request: HttpRequest, slug: str, key: int, evidence: int) -> HttpResponseBase:
    """The file itself, for who may open it; asked again, and compared with its checksum, at every read."""
    activity = find_activity(request, slug, key)
    row = get_object_or_404(Evidence, pk=evidence, activity=activity)
    if not row.file or not opens(request.visitor, row):
        raise Http404
    try:
        stored = open_whole(row.file.name or "", sha256=row.sha256, size=row.size_bytes)
    except FileDamaged as damaged:
        logger.error("ALERT the stored file of evidence %s is %s", row.pk, damaged.state)
        note_damage(evidence=row, state=damaged.state, at=now())
        return _damaged(request, activity, row, damaged)
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


def _damaged(request: HttpRequest, activity: Activity, row: Evidence, damaged: FileDamaged) -> HttpResponse:
    """410: what was kept is not there any more as it was, and nothing else is given in its place."""
    context = {
        "activity": activity,
        "evidence": row,
        "state": damaged.state.value,
        "crumbs": crumbs(request.arena.slug, (activity.title, page_address(activity)), (row.title, "")),
    }
    return render(request, "activities/damaged_page.html", context, status=410)
