"""The web process is killed twenty times in the middle of saves: what was acknowledged is there once and whole."""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.db.models import Count

from activities.models import Activity, OrganisationPart
from arena.models import ArenaRole, Organisation, SearchDocument, Theme
from core.models import Job, LogEntry, OneTimeToken
from teams.models import Membership
from tests.accounts.sessions import signed_in
from tests.conftest import Cast, build_cast
from tests.crash.conftest import Server
from tests.crash.ledger import Ledger, Write
from tests.factories import UserFactory

KILLS = 20
THREADS = 4
# Enough that people are always left who may still join or be given a role: three writes for each of them, and a kill
# waits for three writes that came through.
PEOPLE = 200
PEOPLE_OF_FOUR_KILLS = 60


def session_of(person) -> str:
    return signed_in(person).session.session_key


def writes(cast: Cast, n_people: int) -> Iterator[Write]:
    """Forms of four kinds, three for each of some people; each says a word of its own."""
    lead, member = session_of(cast.lead), session_of(cast.member)
    people = [UserFactory() for _number in range(n_people)]
    sessions = {person.pk: session_of(person) for person in people[: n_people // 2]}
    for number, person in enumerate(people):
        mark = f"Ledger {number}"
        yield Write(
            "activity",
            mark,
            "/en/a/one/log/",
            member,
            {
                "title": mark,
                "when": "other",
                "date": "2024-03-01",
                "level": "1",
                "attended": "12",
                "supported": f"Firm {number}\nBolag {number}",
                "link": f"https://example.org/{number}",
            },
        )
        yield Write("theme", mark, "/en/a/one/settings/themes/new/", lead, {"name_en": mark, "position": "1"})
        if person.pk in sessions:
            yield Write("join", str(person.pk), "/en/a/one/teams/repair/join/", sessions[person.pk], {})
        else:
            given = {"email": person.email, "role": "broker", "side": "", "starts_on": "2024-01-01"}
            yield Write("role", str(person.pk), "/en/a/one/settings/roles/new/", lead, given)


def one_at_a_time(prepared: list[Write]) -> Callable[[], Write | None]:
    """Hands the writes out to threads, which open no database of their own."""
    lock, source = threading.Lock(), iter(prepared)

    def take() -> Write | None:
        with lock:
            return next(source, None)

    return take


def kill_while_it_writes(server: Server, ledger: Ledger, kills: int) -> None:
    """At random moments, but never before the server has done something again."""
    for _kill in range(kills):
        enough = len(ledger.acknowledged) + 3
        deadline = time.monotonic() + 20
        while len(ledger.acknowledged) < enough and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))
        server.kill_a_worker()


@pytest.fixture
def arena(transactional_db) -> Cast:
    return build_cast()


def test_killed_in_the_middle_of_saves(arena, server):
    ledger = Ledger(server.port)
    threads = ledger.run(one_at_a_time(list(writes(arena, PEOPLE))), THREADS)

    kill_while_it_writes(server, ledger, KILLS)
    ledger.finish(threads)

    lost = sum(write.lost for write in ledger.written)
    told = f"{len(ledger.written)} writes, {len(ledger.acknowledged)} acknowledged, {len(ledger.unanswered)} left open"
    sys.stdout.write(f"{told}, {lost} answers lost in {len(server.killed)} kills\n")
    assert len(server.killed) == KILLS
    assert len(ledger.acknowledged) > 50
    assert lost >= KILLS // 2, "kills that hit nothing prove nothing"
    assert [(write.kind, write.status) for write in ledger.refused()] == []
    assert wrong_counts(ledger) == []
    assert half_rows() == []
    connection.check_constraints()


def test_an_open_write_can_be_finished_later(arena, server):
    ledger = Ledger(server.port)
    threads = ledger.run(one_at_a_time(list(writes(arena, PEOPLE_OF_FOUR_KILLS))), THREADS)
    kill_while_it_writes(server, ledger, 4)
    ledger.finish(threads)

    again = [write for write in ledger.written if write.lost]
    first_answers = {write.token: write.answer for write in again}
    for write in again:
        ledger.send(write, tries=3)

    assert again
    assert {write.status for write in ledger.written} == {302}
    assert [write.kind for write in again if first_answers[write.token] not in {"", write.answer}] == []
    assert wrong_counts(ledger) == []
    assert half_rows() == []


def wrong_counts(ledger: Ledger) -> list[tuple[str, str, int]]:
    """Writes that are there more often than once, or not although they were acknowledged."""
    found = []
    for write in ledger.written:
        n = count_of(write)
        if n != 1 and not (n == 0 and write in ledger.unanswered):
            found.append((write.kind, write.mark, n))
        tokens = OneTimeToken.objects.filter(key=write.token)
        if n != tokens.count() or any(token.answer != write.answer for token in tokens if write.answer):
            found.append((write.kind, f"token of {write.mark}", tokens.count()))
    return found


def count_of(write: Write) -> int:
    rows = {
        "activity": Activity.objects.filter(title=write.mark),
        "theme": Theme.objects.filter(name_en=write.mark),
        "join": Membership.objects.filter(user_id=write.mark) if write.mark.isdigit() else Membership.objects.none(),
        "role": ArenaRole.objects.filter(user_id=write.mark) if write.mark.isdigit() else ArenaRole.objects.none(),
    }
    return rows[write.kind].count()


def half_rows() -> list[object]:
    """Rows that only a part of a save could have left."""
    logged = Activity.objects.filter(title__startswith="Ledger").annotate(
        n_counts=Count("headcounts", distinct=True),
        n_ratings=Count("assessments", distinct=True),
        n_links=Count("evidence", distinct=True),
        n_firms=Count("organisation_parts", distinct=True),
    )
    found: list[object] = [
        (row.title, row.n_counts, row.n_ratings, row.n_links, row.n_firms)
        for row in logged
        if (row.n_counts, row.n_ratings, row.n_links, row.n_firms) != (1, 1, 1, 2)
    ]
    found += OneTimeToken.objects.filter(answer="")
    found += Organisation.objects.exclude(pk__in=OrganisationPart.objects.values("organisation")).filter(
        name__regex="^(Firm|Bolag) "
    )
    for model, verb in ((Activity, "log_activity"), (Membership, "join_team"), (ArenaRole, "give_role")):
        entries = LogEntry.objects.filter(verb=verb).values_list("object_key", flat=True)
        keys = {str(key) for key in model.objects.values_list("pk", flat=True)}
        found += [(verb, key) for key in entries if key not in keys]
        if len(set(entries)) != len(entries):
            found.append((verb, "logged twice"))
    joins = LogEntry.objects.filter(verb="join_team").count()
    if Job.objects.filter(name="teams.welcome").count() != joins:
        found.append("a join without its job")
    documents = set(SearchDocument.objects.filter(kind="activity").values_list("object_key", flat=True))
    found += [("no search document", row.pk) for row in logged if row.pk not in documents]
    return found
