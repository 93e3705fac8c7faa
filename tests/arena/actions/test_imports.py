"""Imports over time: begun again, raced, taken over by somebody else, forgotten."""

import io
import threading
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from arena.actions import import_work
from arena.actions.import_work import check_rows, write_rows
from arena.actions.imports import choose_columns, confirm_import, forget_imports, start_import
from arena.actions.organisations import add_organisation
from arena.enums import ImportState, RowOutcome
from arena.imports import find
from arena.models import ArenaRole, ImportRow, ImportRun, Organisation
from core.clock import now
from core.errors import RuleBroken
from core.files import tidy
from core.models import Job, JobState
from core.sheets import read_sheet
from tests.arena.imports.files import AT, checked, table, verdicts, written
from tests.arena.imports.many import name_of, swedish
from tests.nasty_strings import NASTY

HEADINGS = ("Namn", "Orgnr", "Land")


def rows(n: int) -> bytes:
    return table(HEADINGS, *((name_of(number), swedish(number), "SE") for number in range(n)))


def begun(cast, content: bytes) -> ImportRun:
    """An import whose rows are being written."""
    run = checked(cast.arena, content, actor=cast.lead)
    return confirm_import(arena=cast.arena, key=run.pk, version=run.version, actor=cast.lead, is_queued=False)


class Interrupted(Exception):
    pass


def test_what_was_interrupted_goes_on_where_it_stopped(cast, monkeypatch):
    monkeypatch.setattr(import_work, "WRITTEN_AT_ONCE", 4)
    run = begun(cast, rows(10))

    def stop_after_a_batch(done: int, of: int) -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        # What a worker says of its progress is where it can be cut off between two batches.
        patch.setattr(import_work, "progress", stop_after_a_batch)
        with pytest.raises(Interrupted):
            write_rows(run_id=run.pk, actor=cast.lead, on=AT.date(), at=AT)
    half = Organisation.objects.count()
    write_rows(run_id=run.pk, actor=cast.lead, on=AT.date(), at=AT)

    run.refresh_from_db()
    assert half == 4
    assert (run.state, Organisation.objects.count()) == (ImportState.DONE, 10)
    assert run.rows.filter(is_written=True).count() == 10


def test_writing_or_checking_again_does_nothing(cast):
    run = written(checked(cast.arena, rows(3)))
    before = list(run.rows.values())

    write_rows(run_id=run.pk, actor=None, on=AT.date(), at=AT)
    check_rows(run_id=run.pk)

    assert list(run.rows.values()) == before
    assert Organisation.objects.count() == 3


def test_a_check_begun_again_says_the_same(cast):
    run = checked(cast.arena, rows(3))
    first = verdicts(run)
    ImportRun.objects.update(state=ImportState.CHECKING)

    check_rows(run_id=run.pk)

    run.refresh_from_db()
    assert (verdicts(run), run.state) == (first, ImportState.READY)


