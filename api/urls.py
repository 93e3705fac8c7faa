"""Addresses of the API, under /api/v1/."""

from django.urls import path, re_path

from api.v1 import activities, arena, assessments, documents, effect_map, indicators, organisations, teams, units
from api.views import NothingHere

app_name = "api"
urlpatterns = [
    path("schema/", documents.Schema.as_view(), name="schema"),
    path("docs/", documents.docs, name="docs"),
    path("arenas/<slug:slug>/", arena.ArenaResource.as_view(), name="arena"),
    path("arenas/<slug:slug>/activities/", activities.ActivityList.as_view(), name="activities"),
    path("arenas/<slug:slug>/activities/<int:key>/", activities.ActivityResource.as_view(), name="activity"),
    path(
        "arenas/<slug:slug>/activities/<int:key>/assessments/",
        assessments.AssessmentsOfActivity.as_view(),
        name="activity-assessments",
    ),
    path("arenas/<slug:slug>/assessments/", assessments.AssessmentList.as_view(), name="assessments"),
    path("arenas/<slug:slug>/assessments/<int:rating>/", assessments.AssessmentResource.as_view(), name="assessment"),
    path("arenas/<slug:slug>/teams/", teams.TeamList.as_view(), name="teams"),
    path("arenas/<slug:slug>/teams/<slug:team>/", teams.TeamResource.as_view(), name="team"),
    path("arenas/<slug:slug>/organisations/", organisations.OrganisationList.as_view(), name="organisations"),
    path("arenas/<slug:slug>/map/", effect_map.MapResource.as_view(), name="map"),
    path("arenas/<slug:slug>/indicators/", indicators.IndicatorList.as_view(), name="indicators"),
    path("arenas/<slug:slug>/indicators/<slug:code>/", indicators.IndicatorResource.as_view(), name="indicator"),
    path("arenas/<slug:slug>/indicators/<slug:code>/units/", units.UnitList.as_view(), name="units"),
    re_path(r"^", NothingHere.as_view(), name="nothing"),
]
