"""Addresses of pages that need several rooms."""

from django.conf import settings
from django.urls import path

from portal.views import about, components, effect_map, home

app_name = "portal"
urlpatterns = [
    path("", home.arenas, name="arenas"),
    path("look/", home.look, name="look"),
    path("privacy/", about.privacy, name="privacy"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("a/<slug:slug>/", home.overview, name="overview"),
    path("a/<slug:slug>/map/", effect_map.page, name="map"),
    path("a/<slug:slug>/about/", about.arena, name="about"),
    path("a/<slug:slug>/data/", about.data, name="data"),
]
if settings.DEBUG:
    urlpatterns += [path("components/", components.page, name="components")]
