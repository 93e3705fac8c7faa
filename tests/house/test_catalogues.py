"""Three equal catalogues: complete, nothing guessed, nothing left over, placeholders alike."""

import re
import subprocess
import sys

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.house.test_sizes import ROOT

LANGUAGES = ("sv", "nb", "en")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
# Names, codes and words that are spelt alike in English and in the language.
SAME_IN_SWEDISH_OR_NORWEGIAN = ROOT / "tests" / "house" / "same_in_every_language.txt"


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def strings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_is_collected():
    checked = subprocess.run(
        [sys.executable, "scripts/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_fuzzy_or_left_over(language):
    entries = catalogue(language)

    assert len(entries) > 500
    assert [entry.msgid for entry in entries if not all(strings(entry))] == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_agree(language):
    def differs(entry: polib.POEntry) -> bool:
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        # One form of a plural may do without its number ("one activity").
        lacking = [wanted - set(PLACEHOLDER.findall(text)) for text in strings(entry)]
        strange = [set(PLACEHOLDER.findall(text)) - wanted for text in strings(entry)]
        return any(strange) or (any(lacking) and not entry.msgid_plural)

    assert [entry.msgid for entry in catalogue(language) if differs(entry)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language):
    assert catalogue(language).metadata["Plural-Forms"].startswith("nplurals=2; plural=(n != 1)")


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_what_reads_as_english_is_meant_to(language):
    allowed = set(SAME_IN_SWEDISH_OR_NORWEGIAN.read_text().splitlines())

    same = {entry.msgid for entry in catalogue(language) if entry.msgid in strings(entry)}

    assert same <= allowed


@pytest.mark.parametrize("language", LANGUAGES)
def test_typography_is_that_of_the_language(language):
    quotes = {"sv": "«»“‘", "nb": "“”‘", "en": "«»„"}[language]
    wrong = [
        text
        for entry in catalogue(language)
        for text in strings(entry)
        if "  " in text.strip() or "..." in text or "!" in text or any(quote in text for quote in quotes)
    ]

    assert wrong == []


def test_the_words_of_the_glossary_reach_the_page():
    with translation.override("nb"):
        assert gettext("Effect map") == "Effektkart"
        assert gettext("Leave the team") == "Forlat teamet"
    with translation.override("sv"):
        assert gettext("Effect map") == "Effektkarta"
        assert gettext("Log an activity") == "Logga en aktivitet"
