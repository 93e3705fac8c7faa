"""Headers that anybody can write move no limit and no link; limits hold while Redis is away."""

from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.limits import CODES, LIMITS
from tests.accounts.sessions import with_address
from tests.core.test_addresses import FORGED
from tests.factories import UserFactory
from tests.letters import last_letter, letters

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
DEAD = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:9/0",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}


def test_forged_headers_make_nobody_somebody_else(db):
    UserFactory(email="kari@example.org")

    statuses = [Client(headers=headers).post(LOGIN, {"login": "kari@example.org"}).status_code for headers in FORGED]

    assert len(FORGED) >= 10
    assert statuses == [302] * 6 + [422] * (len(FORGED) - 6)


def test_behind_a_proxy_people_are_told_apart_and_forgers_are_not(settings):
    settings.TRUSTED_PROXY_HOPS = 1
    UserFactory(email="kari@example.org")

    def ask(forwarded: str) -> int:
        return Client(headers={"X-Forwarded-For": forwarded}).post(LOGIN, {"login": "kari@example.org"}).status_code

    assert [ask(f"203.0.113.{number}, 198.51.100.7") for number in range(7)] == [302] * 6 + [422]
    assert ask("198.51.100.8") == 302


@pytest.mark.parametrize("headers", [{"X-Forwarded-Host": "elsewhere.example"}, {"X-Forwarded-Proto": "https"}])
def test_forged_headers_change_no_link_in_a_mail(headers):
    UserFactory(email="kari@example.org")

    Client(headers=headers).post(LOGIN, {"login": "kari@example.org"})

    assert "http://localhost:8000/en/account/login/code/confirm/" in last_letter().body
    assert "elsewhere" not in last_letter().body


def test_an_unknown_host_is_refused_and_mails_nothing(db):
    response = Client(headers={"Host": "elsewhere.example"}).post(LOGIN, {"login": "kari@example.org"})

    assert response.status_code == 400
    assert letters() == []


def test_sign_in_and_its_limits_hold_while_redis_is_away(settings):
    settings.CACHES = DEAD
    person = with_address(UserFactory(email="kari@example.org"))
    try:
        first = Client()
        first.post(LOGIN, {"login": "kari@example.org"})
        wrong = [first.post("/en/account/login/code/confirm/", {"code": "000000"}).status_code for _guess in range(2)]
        right = first.post("/en/account/login/code/confirm/", {"code": last_letter().code})
        asked = [Client().post(LOGIN, {"login": "kari@example.org"}).status_code for _ask in range(10)]
        pages = [first.get(page).status_code for page in ("/en/account/security/", "/api/v1/arenas/nowhere/", "/en/")]
    finally:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    assert wrong == [422, 422]
    assert right.status_code == 302
    assert first.session["_auth_user_id"] == str(person.pk)
    assert asked == [302] * 5 + [422] * 5
    assert pages == [200, 404, 200]


def test_no_limit_asks_the_cache(db):
    UserFactory(email="kari@example.org")

    with patch.object(type(caches["default"]), "get", side_effect=AssertionError):
        assert Client().post(LOGIN, {"login": "kari@example.org"}).status_code == 302


def test_codes_are_limited_in_each_way_and_passkeys_for_the_network_alone():
    assert {limit.per for limit in CODES} == {"account", "network", "both"}
    assert {limit.per for limit in LIMITS["passkey"]} == {"network"}
    assert sum(limit.amount for limit in CODES if limit.per == "account" and limit.seconds == 3600) <= 10
