"""Pages for what went wrong."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import translation

from portal.views import errors

TYPED = {
    "what": "Repair evening",
    "note": "Two lines\nof text",
    "csrfmiddlewaretoken": "s3cret-t",
    "password": "s3cret-p",
}


@pytest.fixture
def posted():
    """A form that another page of ours sent without a valid token."""
    return Client(enforce_csrf_checks=True).post("/en/account/login/", TYPED)


@pytest.mark.django_db
def test_csrf_failure_keeps_the_typed_text(posted):
    page = posted.content.decode()

    assert posted.status_code == 403
    assert "Repair evening" in page
    assert "Two lines\nof text" in page
    assert 'href="/en/account/login/"' in page


@pytest.mark.django_db
def test_csrf_failure_shows_no_secrets(posted):
    assert "s3cret" not in posted.content.decode()


@pytest.mark.django_db
def test_csrf_failure_does_not_print_what_another_site_sent():
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})

    response = client.post("/en/account/login/", TYPED)

    assert response.status_code == 403
    assert "Repair evening" not in response.content.decode()


@pytest.mark.django_db
def test_unknown_page_offers_a_way_forward():
    response = Client().get("/en/nothing/here/?q=1")

    page = response.content.decode()
    assert response.status_code == 404
    assert "We cannot find that page" in page
    assert 'href="/sv/nothing/here/?q=1"' in page


@pytest.mark.parametrize(("view", "status"), [(errors.server_error, 500), (errors.service_unavailable, 503)])
def test_our_own_faults_are_told_in_three_languages_without_database(view, status):
    with connection.execute_wrapper(_refuse):
        response = view(RequestFactory().get("/sv/"))

    page = response.content.decode()
    assert response.status_code == status
    assert [f'<section class="stack" lang="{code}">' in page for code in ("sv", "nb", "en")] == [True, True, True]
    assert page.count("<h1") == 1


def test_language_of_the_page_is_not_changed_by_a_fault():
    with translation.override("nb"):
        errors.server_error(RequestFactory().get("/"))

        assert translation.get_language() == "nb"


def test_fault_in_the_error_page_still_answers(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = "/nonexistent"

    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in response.content.decode()


def _refuse(*_args: object) -> None:
    raise AssertionError("the page asked the database")
