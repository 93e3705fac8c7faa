"""Mails about an account: in the reader's language, through the post, and what happens while none can leave."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from accounts.notices import tell
from core.clock import now
from core.models import Mail, MailState
from tests.accounts.sessions import signed_in, with_address
from tests.factories import UserFactory
from tests.letters import last_letter, letters

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
CONFIRM = "/en/account/login/code/confirm/"
LATE = "The email is late"


@pytest.fixture
def no_server(monkeypatch):
    """A mail server that is away."""

    def refuse(self, messages):
        raise smtplib.SMTPConnectError(421, b"busy")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_each_mail_has_a_key_of_its_own_and_its_code_is_kept_encrypted():
    UserFactory(email="kari@example.org")
    for _ask in range(2):
        Client().post(LOGIN, {"login": "kari@example.org"})

    mails = list(Mail.objects.all())

    assert len({mail.key for mail in mails}) == 2
    assert [mail for mail in mails if last_letter().code in f"{mail.subject} {mail.body} {mail.key}"] == []


def test_a_code_that_is_too_old_is_mailed_no_more():
    UserFactory(email="kari@example.org")

    Client().post(LOGIN, {"login": "kari@example.org"})

    assert timedelta(minutes=14) < Mail.objects.get().useful_until - now() <= timedelta(minutes=15)


def test_sign_in_works_while_no_mail_can_leave_and_says_so(no_server, django_capture_on_commit_callbacks):
    UserFactory(email="kari@example.org")
    client = Client()

    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(LOGIN, {"login": "kari@example.org"})
    page = client.get(CONFIRM).content.decode()

    assert (asked.status_code, asked["Location"]) == (302, CONFIRM)
    assert LATE in page
    assert "Send a new code" in page
    assert client.post(CONFIRM, {"code": last_letter().code}).status_code == 302


def test_an_unknown_address_hears_of_the_delay_just_so(no_server, django_capture_on_commit_callbacks):
    client = Client()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(LOGIN, {"login": "nobody@example.org"})

    assert LATE in client.get(CONFIRM).content.decode()


def test_a_mail_that_waits_is_late_after_a_moment(db):
    UserFactory(email="kari@example.org")
    client = Client()
    client.post(LOGIN, {"login": "kari@example.org"})

    soon = client.get(CONFIRM).content.decode()
    with time_machine.travel(now() + timedelta(seconds=30)):
        later = client.get(CONFIRM).content.decode()

    assert LATE not in soon
    assert LATE in later


def test_a_mail_that_left_is_not_late():
    UserFactory(email="kari@example.org")
    client = Client()
    client.post(LOGIN, {"login": "kari@example.org"})
    Mail.objects.update(state=MailState.SENT)

    with time_machine.travel(now() + timedelta(seconds=30)):
        assert LATE not in client.get(CONFIRM).content.decode()


def test_a_new_code_can_be_asked_for_and_the_old_one_is_void():
    UserFactory(email="kari@example.org")
    client = Client()
    client.post(LOGIN, {"login": "kari@example.org"})
    client.post(CONFIRM, {"action": "resend"})
    first, second = (letter.code for letter in letters())

    client.post(CONFIRM, {"code": first})
    assert "_auth_user_id" not in client.session
    client.post(CONFIRM, {"code": second})

    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("event", ["factor_added", "factor_removed", "codes_renewed", "code_used", "factors_reset"])
@pytest.mark.parametrize("kind", ["totp", "webauthn"])
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_notices_speak_the_readers_language_and_lead_to_the_security_page(event, kind, language):
    person = UserFactory(email="kari@example.org", name="<b>Kari</b>\r\nBcc: x@example.org", language=language)

    tell(person, event, type=kind, left=3)

    letter = last_letter()
    assert f"http://localhost:8000/{language}/account/security/" in letter.body
    assert "kari@example.org" in letter.body
    assert letter.subject.strip() == letter.subject != ""


def test_a_new_main_address_is_told_to_the_old_one():
    person = with_address(UserFactory(email="kari@example.org"))
    EmailAddress.objects.create(user=person, email="kari@work.example", verified=True)

    signed_in(person).post("/en/account/email/", {"action_primary": "", "email": "kari@work.example"})

    assert (last_letter().to, last_letter().subject) == ("kari@example.org", "Your main address was changed")
    assert "now kari@work.example" in last_letter().body


def test_a_removed_address_is_told_to_the_main_one():
    person = with_address(UserFactory(email="kari@example.org"))
    EmailAddress.objects.create(user=person, email="kari@work.example", verified=True)

    signed_in(person).post("/en/account/email/", {"action_remove": "", "email": "kari@work.example"})

    assert (last_letter().to, last_letter().subject) == ("kari@example.org", "An address was removed from your account")


def test_an_added_address_is_told_to_the_main_one():
    person = with_address(UserFactory(email="kari@example.org"))
    client = signed_in(person)
    client.post("/en/account/email/", {"action_add": "", "email": "kari@work.example"})

    client.post("/en/account/confirm-email/", {"code": last_letter().code})

    assert EmailAddress.objects.get(email="kari@work.example").verified
    assert (last_letter().to, last_letter().subject) == ("kari@example.org", "An address was added to your account")
