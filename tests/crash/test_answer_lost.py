"""The line breaks after the server has saved and before the answer arrives: sent again, it is there once."""

import http.client
import socket
import threading
from collections.abc import Iterator

import pytest

from activities.models import Activity
from tests.conftest import Cast, build_cast
from tests.crash.ledger import Ledger, Write
from tests.crash.test_web_killed import session_of

CUTS = 5


class BreakingLine:
    """A line to the server that carries every question, and breaks before the answer as often as it was told to."""

    def __init__(self, port: int, cuts: int) -> None:
        self.port, self.cuts, self.broken = port, cuts, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.own_port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _address = self.listener.accept()
            except OSError:
                return
            with near, socket.create_connection(("127.0.0.1", self.port)) as far:
                self._carry(near, far)

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        far.sendall(whole_question(near))
        answer = far.recv(65536)  # the server answers after its commit
        if self.broken < self.cuts:
            self.broken += 1
            return
        while answer:
            near.sendall(answer)
            answer = far.recv(65536)

    def close(self) -> None:
        """No further questions."""
        self.listener.close()


def whole_question(near: socket.socket) -> bytes:
    """Head and body of one request."""
    question = b""
    while b"\r\n\r\n" not in question:
        question += near.recv(65536)
    head, _end, body = question.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        more = near.recv(65536)
        body, question = body + more, question + more
    return question.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)


@pytest.fixture
def cast(transactional_db) -> Cast:
    return build_cast()


@pytest.fixture
def line(cast, server) -> Iterator[BreakingLine]:
    made = BreakingLine(server.port, CUTS)
    yield made
    made.close()


def test_the_same_form_sent_until_an_answer_comes_is_saved_once(cast, line):
    ledger = Ledger(line.own_port)
    write = Write(
        "activity",
        "Ledger",
        "/en/a/one/log/",
        session_of(cast.member),
        {"title": "Ledger", "when": "other", "date": "2024-03-01", "level": "1", "attended": "12"},
    )

    for sent in range(CUTS):
        with pytest.raises((http.client.HTTPException, OSError)):
            ledger.post(write)
        assert Activity.objects.count() == 1, f"after {sent + 1} lost answers"
    ledger.send(write, tries=1)

    activity = Activity.objects.get()
    assert line.broken == CUTS
    assert (write.status, write.answer) == (302, f"/en/a/one/log/{activity.pk}/done/")
    assert (activity.headcounts.count(), activity.assessments.count()) == (1, 1)
