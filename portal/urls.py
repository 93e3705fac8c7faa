"""Addresses of pages that need several rooms."""

from django.conf import settings
from django.urls import path

from portal.views import about, components, effect_map, home, own_data, search

app_name = "portal"
urlpatterns = [
    path("", home.arenas, name="arenas"),
    path("look/", home.look, name="look"),
    path("privacy/", about.privacy, name="privacy"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("account/data/", own_data.page, name="own-data"),
    path("account/data/download/", own_data.download, name="own-data-file"),
    path("account/data/erase/", own_data.erase, name="own-data-erase"),
    path("a/<slug:slug>/", home.overview, name="overview"),
    path("a/<slug:slug>/map/", effect_map.page, name="map"),
    path("a/<slug:slug>/search/", search.page, name="search"),
    path("a/<slug:slug>/about/", about.arena, name="about"),
    path("a/<slug:slug>/data/", about.data, name="data"),
]
if settings.DEBUG:
    urlpatterns += [path("components/", components.page, name="components")]
