"""A client that never trusts the server: it notes what was acknowledged and what was never answered."""

import http.client
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings

from core.writes import new_token

# A browser would wait longer; here a lost answer is to be noticed soon.
PATIENCE_SECONDS = 20
TRIES = 8


@dataclass
class Write:
    """One form on its way: what it says, and what came back."""

    kind: str
    mark: str
    address: str
    session: str
    fields: dict[str, str]
    token: str = field(default_factory=new_token)
    answer: str = ""
    status: int = 0
    lost: int = 0


class Ledger:
    """Sends writes from several threads; a lost answer is asked for again with the same token, or left open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.written: list[Write] = []
        self.stop = threading.Event()

    def run(self, next_write: Callable[[], Write | None], threads: int) -> list[threading.Thread]:
        """Starts the threads; they end when there is nothing left or `stop` is set."""
        running = [threading.Thread(target=self._work, args=(next_write,)) for _number in range(threads)]
        for thread in running:
            thread.start()
        return running

    def _work(self, next_write: Callable[[], Write | None]) -> None:
        while not self.stop.is_set() and (write := next_write()) is not None:
            self.written.append(write)
            # One in three lets it rest after the first loss, as people do who close the page.
            self.send(write, tries=random.choice((1, TRIES, TRIES)))

    def finish(self, threads: list[threading.Thread]) -> None:
        """No further writes; those on their way come to their end."""
        self.stop.set()
        for thread in threads:
            thread.join()

    def send(self, write: Write, *, tries: int) -> None:
        """Until an answer comes, or so often."""
        for _try in range(tries):
            try:
                write.status, write.answer = self.post(write)
            except (OSError, http.client.HTTPException):
                write.lost += 1
                time.sleep(0.1)
                continue
            return

    def post(self, write: Write) -> tuple[int, str]:
        """Sends it once: the status and where it leads."""
        secret = secrets.token_hex(16)
        body = urlencode(write.fields | {"token": write.token, "csrfmiddlewaretoken": secret})
        cookies = f"{settings.SESSION_COOKIE_NAME}={write.session}; {settings.CSRF_COOKIE_NAME}={secret}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", write.address, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()

    @property
    def acknowledged(self) -> list[Write]:
        """Answered with "done, look there"."""
        return [write for write in self.written if write.status in {302, 303}]

    @property
    def unanswered(self) -> list[Write]:
        """Never answered at all."""
        return [write for write in self.written if not write.status]

    def refused(self) -> Iterable[Write]:
        """Answered with anything else: there must be none."""
        return (write for write in self.written if write.status not in {0, 302, 303})
