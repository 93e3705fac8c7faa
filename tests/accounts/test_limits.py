"""A thousand wrong codes: few are looked at, the owner still comes in, and nobody learns who has an account."""

import threading
from datetime import timedelta
from statistics import median
from time import perf_counter
from unittest.mock import patch

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection, connections
from django.test import Client, RequestFactory

from accounts import code_forms
from accounts.limits import LIMITS, tries
from core.clock import now
from tests.accounts.sessions import signed_in, with_address
from tests.accounts.soft_key import SoftKey
from tests.accounts.test_authenticator_app import half_signed_in, set_up
from tests.accounts.test_passkeys import add_passkey, sign_in_alone
from tests.factories import UserFactory
from tests.letters import last_letter, letters

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
SIGN_UP = "/en/account/signup/"
CONFIRM_EMAIL = "/en/account/confirm-email/"
CONFIRM = "/en/account/login/code/confirm/"
SECOND = "/en/account/2fa/authenticate/"
STEP_UP = "/en/account/confirm-person/"


@pytest.fixture
def kari():
    return with_address(UserFactory(email="kari@example.org"))


@pytest.fixture
def looked_at():
    """Every mailed code that was compared with the right one."""
    wrong = code_forms.ValidationError("wrong")
    with patch.object(code_forms.ConfirmLoginCodeForm, "clean_code", autospec=True, side_effect=wrong) as compare:
        yield compare


def guess(client: Client, email: str, code: str = "000000") -> None:
    """One wrong code; asks for a new mail when there is no code to guess."""
    answer = client.post(CONFIRM, {"code": code})
    if answer.status_code == 302:
        client.post(LOGIN, {"login": email})


