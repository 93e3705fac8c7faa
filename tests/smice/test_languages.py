"""Adding a language needs no code: a settings line, columns made by a migration, a catalogue. Rehearsed with nn."""

import os
import subprocess
import sys

from tests.house.test_sizes import ROOT

REHEARSAL = """
import os
os.environ["LOCAL"] = "1"
from smice.settings import *
LANGUAGES = [*LANGUAGES, ("nn", "Nynorsk")]
MODELTRANSLATION_LANGUAGES = (*MODELTRANSLATION_LANGUAGES, "nn")
MODELTRANSLATION_FALLBACK_LANGUAGES = MODELTRANSLATION_FALLBACK_LANGUAGES | {"nn": ("nb", "sv", "en")}
MIGRATION_MODULES = {app: f"rehearsal.{app}" for app in ("accounts", "arena", "teams", "activities", "indicators")}
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "rehearsal.sqlite3"}}
"""
PROGRAM = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.utils import translation
call_command("makemigrations", "accounts", "arena", "teams", "activities", "indicators", verbosity=0)
call_command("migrate", verbosity=0)
from arena.models import Arena, Side
arena = Arena.objects.create(slug="a", name_nb="Kretsløp", visibility="public")
Side.objects.create(arena=arena, code="NO", name_nn="Noreg", mark="square", position=1)
page = Client(headers={"host": "localhost"}).get("/nn/a/a/about/")
assert page.status_code == 200, page.status_code
text = page.content.decode()
assert '<html lang="nn"' in text
assert "Noreg" in text and "Kretsløp" in text
assert 'href="/nb/a/a/about/"' in text
"""


def test_a_fourth_language_needs_settings_and_a_migration_only(tmp_path):
    (tmp_path / "rehearsal_settings.py").write_text(REHEARSAL)
    (tmp_path / "rehearsal").mkdir()
    for app in ("accounts", "arena", "teams", "activities", "indicators"):
        package = tmp_path / "rehearsal" / app
        package.mkdir()
        (package / "__init__.py").touch()
    (tmp_path / "rehearsal" / "__init__.py").touch()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
        "DJANGO_SETTINGS_MODULE": "rehearsal_settings",
        "VAR_DIR": str(tmp_path),
        "DEBUG": "1",
    }

    rehearsed = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=tmp_path, capture_output=True, text=True
    )

    assert rehearsed.returncode == 0, rehearsed.stderr
