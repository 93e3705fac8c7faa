"""The manners of the API: refusals, formats, ETags, headers, limits."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey
from activities.actions.rate_activity import Rating, rate_activity
from api.v1 import documents
from arena.actions.keys import issue_key
from arena.enums import Role
from core.clock import now
from core.log import log
from core.models import LogEntry
from teams.actions import join_team
from tests.api.conftest import Asking, World, build_world, make_key, resources

BASE = "/api/v1/arenas/one"


def problem(answer, status: int) -> dict:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body = json.loads(answer.content)
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    "query",
    [
        "unknown=1",
        "page_size=0",
        "page_size=101",
        "page_size=-1",
        "page_size=1e3",
        "page_size=٣",
        "page_size=99999999999999999999999999",
        "page_size=",
        "cursor=%00",
        "cursor=!!!!",
        "cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
        "side=DK",
        "side=%00",
        "side=NO&side=SE",
        "theme=nothing",
        "team=nothing",
        "period=1999-01-01",
        "period=99999999999999999999",
        "kind=party",
        "status=lost",
        "changed_since=yesterday",
        "changed_since=0001-01-01T00:00:00%2B14:00",
        "changed_since=9999-12-31",
        "limit=10",
    ],
)
def test_what_cannot_be_read_is_refused_by_name(world: World, ask: Asking, query):
    body = problem(ask(f"{BASE}/activities/?{query}"), 400)

    assert list(body["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("path", ["", "nothing/", "arenas/", "arenas/none/", "arenas/one", "arenas/one/nothing/"])
def test_an_address_that_leads_nowhere_is_a_problem_too(world: World, ask: Asking, path):
    problem(ask(f"/api/v1/{path}"), 404)


@pytest.mark.parametrize("key", ["0", "9223372036854775808", "9" * 30, "9" * 5000, "-1", "1e3", "%00"])
def test_an_id_nothing_has_is_not_found(world: World, ask: Asking, key):
    problem(ask(f"{BASE}/activities/{key}/"), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_cannot_be_written_is_for_reading(world: World, ask: Asking, method):
    answer = ask(f"{BASE}/teams/", method=method)

    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options_answer_without_content(world: World, ask: Asking):
    head, options = ask(f"{BASE}/activities/", method="head"), ask(f"{BASE}/activities/", method="options")

    assert (head.status_code, head.content, "ETag" in head) == (200, b"", True)
    assert (options.status_code, options.content) == (204, b"")


@pytest.mark.parametrize("query", ["format=xml", "format=", "format=html", "format=json&format=csv"])
def test_a_format_that_does_not_exist_is_not_acceptable(world: World, ask: Asking, query):
    problem(ask(f"{BASE}/activities/?{query}"), 406)


def test_the_format_is_chosen_by_address_or_header(world: World, ask: Asking):
    assert ask(f"{BASE}/teams/")["Content-Type"] == "application/json"
    assert ask(f"{BASE}/teams/", accept="text/csv")["Content-Type"] == "text/csv; charset=utf-8"
    assert ask(f"{BASE}/teams/?format=json", accept="text/csv")["Content-Type"] == "application/json"
    problem(ask(f"{BASE}/teams/", accept="image/png"), 406)
    problem(ask(f"{BASE}/?format=csv"), 406)


def test_problems_speak_the_language_asked_for(world: World, ask: Asking):
    answer = ask(f"{BASE}/activities/?x=1", accept_language="nb")

    assert answer["Content-Language"] == "nb"
    assert "Accept-Language" in answer["Vary"]


def test_an_answer_says_who_may_keep_it(world: World, funder, ask: Asking):
    anyone, with_key = ask(f"{BASE}/teams/"), ask(f"{BASE}/teams/", funder)

    assert (anyone["Cache-Control"], with_key["Cache-Control"]) == ("private, no-cache", "private, no-store")
    assert {"Authorization", "Accept"} <= {name.strip() for name in anyone["Vary"].split(",")}
    assert "Set-Cookie" not in with_key
    assert not [name for name in anyone.headers if name.startswith("Access-Control")]


def test_nothing_is_sent_again_until_something_changes(world: World, ask: Asking):
    etag = ask(f"{BASE}/activities/")["ETag"]

    again = ask(f"{BASE}/activities/", if_none_match=f'"other", {etag}')
    log("rate_activity", world.activity, actor=None, tenant=world.cast.arena.pk)
    after = ask(f"{BASE}/activities/", if_none_match=etag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert (after.status_code, after["ETag"] != etag) == (200, True)


def test_what_people_do_changes_the_etag(world: World, ask: Asking):
    cast, etags = world.cast, [ask(f"{BASE}/activities/")["ETag"]]
    on, rating = timezone.localdate(), Rating(level=cast.arena.effect_levels.last(), reason="The rules changed")
    deeds = [
        lambda: rate_activity(activity=world.activity, rating=rating, actor=cast.lead, on=on),
        lambda: join_team(team=cast.team, user=cast.funder, on=on, actor=cast.funder),
    ]

    for deed in deeds:
        deed()
        etags.append(ask(f"{BASE}/activities/")["ETag"])

    assert len(set(etags)) == len(etags)


def test_another_arena_changes_no_etag(world: World, ask: Asking):
    etag = ask(f"{BASE}/")["ETag"]

    log("rate_activity", world.activity, actor=None, tenant=world.cast.other_arena.pk)

    assert ask(f"{BASE}/")["ETag"] == etag


def test_a_write_that_is_committed_late_is_noticed(world: World, ask: Asking):
    tenant = world.cast.arena.pk
    entry = {"tenant": tenant, "verb": "late", "object_type": "activities.activity", "object_key": "1"}
    log("rate_activity", world.activity, actor=None, tenant=tenant)
    etag = ask(f"{BASE}/")["ETag"]

    LogEntry.objects.bulk_create([LogEntry(at=timezone.now() - timedelta(seconds=9), **entry)])

    assert ask(f"{BASE}/")["ETag"] != etag


def test_etags_differ_by_who_asks_what_and_when(world: World, funder, auditor, ask: Asking):
    etags = {
        ask(f"{BASE}/activities/")["ETag"],
        ask(f"{BASE}/activities/", funder)["ETag"],
        ask(f"{BASE}/activities/", auditor)["ETag"],
        ask(f"{BASE}/activities/?page_size=3")["ETag"],
        ask(f"{BASE}/activities/", accept="text/csv")["ETag"],
        ask(f"{BASE}/teams/")["ETag"],
    }
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        etags.add(ask(f"{BASE}/activities/")["ETag"])

    assert len(etags) == 7


def test_reading_changes_no_etag(world: World, funder, ask: Asking):
    first = ask(f"{BASE}/teams/", funder)["ETag"]

    assert ask(f"{BASE}/teams/", funder)["ETag"] == first


def test_opening_the_figures_changes_the_etag(world: World, ask: Asking):
    etag = ask(f"{BASE}/indicators/")["ETag"]
    world.cast.arena.open_working_figures = True
    world.cast.arena.save()

    assert ask(f"{BASE}/indicators/", if_none_match=etag).status_code == 200


def test_an_unchanged_answer_costs_two_queries(world: World, ask: Asking, django_assert_num_queries):
    for path in resources(world)[:-1]:
        etag = ask(path)["ETag"]
        with django_assert_num_queries(2):
            assert ask(path, if_none_match=etag).status_code == 304


def test_an_unchanged_answer_costs_two_queries_besides_the_key(
    world: World, auditor, ask: Asking, django_assert_num_queries
):
    etags = {path: ask(path, auditor)["ETag"] for path in resources(world)}

    for path, etag in etags.items():
        with django_assert_num_queries(2 + 2):  # the key with its grant, the log of its read
            assert ask(path, auditor, if_none_match=etag).status_code == 304


def test_whoever_may_not_see_an_arena_gets_no_304(db, ask: Asking):
    world = build_world(visibility="closed")
    etag = ask(f"{BASE}/", make_key(world.cast.arena))["ETag"]

    assert ask(f"{BASE}/", if_none_match=etag).status_code == 404
    assert ask(f"{BASE}/", if_none_match="*").status_code == 404


def test_a_network_without_key_may_ask_so_often(world: World, ask: Asking, settings):
    settings.API_READS_PER_MINUTE = {"key": 3, "network": 2}

    statuses = [ask(f"{BASE}/").status_code for _turn in range(3)]
    refused = ask(f"{BASE}/", x_forwarded_for="203.0.113.9")

    assert statuses == [200, 200, 429]
    problem(refused, 429)
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_another_network_is_counted_by_itself(world: World, settings):
    settings.API_READS_PER_MINUTE = {"key": 1, "network": 1}

    def status(address):
        return Client(REMOTE_ADDR=address).get(f"{BASE}/").status_code

    assert [status("192.0.2.1"), status("192.0.2.1"), status("192.0.2.2")] == [200, 429, 200]
    assert [status("2001:db8::1"), status("2001:db8::2"), status("2001:db8:1::1")] == [200, 429, 200]


def test_keys_are_counted_by_themselves(world: World, funder, auditor, ask: Asking, settings):
    settings.API_READS_PER_MINUTE = {"key": 2, "network": 0}

    assert [ask(f"{BASE}/", funder).status_code for _turn in range(3)] == [200, 200, 429]
    assert ask(f"{BASE}/", auditor).status_code == 200


def test_wrong_keys_are_counted_against_their_network(world: World, ask: Asking, settings):
    settings.API_READS_PER_MINUTE = {"key": 9, "network": 2}

    assert [ask(f"{BASE}/", f"abcdefgh.{'x' * 32}").status_code for _turn in range(3)] == [401, 401, 429]


def test_the_limit_is_lifted_after_a_minute(world: World, ask: Asking, settings):
    settings.API_READS_PER_MINUTE = {"key": 1, "network": 1}
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        assert [ask(f"{BASE}/").status_code, ask(f"{BASE}/").status_code] == [200, 429]
        traveller.shift(61)

        assert ask(f"{BASE}/").status_code == 200


def test_a_fault_of_ours_is_a_problem_without_its_inside(world: World, monkeypatch):
    def fail(*args):
        raise RuntimeError("the password is canary")

    monkeypatch.setattr(documents, "document", fail)
    answer = Client(raise_request_exception=False).get("/api/v1/schema/")

    body = problem(answer, 500)
    assert "canary" not in json.dumps(body)


def test_a_key_lives_until_its_last_moment(world: World, ask: Asking):
    _grant, secret = issue_key(
        arena=world.cast.arena,
        actor=world.cast.lead,
        name="K",
        role=Role.FUNDER,
        organisation=None,
        months=13,
        at=now(),
    )
    expires = ApiKey.objects.get().expiry_date

    with time_machine.travel(expires - timedelta(minutes=1)):
        assert ask(f"{BASE}/", secret).status_code == 200
    with time_machine.travel(expires + timedelta(minutes=1)):
        assert ask(f"{BASE}/", secret).status_code == 401
