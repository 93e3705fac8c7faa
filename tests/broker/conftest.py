"""Real processes around the test database: workers, schedulers, mail servers that misbehave."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from celery import current_app
from django.conf import settings
from django.db import connection

from tests.broker import work  # noqa: F401 -- makes the test tasks known to this process

PATIENCE_SECONDS = 60
MAIL_PORT = 28025


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a broker, and rows that other processes see."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.broker)


class Mailbox:
    """A mail server's manners: takes everything, and keeps what it took."""

    def __init__(self) -> None:
        self.mails: list = []

    @property
    def ids(self) -> list[str]:
        """The Message-ID of every mail it took, in order."""
        return [mail["Message-ID"] for mail in self.mails]

    def keep(self, envelope) -> None:
        self.mails.append(message_from_bytes(envelope.content))

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        self.keep(envelope)
        return "250 taken"


@contextmanager
def mail_server(box: Mailbox) -> Iterator[Mailbox]:
    """A real mail server with these manners, on the port that the workers know."""
    server = Controller(box, hostname="127.0.0.1", port=MAIL_PORT)
    server.start()
    try:
        yield box
    finally:
        server.stop()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server(Mailbox()) as box:
        yield box


def environment(**changed: str) -> dict[str, str]:
    """What a process of the product is started with: the test database, and nothing of the test runner's own."""
    database = settings.DATABASE_URL.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    own = {
        "DATABASE_URL": database,
        "EMAIL_URL": f"smtp://127.0.0.1:{MAIL_PORT}",
        "DJANGO_SETTINGS_MODULE": "tests.broker.process_settings",
        "LOCAL": "1",
    }
    return os.environ | own | changed


def start(*arguments: str, **changed: str) -> subprocess.Popen:
    """A process of the product in a session of its own, so that all of it can be killed."""
    return subprocess.Popen([sys.executable, "-m", *arguments], env=environment(**changed), start_new_session=True)


def start_worker(*options: str, **changed: str) -> subprocess.Popen:
    """A worker process on the test database."""
    return start("celery", "-A", "smice", "worker", "--loglevel=ERROR", *(options or ("--pool=solo",)), **changed)


def start_scheduler(folder: Path, **changed: str) -> subprocess.Popen:
    """A scheduler that keeps its own memory in `folder`."""
    return start("celery", "-A", "smice", "beat", "--loglevel=ERROR", "--schedule", str(folder / "beat"), **changed)


def kill(process: subprocess.Popen) -> None:
    """Ends a process and its children at once, in the middle of what they do."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def processes() -> Iterator[Callable[[subprocess.Popen], subprocess.Popen]]:
    """Notes processes that end with the test."""
    with ExitStack() as stack:

        def note(process: subprocess.Popen) -> subprocess.Popen:
            stack.callback(kill, process)
            return process

        yield note


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says a measured number in the run's output."""
    plugins = request.config.pluginmanager

    def say(words: str) -> None:
        with plugins.get_plugin("capturemanager").global_and_fixture_disabled():
            plugins.get_plugin("terminalreporter").write_line(f"\n{request.node.name}: {words}")

    return say


@pytest.fixture
def queue() -> Iterator[None]:
    """Tasks go to the broker, which is empty."""
    current_app.conf.task_always_eager = False
    current_app.control.purge()
    yield
    current_app.conf.task_always_eager = True


@pytest.fixture
def worker(queue, mailbox, processes) -> subprocess.Popen:
    """One worker that does one thing at a time."""
    return processes(start_worker())


def wait_for(condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float:
    """Looks again and again until the condition holds; gives the seconds it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "nothing happened in time"
        time.sleep(0.1)
    return time.monotonic() - began
