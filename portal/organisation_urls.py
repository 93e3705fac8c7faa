"""Addresses of the register of organisations, under /<lang>/a/<slug>/organisations/."""

from django.urls import path

from portal.views import duplicates, mergers, organisation_people, organisations

app_name = "organisations"
urlpatterns = [
    path("organisations/", organisations.organisation_list, name="list"),
    path("organisations/duplicates/", duplicates.duplicate_list, name="duplicates"),
    path("organisations/duplicates/decide/", duplicates.duplicate_decide, name="decide"),
    path("organisations/look-alikes/", duplicates.duplicate_hint, name="hint"),
    path("organisations/<int:key>/", organisations.organisation_page, name="page"),
    path("organisations/<int:key>/history/", organisations.organisation_history, name="history"),
    path("organisations/<int:key>/people/", organisation_people.people, name="people"),
    path("organisations/<int:key>/people/act/", organisation_people.act, name="act"),
    path("organisations/<int:key>/people/stop/", organisation_people.stop, name="stop"),
    path("organisations/<int:key>/merge/", mergers.merge_choose, name="merge-choose"),
    path("organisations/<int:key>/merge/<int:other>/", mergers.merge_compare, name="merge"),
    path("organisations/<int:key>/part/", mergers.merge_undo, name="part"),
]
