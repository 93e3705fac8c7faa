"""Words as search compares them: in plain letters, cut to their stems. Pure, so that every database finds the same.

docs/decisions/0010 says why no database cuts the words.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from itertools import groupby
from threading import Lock
from typing import Any, Final, NamedTuple

from core.text import fold

# Longer runs of letters are no words; both sides of a comparison are cut alike.
LONGEST: Final = 40
# Shorter words have no ending to cut.
SHORTEST_WITH_ENDING: Final = 3
_ALGORITHMS: Final = {"sv": "swedish", "nb": "norwegian", "en": "english"}
LANGUAGES: Final = tuple(_ALGORITHMS)
# A stemmer remembers the word it works on.
_ONE_AT_A_TIME: Final = Lock()


def _mark_ranges() -> str:
    """Every sign that is written over or after a letter, for a class of a regular expression."""
    marks = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"]
    runs = [[code for _place, code in run] for _gap, run in groupby(enumerate(marks), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


_POSSESSIVE: Final = "['\u2019][sS](?!\\w)"
# An organisation number in either country's writing is one word; then letters and digits with their marks.
_WORD: Final = re.compile(
    r"(?<!\w)(?:\d{6}-\d{4}|\d{3}[ \u00a0]\d{3}[ \u00a0]\d{3})(?!\w)"
    rf"|[^\W_](?:[^\W_]|[{_mark_ranges()}\u200c\u200d])*(?:{_POSSESSIVE})?"
)
_OWNER: Final = re.compile(f"{_POSSESSIVE}$")
_DEFINITE: Final = re.compile("[aeio]n$")
# How a foreign keyboard writes å, ä and ö.
_DIGRAPHS: Final = re.compile("a[ae]+|oe+")


class Word(NamedTuple):
    """A word of a text: where it stands, and its plain letters."""

    start: int
    end: int
    plain: str


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order. Signs between words are none; numbers and codes are."""
    for found in _WORD.finditer(text):
        if letters := plain(found.group()):
            yield Word(found.start(), found.end(), letters)


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """One word as it is compared: without case and accents; å, ä, æ, aa and ae are a; ö, ø and oe are o."""
    letters = "".join(sign for sign in fold(_OWNER.sub("", word)) if sign.isalnum())
    return _DIGRAPHS.sub(lambda pair: pair.group()[0], letters)[:LONGEST]


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The stem of a plain word in a language; codes, numbers and other scripts stay whole."""
    if len(word) < SHORTEST_WITH_ENDING or not (word.isascii() and word.isalpha()):
        return word
    with _ONE_AT_A_TIME:
        return str(_stemmer(_ALGORITHMS.get(language, "swedish")).stemWord(word)) or word


@lru_cache(maxsize=65_536)
def stems(word: str) -> tuple[str, ...]:
    """The stems of a plain word in every language, each once: nobody says in which language a question is asked.

    Snowball leaves the Swedish -n after a vowel (mässan, ekonomin): without it the word has stems too.
    """
    forms = (word, word[:-1]) if len(word) > SHORTEST_WITH_ENDING + 1 and _DEFINITE.search(word) else (word,)
    return tuple(dict.fromkeys(stem(form, language) for form in forms for language in LANGUAGES))


@lru_cache
def _stemmer(algorithm: str) -> Any:
    """Loaded when the first word comes: the package takes half a second, and most commands never search."""
    return import_module("snowballstemmer").stemmer(algorithm)
