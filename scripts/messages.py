"""Collects the interface's texts into locale/*/LC_MESSAGES/django.po and compiles them; needs no gettext binary."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues() -> None:
    """Writes each catalogue's .mo when it is older than its .po."""
    for po in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        unfinished = mo.with_suffix(".part")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.replace(mo)


if __name__ == "__main__":
    if "--compile-only" not in sys.argv:
        import os
        import subprocess

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smice.settings")
        command = [sys.executable, "manage.py", "makemessages", "--no-wrap", "--no-location"]
        command += [f"--locale={language}" for language in ("sv", "nb", "en")]
        command += ["--ignore=.venv", "--ignore=var", "--ignore=tests"]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 -- our own fixed command
    compile_catalogues()
