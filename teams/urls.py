"""Addresses of teams, under /<lang>/a/<slug>/."""

from django.urls import path

from teams.views import membership, team

app_name = "teams"
urlpatterns = [
    path("teams/", team.team_list, name="list"),
    path("teams/<slug:team>/", team.team_page, name="page"),
    path("teams/<slug:team>/join/", membership.team_join, name="join"),
    path("teams/<slug:team>/leave/", membership.team_leave, name="leave"),
    path("teams/<slug:team>/undo/", membership.team_undo, name="undo"),
]
