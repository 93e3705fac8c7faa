"""Joining a team, leaving it, and taking the leaving back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleBroken
from core.forms import is_language_switch, kept
from core.writes import new_token, once
from teams import queries
from teams.actions import join_team, leave_team, undo_leaving
from teams.forms import JoinForm, LeaveForm
from teams.models import Team
from teams.views.team import crumbs_to, find_team


@require_http_methods(["GET", "HEAD", "POST"])
def team_join(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """Says what joining means, and joins. Who is not signed in comes back here after signing in or up."""
    row = find_team(request, slug, team)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST" and not is_language_switch(request):
        return _join(request, row)
    if queries.open_membership(request.user, row):
        messages.info(request, gettext("You are already a member of this team."))
        return redirect(_page(row))
    if not request.user.has_perm("teams.join_team", row):
        messages.warning(request, gettext("This team is not taking new members now."))
        return redirect(_page(row))
    return _join_page(request, row, JoinForm(initial={"token": new_token()}))


def _join(request: HttpRequest, team: Team) -> HttpResponse:
    def write() -> str:
        join_team(team=team, user=request.user, on=request.visitor.on, actor=request.user)
        return _page(team)

    form = JoinForm({"token": new_token()})
    try:
        answer = once(
            token=request.POST.get("token", ""), purpose="teams.join", owner=str(request.user.pk), write=write
        )
    except RuleBroken as broken:
        if broken.code == "team.already_member":
            messages.info(request, broken.message)
            return redirect(_page(team))
        form.add_error(None, broken.message)
        return _join_page(request, team, form, status=422)
    messages.success(request, gettext("You are now a member of %(team)s.") % {"team": team.name})
    return redirect(answer)


def _join_page(request: HttpRequest, team: Team, form: JoinForm, *, status: int = 200) -> HttpResponse:
    effects = [
        gettext("It costs nothing. There is no fee."),
        gettext("The others in the team see your name and when you joined. Everyone else sees only how many you are."),
        gettext("The day you join and the day you leave are kept."),
        gettext("You can leave whenever you want. No reason is needed."),
    ]
    context = {
        "title": gettext("Join %(team)s") % {"team": team.name},
        "effects": effects,
        "action": gettext("Join the team"),
        "form": form,
        "switch_form": "join",
        "cancel_url": _page(team),
        "crumbs": [*crumbs_to(request, team), (gettext("Join"), "")],
    }
    return render(request, "ui/confirm_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def team_leave(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """Says what leaving means, and leaves."""
    row = find_team(request, slug, team)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not is_language_switch(request):
        form.is_valid()
        return _leave(request, row, is_hidden=form.cleaned_data["is_hidden"])
    if queries.open_membership(request.user, row) is None:
        messages.info(request, gettext("You are not a member of this team."))
        return redirect(_page(row))
    return _leave_page(request, row, kept(form) if form.is_bound else form)


def _leave(request: HttpRequest, team: Team, *, is_hidden: bool) -> HttpResponse:
    user, day = request.user, request.visitor.on
    led = queries.leads_on(team, on=day).filter(user=user).exists()
    try:
        leave_team(team=team, user=user, on=day, actor=user, is_hidden=is_hidden)
    except RuleBroken as broken:
        messages.info(request, broken.message)
        return redirect(_page(team))
    if led and not queries.leads_on(team, on=day).exists():
        messages.warning(request, gettext("The team has no lead now."))
    return redirect(_page(team))


def _leave_page(request: HttpRequest, team: Team, form: LeaveForm) -> HttpResponse:
    leads = list(queries.leads_on(team, on=request.visitor.on))
    effects = [
        gettext("Your name leaves the list of active members at once."),
        gettext("The day you joined and the day you leave are kept. You can come back whenever you want."),
    ]
    if [row.user_id for row in leads] == [request.user.pk]:
        effects.insert(0, gettext("You are the only lead. The team has no lead when you have left, and lives on."))
    context = {
        "title": gettext("Leave %(team)s") % {"team": team.name},
        "effects": effects,
        "action": gettext("Leave the team"),
        "form": form,
        "switch_form": "leave",
        "cancel_url": _page(team),
        "crumbs": [*crumbs_to(request, team), (gettext("Leave"), "")],
    }
    return render(request, "ui/confirm_page.html", context)


@require_POST
def team_undo(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """Takes today's leaving back."""
    row = find_team(request, slug, team)
    if not request.user.is_authenticated:
        return redirect_to_login(_page(row))
    membership = queries.latest_membership(request.user, row)
    try:
        if membership is None:
            raise RuleBroken("team.not_member", gettext("You are not a member of this team."))
        undo_leaving(membership=membership, on=request.visitor.on, actor=request.user)
    except RuleBroken as broken:
        messages.info(request, broken.message)
    else:
        messages.success(request, gettext("You are a member again, as if you had never left."))
    return redirect(_page(row))


def _page(team: Team) -> str:
    return reverse("teams:page", args=[team.arena.slug, team.slug])
