"""Every answer carries the same protection: pages, errors, files, the API, static assets."""

import pytest

from tests.factories import ActivityFactory

PATHS = [
    "/",
    "/en/",
    "/en/a/one/",
    "/sv/a/one/map/",
    "/nb/a/one/activities/?format=csv",
    "/en/a/nowhere/",
    "/en/account/login/",
    "/api/v1/arenas/one/",
    "/api/v1/arenas/nowhere/",
    "/healthz",
    "/static/css/arena.css",
    "/static/vendor/htmx-2.min.js",
]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "report-uri /policy-report",
}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_protected(cast, client, path):
    ActivityFactory(arena=cast.arena)

    headers = client.get(path).headers

    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_pages_of_a_session_are_stored_nowhere(cast, as_person):
    assert as_person(cast.lead).get("/en/a/one/").headers["Cache-Control"] == "private, no-store"


def test_public_pages_are_asked_for_again(cast, client):
    assert client.get("/en/a/one/").headers["Cache-Control"] == "private, no-cache"
