"""Programs that send at the same time, and connections that break: what only a real database can show."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client

from activities.models import Activity
from api.writing import Writable
from core.models import LogEntry
from tests.api.conftest import build_world, make_own_key
from tests.api.sending import ALL, DRAFT, change, log

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


@pytest.fixture
def world(transactional_db):
    return build_world()


@pytest.fixture
def coordinator(world):
    return make_own_key(world.cast.arena, world.cast.lead)


def at_once(n: int, work) -> list[HttpResponse]:
    barrier = Barrier(n)

    def one(number: int) -> HttpResponse:
        try:
            barrier.wait()
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(one, range(n)))


def test_five_equal_requests_at_once_make_one_activity(world, coordinator):
    answers = at_once(5, lambda _number: log(coordinator, DRAFT, key="same"))

    assert {(one.status_code, one.content, one["Location"]) for one in answers} == {
        (201, answers[0].content, answers[0]["Location"])
    }
    assert Activity.objects.filter(title=DRAFT["title"]).count() == 1
    assert LogEntry.objects.filter(verb="api.write").count() == 1


def test_of_two_changes_of_one_version_one_wins(world, coordinator):
    activity = Activity.objects.get(pk=world.activity.pk)
    activity.sides.set([world.cast.sweden])

    answers = at_once(2, lambda number: change(coordinator, activity, {"place": f"Place {number}"}, version=1))

    assert sorted(one.status_code for one in answers) == [200, 412]
    won = next(number for number, one in enumerate(answers) if one.status_code == 200)
    activity.refresh_from_db()
    assert (activity.place, activity.version) == (f"Place {won}", 2)


def test_a_connection_that_breaks_after_the_commit_is_repaired_by_sending_again(world, coordinator, monkeypatch):
    answer_once = Writable.once

    def breaks(view, write):
        answer_once(view, write)
        raise ConnectionResetError

    monkeypatch.setattr(Writable, "once", breaks)
    client_saw = log_without_answer(coordinator, "broken")
    monkeypatch.setattr(Writable, "once", answer_once)
    again = log(coordinator, DRAFT, key="broken")

    assert (client_saw, again.status_code) == (500, 201)
    assert list(Activity.objects.filter(title=DRAFT["title"]).values_list("pk", flat=True)) == [again.json()["id"]]


def log_without_answer(secret: str, key: str) -> int:
    headers = {"authorization": f"Bearer {secret}", "idempotency_key": key}
    client = Client(raise_request_exception=False)
    return client.post(ALL, DRAFT, content_type="application/json", headers=headers).status_code
