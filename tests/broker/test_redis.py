"""A Redis that is emptied, dies and comes back: people notice nothing, and nothing is lost."""

import os
import re
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

import pytest
import redis

from core.models import Job, JobState, Mail, MailState
from scripts.services import start_broker
from teams.models import Membership
from tests.broker.conftest import kill, start, start_scheduler, start_worker, wait_for
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
BROKER_PORT, WEB_PORT = 28079, 28080
BROKER = f"redis://127.0.0.1:{BROKER_PORT}/0"
JOIN = f"http://127.0.0.1:{WEB_PORT}/en/a/one/teams/repair/join/"
ANSWER_SECONDS = 10
# On a busy machine. Who asks a broker that is away again and again waits twice as long.
LONGEST_SECONDS = 3


@pytest.fixture
def joins(cast, as_person) -> Callable[[], float]:
    """One more person joins the team over the web; gives the seconds that took."""

    def join() -> float:
        person = UserFactory()
        session = as_person(person).cookies["session"].value
        page = ask(JOIN, cookie=f"session={session}")
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|token)" value="([^"]+)"', page.read().decode()))
        csrf = re.search(r"csrf=([^;]+)", page.headers["Set-Cookie"]).group(1)
        began = time.monotonic()
        ask(JOIN, cookie=f"session={session}; csrf={csrf}", data=urllib.parse.urlencode(fields).encode())
        took = time.monotonic() - began
        assert Membership.objects.filter(user=person).exists()
        return took

    return join


def ask(address: str, *, cookie: str = "", data: bytes | None = None):
    """A request of a browser; an answer of 400 or more is an error."""
    request = urllib.request.Request(address, data=data, headers={"Cookie": cookie})
    return urllib.request.urlopen(request, timeout=ANSWER_SECONDS)


def is_web_up() -> bool:
    try:
        return ask(f"http://127.0.0.1:{WEB_PORT}/healthz").status == 200
    except OSError:
        return False


def test_requests_succeed_and_no_work_is_lost_while_redis_is_emptied_dies_and_returns(
    cast, mailbox, processes, tmp_path, joins, report
):
    def own_redis() -> subprocess.Popen:
        return processes(start_broker(BROKER_PORT))

    server = own_redis()
    bind = ("--bind", f"127.0.0.1:{WEB_PORT}", "--threads", "4", "--no-control-socket", "--log-level", "error")
    processes(start("gunicorn", "smice.wsgi:application", "--worker-class", "gthread", *bind, REDIS_URL=BROKER))
    processes(start_scheduler(tmp_path, REDIS_URL=BROKER))
    wait_for(is_web_up)

    # No worker takes them, and then their messages are gone.
    for _number in range(5):
        joins()
    redis.Redis.from_url(BROKER).flushall()
    emptied = time.monotonic()

    worker = processes(start_worker(REDIS_URL=BROKER))
    for _number in range(5):
        joins()
    sent = Mail.objects.filter(state=MailState.SENT)
    wait_for(lambda: sent.count() >= 1)

    kill(server)
    while_away = [joins() for _number in range(5)]
    own_redis()
    back = time.monotonic()
    for _number in range(5):
        joins()

    wait_for(lambda: sent.count() == 20, 120)
    ended = time.monotonic()
    report(
        f"slowest answer without Redis {max(while_away):.2f} s; all done {ended - emptied:.0f} s after it was emptied,"
        f" {ended - back:.0f} s after it was back"
    )
    wait_for(lambda: not Job.objects.exclude(state=JobState.DONE).exists())
    assert max(while_away) < LONGEST_SECONDS
    assert len(mailbox.ids) == len(set(mailbox.ids)) == 20
    assert worker.poll() is None
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
