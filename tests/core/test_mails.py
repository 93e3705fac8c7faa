"""Mails: written with what they tell about, sent once, and never lost."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import current_app
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from core.mails import post
from core.models import Job, JobState, Mail, MailState
from core.outgoing import PAUSES, send
from core.secrets import decrypt
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
START = datetime(2024, 5, 2, 12, tzinfo=UTC)
FIELDS = {"purpose": "tests", "subject": "Hello", "body": "Your code is 123456", "address": "anna@example.org"}


@pytest.fixture
def server(monkeypatch):
    """A mail server that raises what stands in the list, one for each mail, and then takes them."""
    answers: list[Exception] = []
    take = EmailBackend.send_messages

    def send_messages(self, messages):
        if answers:
            raise answers.pop(0)
        return take(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return answers


@pytest.fixture
def at_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_mail_waits_encrypted_and_is_emptied_once_sent(at_commit):
    with at_commit():
        letter = post(key="k", **FIELDS)
        waiting = Mail.objects.get(pk=letter.pk)

    sent = Mail.objects.get(pk=letter.pk)
    assert "123456" not in waiting.body
    assert decrypt(waiting.body) == "Your code is 123456"
    assert (sent.state, sent.body, sent.error) == (MailState.SENT, "", "")
    assert sent.sent_at
    assert sent.job.state == JobState.DONE
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [(["anna@example.org"], "Hello", "Your code is 123456")]


def test_the_same_key_is_one_mail(at_commit):
    with at_commit():
        first = post(key="k", **FIELDS)
        again = post(key="k", **FIELDS | {"subject": "Changed"})
    with at_commit():
        late = post(key="k", **FIELDS)

    assert first == again == late
    assert len(mail.outbox) == Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_sends_nothing():
    def post_and_fail():
        with transaction.atomic():
            post(key="k", **FIELDS)
            raise KeyError

    with pytest.raises(KeyError):
        post_and_fail()

    assert not Mail.objects.exists()
    assert mail.outbox == []


def test_the_message_is_plain_with_an_id_that_comes_from_its_key(at_commit):
    with at_commit():
        post(key="one", **FIELDS)
        post(key="two", **FIELDS)

    one, two = (message.message() for message in mail.outbox)
    assert one["Message-ID"].endswith("@localhost>")
    assert one["Message-ID"] != two["Message-ID"]
    assert one["Auto-Submitted"] == "auto-generated"
    assert one.get_content_type() == "text/plain"


@pytest.mark.parametrize("nasty", ["Hi\r\nBcc: all@example.org", "Hi\nX: y", "Hi\u2028there\x00\x1b"])
def test_a_subject_is_one_line(at_commit, nasty):
    with at_commit():
        letter = post(key="k", **FIELDS | {"subject": nasty * 30})

    assert letter.subject.isprintable()
    assert len(letter.subject) <= 200
    assert mail.outbox[0].recipients() == ["anna@example.org"]
    assert mail.outbox[0].message()["Bcc"] is None


@pytest.mark.parametrize("address", ["anna@example.org\nBcc: b@example.org", "a@b.se, c@d.se", "nobody", ""])
def test_what_is_no_address_is_refused_before_anything_is_written(address):
    with pytest.raises(ValidationError):
        post(key="k", **FIELDS | {"address": address})

    assert not Mail.objects.exists()


def test_a_mail_to_a_person_goes_to_their_address_unless_the_account_is_closed(at_commit):
    active, closed = UserFactory(email="on@example.org"), UserFactory(email="off@example.org", is_active=False)
    fields = FIELDS | {"address": ""}

    with at_commit():
        post(key="on", user=active, **fields)
        late = post(key="off", user=closed, **fields)

    late.refresh_from_db()
    assert [message.to for message in mail.outbox] == [["on@example.org"]]
    assert (late.state, late.error, late.body) == (MailState.FAILED, "account closed", "")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (ConnectionRefusedError(), "ConnectionRefusedError"),
        (TimeoutError(), "TimeoutError"),
        (smtplib.SMTPServerDisconnected("gone"), "SMTPServerDisconnected"),
        (smtplib.SMTPRecipientsRefused({"anna@example.org": (451, b"anna@example.org later")}), "451"),
        (smtplib.SMTPDataError(452, b"full"), "452"),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), "535"),
        (smtplib.SMTPSenderRefused(550, b"not you", "arena@localhost"), "550"),
    ],
)
def test_what_may_pass_is_tried_again_later_with_the_same_message(at_commit, server, answer, reason):
    server.append(answer)
    with time_machine.travel(START, tick=False) as clock:
        with at_commit():
            letter = post(key="k", **FIELDS)
        letter.refresh_from_db()
        waiting = Job.objects.get()
        clock.shift(timedelta(minutes=2))
        send(letter.pk)

    assert (letter.state, letter.error, letter.tries) == (MailState.WAITING, reason, 1)
    assert (waiting.state, waiting.error, waiting.attempts) == (JobState.WAITING, reason, 0)
    assert timedelta(seconds=45) <= waiting.due_at - START <= timedelta(seconds=75)
    assert Mail.objects.get().state == MailState.SENT


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"no anna@example.org here")}), "550"),
        (smtplib.SMTPDataError(554, b"looks like spam"), "554"),
        (ValueError("anna@example.org"), "ValueError"),
    ],
)
def test_what_is_refused_for_good_fails_at_once_and_keeps_its_text(at_commit, server, answer, reason):
    server.append(answer)

    with at_commit():
        letter = post(key="k", **FIELDS)

    letter.refresh_from_db()
    assert (letter.state, letter.error) == (MailState.FAILED, reason)
    assert decrypt(letter.body) == "Your code is 123456"
    assert letter.job.state == JobState.DONE


def test_a_server_that_never_takes_it_gets_seven_tries_over_thirteen_hours(at_commit, server):
    server.extend(ConnectionRefusedError() for _try in range(20))
    with time_machine.travel(START, tick=False), at_commit():
        letter = post(key="k", **FIELDS)
    with time_machine.travel(START, tick=False) as clock:
        for _pause in PAUSES:
            clock.move_to(Job.objects.get().due_at)
            current_app.tasks["core.send_mail"].delay(letter.job_id)

    letter.refresh_from_db()
    assert len(server) == 20 - 7
    assert (letter.state, letter.error) == (MailState.FAILED, "ConnectionRefusedError")


def test_a_code_is_not_sent_after_its_last_useful_moment(at_commit, server):
    server.append(ConnectionRefusedError())
    with time_machine.travel(START, tick=False) as clock:
        with at_commit():
            letter = post(key="k", useful_until=START + timedelta(minutes=15), **FIELDS)
        clock.shift(timedelta(minutes=15))
        send(letter.pk)

    letter.refresh_from_db()
    assert mail.outbox == []
    assert (letter.state, letter.error, letter.body) == (MailState.FAILED, "too late", "")


def test_sending_twice_sends_once(at_commit):
    with at_commit():
        letter = post(key="k", **FIELDS)

    send(letter.pk)

    assert len(mail.outbox) == 1
