from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery import current_app
from django.core.cache import cache
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

from core.clock import now
from core.sweeper import LAST_SWEEP
from portal.views import health


def fail(*args, **kwargs):
    raise OperationalError("password=secret host=db.internal")


def test_healthz_answers_without_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


def test_readyz_names_every_part(db, client, settings):
    settings.REDIS_URL = ""
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok", "broker": "not used", "migrations": "ok"}


@pytest.mark.parametrize(
    ("part", "target", "attribute"),
    [("cache", cache, "set"), ("migrations", MigrationExecutor, "migration_plan")],
)
def test_readyz_is_503_when_a_part_fails_and_tells_no_secret(db, client, monkeypatch, caplog, part, target, attribute):
    monkeypatch.setattr(target, attribute, fail)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()[part] == "failed"
    assert "secret" not in answer.content.decode() + caplog.text


def test_readyz_is_503_when_the_database_is_away(db, client, monkeypatch):
    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=fail))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["database"]) == (503, "failed")


def test_readyz_is_503_while_a_migration_waits(db, client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("a migration", False)])

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "failed")


def test_readyz_is_503_when_the_cache_forgets(db, client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key: None)

    assert client.get("/readyz").json()["cache"] == "failed"


@pytest.mark.parametrize(("is_up", "state", "status"), [(True, "ok", 200), (False, "failed", 503)])
def test_readyz_asks_the_broker_when_there_is_one(db, client, settings, monkeypatch, is_up, state, status):
    class Broker:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

        def ensure_connection(self, **options):
            if not is_up:
                fail()

    settings.REDIS_URL = "redis://:secret@broker:6379/0"
    monkeypatch.setattr(current_app, "connection_for_write", lambda **options: Broker())

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (status, state)
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(("minutes", "state"), [(4, "ok"), (6, "late"), (None, "late")])
def test_readyz_tells_of_a_scheduler_that_is_late_and_stays_ready(db, client, settings, monkeypatch, minutes, state):
    settings.REDIS_URL = "redis://broker:6379/0"
    monkeypatch.setattr(health, "CHECKS", {})
    if minutes:
        cache.set(LAST_SWEEP, now() - timedelta(minutes=minutes))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"scheduler": state})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(db, client, path):
    assert client.post(path).status_code == 405
