"""Gives every arena that was there before the synonyms those that new ones start with."""

import csv

from django.conf import settings
from django.db import migrations

LANGUAGES = ("sv", "nb", "en")


def fill(apps, schema_editor):
    Arena = apps.get_model("arena", "Arena")
    SynonymGroup = apps.get_model("arena", "SynonymGroup")
    arenas = list(Arena.objects.filter(synonym_groups=None).values_list("pk", flat=True))
    if not arenas:
        return
    with (settings.BASE_DIR / "data" / "defaults" / "synonyms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    SynonymGroup.objects.bulk_create(SynonymGroup(arena_id=arena, **_texts(row)) for arena in arenas for row in rows)


def _texts(row):
    columns = [f"{name}_{language}" for name in ("words", "wider") for language in LANGUAGES]
    texts = {column: "\n".join(row[column].split(";")) for column in columns}
    whole = {
        name: next((texts[f"{name}_{one}"] for one in LANGUAGES if texts[f"{name}_{one}"]), "")
        for name in ("words", "wider")
    }
    return texts | whole | {"source": f"docs/glossary.md, 2.{row['number']}"}


class Migration(migrations.Migration):
    dependencies = [("arena", "0007_imports_read_at_once")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
