"""Loading an arena again leaves what people merged as it is, and keeps the names that the files change."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from arena.actions.mergers import merge_organisations
from arena.models import Arena, Organisation

SMICE = settings.BASE_DIR / "data" / "smice"


def load(folder: Path) -> None:
    call_command("load_arena", folder, stdout=StringIO(), stderr=StringIO())


@pytest.fixture
def folder(tmp_path, db) -> Path:
    """The files, loaded once."""
    copied = Path(shutil.copytree(SMICE, tmp_path / "smice"))
    load(copied)
    return copied


def test_a_load_keeps_mergers_and_former_names(folder):
    arena = Arena.objects.get(slug="smice")
    whole, merged = arena.organisations.order_by("pk")[:2]
    merge_organisations(
        arena=arena, kept=(whole.pk, whole.version), merged=(merged.pk, merged.version), reason="register", actor=None
    )
    file = folder / "organisations.csv"
    file.write_text(file.read_text().replace(f",{merged.name},", f",{merged.name} renamed,", 1))

    load(folder)
    load(folder)

    row = Organisation.objects.get(pk=merged.pk)
    assert (row.name, row.canonical, row.merged_into) == (f"{merged.name} renamed", whole, whole)
    assert merged.name in row.aliases.values_list("name", flat=True)
    assert Organisation.objects.get(pk=whole.pk).canonical is None
