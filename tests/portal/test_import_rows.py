"""`manage.py import_rows`: the same way as the pages, told in one line."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from arena.models import ImportRow, ImportRun, Organisation
from core.models import Job
from tests.arena.imports.files import table
from tests.factories import OrganisationFactory

MIXED = table(
    ("Namn", "Orgnr", "Land"),
    ("Sigma2", "974767880", "NO"),
    ("Känd", "556036-0793", "SE"),
    ("Verkstad", "", "SE"),
    ("", "", "SE"),
)


@pytest.fixture
def register(cast):
    OrganisationFactory(arena=cast.arena, name="Känd", country="SE", number="5560360793")
    for _n in range(2):
        OrganisationFactory(arena=cast.arena, name="Verkstad", country="SE")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(MIXED)
    return path


def run(file, kind: str = "organisations", arena: str = "one", **options) -> dict:
    out = StringIO()
    call_command("import_rows", kind, file, arena=arena, stdout=out, **options)
    return json.loads(out.getvalue().splitlines()[-1])


def refused(file, **options) -> str:
    with pytest.raises(CommandError) as error:
        run(file, **options)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_summary_accounts_for_every_row(register, file):
    summary = run(file)

    assert summary == {
        "arena": "one",
        "kind": "organisations",
        "rows": 4,
        "new": 1,
        "matched": 1,
        "ambiguous": 1,
        "errors": 1,
        "written": 1,
        "dry_run": False,
    }
    assert Organisation.objects.get(number="974767880").name == "Sigma2"
    assert not Job.objects.exists()


def test_a_second_run_changes_nothing(register, file):
    run(file)
    before = list(Organisation.objects.order_by("pk").values())

    summary = run(file)

    assert (summary["new"], summary["matched"], summary["written"]) == (0, 2, 0)
    assert list(Organisation.objects.order_by("pk").values()) == before


def test_a_dry_run_says_the_same_and_leaves_nothing(register, file):
    summary = run(file, dry_run=True)

    assert (summary["new"], summary["written"], summary["dry_run"]) == (1, 0, True)
    assert Organisation.objects.count() == 3
    assert not ImportRun.objects.exists()
    assert not ImportRow.objects.exists()


def test_a_map_says_what_headings_do_not(cast, tmp_path):
    file, said = tmp_path / "rows.csv", tmp_path / "map.json"
    file.write_bytes(table(("Firm", "Namn", "Ref", "Sektor"), ("Sigma2", "Kontakt", "974767880", "moon")))
    said.write_text(json.dumps({"name": "firm", "number": "Ref", "helix": None}))

    summary = run(file, map=said)

    assert (summary["written"], summary["errors"]) == (1, 0)
    assert Organisation.objects.get().name == "Sigma2"


def test_an_unclear_alphabet_is_asked_and_answered(cast, tmp_path):
    file = tmp_path / "rows.csv"
    file.write_bytes("Namn;Land\r\nÅterbruk Östersund;SE\r\n".encode("cp850"))

    said = refused(file)
    summary = run(file, encoding="cp850")

    assert "cp850: Återbruk Östersund" in said
    assert summary["written"] == 1
    assert Organisation.objects.get().name == "Återbruk Östersund"


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (MIXED, {"kind": "moons"}, "There is no kind of row called moons."),
        (MIXED, {"arena": "nowhere"}, "There is no arena nowhere."),
        (None, {}, "No such file or directory"),
        (b"%PDF-1.7", {}, "This is a PDF file."),
        (b'Namn;Ort\n"A;B\n', {}, "Row 2: A quotation mark is opened here and never closed."),
        (b"Colour;Taste\nred;sour\n", {}, "Choose the column for “Name”"),
    ],
)
def test_what_is_refused_is_told_in_one_line_and_leaves_nothing(cast, tmp_path, content, options, words):
    file = tmp_path / "rows.csv"
    if content is not None:
        file.write_bytes(content)

    assert words in refused(file, **options)
    assert not ImportRun.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("not json", "is no readable JSON"),
        ("[1]", "must hold one object"),
        ('{"colour": "Namn"}', "organisations have no field colour"),
        ('{"name": "Firm"}', "the heading “Firm” is not there"),
    ],
)
def test_a_map_that_cannot_be_followed_is_refused(cast, file, tmp_path, said, words):
    path = tmp_path / "map.json"
    path.write_text(said)

    assert words in refused(file, map=path)


def test_a_refusal_ends_the_process_with_2_and_one_line(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_bytes(b"")

    ended = subprocess.run(
        [sys.executable, "manage.py", "import_rows", "moons", str(file), "--arena", "one", "--settings=tests.settings"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.strip().splitlines()) == 1
