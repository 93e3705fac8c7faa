"""Root addresses: pages per language, the API, health."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from arena.views.invitation import invitation
from portal.views.health import healthz, readyz
from portal.views.home import choose_language
from portal.views.reports import policy_report

urlpatterns = [
    path("", choose_language, name="root"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("policy-report", policy_report, name="policy-report"),
    path("api/v1/", include("api.urls")),
    *i18n_patterns(
        path("account/", include("accounts.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
        path("invitation/<str:token>/", invitation, name="invitation"),
        path("a/<slug:slug>/", include("activities.urls")),
        path("a/<slug:slug>/", include("teams.urls")),
        path("a/<slug:slug>/", include("indicators.urls")),
        path("a/<slug:slug>/", include("arena.urls")),
        path("a/<slug:slug>/", include("portal.organisation_urls")),
        path("", include("portal.urls")),
    ),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
