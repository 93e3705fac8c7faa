"""Times and counts: processor time of this process and of its PostgreSQL backend, statements, compressed bytes."""

import gzip
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TIMES = 15


def cpu_ms(call: Callable[[], object], times: int = TIMES) -> float:
    """The median processor time of a call, here and in the database, in ms; the time passed where that is elsewhere."""
    spent = []
    call()
    backend = _backend()
    for _ in range(times):
        before, own, passed = _backend_seconds(backend), process_time(), perf_counter()
        call()
        own, passed = process_time() - own, perf_counter() - passed
        after = _backend_seconds(backend)
        spent.append(passed if before is None or after is None else own + after - before)
    return 1000 * median(spent)


def wall_ms(call: Callable[[], object], times: int = TIMES) -> float:
    """The median time that passes during a call, in ms."""
    spent = []
    call()
    for _ in range(times):
        begun = perf_counter()
        call()
        spent.append(perf_counter() - begun)
    return 1000 * median(spent)


def page(client: Client, address: str) -> tuple[int, float]:
    """Statements that a page takes, and its compressed size in kB; the first visit of a session is not counted."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(caught), len(gzip.compress(answer.getvalue())) / 1000


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _backend_seconds(pid: int) -> float | None:
    """Processor seconds of the database's process for this connection; None where it runs elsewhere."""
    try:
        nanoseconds = Path(f"/proc/{pid}/schedstat").read_text().split()[0]
    except OSError:
        return None
    return int(nanoseconds) / 1e9


class Bars:
    """Prints each figure beside its bar and remembers whether one was missed."""

    def __init__(self) -> None:
        self.missed = 0

    def check(self, what: str, found: float, most: float, unit: str) -> None:
        is_met = found <= most
        self.missed += not is_met
        print(f"{'ok    ' if is_met else 'MISSED'} {what:<66} {found:9.1f} {unit:<8} bar {most:g}")

    def tell(self, what: str, found: float, unit: str) -> None:
        print(f"       {what:<66} {found:9.1f} {unit}")
