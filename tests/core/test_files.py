"""Kept files: whole or not there, never more than there is room for, and nobody's only for a day."""

import contextlib
import hashlib
import os
import resource
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from activities.models import Evidence
from core import files
from core.errors import RuleBroken
from core.files import FileDamaged, FileState
from core.storage import UNFINISHED
from tests.factories import ActivityFactory

CONTENT = b"what was brought" * 100
SIZE = len(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
LATER = timedelta(days=2)


@pytest.fixture
def on_disk(settings, tmp_path):
    """Files as in production: on a disk, here a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "core.storage.WholeFileStorage"}}
    return tmp_path


def everything_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def evidence_of(activity, name, size=SIZE):
    return Evidence.objects.create(activity=activity, title="x", file=name, sha256=SHA256, size_bytes=size)


@contextlib.contextmanager
def files_no_larger_than(n_bytes):
    """What a full disk does: the system refuses to write further."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_kept_is_read_again(on_disk):
    name = files.keep(CONTENT, folder="evidence/7", extension=".pdf")

    with files.open_kept(name) as file:
        assert file.read() == CONTENT
    assert everything_in(on_disk) == [name]
    assert (on_disk / name).stat().st_mode & 0o777 == settings.FILE_UPLOAD_PERMISSIONS


def test_names_are_our_own_and_differ(on_disk):
    names = {files.keep(b"x", folder="evidence/7", extension=".pdf") for _again in range(50)}

    assert len(names) == 50
    assert all(name.startswith("evidence/7/") and len(name) == len("evidence/7/.pdf") + 32 for name in names)


def test_a_full_disk_refuses_the_file_and_leaves_nothing(on_disk, caplog):
    with files_no_larger_than(1000), pytest.raises(RuleBroken) as refused:
        files.keep(CONTENT, folder="evidence/7", extension=".pdf")

    assert refused.value.code == "file.no_room"
    assert everything_in(on_disk) == []
    assert "cannot be stored" in caplog.text
    assert files.is_whole(files.keep(CONTENT, folder="evidence/7", extension=".pdf"), SHA256, SIZE)


def test_a_folder_that_may_not_be_written_refuses_the_file(on_disk):
    (on_disk / "evidence").write_text("a file stands where the folder belongs")

    with pytest.raises(RuleBroken) as refused:
        files.keep(CONTENT, folder="evidence/7", extension=".pdf")

    assert refused.value.code == "file.no_room"


def test_a_process_that_dies_while_writing_leaves_no_real_name(on_disk):
    program = textwrap.dedent(
        """
        import os, django
        from django.core.files.base import ContentFile
        django.setup()
        from django.core.files.storage import default_storage
        class Endless(ContentFile):
            def chunks(self, chunk_size=None):
                yield b"x" * 1000
                print("begun", flush=True)
                while True:
                    yield b"x" * 1000
        default_storage.save("evidence/7/real.pdf", Endless(b""))
        """
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "smice.settings", "VAR_DIR": str(on_disk), "LOCAL": "1", "SECRET_KEY": "x" * 50,
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE)
    with process:
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGKILL)

    assert process.returncode == -signal.SIGKILL
    (left,) = (name for name in everything_in(on_disk) if name.startswith("files/"))
    assert left.endswith(UNFINISHED)


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        (lambda path: path.unlink(), FileState.MISSING),
        (lambda path: path.write_bytes(b"W" + CONTENT[1:]), FileState.ALTERED),
        (lambda path: path.write_bytes(CONTENT + b"x"), FileState.ALTERED),
        (lambda path: path.write_bytes(b""), FileState.ALTERED),
    ],
)
def test_damage_is_found(on_disk, damage, state):
    name = files.keep(CONTENT, folder="evidence/7", extension=".pdf")
    assert files.is_whole(name, SHA256, SIZE)

    damage(on_disk / name)

    assert not files.is_whole(name, SHA256, SIZE)
    with pytest.raises(FileDamaged) as found:
        files.open_whole(name, sha256=SHA256, size=SIZE)
    assert found.value.state == state


def test_a_checked_file_is_read_from_its_start(on_disk):
    name = files.keep(CONTENT, folder="evidence/7", extension=".pdf")

    with files.open_whole(name, sha256=SHA256, size=SIZE) as file:
        assert file.read() == CONTENT


def test_dropping_twice_is_fine(on_disk):
    name = files.keep(CONTENT, folder="evidence/7", extension=".pdf")

    files.drop(name)
    files.drop(name)

    assert everything_in(on_disk) == []


def test_tidying_goes_on_when_a_file_is_gone_meanwhile(db, on_disk, monkeypatch):
    orphan = files.keep(CONTENT, folder="evidence/7", extension=".pdf")
    monkeypatch.setattr(files, "names_in", lambda folder: iter(["evidence/7/renamed.part", orphan]))

    assert files.tidy(at=datetime.now(UTC) + LATER) >= 1
    assert everything_in(on_disk) == []


def test_tidying_takes_what_nobody_names_and_is_older_than_a_day(cast, on_disk):
    named = files.keep(CONTENT, folder="evidence/7", extension=".pdf")
    orphan = files.keep(CONTENT, folder="evidence/7", extension=".pdf")
    (on_disk / "evidence" / "7" / f".cut{UNFINISHED}").write_bytes(b"half")
    (on_disk / "elsewhere").mkdir()
    (on_disk / "elsewhere" / "of nobody").write_bytes(b"x")
    evidence_of(ActivityFactory(arena=cast.arena), named)
    now = datetime.now(UTC)

    assert files.tidy(at=now) == 0
    assert files.tidy(at=now + LATER) == 2
    assert files.tidy(at=now + LATER) == 0
    assert everything_in(on_disk) == ["elsewhere/of nobody", named]
    assert orphan not in everything_in(on_disk)


def test_a_rolled_back_transaction_leaves_an_orphan_at_most(cast, on_disk):
    activity = ActivityFactory(arena=cast.arena)

    @transaction.atomic
    def write():
        evidence_of(activity, files.keep(CONTENT, folder="evidence/7", extension=".pdf"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()

    assert not Evidence.objects.exists()
    assert files.tidy(at=datetime.now(UTC) + LATER) == 1
    assert everything_in(on_disk) == []


def test_room_is_counted_from_the_rows_in_one_query(cast, django_assert_num_queries, settings):
    settings.ARENA_FILES_MB = 3
    for size in (1_000_000, 500_000):
        evidence_of(ActivityFactory(arena=cast.arena), "evidence/a.pdf", size)
    evidence_of(ActivityFactory(arena=cast.other_arena), "evidence/b.pdf", 2_000_000)
    Evidence.objects.create(activity=ActivityFactory(arena=cast.arena), title="a link", url="https://example.org")

    with django_assert_num_queries(1):
        assert files.bytes_used(cast.arena.pk) == 1_500_000
    files.demand_room(cast.arena.pk, 1_500_000)
    with pytest.raises(RuleBroken) as refused:
        files.demand_room(cast.arena.pk, 1_500_001)

    assert refused.value.code == "upload.quota"
    assert "1 of 3 MB are left" in str(refused.value.message)


def test_no_file_uses_no_room(cast):
    assert files.bytes_used(cast.arena.pk) == 0


def test_files_are_kept_in_memory_by_other_tests_the_same_way(db):
    name = files.keep(CONTENT, folder="evidence/7", extension=".pdf")

    assert files.is_whole(name, SHA256, SIZE)
    files.drop(name)
    assert files.state_of(name, SHA256, SIZE) == FileState.MISSING
    files.drop(name)
    assert not default_storage.exists(name)
