"""A worker that dies while it imports: every row once."""

import random
import time

import pytest
from django.core.files.storage import storages
from django.test import override_settings

from arena.actions.imports import confirm_import
from arena.enums import ImportState
from arena.models import Organisation
from core.models import Job, JobState, LogEntry
from tests.arena.imports.files import checked, table
from tests.arena.imports.many import name_of, swedish
from tests.broker.conftest import kill, start_scheduler, start_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 400
# A dead worker's lease, then a sweep; and the rows.
RECOVERY_SECONDS = 180


@pytest.fixture
def shared_files(tmp_path):
    """Files where the worker finds them."""
    storage = {"BACKEND": "core.storage.WholeFileStorage", "OPTIONS": {"location": tmp_path / "files"}}
    with override_settings(STORAGES={"default": storage, "staticfiles": storages.backends["staticfiles"]}):
        yield tmp_path


def test_a_worker_killed_twice_in_the_middle_writes_every_row_once(cast, queue, processes, shared_files, report):
    rows = [(name_of(number), swedish(number), "SE") for number in range(ROWS)]
    run = checked(cast.arena, table(("Namn", "Orgnr", "Land"), *rows), actor=cast.lead)
    processes(start_scheduler(shared_files, VAR_DIR=str(shared_files)))
    chance, written = random.Random(), Organisation.objects.filter(arena=cast.arena)

    confirm_import(arena=cast.arena, key=run.pk, version=run.version, actor=cast.lead)
    stopped_at = []
    for _kill in range(2):
        worker = processes(start_worker(VAR_DIR=str(shared_files)))
        before = written.count()
        wait_for(lambda before=before: written.count() > before, RECOVERY_SECONDS)
        time.sleep(chance.uniform(0, 0.5))
        kill(worker)
        stopped_at.append(written.count())
    processes(start_worker(VAR_DIR=str(shared_files)))
    took = wait_for(
        lambda: Job.objects.filter(name="arena.write_import", state=JobState.DONE).exists(), RECOVERY_SECONDS
    )

    run.refresh_from_db()
    report(f"{ROWS} rows, killed at {stopped_at}, done {took:.0f} s after")
    assert run.state == ImportState.DONE
    assert sorted(written.values_list("number", flat=True)) == sorted(swedish(number) for number in range(ROWS))
    assert run.rows.filter(is_written=True).count() == ROWS
    assert set(run.rows.values_list("object_key", flat=True)) == set(written.values_list("pk", flat=True))
    assert LogEntry.objects.filter(verb="add_organisation").count() == ROWS
    assert any(0 < at < ROWS for at in stopped_at)
