"""The production server on a database of its own, whose worker processes die whenever a test says so."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder kills processes."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.crash)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, so that another process can open it."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("crash") / "crash.sqlite3")


@dataclass
class Server:
    """A running server and the workers that were killed."""

    port: int
    process: subprocess.Popen
    log: Path
    killed: list[int] = field(default_factory=list)

    def workers(self) -> list[int]:
        """The worker processes that live now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(number) for number in children.split()]

    def kill_a_worker(self) -> None:
        """Without warning, as a machine out of memory does it."""
        if workers := self.workers():
            victim = random.choice(workers)
            os.kill(victim, signal.SIGKILL)
            self.killed.append(victim)


@pytest.fixture
def server(transactional_db, tmp_path) -> Iterator[Server]:
    environment = os.environ | {
        "DATABASE_URL": own_database(),
        "DJANGO_SETTINGS_MODULE": "smice.settings",
        "LOCAL": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "SECOND_FACTOR_ROLES": "none",
        "REDIS_URL": "",
        "EMAIL_URL": "",
        "VAR_DIR": str(tmp_path),
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    port, log = free_port(), tmp_path / "server.log"
    command = [sys.executable, "-m", "gunicorn", "smice.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "4", "--preload", "--worker-class", "gthread", "--no-control-socket"]
    with log.open("w") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=written)
    wait_until_it_listens(port, process)
    yield Server(port, process, log)
    process.terminate()
    process.wait(timeout=30)


def own_database() -> str:
    """The address of the database that this test made for itself."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{settings.DATABASE_URL.rpartition('/')[0]}/{name}"


def free_port() -> int:
    """A port below those that outgoing connections take."""
    for port in range(18400, 18500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


def wait_until_it_listens(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server did not start"
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")
