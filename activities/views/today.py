"""For you today: what activities lack that this person may change."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_safe

from activities.enums import Status
from activities.models import Activity
from activities.today import WAITS, Waiting, waiting_for
from arena.access import enter
from core.numbers import format_number

PER_PAGE = 25


@dataclass(frozen=True)
class Line:
    """One activity with what it lacks: words and the address where each is put right."""

    activity: Activity
    lacks: list[tuple[str, str]]
    has_passed: bool


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that waits, or one kind of it, the oldest first."""
    arena = enter(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.visitor.may_log:
        raise PermissionDenied
    waiting = waiting_for(request.user, arena, on=request.visitor.on)
    counts = waiting.counts()
    what = request.GET.get("what", "")
    what = what if counts.get(what) else ""
    shown = Paginator(waiting.rows(what).select_related("team"), PER_PAGE).get_page(request.GET.get("page"))
    n = waiting.rows().count() if what else shown.paginator.count
    context = {
        "page": shown,
        "lines": [_line(waiting, row, slug, request.visitor.on) for row in shown],
        "tabs": _tabs(counts, what, n),
        "n": n,
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("For you today"), "")],
    }
    return render(request, "activities/today_page.html", context)


def _tabs(counts: dict[str, int], what: str, n: int) -> list[tuple[str, str, bool]]:
    """All, and each thing that is missing somewhere, with how often."""
    if not n:
        return []
    language = get_language() or "en"
    kinds = [("", pgettext("what is missing", "All")), *((wait.slug, str(wait.label)) for wait in WAITS)]
    known = {"": n} | counts
    return [
        (f"{label} {format_number(known[slug], language)}", f"?what={slug}", slug == what)
        for slug, label in kinds
        if known.get(slug)
    ]


def _line(waiting: Waiting, activity: Activity, slug: str, on: date) -> Line:
    lacks = [(str(wait.label), wait.url(slug, activity.pk)) for wait in waiting.lacking(activity)]
    has_passed = activity.status == Status.PLANNED and activity.last_on is not None and activity.last_on < on
    return Line(activity, lacks, has_passed)
