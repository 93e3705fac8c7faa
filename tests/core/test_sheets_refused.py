"""Files that must not get in: refused in time with the place named, and nothing of them stays in the web process."""

import io
import os
import re
import resource
import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import translation

from core.sheet_words import REASONS
from core.sheets import SheetRefused, read_sheet
from tests.core.sheet_files import HOSTILE, Hostile, workbook

IN_TIME_SECONDS = 10
# What reading a file may leave behind in a process that had none before.
FLAT_MB = 12

MEASURE = """
import resource, sys
from pathlib import Path
from django.conf import settings
from core.sheets import SheetRefused, read_sheet
settings.BASE_DIR
def peak():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1]) // 1024
before = peak()
for path in sorted(Path(sys.argv[1]).iterdir()):
    with path.open("rb") as file:
        try:
            read_sheet(file)
            print("taken", path.name)
        except SheetRefused:
            pass
print(peak() - before)
"""


def cpu_seconds() -> float:
    """What the reading processes have used. A clock would tell how busy the machine is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_it_is_refused_in_time_with_the_place_named(hostile: Hostile):
    content = hostile.make()
    started = cpu_seconds()

    with pytest.raises(SheetRefused) as refused:
        read_sheet(io.BytesIO(content))

    assert cpu_seconds() - started < IN_TIME_SECONDS
    assert refused.value.code == hostile.code
    assert {key: refused.value.place.get(key) for key in hostile.place} == dict(hostile.place)


def test_there_are_enough_of_them():
    assert len({hostile.name for hostile in HOSTILE}) >= 25


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_each_refusal_speaks(language):
    place = {"row": 7, "other": 9, "limit": 3, "found": "PDF", "encoding": "UTF-8"}

    with translation.override(language):
        said = {code: str(SheetRefused(code, place)) for code in REASONS}

    assert not [code for code, words in said.items() if "%(" in words or not re.search(r"\w", words)]
    assert all(words.endswith((".", "?")) for words in said.values())


def test_the_place_is_told_before_the_reason():
    content = workbook('<row r="30000"><c r="C30000"><v>1</v></c></row>')

    with pytest.raises(SheetRefused) as refused:
        read_sheet(io.BytesIO(content))

    assert str(refused.value).startswith("Sheet “Blad1”, row 30000: ")


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="peak memory is read from /proc")
def test_the_process_that_asks_stays_as_small_as_it_was(tmp_path):
    for number, hostile in enumerate(HOSTILE):
        (tmp_path / str(number)).write_bytes(hostile.make())

    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=True,
        capture_output=True,
        text=True,
    )

    assert "taken" not in measured.stdout
    assert int(measured.stdout.split()[-1]) <= FLAT_MB
