"""The list of teams, and one team."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from arena.access import enter
from core.downloads import form_asked_for
from teams import queries
from teams.enums import PATH, Stage
from teams.filters import STAGE_UNKNOWN, TeamFilter
from teams.models import Team
from teams.views.list_file import file_of
from teams.views.stages import path_of, strip_of

PER_PAGE = 25


@require_safe
def team_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Teams of the arena by name, with how many stand on each stage; the same as a file."""
    arena = enter(request, slug)
    visible = queries.teams_visible_to(request.user, arena, on=request.visitor.on)
    found = TeamFilter(request.GET, queryset=queries.for_list(request.user, visible, get_language()), arena=arena)
    if form := form_asked_for(request):
        return file_of(found.qs, arena, form=form, on=request.visitor.on)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.stage_counts(arena)
    chosen = request.GET.get("stage", "")
    context = {
        "form": found.form,
        "page": page,
        "counts": counts,
        "strip": strip_of(PATH, counts, chosen),
        "n_known": counts["all"] - counts["unknown"],
        "beside": [item for item in strip_of((Stage.RESTING, Stage.ENDED), counts, chosen) if item[0]],
        "is_unknown_chosen": chosen == STAGE_UNKNOWN,
        "in_use": [(words, _without(request, name)) for name, words in found.in_use()],
        "crumbs": [(gettext("Overview"), reverse("portal:overview", args=[slug])), (gettext("Teams"), "")],
    }
    return render(request, "teams/team_list.html", context)


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"?{query.urlencode()}"


@require_safe
def team_page(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """One team: what it is, how far it has come, who carries it, how to join or leave."""
    row = find_team(request, slug, team)
    day = request.visitor.on
    own = queries.latest_membership(request.user, row) if request.user.is_authenticated else None
    sees_members = request.user.has_perm("teams.see_members", row)
    context = {
        "team": row,
        "path": path_of(row.stage),
        "flow": queries.flow_of(request.user, row, on=day, with_months=not sees_members),
        "organisations": None
        if sees_members
        else queries.organisations_on(row, on=day, language=get_language() or "en"),
        "is_open": row.joining == "open",
        "own": own,
        "is_member": own is not None and own.ended_on is None,
        "left_today": own is not None and own.ended_on is not None and own.ended_on >= day,
        "sees_members": sees_members,
        "roster": _roster(request, row) if sees_members else None,
        "crumbs": [*crumbs_to(request, row)[:-1], (row.name, "")],
    }
    return render(request, "teams/team_page.html", context)


def _roster(request: HttpRequest, team: Team) -> Page:
    return Paginator(queries.roster(request.user, team), PER_PAGE).get_page(request.GET.get("page"))


def find_team(request: HttpRequest, slug: str, team: str) -> Team:
    """The team with this address if the visitor may see it, else 404."""
    arena = enter(request, slug)
    found = get_object_or_404(queries.teams_visible_to(request.user, arena, on=request.visitor.on), slug=team)
    found.arena = arena
    return found


def crumbs_to(request: HttpRequest, team: Team) -> list[tuple[str, str]]:
    """The way to a team's page, that page included."""
    slug = team.arena.slug
    return [
        (gettext("Overview"), reverse("portal:overview", args=[slug])),
        (gettext("Teams"), reverse("teams:list", args=[slug])),
        (team.name, reverse("teams:page", args=[slug, team.slug])),
    ]
