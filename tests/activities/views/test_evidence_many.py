"""Several pieces at once: the good ones stand, the others are named with what is wrong."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities.models import Evidence
from core.writes import new_token
from tests.activities.views.test_evidence import add_url, pdf
from tests.core.test_files import everything_in, files_no_larger_than, on_disk

__all__ = ["on_disk"]

SVG = b"<svg onload='alert(1)'/>"


def photo(name="bild.jpg", size=(8, 8)):
    picture = io.BytesIO()
    Image.new("RGB", size).save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue())


def sent(**more):
    return {"token": new_token(), **more}


def text_of(page):
    return page.content.decode()


def titles():
    return sorted(Evidence.objects.values_list("title", flat=True))


def test_several_files_and_links_are_added_at_once(cast, as_person, held):
    links = "example.org/plan Vår plan\nhttps://example.org/list\n\n"

    answer = as_person(cast.member).post(add_url(held), sent(files=[pdf(), photo(), photo("b.jpg")], links=links))

    assert answer.status_code == 302
    assert titles() == ["Document", "Photo", "Photo", "Vår plan", "example.org"]
    assert set(Evidence.objects.values_list("url", flat=True)) == {
        "", "https://example.org/plan", "https://example.org/list",
    }  # fmt: skip


def test_a_title_is_given_to_all_and_several_files_are_numbered(cast, as_person, held):
    as_person(cast.member).post(
        add_url(held), sent(title="Kvällen", files=[pdf(), photo()], links="https://example.org\nhttps://b.example Bok")
    )

    assert titles() == ["Bok", "Kvällen", "Kvällen 1", "Kvällen 2"]


def test_untitled_pieces_lead_to_the_page_that_asks_what_they_show(cast, as_person, held):
    client = as_person(cast.member)

    several = client.post(add_url(held), sent(files=[pdf(), photo("Textil AB.jpg")]))
    one = client.post(add_url(held), sent(files=[pdf()]))

    assert several["Location"] == reverse("activities:evidence-titles", args=[held.arena.slug, held.pk])
    assert one["Location"] == reverse("activities:page", args=[held.arena.slug, held.pk])
    page = text_of(client.get(several["Location"]))
    assert "2 pieces of evidence saved" in page
    assert "Textil AB.jpg" in page


def test_the_bad_ones_are_named_and_the_good_ones_stand(cast, as_person, held):
    bad = SimpleUploadedFile("ritning.svg", SVG)
    links = "https://example.org/plan Plan\nftp://example.org/x Fil\ninte en länk"

    page = as_person(cast.member).post(add_url(held), sent(files=[pdf(), bad, photo()], links=links, title="Kväll"))

    assert page.status_code == 422
    assert "3 pieces of evidence saved" in text_of(page)
    assert "ritning.svg: Choose a photo" in text_of(page)
    assert "Write a web address" in text_of(page)
    assert titles() == ["Kväll 1", "Kväll 2", "Plan"]
    assert "ftp://example.org/x Fil\ninte en länk</textarea>" in text_of(page)
    assert "https://example.org/plan" not in text_of(page)


def test_what_was_wrong_can_be_sent_again_at_once(cast, as_person, held):
    client = as_person(cast.member)
    page = client.post(add_url(held), sent(files=[pdf()], links="inte en länk"))
    (token,) = re.findall(r'name="token" value="([^"]+)"', text_of(page))

    again = client.post(add_url(held), {"token": token, "links": "https://example.org Sida"})

    assert again.status_code == 302
    assert titles() == ["Document", "Sida"]


def test_sending_the_same_twice_adds_once_and_says_the_same(cast, as_person, held):
    client, token = as_person(cast.member), new_token()

    pages = [
        client.post(add_url(held), {"token": token, "files": [pdf(), SimpleUploadedFile("a.svg", SVG)]})
        for _again in range(2)
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert all("a.svg: Choose a photo" in text_of(page) for page in pages)
    assert titles() == ["Document"]


def test_only_bad_ones_save_nothing_and_leave_the_token(cast, as_person, held):
    token = new_token()

    page = as_person(cast.member).post(
        add_url(held), {"token": token, "files": [SimpleUploadedFile("a.svg", SVG)], "links": "x y"}
    )

    assert page.status_code == 422
    assert f'value="{token}"' in text_of(page)
    assert not Evidence.objects.exists()


def test_too_many_at_a_time_are_named(cast, as_person, held):
    files = [pdf(f"{n}.pdf") for n in range(11)]
    links = "\n".join(f"https://example.org/{n}" for n in range(21))

    page = as_person(cast.member).post(add_url(held), sent(files=files, links=links, title="x"))

    assert "10.pdf: Choose at most 10 files at a time" in text_of(page)
    assert "https://example.org/20: Write at most 20 links at a time" in text_of(page)
    assert Evidence.objects.count() == 30


def test_a_long_title_saves_nothing_and_asks_for_the_files_again(cast, as_person, held):
    page = as_person(cast.member).post(add_url(held), sent(title="x" * 201, files=[pdf()]))

    assert page.status_code == 422
    assert "Choose the files again" in text_of(page)
    assert not Evidence.objects.exists()


def test_file_names_stand_for_those_alone_who_may_open_the_file(cast, as_person, held):
    as_person(cast.member).post(add_url(held), sent(files=[photo("Textil AB.jpg")]))
    page = reverse("activities:page", args=[held.arena.slug, held.pk])

    assert "Textil AB.jpg" in text_of(as_person(cast.member).get(page))
    assert "Textil AB.jpg" in text_of(as_person(cast.auditor).get(page))
    for person in (cast.funder, cast.reference, cast.team_lead, cast.broker):
        assert "Textil" not in text_of(as_person(person).get(page))


def test_who_added_it_is_shown_to_those_who_see_names(cast, as_person, held):
    as_person(cast.coordinator).post(add_url(held), sent(files=[pdf()]))
    as_person(cast.member).post(add_url(held), sent(files=[pdf()]))
    page = reverse("activities:page", args=[held.arena.slug, held.pk])

    assert "· Member" in text_of(as_person(cast.funder).get(page))
    assert "· Member" not in text_of(as_person(None).get(page))


def test_a_full_arena_names_what_is_left_and_keeps_what_fits(cast, as_person, held, settings):
    settings.ARENA_FILES_MB = 1
    other = Evidence.objects.create(
        activity=held, title="Stor", file="evidence/x.pdf", sha256="0" * 64, size_bytes=999_800
    )

    page = as_person(cast.member).post(add_url(held), sent(files=[pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")], title="x"))

    assert page.status_code == 422
    assert "c.pdf: There is no room for this file: 0 of 1 MB are left" in text_of(page)
    assert Evidence.objects.exclude(pk=other.pk).count() == 2


@pytest.mark.usefixtures("on_disk")
def test_a_full_disk_refuses_the_large_file_and_keeps_the_rest(cast, as_person, held, on_disk):
    large = pdf("stor.pdf")
    large = SimpleUploadedFile("stor.pdf", large.read().replace(b"trailer", b"%" + b"x" * 400_000 + b"\ntrailer"))

    with files_no_larger_than(100_000):
        page = as_person(cast.member).post(add_url(held), sent(files=[large, pdf("liten.pdf")], title="x"))

    assert page.status_code == 422
    assert "stor.pdf: The file could not be stored just now" in text_of(page)
    (kept,) = Evidence.objects.all()
    assert everything_in(on_disk) == [kept.file.name]


def test_an_upload_too_large_for_the_disk_on_its_way_in_is_refused_in_words(cast, as_person, held):
    too_large = SimpleUploadedFile("stor.pdf", b"%PDF-1.7" + b"x" * 4_000_000)

    with files_no_larger_than(1_000_000):
        page = as_person(cast.member).post(add_url(held), sent(files=[too_large, pdf("liten.pdf")], title="x"))

    assert page.status_code == 422
    assert "stor.pdf: The file could not be stored just now" in text_of(page)
    assert titles() == ["x"]


def test_large_uploads_arrive_whole(cast, as_person, held):
    content = pdf().read().replace(b"trailer", b"%" + b"x" * 4_000_000 + b"\ntrailer")

    answer = as_person(cast.member).post(add_url(held), sent(files=[SimpleUploadedFile("stor.pdf", content)]))

    assert answer.status_code == 302
    with default_storage.open(Evidence.objects.get().file.name) as stored:
        assert stored.read() == content


def test_a_row_that_fails_takes_every_file_of_the_form_along(cast, as_person, held, on_disk, monkeypatch):
    def fail(self, *args, **kwargs):
        if self.title.endswith("2"):
            raise ZeroDivisionError

    monkeypatch.setattr(Evidence, "full_clean", fail)
    with pytest.raises(ZeroDivisionError):
        as_person(cast.member).post(add_url(held), sent(files=[pdf(), pdf()], title="x"))

    assert not Evidence.objects.exists()
    assert everything_in(on_disk) == []


def test_bodies_of_several_files_pass_here_alone(cast, as_person, held):
    client = as_person(cast.member)

    assert client.post(add_url(held), {}, CONTENT_LENGTH="52000001").status_code == 413
    large = client.post(reverse("activities:log", args=["one"]), {}, CONTENT_LENGTH="12000001")
    assert large.status_code == 413
    assert "choose fewer or smaller files" in text_of(large)
