"""Logging and changing activities by programs: once, never over somebody else's change, by the rules of the form."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.actions.facts import facts_of
from activities.enums import PartRole
from activities.models import Activity
from core.models import OneTimeToken
from tests.api.conftest import HIDDEN_FIRM, World
from tests.api.sending import ALL, DRAFT, change, codes, known, log, send
from tests.api.v1.test_protocol import problem
from tests.factories import ActivityFactory, PriorityFactory
from tests.nasty_strings import one_of_each

TODAY = timezone.localdate()
FULL = {
    "title": "Repair evening in Arvika",
    "language": "sv",
    "description": "Two lines\nof text",
    "date": "2024-03-02",
    "status": "held",
    "kind": "workshop",
    "sides": ["SE"],
    "themes": ["textiles"],
    "team": "repair",
    "meeting_form": "hybrid",
    "place": "The library",
    "last_day": "2024-03-03",
    "start_time": "09:00",
    "end_time": "16:30",
    "priorities": ["bioeconomy"],
    "goals": [12, 7],
    "access": "open",
    "is_advertised": False,
    "languages_spoken": ["no", "sv"],
    "method": "Four steps",
    "remote_how": "A link is sent",
    "remote_why_not": None,
    "facilitator": "The library",
    "tech_support": None,
    "lessons": "Bring more thread",
    "publicity": "The local paper",
    "duration_hours": 2.5,
    "travel_hours": 0,
    "travel_km": 0,
    "headcounts": [{"channel": "room", "attended": 12}, {"channel": "remote", "attended": 0}],
    "level": 2,
    "stability": 3,
    "link": "https://example.org/report",
}


def test_an_activity_is_logged_with_everything_that_was_sent(world: World, coordinator):
    PriorityFactory(arena=world.cast.arena, side=world.cast.sweden, key="bioeconomy")

    answer = log(coordinator, FULL)

    shown = answer.json()
    assert answer.status_code == 201, json.dumps(shown)
    assert answer["Location"] == f"{ALL}{shown['id']}/"
    same = ("last_day", "start_time", "end_time", "is_advertised", "themes", "team", "priorities")
    assert {name: known(shown[name]) for name in same} == {name: FULL[name] for name in same}
    assert (known(shown["travel_km"]), known(shown["participants"])) == (0, 12)
    assert (known(shown["level"]), known(shown["stability"]), known(shown["duration_hours"])) == (2, 3, "2.5")
    assert (shown["goals"], known(shown["languages_spoken"])) == ([7, 12], ["sv", "no"])
    assert {row["channel"]: row["attended"] for row in shown["headcounts"]} == {"room": 12, "remote": 0}
    assert (shown["status"]["value"], shown["n_evidence"], shown["version"]) == ("held", 1, 1)
    activity = Activity.objects.get(pk=shown["id"])
    assert (activity.facilitator, activity.logged_by) == ("The library", world.cast.reference)


def test_what_is_not_sent_is_unknown_and_null_is_not_zero(world: World, coordinator):
    empty = {name: None for name in FULL if name not in {"title", "status", "language"}}
    for body in ({"title": "A", "status": "draft"}, {"title": "A", "status": "draft"} | empty):
        activity = Activity.objects.get(pk=log(coordinator, body).json()["id"])
        facts = facts_of(activity)
        assert (facts.attended, activity.travel_km, facts.when.first, facts.sides) == (None, None, None, ())


def test_the_date_decides_without_a_status_and_null_is_an_unknown_one(world: World, coordinator):
    ahead = (TODAY + timedelta(days=9)).isoformat()

    statuses = [
        known(log(coordinator, {"title": "A", "level": 1} | more).json()["status"])
        for more in ({"date": ahead}, {"date": "2020"}, {"status": None})
    ]

    assert statuses == ["planned", "held", None]


def test_the_same_request_again_gets_the_same_answer_and_writes_nothing(world: World, coordinator):
    key, before = str(uuid4()), Activity.objects.count()

    first = log(coordinator, DRAFT, key=key)
    Activity.objects.filter(pk=first.json()["id"]).update(title="Changed since")
    answers = [first, *(log(coordinator, DRAFT, key=key) for _turn in range(4))]

    assert {(one.status_code, one.content, one["Location"]) for one in answers} == {
        (201, first.content, first["Location"])
    }
    assert Activity.objects.count() == before + 1


def test_a_key_with_something_else_is_refused(world: World, coordinator):
    key = str(uuid4())
    log(coordinator, DRAFT, key=key)

    body = problem(log(coordinator, DRAFT | {"title": "Another"}, key=key), 422)

    assert codes(body) == {"Idempotency-Key": ["core.key_reused"]}
    assert not Activity.objects.filter(title="Another").exists()


def test_what_was_refused_may_be_sent_again_with_its_key(world: World, coordinator):
    key = str(uuid4())
    assert log(coordinator, {"title": "A"}, key=key).status_code == 422
    assert not OneTimeToken.objects.exists()

    assert log(coordinator, {"title": "A", "level": 1}, key=key).status_code == 201


def test_two_programs_may_choose_the_same_key(world: World, coordinator, member):
    answers = [log(secret, DRAFT, key="1").json()["id"] for secret in (coordinator, member)]

    assert len(set(answers)) == 2


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "å", "a b"])
def test_logging_needs_a_key_of_its_own(world: World, coordinator, key):
    answer = send("post", ALL, DRAFT, coordinator, **({"idempotency_key": key} if key else {}))

    assert list(problem(answer, 400)["errors"]) == ["Idempotency-Key"]


def test_organisations_come_by_id_and_by_name(world: World, coordinator):
    parts = [{"role": "organiser", "id": world.university.pk}, {"role": "participant", "name": "Ny förening"}]

    shown = log(coordinator, DRAFT | {"organisations": parts}).json()["organisations"]

    assert [(one["role"], one["organisation"]["name"]["value"]) for one in shown] == [
        ("organiser", "Karlstads universitet"),
        ("participant", "Ny förening"),
    ]


def test_who_sees_no_names_neither_finds_nor_removes_a_supported_company(world: World, member):
    own = ActivityFactory(arena=world.cast.arena, logged_by=world.cast.member, team=world.cast.team)
    own.organisation_parts.create(organisation=world.firm, role=PartRole.SUPPORTED)

    by_id = change(member, own, {"organisations": [{"role": "participant", "id": world.firm.pk}]})
    emptied = change(member, own, {"organisations": []})

    assert codes(problem(by_id, 422)) == {"organisations.0.id": ["not_here"]}
    assert [one["role"] for one in emptied.json()["organisations"]] == ["supported"]
    assert HIDDEN_FIRM not in by_id.content.decode() + emptied.content.decode()


FAULTS = [
    ({"title": ""}, 422, {"title": ["required"]}),
    ({}, 422, {"title": ["required"]}),
    ({"title": "x" * 201}, 422, {"title": ["max_length"]}),
    ({"title": None}, 400, {"title": ["wrong_type"]}),
    ({"title": 1}, 400, {"title": ["wrong_type"]}),
    ({"id": 7}, 400, {"id": ["unknown_field"]}),
    ({"version": 7}, 400, {"version": ["unknown_field"]}),
    ({"logged_by": 7, "arena": 1}, 400, {"logged_by": ["unknown_field"], "arena": ["unknown_field"]}),
    ({"kind": "party"}, 422, {"kind": ["not_here"]}),
    ({"status": "unknown"}, 422, {"status": ["not_here"]}),
    ({"date": "03/04/2024"}, 422, {"date": ["date.unreadable"]}),
    ({"date": "2024-02-30"}, 422, {"date": ["date.unreadable"]}),
    ({"sides": ["DK"]}, 422, {"sides": ["not_here"]}),
    ({"sides": "NO"}, 400, {"sides": ["wrong_type"]}),
    ({"themes": ["nothing"]}, 422, {"themes": ["not_here"]}),
    ({"team": "elsewhere"}, 422, {"team": ["not_here"]}),
    ({"participants": -1}, 422, {"participants": ["number.unreadable"]}),
    ({"participants": True}, 400, {"participants": ["wrong_type"]}),
    ({"participants": 1.5}, 400, {"participants": ["wrong_type"]}),
    ({"participants": "12"}, 400, {"participants": ["wrong_type"]}),
    ({"goals": [18]}, 422, {"goals": ["not_here"]}),
    ({"level": 9}, 422, {"level": ["not_here"]}),
    ({"stability": 2}, 422, {"level": ["activity.level_missing"]}),
    ({"last_day": "2024-03-03"}, 422, {"last_day": ["activity.no_exact_day"]}),
    ({"headcounts": {}}, 400, {"headcounts": ["wrong_type"]}),
    ({"headcounts": [7]}, 400, {"headcounts.0.": ["wrong_type"]}),
    ({"headcounts": [{"channel": "room"}]}, 422, {"headcounts.0.attended": ["required"]}),
    ({"headcounts": [{"channel": "moon", "attended": 1}]}, 422, {"headcounts.0.channel": ["not_here"]}),
    (
        {"headcounts": [{"channel": "room", "attended": 1}], "participants": 2},
        422,
        {"participants": ["contradiction"]},
    ),
    ({"organisations": [{"role": "organiser"}]}, 422, {"organisations.0.id": ["required"]}),
    ({"organisations": [{"role": "boss", "name": "A"}]}, 422, {"organisations.0.role": ["not_here"]}),
    ({"organisations": [{"role": "organiser", "id": 10**30}]}, 422, {"organisations.0.id": ["not_here"]}),
    ({"link": "javascript:alert(1)"}, 422, {"link": ["invalid"]}),
]


def test_every_fault_is_named_by_its_field(world: World, coordinator):
    n_before, found = Activity.objects.count(), []

    for body, _status, _expected in FAULTS:
        whole = {"title": "A", "status": "draft"} | body if body and "title" not in body else body
        answer = log(coordinator, whole)
        found.append((body, answer.status_code, codes(problem(answer, answer.status_code))))

    assert found == FAULTS
    assert Activity.objects.count() == n_before


def test_a_fault_speaks_the_language_asked_for(world: World, coordinator):
    answer = log(coordinator, {}, accept_language="sv")

    assert answer["Content-Language"] == "sv"
    assert set(problem(answer, 422)["errors"]["title"][0]) == {"code", "detail"}


def test_a_body_that_is_no_json_object_is_refused(world: World, coordinator):
    deep, large = (b"[" * 100_000, b'{"a": ' * 50_000), (b'{"travel_hours": 1e999999999}', b"9" * 5000)
    twice = b'{"title": "a", "title": "b"}'

    for content in (b"{", b"[]", b"null", b'"text"', b"\xff", b'{"title": NaN}', twice, *deep, *large):
        problem(log(coordinator, content), 400)
    assert codes(problem(log(coordinator, b""), 422)) == {"title": ["required"]}


def test_a_body_has_a_limit_and_a_type(world: World, coordinator):
    large = log(coordinator, b'{"title": "' + b"x" * 512_000 + b'"}')
    headers = {"authorization": f"Bearer {coordinator}", "idempotency_key": "k"}
    form = Client().post(ALL, {"title": "A"}, headers=headers)

    problem(large, 413)
    problem(form, 415)


def test_nasty_texts_are_kept_or_refused_and_never_a_fault_of_ours(world: World, coordinator, settings):
    settings.API_WRITES_PER_MINUTE = 100_000
    for text in one_of_each():
        sent = {"title": text, "description": text, "place": text, "status": "draft"}
        assert log(coordinator, sent).status_code in {201, 422}, text
        for name in ("team", "date", "municipality", text[:50] or "x"):
            assert log(coordinator, {"title": "A", "status": "draft", name: text}).status_code in {201, 400, 422}, text


def test_a_write_costs_the_same_however_long_the_log(world: World, coordinator):
    body = {"title": "A", "level": 1, "sides": ["SE"], "themes": ["textiles"], "team": "repair", "place": "Åre"}
    made, costs = Activity.objects.get(pk=log(coordinator, body).json()["id"]), []

    for version in (1, 2):
        ActivityFactory.create_batch(3, arena=world.cast.arena)
        with CaptureQueriesContext(connection) as logged:
            assert log(coordinator, body).status_code == 201
        with CaptureQueriesContext(connection) as changed:
            assert change(coordinator, made, {"place": f"Place {version}"}, version=version).status_code == 200
        costs.append((len(logged), len(changed)))

    assert costs[0] == costs[1]
