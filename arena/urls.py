"""Addresses of an arena's settings, under /<lang>/a/<slug>/settings/."""

from django.urls import path

from arena.views import keys, settings

app_name = "arena"
urlpatterns = [
    path("settings/", settings.arena_settings, name="settings"),
    path("settings/keys/", keys.key_list, name="keys"),
    path("settings/keys/new/", keys.key_issue, name="key-issue"),
    path("settings/keys/<str:prefix>/revoke/", keys.key_revoke, name="key-revoke"),
    path("settings/<slug:section>/", settings.section_list, name="section"),
    path("settings/<slug:section>/new/", settings.section_add, name="section-add"),
    path("settings/<slug:section>/<int:key>/", settings.section_edit, name="section-edit"),
    path("settings/<slug:section>/<int:key>/remove/", settings.section_remove, name="section-remove"),
]
