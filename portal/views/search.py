"""Searching everything in an arena."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from arena.access import enter
from arena.search.question import MOST_LETTERS, MOST_WORDS
from core.numbers import format_number
from portal import search

PER_PAGE = 25


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Activities, teams and organisations by their words, in any of their forms and with words that mean the same."""
    arena = enter(request, slug)
    visitor = request.visitor
    kind = request.GET.get("kind", "") if request.GET.get("kind") in search.KINDS else ""
    side = next((one for one in arena.sides.all() if one.code == request.GET.get("side")), None)
    exact = request.GET.get("exact") == "1"
    answer = search.answer(visitor, request.GET.get("q", ""), side=side, exact=exact)
    question = answer.question
    query = _with_all(request.GET, "q", question.text)  # as far as it was asked, however long it was
    shown = Paginator(answer.of_kind(kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "text": question.text,
        "question": question,
        "answer": answer,
        "n_all": len(answer.found),
        "page": shown,
        "results": search.results(visitor, shown, question),
        "kind": kind,
        "side": side,
        "exact": exact,
        "limits": (MOST_LETTERS, MOST_WORDS),
        "tabs": _tabs(query, answer, kind),
        "other_exactness": _with(query, "exact", "" if exact else "1"),
        "suggestion": None if answer.found or not question else search.suggestion(visitor, question, side=side),
        "is_filtered": bool(kind or side),
        "unfiltered": _with(_with_all(query, "kind", ""), "side", ""),
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("Search"), "")],
    }
    return render(request, "portal/search.html", context)


def _tabs(query: QueryDict, answer: search.Answer, kind: str) -> list[tuple[str, str, bool]]:
    language = get_language() or "en"
    names = {"": gettext("All")} | search.KINDS
    return [
        (f"{words} ({format_number(len(answer.of_kind(name)), language)})", _with(query, "kind", name), name == kind)
        for name, words in names.items()
    ]


def _with(query: QueryDict, name: str, value: str) -> str:
    """This page's query with another answer to one question, or none; from the first page."""
    return f"?{_with_all(query, name, value).urlencode()}"


def _with_all(query: QueryDict, name: str, value: str) -> QueryDict:
    changed = query.copy()
    for gone in ("page", name):
        changed.pop(gone, None)
    if value:
        changed[name] = value
    return changed
