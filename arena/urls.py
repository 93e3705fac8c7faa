"""Addresses of an arena's settings, its imports and its background work, under /<lang>/a/<slug>/."""

from django.urls import path

from arena.views import import_run, imports, invitations, keys, settings, work

app_name = "arena"
urlpatterns = [
    path("import/", imports.import_list, name="imports"),
    path("import/<int:key>/", import_run.import_run, name="import-run"),
    path("import/<int:key>/columns/", import_run.import_columns, name="import-columns"),
    path("import/<int:key>/decide/", import_run.import_decide, name="import-decide"),
    path("import/<int:key>/write/", import_run.import_write, name="import-write"),
    path("import/<int:key>/drop/", import_run.import_drop, name="import-drop"),
    path("import/<int:key>/returned/", import_run.import_returned, name="import-returned"),
    path("import/<slug:kind>/", imports.import_new, name="import-new"),
    path("import/<slug:kind>/template/", imports.import_template, name="import-template"),
    path("jobs/", work.job_list, name="jobs"),
    path("jobs/<int:key>/", work.job_page, name="job"),
    path("jobs/<int:key>/retry/", work.job_retry, name="job-retry"),
    path("jobs/mail/<int:key>/resend/", work.mail_resend, name="mail-resend"),
    path("settings/", settings.arena_settings, name="settings"),
    path("settings/keys/", keys.key_list, name="keys"),
    path("settings/keys/new/", keys.key_issue, name="key-issue"),
    path("settings/keys/<str:prefix>/revoke/", keys.key_revoke, name="key-revoke"),
    path("settings/invitations/", invitations.invitation_list, name="invitations"),
    path("settings/invitations/new/", invitations.invitation_new, name="invitation-new"),
    path("settings/invitations/<int:key>/again/", invitations.invitation_again, name="invitation-again"),
    path("settings/invitations/<int:key>/take-back/", invitations.invitation_take_back, name="invitation-take-back"),
    path("settings/<slug:section>/", settings.section_list, name="section"),
    path("settings/<slug:section>/new/", settings.section_add, name="section-add"),
    path("settings/<slug:section>/<int:key>/", settings.section_edit, name="section-edit"),
    path("settings/<slug:section>/<int:key>/remove/", settings.section_remove, name="section-remove"),
]
