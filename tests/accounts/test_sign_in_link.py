"""The one-use sign-in links of a local start."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.actions import LINK_LIFETIME, make_sign_in_link, use_sign_in_link
from accounts.models import SignInLink
from core import clock
from core.errors import RuleBroken
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_only_the_hash_is_stored():
    token = make_sign_in_link(user=UserFactory(), at=NOW)

    assert token not in str(SignInLink.objects.values())


def test_link_signs_in_once():
    person = UserFactory()
    token = make_sign_in_link(user=person, at=NOW)

    assert use_sign_in_link(token=token, at=NOW) == person
    with pytest.raises(RuleBroken, match=r"accounts\.link_used"):
        use_sign_in_link(token=token, at=NOW)


def test_unknown_link_is_refused():
    with pytest.raises(RuleBroken, match=r"accounts\.link_used"):
        use_sign_in_link(token="guess", at=NOW)


@pytest.mark.parametrize(("late", "is_active"), [(timedelta(seconds=1), True), (-LINK_LIFETIME, False)])
def test_old_link_and_closed_account_are_refused(late, is_active):
    token = make_sign_in_link(user=UserFactory(is_active=is_active), at=NOW)

    with pytest.raises(RuleBroken, match=r"accounts\.link_expired"):
        use_sign_in_link(token=token, at=NOW + LINK_LIFETIME + late)


def test_opening_the_page_uses_nothing_and_the_button_signs_in(settings):
    settings.LOCAL = True
    person = UserFactory(language="sv")
    address = f"/en/account/link/{make_sign_in_link(user=person, at=clock.now())}/"
    client = Client()

    for _prefetch in range(3):
        assert client.get(address).status_code == 200
    assert "_auth_user_id" not in client.session
    response = client.post(address)

    assert (response.status_code, response["Location"]) == (302, "/sv/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Client().post(address).status_code == 422


def test_page_is_not_there_on_a_public_installation(settings):
    settings.LOCAL = False
    token = make_sign_in_link(user=UserFactory(), at=clock.now())

    assert Client().get(f"/en/account/link/{token}/").status_code == 404
    assert Client().post(f"/en/account/link/{token}/").status_code == 404
