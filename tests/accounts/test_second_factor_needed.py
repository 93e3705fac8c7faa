"""Who holds a trusted role without a second step is led to one and gets nowhere else."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured

from accounts.middleware import ALWAYS_OPEN
from arena.apps import ArenaConfig
from arena.enums import Role
from core.clock import today
from tests.accounts.sessions import signed_in
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_passkeys import add_passkey
from tests.factories import ArenaRoleFactory

pytestmark = pytest.mark.django_db
NEEDED = "/en/account/security/needed/"
CLOSED = [
    "/en/",
    "/en/a/one/",
    "/sv/a/one/map/",
    "/en/a/one/settings/keys/",
    "/en/a/one/activities/",
    "/en/account/",
    "/en/account/data/",
]
OPEN = [
    NEEDED,
    "/nb/account/security/needed/",
    "/en/account/security/",
    "/en/account/security/app/",
    "/en/account/security/passkeys/",
    "/en/account/logout/",
    "/en/privacy/",
    "/en/accessibility/",
]


@pytest.mark.parametrize("person", ["lead", "coordinator"])
@pytest.mark.parametrize("page", CLOSED)
def test_a_trusted_role_without_a_second_step_is_led_to_one(cast, person, page):
    response = signed_in(cast.person(person), method="code").get(page)

    assert response.status_code == 302
    assert response["Location"].endswith("/account/security/needed/")


@pytest.mark.parametrize("page", OPEN)
def test_what_is_needed_on_the_way_stays_open(cast, page):
    assert signed_in(cast.lead, method="code").get(page).status_code == 200


def test_a_form_is_refused_too(cast):
    response = signed_in(cast.lead, method="code").post("/en/a/one/log/", {"title": "Meeting"})

    assert response["Location"] == NEEDED


@pytest.mark.parametrize("person", ["broker", "reference", "funder", "auditor", "member", "outsider"])
def test_other_people_are_asked_nothing(cast, person):
    assert signed_in(cast.person(person), method="code").get("/en/a/one/").status_code == 200


def test_the_api_asks_nobody(cast):
    assert signed_in(cast.lead, method="code").get("/api/v1/arenas/one/").status_code == 200


def test_a_role_given_a_moment_ago_counts_at_once(cast):
    client = signed_in(cast.member, method="code")
    assert client.get("/en/a/one/").status_code == 200

    ArenaRoleFactory(arena=cast.other_arena, user=cast.member, role=Role.COORDINATOR)

    assert client.get("/en/a/one/")["Location"] == NEEDED


@pytest.mark.parametrize(("start", "end"), [(1, None), (-9, 0)])
def test_a_role_that_does_not_hold_today_asks_nothing(cast, start, end):
    on = today()
    ArenaRoleFactory(
        arena=cast.other_arena,
        user=cast.member,
        role=Role.COORDINATOR,
        starts_on=on + timedelta(days=start),
        ends_on=None if end is None else on + timedelta(days=end),
    )

    assert signed_in(cast.member, method="code").get("/en/a/one/").status_code == 200


def test_the_way_opens_once_a_factor_stands(cast):
    client = signed_in(cast.lead, method="code")

    add_passkey(client, SoftKey())

    assert client.get("/en/a/one/").status_code == 200


def test_whoever_has_a_factor_but_has_not_shown_it_is_asked_for_it(cast):
    Authenticator.objects.create(user=cast.lead, type="webauthn", data={"name": "Phone", "credential": {}})

    response = signed_in(cast.lead, method="code").get("/en/a/one/map/")

    assert response["Location"] == "/en/account/confirm-person/?next=%2Fen%2Fa%2Fone%2Fmap%2F"


def test_the_last_factor_stays_while_a_role_needs_it(cast):
    client = signed_in(cast.lead, method="code")
    add_passkey(client, SoftKey())
    factor = Authenticator.objects.get(type="webauthn")

    response = client.post(f"/en/account/security/factors/{factor.pk}/remove/")

    assert response.status_code == 409
    assert "Your role needs a second step" in response.content.decode()
    assert Authenticator.objects.filter(type="webauthn").exists()


def test_one_of_two_factors_may_go(cast):
    client = signed_in(cast.lead, method="code")
    add_passkey(client, SoftKey())
    add_passkey(client, SoftKey())
    factor = Authenticator.objects.filter(type="webauthn").first()

    assert client.post(f"/en/account/security/factors/{factor.pk}/remove/").status_code == 302


def test_nobody_is_asked_where_no_role_is_listed_and_the_page_says_so(cast, settings):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code")

    assert client.get("/en/a/one/settings/").status_code == 200
    page = client.get("/en/account/security/").content.decode()
    assert page.count("No second step is asked on this machine") == 2


def test_the_page_says_nothing_of_the_sort_elsewhere(cast):
    assert "No second step is asked" not in signed_in(cast.lead).get("/en/account/security/").content.decode()


def test_a_role_that_does_not_exist_stops_the_start(settings):
    settings.SECOND_FACTOR_ROLES = ["leed"]

    with pytest.raises(ImproperlyConfigured, match="leed"):
        ArenaConfig.check_second_factor_roles()


def test_the_check_costs_people_without_roles_one_query(cast, django_assert_num_queries):
    client = signed_in(cast.outsider, method="code")
    client.get("/en/accessibility/")

    with django_assert_num_queries(3) as asked:  # session, person, roles
        client.get("/en/accessibility/")

    assert "arena_arenarole" in asked[2]["sql"]


def test_anonymous_visitors_cost_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/en/accessibility/")


def test_every_open_page_exists():
    from tests.house.access_matrix import DECIDED  # noqa: PLC0415 -- the table stands with the house rules

    assert set(DECIDED) >= ALWAYS_OPEN
