"""Collects the interface's texts into locale/<language>/LC_MESSAGES/django.po and compiles them.

Pure Python: templates are turned into calls by Django's own templatize, everything is read by Babel, so neither
collecting nor compiling needs a gettext program. The English catalogue is filled from the message ids.
Language codes as arguments limit it to them.
`--compile-only` compiles what is newer than its .mo; `--check` says what collecting would change and exits with 1.
"""

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("sv", "nb", "en")
APPS = ("core", "accounts", "arena", "teams", "activities", "indicators", "api", "portal", "smice")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
NOISE = tuple(
    f'"{field}'.encode()
    for field in ("POT-Creation", "PO-Revision", "Generated-By", "Last-Trans", "Language-Team", "Project-Id", "Report-")
)
HEADER = "# Texts of the arena. Words come from docs/glossary.md; `make messages` collects them."


def po_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file with texts: Python modules as they are, templates as the calls they stand for."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt", ".svg"}:
            # Read as Python, where a page's indentation would mean something.
            calls = templatize(path.read_text(), origin=str(path)).splitlines()
            yield path, "\n".join(line.lstrip() for line in calls).encode()


def collect() -> Catalog:
    """All messages of the project, in the order of their files."""
    catalogue = Catalog(charset="utf-8")
    for path, text in sources():
        for line, message, _comments, context in extract("python", BytesIO(text), keywords=KEYWORDS):
            place = [(str(path.relative_to(ROOT)), line)]
            catalogue.add(message, locations=place, context=context)
    return catalogue


def merged(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with exactly the template's messages; translations are kept, none is guessed."""
    path = po_path(language)
    with path.open("rb") if path.exists() else BytesIO() as file:
        known = read_po(file, locale=language)
    catalogue = Catalog(locale=language, charset="utf-8", header_comment=HEADER, fuzzy=False)
    catalogue.plural_expr  # noqa: B018 -- asks Babel for the language's plural rule before the header is written
    for message in template:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        text = message.id if language == "en" else (old.string if old else "")
        catalogue.add(message.id, text, flags=message.flags - {"fuzzy"}, context=message.context)
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """The .po file, without dates and places, so that only real changes change it."""
    target = BytesIO()
    write_po(target, catalogue, width=0, sort_output=True, omit_header=False, no_location=True)
    lines = target.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOISE))


def compile_catalogues() -> None:
    """Writes each catalogue's .mo when it is missing or older than its .po."""
    for language in LANGUAGES:
        po = po_path(language)
        mo = po.with_suffix(".mo")
        if not po.exists() or (mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime):
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=language)
        unfinished = mo.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.replace(mo)


def main(arguments: list[str]) -> int:
    """Collects, checks or compiles; 1 when a check found a difference."""
    if "--compile-only" not in arguments:
        if not settings.configured:
            settings.configure()
        template = collect()
        changed = []
        for language in [code for code in LANGUAGES if code in arguments] or LANGUAGES:
            path, text = po_path(language), as_text(merged(language, template))
            if not path.exists() or path.read_bytes() != text:
                changed.append(language)
                if "--check" not in arguments:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(text)
        if "--check" in arguments:
            print("Not collected: " + ", ".join(changed) if changed else "All texts are collected.")
            return bool(changed)
    compile_catalogues()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