def guess_often(email: str, *, times: int, addresses: int = 1) -> None:
    """Guesses the code of an account from so many addresses."""
    clients = [Client(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}") for number in range(addresses)]
    for number in range(times):
        guess(clients[number % addresses], email)


def try_codes(user, *, times: int, addresses: int) -> None:
    """Fills in the form of the code, without the page around it."""
    requests = [RequestFactory().post(CONFIRM, REMOTE_ADDR=f"198.51.100.{number}") for number in range(addresses)]
    for number in range(times):
        counted = tries(requests[number % addresses], "code", user=user)
        assert not code_forms.SignInCodeForm({"code": "000000"}, code="123456", tries=counted).is_valid()


@pytest.mark.parametrize("addresses", [1, 200])
def test_of_a_thousand_wrong_codes_at_most_twenty_are_looked_at(kari, looked_at, addresses):
    try_codes(kari, times=1000, addresses=addresses)

    assert 5 <= looked_at.call_count <= 20


@pytest.mark.parametrize("email", ["kari@example.org", "nobody@example.org"])
def test_the_page_stops_looking_at_codes_and_mailing_new_ones(looked_at, email):
    UserFactory(email="kari@example.org")

    guess_often(email, times=60, addresses=20)

    assert 5 <= looked_at.call_count <= 20
    assert len(letters()) <= 12


def test_the_victim_signs_in_by_passkey_meanwhile(kari):
    key = SoftKey()
    add_passkey(signed_in(kari, method="code"), key)
    guess_often("kari@example.org", times=60, addresses=20)
    client = Client()

    sign_in_alone(client, key)

    assert client.session["_auth_user_id"] == str(kari.pk)


def test_guesses_from_one_network_leave_the_code_to_its_owner_elsewhere(kari):
    guess_often("kari@example.org", times=60)
    owner = Client(REMOTE_ADDR="203.0.113.9")
    owner.post(LOGIN, {"login": "kari@example.org"})

    owner.post(CONFIRM, {"code": last_letter().code})

    assert owner.session["_auth_user_id"] == str(kari.pk)


def test_right_codes_cost_nothing(kari):
    for _day in range(12):
        client = Client()
        with time_machine.travel(now() + timedelta(minutes=11 * _day)):
            client.post(LOGIN, {"login": "kari@example.org"})
            client.post(CONFIRM, {"code": last_letter().code})

            assert "_auth_user_id" in client.session


def test_an_hour_later_there_are_tries_again(kari):
    guess_often("kari@example.org", times=30)

    with time_machine.travel(now() + timedelta(hours=1)):
        client = Client(REMOTE_ADDR="198.51.0.0")
        client.post(LOGIN, {"login": "kari@example.org"})
        client.post(CONFIRM, {"code": last_letter().code})

    assert client.session["_auth_user_id"] == str(kari.pk)


def test_a_day_allows_twenty_wrong_codes_for_an_account(kari, looked_at):
    start = now().replace(hour=0, minute=30)
    for hour in range(23):
        with time_machine.travel(start + timedelta(hours=hour)):
            try_codes(kari, times=20, addresses=20)

    assert looked_at.call_count == 20


@pytest.mark.parametrize("method", ["app", "recovery"])
def test_codes_of_the_second_step_are_limited_and_passkeys_are_not(kari, method):
    key = SoftKey()
    signed = signed_in(kari, method="code")
    set_up(signed)
    add_passkey(signed, key)
    client = half_signed_in()
    with patch("accounts.code_forms.check_code", return_value=None) as check:
        for _guess in range(30):
            answer = client.post(SECOND, {"code": "000000" if method == "app" else "0000000000"})

    assert answer.status_code == 422
    assert "Too many wrong codes" in answer.content.decode()
    assert check.call_count == 5
    fresh = Client()
    sign_in_alone(fresh, key)
    assert fresh.session["_auth_user_id"] == str(kari.pk)


def test_codes_that_answer_whether_it_is_still_you_are_limited(cast, settings):
    settings.SECOND_FACTOR_ROLES = []
    client = signed_in(cast.lead, method="code", minutes_ago=31)
    client.post(STEP_UP, {"action": "send"})
    code = last_letter().code
    for _guess in range(20):
        client.post(STEP_UP, {"code": "000000"})

    response = client.post(STEP_UP, {"code": code})

    assert response.status_code == 422
    assert "Too many wrong codes" in response.content.decode()


def test_mails_to_one_address_are_limited(kari):
    statuses = [Client().post(LOGIN, {"login": "kari@example.org"}).status_code for _ask in range(20)]

    assert statuses == [302] * 6 + [422] * 14
    assert len(letters()) == 6


def test_mails_to_one_address_from_everywhere_are_limited(kari):
    for number in range(30):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(LOGIN, {"login": "kari@example.org"})

    assert len(letters()) == 12


def test_sign_ups_for_one_address_are_limited():
    for number in range(30):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/en/account/signup/", {"email": "ny@example.org"})

    assert len(letters()) <= 12


def test_a_workshop_behind_one_address_signs_in_and_mails_from_one_network_are_limited(db):
    workshop, others = ([f"{kind}{number}@example.org" for number in range(n)] for kind, n in (("a", 100), ("b", 30)))

    statuses = {Client().post(LOGIN, {"login": email}).status_code for email in workshop}
    for email in others:
        Client().post(LOGIN, {"login": email})

    assert statuses == {302}
    assert len(letters()) == 120


def test_sending_a_code_again_counts_too(kari):
    for _ask in range(6):
        client = Client()
        client.post(LOGIN, {"login": "kari@example.org"})

    response = client.post(CONFIRM, {"action": "resend"}, follow=True)

    assert "Too many tries" in response.content.decode()
    assert len(letters()) == 6


def test_addresses_that_somebody_adds_are_mailed_a_few_times_only(cast):
    client = signed_in(cast.member)

    for number in range(30):
        client.post("/en/account/email/", {"action_add": "", "email": f"target{number}@example.org"})

    assert len(letters()) == 6


def answer_to(email: str) -> tuple:
    """All that somebody sees who asks for a code and guesses it wrong."""
    client = Client()
    asked = client.post(LOGIN, {"login": email})
    page = client.get(CONFIRM)
    wrong = [client.post(CONFIRM, {"code": "000000"}) for _guess in range(3)]
    seen = [asked, page, *wrong]
    return tuple((answer.status_code, answer.get("Location"), words(answer, email)) for answer in seen)


def words(answer, email: str) -> str:
    """The page without what is new each time."""
    text = answer.content.decode().replace(email, "…")
    return "\n".join(line for line in text.splitlines() if "csrf" not in line)


def test_known_and_unknown_accounts_get_the_same_answers(kari):
    UserFactory(email="closed@example.org", is_active=False)

    known, unknown, closed = (
        answer_to(email) for email in ("kari@example.org", "kara@example.org", "closed@example.org")
    )

    assert known == unknown == closed


def asked_often(page: str, field: str, email: str, times: int) -> list[int]:
    return [Client().post(page, {field: email}).status_code for _ask in range(times)]


def test_the_limit_of_mails_tells_nobody_who_has_an_account(kari):
    """Asked by one way in until it stops, the other way in has stopped too, with an account or without."""
    other = EmailAddress.objects.create(user=kari, email="kari@firma.example", verified=True).email
    seen = {email: asked_often(LOGIN, "login", email, 7) for email in ("kari@example.org", "kara@example.org")}
    seen = {email: [*statuses, *asked_often(SIGN_UP, "email", email, 1)] for email, statuses in seen.items()}
    new = {email: asked_often(SIGN_UP, "email", email, 7) for email in ("kare@example.org",)}
    new = {email: [*statuses, *asked_often(LOGIN, "login", email, 1)] for email, statuses in new.items()}

    assert {*map(tuple, seen.values()), *map(tuple, new.values())} == {(302,) * 6 + (422, 422)}
    assert asked_often(LOGIN, "login", other, 1) == [422]


def guessed_at_sign_up(email: str) -> list[str]:
    """What the page of the code says to wrong codes after sign-up, over three sign-ups, and then at sign-in."""
    said = []
    for start, page, field in [(SIGN_UP, CONFIRM_EMAIL, "email")] * 3 + [(LOGIN, CONFIRM, "login")]:
        client = Client()
        client.post(start, {field: email})
        for _guess in range(2):
            answer = client.post(page, {"code": "000000"})
            errors = answer.context["form"].errors.get("code", []) if answer.context else [answer["Location"]]
            said.append(" ".join(errors))
    return said


def test_the_limit_of_codes_tells_nobody_who_has_an_account(kari):
    assert guessed_at_sign_up("kari@example.org") == guessed_at_sign_up("kara@example.org")


def test_known_and_unknown_accounts_take_about_the_same_time(kari):
    times = {"kari@example.org": [], "kara@example.org": []}
    with patch.dict(LIMITS, {"mail": ()}):
        for _round in range(15):
            for email, taken in times.items():
                client = Client()
                start = perf_counter()
                client.post(LOGIN, {"login": email})
                taken.append(perf_counter() - start)

    known, unknown = (median(taken) for taken in times.values())
    assert abs(known - unknown) < 0.35 * max(known, unknown)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="fifty connections at once")
def test_fifty_guesses_at_once_pass_no_limit():
    kari = with_address(UserFactory(email="kari@example.org"))
    set_up(signed_in(kari, method="code"))
    cookie = half_signed_in().cookies["session"].value
    looked_at, barrier = [], threading.Barrier(50)

    def guess_once() -> None:
        client = Client()
        client.cookies["session"] = cookie
        barrier.wait()
        try:
            client.post(SECOND, {"code": "000000"})
        finally:
            connections.close_all()

    with patch("accounts.code_forms.check_code", side_effect=lambda *args, **kwargs: looked_at.append(1)):
        threads = [threading.Thread(target=guess_once) for _guess in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(looked_at) == 5
    assert Authenticator.objects.filter(user=kari).exists()
