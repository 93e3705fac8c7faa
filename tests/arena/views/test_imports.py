"""The list of imports, a new file, and the empty tables."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from arena.enums import ImportState
from arena.models import ImportRun, Organisation
from core.sheets import read_sheet
from core.writes import new_token
from tests.arena.imports.files import checked, table, written
from tests.core.sheet_files import workbook

NEW = "/en/a/one/import/organisations/"
CONTENT = table(("Namn", "Orgnr"), ("Sigma2", "974767880"))


def upload(client, content: bytes = CONTENT, *, name: str = "register.csv", address: str = NEW, **more):
    posted = {"token": new_token(), "file": SimpleUploadedFile(name, content)} | more
    return client.post(address, posted)


def test_the_list_shows_kinds_and_earlier_imports(cast, as_person):
    written(checked(cast.arena, CONTENT, actor=cast.lead), actor=cast.lead)

    page = as_person(cast.lead).get("/en/a/one/import/").content.decode()

    assert "register.csv" in page
    assert "Done" in page
    assert NEW in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(cast, as_person, item_count, django_assert_num_queries):
    for _n in range(item_count):
        checked(cast.arena, CONTENT, actor=cast.lead)
    client = as_person(cast.lead)
    client.get("/en/a/one/import/")

    with django_assert_num_queries(7):
        client.get("/en/a/one/import/")


def test_a_file_is_read_at_once_and_only_its_rows_are_kept(cast, as_person):
    answer = upload(as_person(cast.coordinator))

    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"/en/a/one/import/{run.pk}/columns/"
    assert (run.state, run.n_rows, run.mapping, run.started_by) == (
        ImportState.MAPPING,
        1,
        {"name": 0, "number": 1},
        cast.coordinator,
    )
    with default_storage.open(run.file) as kept:
        assert kept.read() == read_sheet(io.BytesIO(CONTENT)).content


def test_the_same_form_twice_is_one_import(cast, as_person):
    client, token = as_person(cast.lead), new_token()

    answers = [upload(client, token=token).headers["Location"] for _n in range(2)]

    assert answers[0] == answers[1]
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(("language", "words"), [("en", "Row 3: A quotation mark is opened here and never closed.")])
def test_a_refused_file_is_told_at_its_field_and_leaves_nothing(cast, as_person, language, words):
    address = NEW.replace("/en/", f"/{language}/")

    answer = upload(as_person(cast.lead), b'Namn;Ort\nA;B\n"C;D\n', address=address)

    assert answer.status_code == 422
    assert answer.content.decode().count(words) == 2
    assert not ImportRun.objects.exists()


def test_a_workbook_is_judged_by_its_content(cast, as_person):
    assert upload(as_person(cast.lead), workbook(), name="rows.csv").status_code == 302
    assert upload(as_person(cast.lead), b"%PDF-1.7", name="rows.xlsx").status_code == 422


def test_no_file_is_told(cast, as_person):
    answer = as_person(cast.lead).post(NEW, {"token": new_token()})

    assert (answer.status_code, "Choose a file" in answer.content.decode()) == (422, True)


def test_a_kind_that_is_not_there_is_404(cast, as_person):
    assert as_person(cast.lead).get("/en/a/one/import/moons/").status_code == 404
    assert as_person(cast.lead).get("/en/a/one/import/moons/template/").status_code == 404


@pytest.mark.parametrize("person", ["broker", "funder", "member", "outsider"])
def test_who_may_not_import_writes_nothing(cast, as_person, person):
    assert upload(as_person(cast.person(person))).status_code == 403
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_empty_table_is_read_as_what_it_is(cast, as_person, extension):
    answer = as_person(cast.lead).get(f"{NEW}template/?format={extension}")

    content = answer.getvalue()
    assert f"organisations.{extension}" in answer.headers["Content-Disposition"]
    # Headings alone are refused as a table without rows: a row is added by hand here.
    if extension == "csv":
        run = checked(cast.arena, content + b"A,974767880\r\n")
        assert len(run.mapping) == 15
        assert not Organisation.objects.exists()


def test_outsiders_do_not_learn_that_there_are_imports(closed_cast, as_person):
    assert as_person(closed_cast.outsider).get("/en/a/one/import/").status_code == 404
