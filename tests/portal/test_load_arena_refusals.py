"""`load_arena` with broken files: every problem is told, nothing is written."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from activities.models import Activity
from arena.models import Arena, Municipality, Region
from core.models import LogEntry
from portal.loading.geography import load_geography

DATA = settings.BASE_DIR / "data"
SMICE = DATA / "smice"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMICE, tmp_path / "smice"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("is_sample", [True, False])
def test_arena_that_was_not_loaded_is_refused(db, is_sample):
    Arena.objects.create(slug="smice", name_en="Ours", is_sample=is_sample)

    with pytest.raises(CommandError):
        call_command("load_arena", SMICE, stdout=StringIO(), stderr=StringIO())

    assert Activity.objects.count() == 0


BROKEN = [
    ("activities.csv", "id,name,kind", "id,kind", "activities.csv, line 1: the column name is missing"),
    ("activities.csv", "id,name,kind", "id,name,mood,kind", "activities.csv, line 1: the column 'mood' is not known"),
    ("activities.csv", "event,2017,,", "event,2017,13,", "activities.csv, line 2: month: “13” is no month"),
    ("activities.csv", "event,2017,,", "event,17,,", "activities.csv, line 2: year: “17” is no year"),
    ("activities.csv", "event,2017,,", "event,,05,", "activities.csv, line 2: month: stands without a year"),
    ("activities.csv", "ass-2017,", "powershift-2017,", "activities.csv, line 3: id: stands in line 2 already"),
    ("activities.csv", "ass-2017,ÅSS 2017,", "ass-2017,,", "activities.csv, line 3: name: is empty"),
    (
        "activities.csv",
        ",SE,Östersund,",
        ",Sverige,Östersund,",
        "activities.csv, line 6: side: “Sverige” is no country",
    ),
    ("activities.csv", ",cancelled,", ",postponed,", "activities.csv, line 8: status: how to read “postponed”"),
    ("activities.csv", "Powershift 2017,", "Powershift\u200b 2017,", "activities.csv, line 2: name: has invisible"),
    ("activities.csv", "ass-2017,ÅSS", 'ass-2017,"ÅSS"x', "activities.csv, line 3: is no readable CSV"),
    ("teams.csv", "vagen,", "vagen,x,", "teams.csv, line 2: has 10 cells, 9 are expected"),
    ("organisations.csv", ",NO,public,", ",NO,state,", "organisations.csv, line 2: helix_role: “state” is none of"),
    ("reporting_periods.csv", "2020-01,2020-06", "2020-1,2020-06", "reporting_periods.csv, line 4: start: “2020-1”"),
    (
        "activity_effect_levels_empty.csv",
        "Powershift 2017,,,",
        "Powershift 2017,,3,",
        "line 2: effect_level: “3” cannot",
    ),
    (
        "indicators.csv",
        "Företag som fått stöd,,,",
        "Företag som fått stöd,,,71",
        "indicators.csv, line 4: actual: “71”",
    ),
    ("indicators.csv", "projekt,,,,,", "projekt,,many,,,", "indicators.csv, line 3: target: “many” is no number"),
    ("project.json", "2017-05-17", "2017-05-18", "project.json: period, start_as_in_swedish_summary: 2017-05-18"),
    ("project.json", '"programme": "Interreg",', "", "project.json: “programme” is missing"),
    ("arena/arena.json", '"public"', '"open"', "arena/arena.json: visibility: 'open' is none of its values"),
    ("arena/arena.json", "NO060", "NO999", "arena/arena.json: no region has the code NO999"),
    ("arena/priorities.csv", "SE;NO,besoksnaring", "SE,besoksnaring", "line 3: sides: are not those of the fact"),
    ("teams.csv", "vagen,Vågen", "vagen,Vågen" + "x" * 200, "teams.csv, line 2: name: Ensure this value has at most"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), BROKEN)
def test_broken_row_is_told_and_nothing_is_written(db, folder, capsys, file, old, new, told):
    change(folder, file, old, new)
    errors, out = StringIO(), StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("load_arena", folder, stdout=out, stderr=errors)

    assert refused.value.returncode == 2
    assert told in errors.getvalue()
    assert json.loads(out.getvalue().splitlines()[-1])["loaded"] is False
    assert not Arena.objects.exists()
    assert not LogEntry.objects.exists()


def test_wrong_encoding_and_missing_file_are_told_together(db, folder):
    text = (folder / "lessons.csv").read_text(encoding="utf-8")
    (folder / "lessons.csv").write_bytes(text.encode("cp1252"))
    (folder / "goals.csv").unlink()
    errors = StringIO()

    with pytest.raises(CommandError):
        call_command("load_arena", folder, stdout=StringIO(), stderr=errors)

    assert "lessons.csv, line 2: is not in UTF-8" in errors.getvalue()
    assert "goals.csv: is missing" in errors.getvalue()


def test_geography_is_loaded_once_in_few_statements(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        assert load_geography(DATA / "geography") == {"regions": 36, "municipalities": 647}
    with django_assert_max_num_queries(6):
        assert load_geography(DATA / "geography") == {"regions": 0, "municipalities": 0}

    assert Region.objects.get(code="SE322").version == 2024
    town = Municipality.objects.select_related("region").get(country="SE", code="2380")
    assert (town.name, town.region.name) == ("Östersund", "Jämtlands län")
    assert Municipality.objects.filter(latitude=None).count() == 0
