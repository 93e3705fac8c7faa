"""One import from its columns to its end, with a browser that knows no JavaScript."""

import csv
import io

import pytest

from arena.enums import ImportState, RowOutcome
from arena.models import ImportRun, Organisation
from core.models import Job, LogEntry
from core.writes import new_token
from tests.arena.imports.files import checked, table, written
from tests.arena.views.test_imports import upload
from tests.factories import OrganisationFactory

MIXED = table(
    ("Namn", "Orgnr", "Land", "Färg"),
    ("Sigma2", "974767880", "NO", "blå"),
    ("Känd", "556036-0793", "SE", "röd"),
    ("Verkstad", "", "SE", ""),
    ("", "", "SE", "=2+2"),
)


def uploaded(client, content: bytes = MIXED) -> ImportRun:
    upload(client, content)
    return ImportRun.objects.latest("pk")


def address(run: ImportRun, page: str = "") -> str:
    return f"/en/a/one/import/{run.pk}/{page}"


def columns(run: ImportRun, **changed) -> dict[str, object]:
    return {"version": run.version} | {f"column_{field}": place for field, place in (run.mapping | changed).items()}


@pytest.fixture
def register(cast):
    """One that is known, and two of one name."""
    OrganisationFactory(arena=cast.arena, name="Känd", country="SE", number="5560360793")
    return [OrganisationFactory(arena=cast.arena, name="Verkstad", country="SE") for _n in range(2)]


def test_the_columns_page_shows_what_is_understood_and_what_is_left_out(cast, as_person):
    client = as_person(cast.lead)
    run = uploaded(client)

    page = client.get(address(run, "columns/")).content.decode()

    assert "Orgnr (974767880)" in page
    assert "Färg" in page.partition("Left out:")[2]


def test_an_import_goes_from_its_columns_to_its_end(cast, as_person, register, django_capture_on_commit_callbacks):
    client = as_person(cast.lead)
    run = uploaded(client)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(run, "columns/"), columns(run))
    preview = client.get(answer.headers["Location"]).content.decode()

    assert "1 new, 1 already there, 1 ambiguous, 1 with an error" in preview
    assert "Import 1 row" in preview
    assert Organisation.objects.count() == 3
    run.refresh_from_db()
    confirm = client.get(address(run, "write/")).content.decode()
    assert "1 new row comes into the arena." in confirm
    assert "2 rows stay out." in confirm
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(run, "write/"), {"version": run.version, "token": new_token()})
    done = client.get(address(run)).content.decode()
    assert "The import is done" in done
    assert Organisation.objects.get(number="974767880").name == "Sigma2"
    assert Organisation.objects.count() == 4
    assert set(Job.objects.values_list("name", "state")) == {
        ("arena.check_import", "done"),
        ("arena.write_import", "done"),
    }
    verbs = LogEntry.objects.filter(object_type="arena.importrun").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == [
        "start_import",
        "choose_columns",
        "check_import",
        "confirm_import",
        "write_import",
    ]


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("new", "Sigma2"),
        ("match", "Already there, by its organisation number."),
        ("ambiguous", "Has the same name. Is it one of these?"),
        ("error", "Name: is missing."),
    ],
)
def test_each_tab_says_why(cast, as_person, register, show, words):
    run = checked(cast.arena, MIXED)

    page = as_person(cast.lead).get(address(run), {"show": show}).content.decode()

    assert words in page


def test_the_second_upload_creates_nothing_and_says_so(cast, as_person, register):
    written(checked(cast.arena, MIXED))
    client = as_person(cast.lead)

    run = checked(cast.arena, MIXED)
    page = client.get(address(run)).content.decode()

    assert "There is nothing to import" in page
    assert "This file was imported on 3 June 2024." in page
    assert "Import 1 row" not in page
    written(run)
    assert Organisation.objects.count() == 4


def test_an_ambiguous_row_can_be_said_to_be_one_of_its_candidates_or_new(cast, as_person, register):
    content = table(("Namn", "Land"), ("Verkstad", "SE"), ("VERKSTAD", "SE"), ("verkstad", "SE"))
    run = checked(cast.arena, content)
    known = register[0]

    answer = as_person(cast.lead).post(
        address(run, "decide/"), {"version": run.version, "row_2": known.pk, "row_3": "new", "row_4": "999999"}
    )
    run.refresh_from_db()
    written(run)

    assert answer.status_code == 302
    rows = list(run.rows.order_by("number").values_list("outcome", "reason", "is_written"))
    assert rows == [
        (RowOutcome.MATCH, "match.decided", False),
        (RowOutcome.NEW, "new.decided", True),
        (RowOutcome.AMBIGUOUS, "ambiguous.name", False),
    ]
    assert Organisation.objects.filter(name__iexact="verkstad").count() == 3


