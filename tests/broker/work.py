"""Work for tests with real processes: it leaves a mark and posts a mail, kills its worker, eats memory."""

import os
import signal
from datetime import time
from random import uniform
from time import sleep

from core.background import task
from core.mails import post
from core.models import LogEntry


def leave_mark(number: int, verb: str = "tests.mark") -> None:
    """A row that stands once for each time the work was done."""
    LogEntry.objects.create(verb=verb, object_type="tests", object_key=str(number))


def marks(verb: str = "tests.mark") -> list[int]:
    """The numbers of all marks, each as often as it was left."""
    return sorted(int(key) for key in LogEntry.objects.filter(verb=verb).values_list("object_key", flat=True))


@task("tests.mark_and_mail", label="Leave a mark and post a mail")
def mark_and_mail(*, number: int) -> None:
    leave_mark(number)
    sleep(uniform(0, 0.15))
    post(key=f"tests {number}", purpose="tests", subject="Done", body=f"{number}", address=f"n{number}@example.org")
    sleep(uniform(0, 0.15))


@task("tests.kill_worker", label="Kill the worker", is_whole=False)
def kill_worker() -> None:
    leave_mark(0, "tests.kill")
    os.kill(os.getpid(), signal.SIGKILL)


@task("tests.eat_memory", label="Eat memory")
def eat_memory() -> None:
    bytearray(4 * 2**30)


@task("tests.nightly", label="A nightly mark", nightly=time(0, 0))
def nightly() -> None:
    leave_mark(0, "tests.night")
