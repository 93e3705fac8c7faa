"""Files that wait for the rest of their form."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core import aside, files
from core.aside import keep_aside, taken_up
from core.uploads import accept_upload

ANNA, BO = 1, 2


@pytest.fixture(autouse=True)
def _nothing_waits():
    for name in [*waiting(ANNA), *waiting(BO)]:
        default_storage.delete(name)


@pytest.fixture
def upload():
    return accept_upload(SimpleUploadedFile("Lista.txt", "Åsa kom".encode()))


def waiting(owner):
    return list(files.names_in(f"aside/{owner}"))


def test_its_owner_gets_the_very_file_as_often_as_asked(upload):
    reference = keep_aside(upload, owner=ANNA)

    assert taken_up(reference, owner=ANNA) == upload
    assert taken_up(reference, owner=ANNA) == upload
    assert taken_up(reference, owner=BO) is None


def test_what_nobody_signed_is_no_reference(upload):
    reference = keep_aside(upload, owner=ANNA)
    forged = signing.dumps({"owner": ANNA, "name": waiting(ANNA)[0], "facts": {}}, salt="other")

    for text in ("", "x", reference[:-1], reference.upper(), forged):
        assert taken_up(text, owner=ANNA) is None


def test_a_file_that_is_gone_or_changed_is_not_given(upload):
    gone, changed = keep_aside(upload, owner=ANNA), keep_aside(upload, owner=BO)
    default_storage.delete(waiting(ANNA)[0])
    with default_storage.open(waiting(BO)[0], "wb") as file:
        file.write(b"other")

    assert taken_up(gone, owner=ANNA) is None
    assert taken_up(changed, owner=BO) is None


def test_a_reference_is_over_after_a_day(upload, monkeypatch):
    reference = keep_aside(upload, owner=ANNA)
    monkeypatch.setattr(files, "GRACE", timedelta(seconds=-1))

    assert taken_up(reference, owner=ANNA) is None


def test_nobody_fills_the_disk(upload, monkeypatch):
    monkeypatch.setattr(aside, "MOST_EACH", 3)
    others = keep_aside(upload, owner=BO)

    references = [keep_aside(upload, owner=ANNA) for _n in range(8)]

    assert len(waiting(ANNA)) == 3
    assert taken_up(references[-1], owner=ANNA) == upload
    assert taken_up(others, owner=BO) == upload


def test_as_many_as_may_wait_all_wait(upload, monkeypatch):
    monkeypatch.setattr(aside, "MOST_EACH", 5)

    references = [keep_aside(upload, owner=ANNA) for _n in range(5)]

    assert all(taken_up(reference, owner=ANNA) == upload for reference in references)


@pytest.mark.django_db
def test_what_was_not_used_is_tidied_after_a_day(upload):
    keep_aside(upload, owner=ANNA)

    files.tidy(at=timezone.now() + timedelta(hours=23))
    assert len(waiting(ANNA)) == 1
    files.tidy(at=timezone.now() + timedelta(hours=25))
    assert waiting(ANNA) == []
