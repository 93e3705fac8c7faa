"""The OpenAPI document is a promise: it changes on purpose only, and the API keeps it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import missing_required_header, positive_data_acceptance

from activities.models import Activity
from api.openapi import document
from arena.enums import Role
from smice.wsgi import application
from tests.api.conftest import build_world, make_key, make_own_key
from tests.factories import ArenaRoleFactory

SNAPSHOT = Path(__file__).parent / "openapi.json"
RENEW = "python -m tests.api.renew_openapi"
EXAMPLES = 15
# Which themes, teams or periods exist is the arena's affair: one that does not is 400, and no document can list them.
EXCLUDED = [positive_data_acceptance]
# A change without If-Match is 428 (RFC 6585), which the check does not know.
EXCLUDED_OF_CHANGES = [*EXCLUDED, missing_required_header]


def test_the_document_is_the_one_that_was_agreed():
    made = json.loads(json.dumps(document("en")))

    assert made == json.loads(SNAPSHOT.read_text()), f"If the change is wanted: {RENEW}"


def test_every_operation_says_how_it_refuses_and_that_a_key_may_help():
    always, writing = {"400", "401", "404", "406", "429"}, {"403", "413", "415", "422"}
    answers = {
        "get": always | {"200", "304"},
        "post": always | writing | {"201"},
        "patch": always | writing | {"200", "412", "428"},
    }
    for path, operations in document("en")["paths"].items():
        for method, operation in operations.items():
            assert answers[method] == set(operation["responses"]), path
            assert operation["security"] == ([{"key": []}, {}] if method == "get" else [{"key": []}])
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


@dataclass(frozen=True)
class Keys:
    """Secrets of keys for an arena with everything in it: an auditor's, and one that writes for the whole arena."""

    reads: str
    writes: str
    activity: Activity


@pytest.fixture
def keys(db, settings) -> Iterator[Keys]:
    """The keys.

    The application runs inside the test's transaction: as Django's own test client does, it must not close it.
    """
    settings.API_READS_PER_MINUTE = {"key": 1_000_000, "network": 1_000_000}
    settings.API_WRITES_PER_MINUTE = 1_000_000
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    world = build_world()
    person = ArenaRoleFactory(arena=world.cast.arena, role=Role.COORDINATOR).user
    yield Keys(make_key(world.cast.arena, Role.AUDITOR), make_own_key(world.cast.arena, person), world.activity)
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
def test_the_api_keeps_its_promise(case, keys):
    if case.path_parameters.get("slug"):
        case.path_parameters["slug"] = "one"
    # The client reads answers as they come: uncompressed ones.
    headers = {"Authorization": f"Bearer {keys.reads}", "Accept-Encoding": "identity"}
    if case.method != "GET":
        headers["Authorization"] = f"Bearer {keys.writes}"
        if "key" in case.path_parameters:
            case.path_parameters["key"] = keys.activity.pk
        if case.method == "PATCH" and "If-Match" in (case.headers or {}):
            version = Activity.objects.values_list("version", flat=True).get(pk=keys.activity.pk)
            case.headers["If-Match"] = f'"{version}"'
    excluded = EXCLUDED_OF_CHANGES if case.method == "PATCH" else EXCLUDED
    case.call_and_validate(headers=headers, excluded_checks=excluded)