@pytest.mark.parametrize("number", ["\u00b2", "\u0663", "-1", "1" * 400, ""])
def test_a_decision_about_no_row_decides_nothing(cast, as_person, register, number):
    run = checked(cast.arena, MIXED)

    answer = as_person(cast.lead).post(address(run, "decide/"), {"version": run.version, f"row_{number}": "new"})

    assert answer.status_code == 302
    assert not run.rows.filter(reason="new.decided").exists()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_what_stays_out_comes_back_with_its_reasons_and_can_be_brought_again(cast, as_person, register, extension):
    run = written(checked(cast.arena, MIXED))

    answer = as_person(cast.lead).get(address(run, f"returned/?format={extension}"))

    content = answer.getvalue()
    again = checked(cast.arena, content)
    assert (again.n_rows, again.mapping) == (2, {"name": 0, "number": 1, "country": 2})
    assert list(again.rows.values_list("outcome", flat=True)) == [RowOutcome.AMBIGUOUS, RowOutcome.ERROR]
    if extension == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[0] == ["Namn", "Orgnr", "Land", "Färg", "Row in the file", "Why it did not come in"]
        assert rows[2] == ["", "", "SE", "'=2+2", "5", "Name: is missing."]


def test_reasons_are_told_in_the_readers_language(cast, as_person, register):
    run = checked(cast.arena, table(("Name", "Region"), ("A", "Moon")))

    page = as_person(cast.lead).get(address(run), {"show": "error"}).content.decode()

    assert "Region: “Moon” is no region of the arena’s countries." in page


def test_an_unclear_alphabet_is_asked_before_anything_is_checked(cast, as_person, django_capture_on_commit_callbacks):
    client = as_person(cast.lead)
    run = uploaded(client, "Namn;Land\r\nÅterbruk Östersund;Sverige\r\n".encode("cp850"))

    page = client.get(address(run, "columns/")).content.decode()
    refused = client.post(address(run, "columns/"), columns(run))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(run, "columns/"), columns(run) | {"encoding": "cp850"})

    assert "Which of these reads right?" in page
    assert "Återbruk Östersund" in page
    assert refused.status_code == 422
    assert list(run.rows.values_list("label", flat=True)) == ["Återbruk Östersund"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Choose the column for “Name”: no row comes in without it."),
        ({"note": 0}, "Choose each column only once"),
        ({"note": 77}, "Choose an answer"),
    ],
)
def test_columns_that_cannot_be_are_told_and_kept(cast, as_person, changed, words):
    client = as_person(cast.lead)
    run = uploaded(client)

    answer = client.post(address(run, "columns/"), columns(run, **changed))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    run.refresh_from_db()
    assert run.state == ImportState.MAPPING


def test_columns_that_somebody_else_chose_meanwhile_are_shown_beside_ones_own(cast, as_person):
    client = as_person(cast.lead)
    run = uploaded(client)
    ImportRun.objects.update(version=5, mapping={"name": 0})

    answer = client.post(address(run, "columns/"), columns(run))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Saved by someone else" in page
    assert 'name="version" value="5"' in page


def test_a_stale_answer_or_confirmation_is_not_taken(cast, as_person, register):
    client = as_person(cast.lead)
    run = checked(cast.arena, MIXED)

    decided = client.post(address(run, "decide/"), {"version": 1, "row_4": "new"})
    confirmed = client.post(address(run, "write/"), {"version": 1, "token": new_token()})

    assert (decided.status_code, confirmed.status_code) == (409, 409)
    assert run.rows.get(number=4).outcome == RowOutcome.AMBIGUOUS
    assert Organisation.objects.count() == 3


def test_a_dropped_import_leaves_neither_rows_nor_file(cast, as_person, django_capture_on_commit_callbacks):
    run = checked(cast.arena, MIXED)
    client = as_person(cast.lead)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(run, "drop/"))

    run.refresh_from_db()
    assert (run.state, run.file, run.rows.count()) == (ImportState.DROPPED, "", 0)
    assert client.get(address(run)).status_code == 404


def test_what_was_imported_cannot_be_dropped(cast, as_person):
    run = written(checked(cast.arena, MIXED))

    as_person(cast.lead).post(address(run, "drop/"))

    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert run.rows.exists()


def test_a_waiting_page_looks_again_by_itself_with_and_without_javascript(cast, as_person):
    client = as_person(cast.lead)
    run = checked(cast.arena, MIXED)
    ImportRun.objects.update(state=ImportState.CHECKING)

    page = client.get(address(run)).content.decode()
    part = client.get(address(run), headers={"HX-Request": "true"}).content.decode()
    ImportRun.objects.update(state=ImportState.READY)
    over = client.get(address(run), headers={"HX-Request": "true"})

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "Look again" in page
    assert "<html" not in part
    assert over.headers["HX-Redirect"] == address(run)


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("show", ["new", "match", "ambiguous", "error"])
def test_a_tab_asks_the_same_whatever_its_length(
    cast, as_person, register, item_count, show, django_assert_max_num_queries
):
    rows = [("Sigma2", "974767880", "NO"), ("Känd", "556036-0793", "SE"), ("Verkstad", "", "SE"), ("", "", "SE")]
    run = checked(cast.arena, table(("Namn", "Orgnr", "Land"), *(rows * item_count)))
    client = as_person(cast.lead)
    client.get(address(run), {"show": show})

    with django_assert_max_num_queries(12):
        client.get(address(run), {"show": show})


def test_another_arenas_import_is_not_there(cast, as_person):
    run = checked(cast.other_arena, MIXED)

    for page in ("", "columns/", "write/", "drop/", "returned/"):
        assert as_person(cast.lead).get(address(run, page)).status_code == 404
