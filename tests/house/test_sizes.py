"""Tails are policed, averages are not (docs/architecture.md)."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {"module": 500, "test": 400, "template": 200}


def tracked(*patterns: str) -> list[Path]:
    """Files of the project that git knows or would know, by pattern."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    return [ROOT / name for name in names if (ROOT / name).exists()]


def kind_of(path: Path) -> str:
    if path.suffix != ".py":
        return "template"
    return "test" if path.is_relative_to(ROOT / "tests") else "module"


@pytest.mark.parametrize("pattern", ["*.py", "templates/*.html"])
def test_no_file_grows_beyond_what_can_be_read(pattern):
    files = [path for path in tracked(pattern) if "migrations" not in path.parts]

    too_long = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in files
        if len(path.read_text().splitlines()) > LIMITS[kind_of(path)]
    }

    assert len(files) > 20
    assert too_long == {}
