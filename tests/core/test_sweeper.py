"""The sweeper: finds from the rows what messages, workers and schedulers forgot."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from celery import current_app
from django.core.cache import cache
from django.core.management import call_command

from core.background import MAX_ATTEMPTS, WORK, enqueue, task
from core.models import Job, JobState, Mail
from core.retention import forget_old_work
from core.sweeper import BATCH, QUEUED_AGAIN_AFTER, last_sweep, sweep
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)
done: list[int] = []


@task("tests.note")
def note(*, number: int = 0) -> None:
    done.append(number)


@pytest.fixture(autouse=True)
def _at_noon():
    done.clear()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _no_nights(monkeypatch):
    """Nightly work of the product is not what these tests are about."""
    for name, work in list(WORK.items()):
        if work.nightly:
            monkeypatch.delitem(WORK, name)


@pytest.fixture
def nightly(monkeypatch):
    """A piece of work for every night at half past two, local time."""
    work = WORK["tests.note"].__class__("tests.note", "Note", True, time(2, 30))
    monkeypatch.setitem(WORK, "tests.note", work)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """What is queued at the commit is queued at once."""

    def run(at):
        with django_capture_on_commit_callbacks(execute=True):
            return sweep(at=at)

    return run


def job(**fields) -> Job:
    return Job.objects.create(**{"name": "tests.note", "arguments": {"number": 7}} | fields)


@pytest.mark.parametrize(
    ("fields", "is_done"),
    [
        ({}, True),
        ({"queued_at": NOON - QUEUED_AGAIN_AFTER}, True),
        ({"queued_at": NOON - timedelta(seconds=5)}, False),
        ({"due_at": NOON}, True),
        ({"due_at": NOON + timedelta(seconds=1)}, False),
        ({"state": JobState.DONE}, False),
        ({"state": JobState.FAILED}, False),
        ({"state": JobState.PARKED}, False),
        ({"state": JobState.RUNNING, "attempts": 1, "due_at": NOON - timedelta(seconds=1)}, True),
        ({"state": JobState.RUNNING, "attempts": 1, "due_at": NOON + timedelta(seconds=1)}, False),
    ],
)
def test_a_sweep_does_what_is_due_and_nobody_does(fields, is_done):
    job(**fields)

    queued = sweep(at=NOON)

    assert (queued, done) == ((1, [7]) if is_done else (0, []))


def test_a_job_whose_worker_died_each_time_is_parked_with_an_alert(caplog):
    killer = job(state=JobState.RUNNING, attempts=MAX_ATTEMPTS, due_at=NOON - timedelta(seconds=1))

    sweep(at=NOON)

    killer.refresh_from_db()
    assert (killer.state, killer.error) == (JobState.PARKED, "WorkerLost")
    assert f"ALERT job {killer.pk} (tests.note) is parked" in caplog.text
    assert done == []


def test_a_job_comes_early_is_not_done_early():
    waiting = job(due_at=NOON + timedelta(minutes=5))

    current_app.tasks["tests.note"].delay(waiting.pk)

    assert done == []


def test_two_sweeps_at_once_queue_once(monkeypatch):
    queued = []

    def dispatch(name, key):
        queued.append(key)
        if len(queued) == 1:
            sweep(at=NOON)

    monkeypatch.setattr("core.sweeper.dispatch", dispatch)
    keys = [job().pk for _number in range(3)]

    sweep(at=NOON)

    assert queued == keys


def test_no_more_than_a_batch_is_queued_at_a_time(monkeypatch):
    monkeypatch.setattr("core.sweeper.dispatch", lambda name, key: None)
    Job.objects.bulk_create(Job(name="tests.note") for _number in range(BATCH + 3))

    assert [sweep(at=NOON), sweep(at=NOON)] == [BATCH, 3]


def test_a_sweep_asks_the_same_number_of_questions_whatever_is_done(django_assert_num_queries):
    Job.objects.bulk_create(Job(name="tests.note", state=JobState.DONE) for _number in range(200))

    with django_assert_num_queries(2):
        sweep(at=NOON)


def test_nightly_work_is_done_once_a_night(nightly, commits):
    for at in (NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=12, minutes=29)):
        commits(at)

    assert list(Job.objects.values_list("run", "state")) == [("tests.note 2024-05-02", JobState.DONE)]
    assert done == [0]


def test_the_night_begins_at_local_time(nightly, commits):
    before = datetime(2024, 5, 2, 0, 29, tzinfo=UTC)

    commits(before)
    commits(before + timedelta(minutes=1))

    assert list(Job.objects.order_by("pk").values_list("run", flat=True)) == [
        "tests.note 2024-05-01",
        "tests.note 2024-05-02",
    ]


def test_nights_without_a_scheduler_are_made_up_for_once(nightly, commits):
    commits(NOON)

    commits(NOON + timedelta(days=3))
    commits(NOON + timedelta(days=3, minutes=1))

    assert list(Job.objects.order_by("pk").values_list("run", flat=True)) == [
        "tests.note 2024-05-02",
        "tests.note 2024-05-05",
    ]


def test_a_night_that_another_scheduler_wrote_meanwhile_is_left_alone(nightly, commits, monkeypatch):
    job(run="tests.note 2024-05-02", state=JobState.DONE)
    manager = type(Job.objects.none())
    monkeypatch.setattr(manager, "exists", lambda self: False)

    commits(NOON)

    assert done == []
    assert Job.objects.count() == 1


def test_the_last_sweep_is_remembered():
    cache.clear()
    before = last_sweep()

    sweep(at=NOON)

    assert (before, last_sweep()) == (None, NOON)


def test_a_cache_that_is_away_does_not_stop_the_sweep(monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "set", fail)
    job()

    assert sweep(at=NOON) == 1


def test_the_command_does_what_is_due_without_a_scheduler(capsys):
    job()

    call_command("work")
    call_command("work")

    assert done == [7]
    assert capsys.readouterr().out == "1 jobs\n"


def test_finished_work_is_forgotten_after_a_month_and_failed_work_after_three():
    person = UserFactory()
    for age, state in ((29, "done"), (31, "done"), (89, "parked"), (91, "parked"), (91, "waiting")):
        job(name=f"{state} {age}", state=state, owner=person, finished_at=NOON - timedelta(days=age))
    for age, state in ((29, "sent"), (31, "sent"), (89, "failed"), (91, "failed"), (91, "waiting")):
        Mail.objects.create(key=f"{state} {age}", address="a@example.org", state=state, purpose="tests", subject="s")
        Mail.objects.filter(key=f"{state} {age}").update(
            created_at=NOON - timedelta(days=age), sent_at=NOON - timedelta(days=age) if state == "sent" else None
        )

    forget_old_work(at=NOON)

    assert set(Job.objects.values_list("name", flat=True)) == {"done 29", "parked 89", "waiting 91"}
    assert set(Mail.objects.values_list("key", flat=True)) == {"sent 29", "failed 89", "waiting 91"}


def test_the_text_of_a_code_goes_when_the_code_is_over():
    for minutes in (-1, 1):
        Mail.objects.create(
            key=str(minutes),
            address="a@example.org",
            purpose="tests",
            subject="s",
            body="sealed",
            useful_until=NOON + timedelta(minutes=minutes),
        )

    forget_old_work(at=NOON)

    assert list(Mail.objects.order_by("useful_until").values_list("body", flat=True)) == ["", "sealed"]


def test_enqueueing_what_is_no_work_is_an_error_at_once():
    with pytest.raises(KeyError):
        enqueue("tests.no_such_task")

    assert not Job.objects.exists()


def test_only_one_of_many_claims_wins():
    waiting = job()

    for _again in range(3):
        current_app.tasks["tests.note"].delay(waiting.pk)

    assert done == [7]
