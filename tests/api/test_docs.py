"""The API's documentation as a page."""

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client

from api.examples import example_of, operations_of
from api.openapi import document
from tests.api.sending import send


def test_docs_show_every_operation_with_a_call(db):
    page = Client().get("/api/v1/docs/")

    content = page.content.decode()
    assert page.status_code == 200
    for path, operations in document("en")["paths"].items():
        for method, operation in operations.items():
            assert f"{method.upper()} {path}" in content
            assert operation["summary"] in content
    assert "curl -H &quot;Authorization: Bearer $KEY&quot;" in content


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_docs_speak_the_language_asked_for(db, language):
    page = Client().get("/api/v1/docs/", headers={"accept-language": language})

    assert f'<html lang="{language}"' in page.content.decode()


def test_docs_need_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get("/api/v1/docs/")


def test_docs_are_for_reading(db):
    assert Client().post("/api/v1/docs/").status_code == 405


def test_every_example_of_a_call_leads_to_a_resource(world, ask):
    fitted = {"/demo/": "/one/", "/activities/1/": f"/activities/{world.activity.pk}/"}
    fitted["/assessments/1/"] = f"/assessments/{world.activity.assessments.get().pk}/"
    for operation in operations_of(document("en"), "http://testserver"):
        if operation.key == "indicators_units" or operation.method != "GET":
            continue
        path = urlsplit(operation.call.split('"')[-2]).path
        for before, after in fitted.items():
            path = path.replace(before, after)
        assert ask(path).status_code == 200, path


def test_every_example_of_a_write_is_taken(world, coordinator):
    for operation in operations_of(document("en"), ""):
        if operation.method == "GET":
            continue
        path = urlsplit(operation.call.split('"')[-2]).path
        path = path.replace("/demo/", "/one/").replace("/activities/1/", f"/activities/{world.activity.pk}/")
        body = json.loads(operation.call.partition("-d '")[2].partition("'")[0])
        answer = send(operation.method.lower(), path, body, coordinator, idempotency_key="k", if_match='"1"')
        assert answer.status_code == (200 if operation.method == "PATCH" else 201), answer.content


def test_examples_have_the_parts_of_real_answers(world, auditor, ask):
    base = "/api/v1/arenas/one"
    real = {
        "activities_list": ask(f"{base}/activities/").json(),
        "activities_read": ask(f"{base}/activities/{world.activity.pk}/").json(),
        "teams_list": ask(f"{base}/teams/").json(),
        "organisations_list": ask(f"{base}/organisations/").json(),
        "indicators_read": ask(f"{base}/indicators/demonstrations/").json(),
        "indicators_units": ask(f"{base}/indicators/demonstrations/units/", auditor).json(),
        "map_read": ask(f"{base}/map/").json(),
    }
    shown = {operation.key: json.loads(operation.answer) for operation in operations_of(document("en"), "")}

    for key, answer in real.items():
        assert set(shown[key]) == set(answer), key
        if "results" in answer:
            assert set(shown[key]["results"][0]) == set(answer["results"][0]), key


def test_an_example_keeps_to_its_schema():
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "integer", "example": 7},
            "b": {"type": "string", "enum": ["x", "y"]},
            "c": {"type": "array", "items": {"type": "boolean"}},
            "d": {"type": "string", "format": "date"},
        },
    }

    assert example_of(schema, {}) == {"a": 7, "b": "x", "c": [True], "d": "2024-01-31"}
