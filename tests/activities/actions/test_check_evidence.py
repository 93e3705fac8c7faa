"""Stored files are compared with their checksums, each in its turn."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from activities import mails
from activities.actions import check_evidence
from activities.actions.add_evidence import add_file, add_link
from activities.actions.check_evidence import check_evidence_files, note_damage
from activities.models import Evidence
from activities.tasks import check_evidence as check_evidence_task
from arena.enums import Role
from core.background import enqueue
from core.files import FileState
from core.models import Job, JobState, LogEntry, Mail
from core.secrets import decrypt
from tests.factories import ArenaRoleFactory, SideFactory, UserFactory

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
NOW = timezone.now()


@pytest.fixture
def pieces(cast, held):
    add_link(activity=held, title="x", url="https://example.org", actor=None)
    return [add_file(activity=held, file=SimpleUploadedFile("a.pdf", PDF), actor=None) for _n in range(3)]


def flip(row):
    default_storage.delete(row.file.name)
    default_storage.save(row.file.name, ContentFile(PDF.replace(b"1 0 obj", b"1 0 obk")))


def test_damage_is_noted_and_told_once_as_an_entry_and_each_night_as_an_alert(cast, pieces, caplog):
    flip(pieces[0])
    default_storage.delete(pieces[1].file.name)

    assert check_evidence_files(at=NOW) == 2
    assert check_evidence_files(at=NOW) == 2

    assert list(Evidence.objects.exclude(file="").values_list("damage", flat=True)) == ["altered", "missing", ""]
    assert caplog.text.count(f"ALERT the stored file of evidence {pieces[0].pk} is altered") == 2
    entries = LogEntry.objects.filter(verb="find_damage", tenant=cast.arena.pk)
    assert [entry.after for entry in entries.order_by("id")] == [{"damage": "altered"}, {"damage": "missing"}]


def test_a_file_that_is_put_back_is_whole_again(pieces):
    name = pieces[0].file.name
    default_storage.delete(name)
    check_evidence_files(at=NOW)

    default_storage.save(name, ContentFile(PDF))
    assert check_evidence_files(at=NOW) == 0

    assert Evidence.objects.get(pk=pieces[0].pk).damage == ""
    assert LogEntry.objects.filter(verb="find_repair").count() == 1


def test_each_file_has_its_turn(pieces, monkeypatch):
    monkeypatch.setattr(check_evidence, "FILES_A_NIGHT", 2)

    for night in range(3):
        check_evidence_files(at=NOW + timedelta(days=night))

    looked_at = [row.checked_at for row in Evidence.objects.exclude(file="").order_by("pk")]
    assert looked_at == [NOW + timedelta(days=day) for day in (2, 2, 1)]


def test_a_night_reads_no_more_than_it_may(pieces, monkeypatch):
    monkeypatch.setattr(check_evidence, "BYTES_A_NIGHT", 2 * len(PDF))

    check_evidence_files(at=NOW)

    assert Evidence.objects.filter(checked_at=NOW).count() == 2


@pytest.mark.django_db(transaction=True)
def test_it_is_work_for_the_night(cast, held, django_capture_on_commit_callbacks):
    row = add_file(activity=held, file=SimpleUploadedFile("a.pdf", PDF), actor=None)
    default_storage.delete(row.file.name)

    enqueue(check_evidence_task.name)

    assert Job.objects.get(name="activities.check_evidence").state == JobState.DONE
    assert Evidence.objects.get().damage == "missing"


def told() -> list[tuple[str, str]]:
    """Who was mailed, with the subject, in the order of the mails."""
    return list(Mail.objects.filter(purpose="activities.damage").order_by("pk").values_list("address", "subject"))


def test_every_lead_is_told_once_of_each_damaged_file(cast, pieces):
    nils = UserFactory(email="nils@example.org", language="nb")
    for lead in (nils, cast.lead):
        ArenaRoleFactory(arena=cast.arena, user=lead, role=Role.LEAD, side=cast.norway)
    elsewhere = SideFactory(arena=cast.other_arena, code="SE")
    ArenaRoleFactory(arena=cast.other_arena, role=Role.LEAD, side=elsewhere)
    for row in pieces[:2]:
        flip(row)

    for night in range(2):
        check_evidence_files(at=NOW + timedelta(days=night))
    flip(pieces[2])
    check_evidence_files(at=NOW + timedelta(days=2))

    people = [address for address, _subject in told()]
    assert people == ["lead@example.org", "nils@example.org"] * 2
    assert [subject for address, subject in told() if address == "lead@example.org"] == [
        "2 stored files are damaged",
        "A stored file is damaged",
    ]


def test_the_mail_names_files_as_plain_text_and_where_all_of_them_stand(cast, held, pieces):
    type(held).objects.filter(pk=held.pk).update(title="Se evil.example nu")
    Evidence.objects.filter(pk=pieces[0].pk).update(title="https://evil.example/\r\nBcc: x@evil.example")
    flip(pieces[0])

    check_evidence_files(at=NOW)

    body = decrypt(Mail.objects.get(purpose="activities.damage").body)
    assert "The file has changed" in body
    assert "/a/one/settings/files/" in body
    assert "evil.example" not in body
    assert "\nBcc:" not in body


def test_many_files_are_one_mail_that_names_some(cast, held, pieces, monkeypatch):
    monkeypatch.setattr(mails, "MOST_NAMED", 2)
    for row in pieces:
        flip(row)

    check_evidence_files(at=NOW)

    body = decrypt(Mail.objects.get(purpose="activities.damage").body)
    assert body.count("The file has changed") == 2
    assert "- and 1 more" in body


def test_who_reads_a_damaged_file_first_has_it_told_once(cast, pieces):
    flip(pieces[0])

    for _read in range(3):
        row = Evidence.objects.select_related("activity__arena").get(pk=pieces[0].pk)
        note_damage(evidence=row, state=FileState.ALTERED, at=NOW)
    check_evidence_files(at=NOW + timedelta(days=1))

    assert told() == [("lead@example.org", "A stored file is damaged")]
    assert LogEntry.objects.filter(verb="find_damage").count() == 1


def test_an_arena_without_a_lead_is_told_when_it_has_one(cast, pieces):
    cast.arena.roles.all().delete()
    flip(pieces[0])
    check_evidence_files(at=NOW)
    assert told() == []

    ArenaRoleFactory(arena=cast.arena, user=cast.lead, role=Role.LEAD, side=cast.sweden)
    check_evidence_files(at=NOW + timedelta(days=1))

    assert told() == [("lead@example.org", "A stored file is damaged")]


def test_a_file_that_breaks_again_is_told_again(cast, pieces):
    name = pieces[0].file.name
    for day, content in enumerate((b"other", PDF, b"other")):
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
        check_evidence_files(at=NOW + timedelta(days=day))

    assert len(told()) == 2
