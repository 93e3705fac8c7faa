"""The OpenAPI document is a promise: it changes on purpose only, and the API keeps it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.openapi import document
from arena.enums import Role
from smice.wsgi import application
from tests.api.conftest import build_world, make_key

SNAPSHOT = Path(__file__).parent / "openapi.json"
RENEW = "python -m tests.api.renew_openapi"
EXAMPLES = 15
# Which themes, teams or periods exist is the arena's affair: one that does not is 400, and no document can list them.
EXCLUDED = [positive_data_acceptance]


def test_the_document_is_the_one_that_was_agreed():
    made = json.loads(json.dumps(document("en")))

    assert made == json.loads(SNAPSHOT.read_text()), f"If the change is wanted: {RENEW}"


def test_every_operation_says_how_it_refuses_and_that_a_key_may_help():
    for path, operations in document("en")["paths"].items():
        operation = operations["get"]
        assert {"200", "304", "400", "401", "404", "406", "429"} == set(operation["responses"]), path
        assert {"key": []} in operation["security"]
        assert all(parameter.get("description") for parameter in operation["parameters"]), path
        assert operation["summary"]
        assert operation["description"]


def test_the_document_is_served_in_every_language(db):
    for language in ("sv", "nb", "en"):
        answer = Client().get("/api/v1/schema/", headers={"accept-language": language})
        assert (answer.status_code, answer["Content-Language"]) == (200, language)
        assert answer.json()["openapi"].startswith("3.")


promised = schemathesis.openapi.from_path(SNAPSHOT)
promised.app = application


@pytest.fixture
def key(db, settings) -> Iterator[str]:
    """An auditor's key of an arena with everything in it.

    The application runs inside the test's transaction: as Django's own test client does, it must not close it.
    """
    settings.API_READS_PER_MINUTE = {"key": 1_000_000, "network": 1_000_000}
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield make_key(build_world().cast.arena, Role.AUDITOR)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@promised.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_its_promise(case, key):
    if case.path_parameters.get("slug"):
        case.path_parameters["slug"] = "one"
    # The client reads answers as they come: uncompressed ones.
    headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, excluded_checks=EXCLUDED)
