"""Mail servers that misbehave in six ways: people notice nothing, and each mail arrives once or fails in plain view."""

import asyncio
from collections.abc import Iterator

import pytest

from core.clock import now, today
from core.mails import post
from core.models import Job, JobState, Mail, MailState
from core.sweeper import sweep
from core.writes import new_token
from teams.actions import join_team
from tests.broker.conftest import Mailbox, kill, mail_server, start_worker, wait_for
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
# Longer than connecting may take (EMAIL_URL), shorter than looking at a text may (core/smtp_mail.py).
SLOW_SECONDS = 12


class Slow(Mailbox):
    """Looks long at a text before it takes it."""

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.keep(envelope)
        await asyncio.sleep(SLOW_SECONDS)
        return "250 taken"


class Busy(Mailbox):
    """Asks to come back later, the first two times."""

    refusals = 2

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if self.refusals:
            self.refusals -= 1
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 fine"


class Picky(Mailbox):
    """Does not know those whose address begins with "no"."""

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address.startswith("no"):
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 fine"


class Dropping(Mailbox):
    """Takes the text and hangs up before it says so, the first time."""

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.keep(envelope)
        if len(self.mails) == 1:
            server.transport.abort()
        return "250 taken"


@pytest.fixture(scope="module")
def one_worker(django_db_setup) -> Iterator[None]:
    """A worker for all these tests; it meets another mail server in each."""
    process = start_worker()
    yield
    kill(process)


@pytest.fixture
def worker(queue, one_worker) -> None:
    """The worker, whose queue is empty."""


def post_one(number: int = 1, address: str = "anna@example.org") -> Mail:
    return post(key=f"tests {number}", purpose="tests", subject="Hello", body="Text", address=address)


def is_in(state: str, count: int = 1) -> bool:
    return Mail.objects.filter(state=state).count() == count


def tried(times: int) -> bool:
    """Whether the mail was tried so often and waits again."""
    waits = Job.objects.filter(state=JobState.WAITING, due_at__gt=now())
    return Mail.objects.filter(tries=times).exists() and waits.exists()


def later() -> None:
    """The pause of every waiting job is over."""
    Job.objects.filter(state=JobState.WAITING).update(due_at=now())
    sweep(at=now())


def test_a_server_that_is_down_gets_the_mail_when_it_is_up(cast, worker):
    newcomer = UserFactory(email="new@example.org")

    join_team(team=cast.team, user=newcomer, on=today(), actor=newcomer)
    wait_for(lambda: tried(1))

    assert Mail.objects.get().error == "ConnectionRefusedError"
    with mail_server(Mailbox()) as box:
        later()
        wait_for(lambda: is_in(MailState.SENT))
    assert len(box.mails) == 1


def test_a_slow_server_is_given_the_mail_once(db, worker):
    with mail_server(Slow()) as box:
        post_one()
        wait_for(lambda: is_in(MailState.SENT))

    assert len(box.mails) == 1


def test_a_busy_server_gets_the_mail_when_it_is_ready(db, worker):
    with mail_server(Busy()) as box:
        post_one()
        wait_for(lambda: tried(1))
        later()
        wait_for(lambda: tried(2))
        assert Mail.objects.get().error == "451"
        later()
        wait_for(lambda: is_in(MailState.SENT))

    assert len(box.mails) == 1


def test_what_a_server_refuses_is_seen_and_sent_again_by_hand(cast, worker, as_person):
    coordinator = as_person(cast.coordinator)
    with mail_server(Picky()) as refusing:
        newcomer = UserFactory(email="nobody@example.org")
        join_team(team=cast.team, user=newcomer, on=today(), actor=newcomer)
        wait_for(lambda: is_in(MailState.FAILED))
    page = coordinator.get("/en/a/one/jobs/?show=mails").content.decode()

    with mail_server(Mailbox()) as box:
        address = f"/en/a/one/jobs/mail/{Mail.objects.get().pk}/resend/"
        coordinator.post(address, {"token": new_token()})
        wait_for(lambda: is_in(MailState.SENT))

    assert "nobody@example.org" in page
    assert "does not deliver to this address (550)" in page
    assert (len(refusing.mails), len(box.mails)) == (0, 1)


def test_a_server_that_hangs_up_after_the_text_gets_the_same_mail_again(db, worker):
    with mail_server(Dropping()) as box:
        post_one()
        wait_for(lambda: tried(1))
        later()
        wait_for(lambda: is_in(MailState.SENT))

    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_string() == second.as_string()


def test_half_of_the_addresses_refused_keeps_the_other_half(db, worker):
    with mail_server(Picky()) as box:
        for number in range(10):
            post_one(number, f"{'no' if number % 2 else 'yes'}{number}@example.org")
        wait_for(lambda: is_in(MailState.SENT, 5) and is_in(MailState.FAILED, 5))

    assert sorted(mail["To"] for mail in box.mails) == [f"yes{number}@example.org" for number in (0, 2, 4, 6, 8)]
