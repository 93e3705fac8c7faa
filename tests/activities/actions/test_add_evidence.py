"""Evidence: links called by their host, files whose row and content stand or fall together."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.actions.add_evidence import add_file, add_link
from activities.models import Evidence
from core.errors import UploadRefused

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def stored_files(arena):
    try:
        return default_storage.listdir(f"evidence/{arena.pk}")[1]
    except FileNotFoundError:
        return []


def test_link_without_a_title_is_called_by_its_host_alone(cast, held):
    evidence = add_link(activity=held, title=" ", url="https://docs.example.org/secret?key=1", actor=cast.member)

    assert (evidence.title, evidence.added_by) == ("docs.example.org", cast.member)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/a", "", "no address"])
def test_what_is_no_web_address_is_refused(held, url):
    with pytest.raises(ValidationError):
        add_link(activity=held, title="x", url=url, actor=None)

    assert not Evidence.objects.exists()


def test_refused_file_leaves_nothing(cast, held):
    with pytest.raises(UploadRefused):
        add_file(activity=held, file=SimpleUploadedFile("a.pdf", b"MZ\0"), actor=None)

    assert not Evidence.objects.exists()


def test_row_that_fails_takes_its_file_along(cast, held, monkeypatch):
    before = stored_files(cast.arena)

    def fail(self, *args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(Evidence, "full_clean", fail)
    with pytest.raises(ZeroDivisionError):
        add_file(activity=held, file=SimpleUploadedFile("a.pdf", PDF), actor=None)

    assert stored_files(cast.arena) == before
