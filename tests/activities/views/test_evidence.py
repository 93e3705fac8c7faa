"""Adding evidence, and who gets a file."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities.actions.add_evidence import add_file, add_link
from activities.enums import Status
from activities.models import Evidence
from activities.views.evidence import download_name
from core.models import Mail
from core.writes import new_token
from tests.factories import ActivityFactory, DamagedFileFactory

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def add_url(activity):
    return reverse("activities:evidence-add", args=[activity.arena.slug, activity.pk])


def file_url(evidence):
    activity = evidence.activity
    return reverse("activities:evidence-file", args=[activity.arena.slug, activity.pk, evidence.pk])


def pdf(name="plan.pdf"):
    return SimpleUploadedFile(name, PDF, "text/html")


@pytest.fixture
def stored(cast, held):
    """A document that the member added."""
    return add_file(activity=held, file=pdf(), title="Närvaro/lista 2024", actor=cast.member)


def test_link_and_file_are_added(cast, as_person, held):
    sent = {"token": new_token(), "title": "Vår plan", "links": "example.org/plan", "files": [pdf()]}

    response = as_person(cast.member).post(add_url(held), sent)

    assert response.status_code == 302
    assert set(Evidence.objects.values_list("title", "url")) == {
        ("Vår plan", "https://example.org/plan"),
        ("Vår plan", ""),
    }
    assert set(Evidence.objects.values_list("added_by", flat=True)) == {cast.member.pk}


def test_same_token_adds_once(cast, as_person, held):
    client, token = as_person(cast.member), new_token()

    for _again in range(2):
        assert client.post(add_url(held), {"token": token, "files": [pdf()]}).status_code == 302

    assert Evidence.objects.count() == 1


def test_picture_is_kept_without_what_it_carried(cast, as_person, held):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG", comment=b"Anna, Storgatan 1")

    as_person(cast.member).post(
        add_url(held), {"token": new_token(), "files": [SimpleUploadedFile("a.jpg", picture.getvalue())]}
    )

    assert b"Storgatan" not in Evidence.objects.get().file.read()


def test_nothing_at_all_is_asked_for(cast, as_person, held):
    page = as_person(cast.member).post(add_url(held), {"token": new_token(), "title": "Något"})

    assert page.status_code == 422
    assert "Choose a file or write a link" in page.content.decode()
    assert 'value="Något"' in page.content.decode()


def test_refused_file_keeps_the_text(cast, as_person, held):
    sent = {"token": new_token(), "title": "Något", "files": [SimpleUploadedFile("a.svg", b"<svg/>")]}

    page = as_person(cast.member).post(add_url(held), sent)

    assert page.status_code == 422
    assert 'value="Något"' in page.content.decode()
    assert not Evidence.objects.exists()


def test_change_of_language_keeps_the_text(cast, as_person, held):
    url = add_url(held).replace("/en/", "/sv/")

    page = as_person(cast.member).post(url, {"title": "Något", "links": "inte en länk", "keep_text": "1"})

    assert page.status_code == 200
    assert "inte en länk</textarea>" in page.content.decode()


def test_file_is_a_download_that_nothing_runs(cast, as_person, stored):
    response = as_person(cast.lead).get(file_url(stored))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''N%C3%A4rvarolista_2024.pdf")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("person", "opens"),
    [
        ("lead", True),
        ("coordinator", True),
        ("auditor", True),
        ("member", True),
        ("team_lead", False),
        ("broker", False),
        ("reference", False),
        ("funder", False),
        ("former_member", False),
        ("outsider", False),
        ("staff", False),
        ("anonymous", False),
    ],
)
def test_file_by_the_access_table(cast, as_person, stored, person, opens):
    assert as_person(cast.person(person)).get(file_url(stored)).status_code == (200 if opens else 404)


@pytest.mark.parametrize("person", ["outsider", "anonymous"])
def test_closed_arena_is_not_there(closed_cast, as_person, person):
    activity = ActivityFactory(arena=closed_cast.arena)
    evidence = add_file(activity=activity, file=pdf(), actor=closed_cast.outsider)

    assert as_person(closed_cast.person(person)).get(file_url(evidence)).status_code == 404
    assert as_person(closed_cast.lead).get(file_url(evidence)).status_code == 200


def test_file_is_asked_for_under_its_own_activity(cast, as_person, stored):
    other = ActivityFactory(arena=cast.arena)
    crossed = reverse("activities:evidence-file", args=[cast.arena.slug, other.pk, stored.pk])

    assert as_person(cast.lead).get(crossed).status_code == 404


def test_draft_hides_its_file(cast, as_person):
    draft = ActivityFactory(arena=cast.arena, status=Status.DRAFT, logged_by=cast.member)
    evidence = add_file(activity=draft, file=pdf(), actor=cast.member)

    assert as_person(cast.auditor).get(file_url(evidence)).status_code == 404
    assert as_person(cast.member).get(file_url(evidence)).status_code == 200


def test_link_is_no_file(cast, as_person, held):
    link = add_link(activity=held, title="x", url="https://example.org", actor=None)

    assert as_person(cast.lead).get(file_url(link)).status_code == 404


@pytest.mark.parametrize(("damage", "words"), [(None, "The file is missing"), (b"other", "The file has changed")])
def test_damaged_file_is_told_in_words_and_not_given_out(cast, as_person, stored, caplog, damage, words):
    default_storage.delete(stored.file.name)
    if damage is not None:
        default_storage.save(stored.file.name, ContentFile(damage))

    page = as_person(cast.lead).get(file_url(stored))

    assert page.status_code == 410
    assert words in page.content.decode()
    assert "Närvaro/lista 2024" in page.content.decode()
    assert stored.sha256 in page.content.decode()
    assert f"ALERT the stored file of evidence {stored.pk} is" in caplog.text


def test_leads_hear_once_of_a_damaged_file_however_often_it_is_read_and_find_it_in_the_settings(
    cast, as_person, stored
):
    default_storage.delete(stored.file.name)

    for _read in range(3):
        as_person(cast.auditor).get(file_url(stored))

    assert Mail.objects.filter(purpose="activities.damage").count() == 1
    page = as_person(cast.lead).get("/en/a/one/settings/files/").content.decode()
    assert "The file is missing" in page
    assert f'href="/en/a/one/activities/{stored.activity_id}/"' in page
    assert "put the files back from a backup" in page


def test_files_of_another_arena_are_not_in_the_settings(cast, as_person):
    DamagedFileFactory(activity__arena=cast.other_arena, title="Elsewhere")

    page = as_person(cast.lead).get("/en/a/one/settings/files/").content.decode()

    assert "Every stored file is as it was kept" in page
    assert "Elsewhere" not in page


def test_damaged_file_is_no_news_to_who_may_not_open_it(cast, as_person, stored):
    default_storage.delete(stored.file.name)

    assert as_person(cast.funder).get(file_url(stored)).status_code == 404


def test_wrong_method(cast, as_person, held, stored):
    assert as_person(cast.lead).post(file_url(stored)).status_code == 405
    assert as_person(cast.lead).put(add_url(held)).status_code == 405


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Plan.PDF", "Plan.pdf"),
        ("../../etc/passwd", "etcpasswd.pdf"),
        ('a"; filename="b.exe', "a_filenameb.exe.pdf"),
        ("x\r\nSet-Cookie: a=b", "xSet-Cookie_ab.pdf"),
        ("…", "evidence-7.pdf"),
        ("å" * 300, "å" * 80 + ".pdf"),
    ],
)
def test_name_of_a_download_is_safe(title, name):
    assert download_name(Evidence(pk=7, title=title, content_type="application/pdf")) == name