def test_of_two_imports_of_one_file_the_second_finds_what_the_first_brought(cast):
    first, second = begun(cast, rows(3)), begun(cast, rows(3))

    for run in (first, second):
        write_rows(run_id=run.pk, actor=cast.lead, on=AT.date(), at=AT)

    assert Organisation.objects.count() == 3
    assert {row[1:] for row in verdicts(second)} == {(RowOutcome.MATCH, "match.number")}


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_time_bring_each_row_once(cast):
    runs = [begun(cast, rows(60)), begun(cast, rows(60))]
    start = threading.Barrier(2)

    def write(run: ImportRun) -> None:
        start.wait()
        try:
            write_rows(run_id=run.pk, actor=None, on=AT.date(), at=AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Organisation.objects.count() == 60
    assert ImportRow.objects.filter(is_written=True).count() == 60
    assert {run.state for run in ImportRun.objects.all()} == {ImportState.DONE}


def test_what_somebody_adds_between_the_check_and_the_import_is_found(cast):
    run = checked(cast.arena, rows(2))
    add_organisation(arena=cast.arena, actor=None, name="Before", country="SE", number=swedish(0), sides=[])

    written(run)

    assert Organisation.objects.count() == 2
    assert verdicts(run)[0] == (2, RowOutcome.MATCH, "match.number")


def test_who_lost_the_role_imports_nothing_and_another_goes_on(cast, django_capture_on_commit_callbacks):
    run = checked(cast.arena, rows(2), actor=cast.lead)
    with django_capture_on_commit_callbacks(execute=True):
        confirm_import(arena=cast.arena, key=run.pk, version=run.version, actor=cast.lead)
        ArenaRole.objects.filter(user=cast.lead).delete()

    job = Job.objects.get(name="arena.write_import")
    assert (job.state, job.error, Organisation.objects.count()) == (JobState.FAILED, "import.no_right", 0)
    run.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        confirm_import(arena=cast.arena, key=run.pk, version=run.version, actor=cast.coordinator)
    run.refresh_from_db()
    assert (run.state, Organisation.objects.count()) == (ImportState.DONE, 2)


def test_rows_whose_file_is_gone_are_told(cast):
    run = begun(cast, rows(2))
    default_storage.delete(run.file)

    with pytest.raises(RuleBroken, match=r"import\.file_gone"):
        write_rows(run_id=run.pk, actor=None, on=AT.date(), at=AT)

    assert not Organisation.objects.exists()


def test_imports_are_forgotten_after_a_month_and_what_they_brought_stays(cast, django_capture_on_commit_callbacks):
    old, new = written(checked(cast.arena, rows(2))), checked(cast.arena, rows(3))
    ImportRun.objects.filter(pk=old.pk).update(changed_at=now() - timedelta(days=31))

    with django_capture_on_commit_callbacks(execute=True):
        n_forgotten = forget_imports(at=now())

    assert (n_forgotten, list(ImportRun.objects.all())) == (1, [new])
    assert not default_storage.exists(old.file)
    assert default_storage.exists(new.file)
    assert Organisation.objects.count() == 2


def test_tidying_leaves_the_rows_of_imports_alone(cast):
    run = checked(cast.arena, rows(2))

    tidy(at=now() + timedelta(days=2))

    assert default_storage.exists(run.file)


def test_columns_cannot_be_chosen_once_the_rows_come_in(cast):
    run = begun(cast, rows(1))

    with pytest.raises(RuleBroken, match=r"import\.not_open"):
        choose_columns(
            arena=cast.arena,
            key=run.pk,
            version=run.version,
            mapping=run.mapping,
            headings=run.headings,
            encoding="utf-8",
            language="sv",
            actor=cast.lead,
        )


def test_the_columns_can_be_chosen_again_after_a_check(cast):
    run = checked(cast.arena, table(("Namn", "Navn"), ("A", "B")), name=0)

    choose_columns(
        arena=cast.arena,
        key=run.pk,
        version=run.version,
        mapping={"name": 1},
        headings=run.headings,
        encoding=run.encoding,
        language="sv",
        actor=None,
        is_queued=False,
    )
    check_rows(run_id=run.pk)

    assert list(run.rows.values_list("label", flat=True)) == ["B"]


def test_nothing_of_a_sent_file_is_in_the_log(cast):
    sheet = read_sheet(io.BytesIO(table(HEADINGS, ("Canary AB", "811218-9876", "SE"))))

    run = start_import(
        arena=cast.arena, kind=find("organisations"), sheet=sheet, file_name="x", language="sv", actor=None
    )

    with default_storage.open(run.file) as kept:
        assert b"9876" not in kept.read()


@pytest.mark.parametrize("kind", ["organisations", "teams", "activities"])
def test_nasty_strings_come_in_clean_or_are_told(cast, kind):
    field = find(kind).label_field.slug
    nasty = [text.replace("\0", "").encode("utf-8", "ignore").decode() for text in NASTY]
    content = table((field, "note" if kind == "organisations" else "description"), *((text, text) for text in nasty))

    run = written(checked(cast.arena, content, kind=kind))

    assert run.state == ImportState.DONE
    assert run.rows.count() == run.n_rows
    assert not run.rows.filter(outcome=RowOutcome.NEW, is_written=False).exists()
