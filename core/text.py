"""Text hygiene: cleaning what people paste, comparing without accents, sorting by the Nordic alphabets."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

type SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], str]

# Format characters (Cf) that print: signs set before Arabic, Syriac and Kaithi numbers.
_PRINTED_FORMATS: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
# Categories that no database keeps: control characters and halves of a sign.
UNREADABLE: Final = frozenset({"Cc", "Cs"})
# Letters and marks without ink: grapheme joiner, Hangul fillers, Khmer inherent vowels, blank Braille.
_INKLESS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_JOINERS: Final = frozenset("\u200c\u200d")
_EMOJI_SELECTOR: Final = "\ufe0f"
_LINE_END: Final = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
# What joins the parts of an address, also as other scripts and full-width keyboards write it.
_JOINS: Final = re.compile("([.:@\\\\\u3002\uff0e\uff61\uff1a\uff20\ufe52\ufe55\ufe6b\u2024]+)")

# Letters that do not come apart in Unicode, to the plain letters a reader types instead.
_PLAIN_LETTERS: Final = str.maketrans(
    {
        "æ": "a",
        "ø": "o",
        "œ": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\u0131": "i",
        "ł": "l",
        "ŋ": "n",
        "ŧ": "t",
        "þ": "th",
        "ß": "ss",
    }
)
# The kinds of signs, in their order; what is not named here is a letter.
_KINDS: Final = {"Z": 0, "P": 1, "S": 1, "C": 1, "N": 2}
_LETTERS: Final = 3 * 0x1_0000
# The three places after z, free because the signs that have these code points are no letters.
_AFTER_Z: Final = _LETTERS + ord("z") + 1
# Letters of the alphabet's end: (place after z, order among those that share it). Place -1 sorts with y.
_ALPHABET_ENDS: Final[Mapping[str, Mapping[str, tuple[int, int]]]] = {
    "sv": {"å": (0, 0), "ä": (1, 0), "æ": (1, 1), "ö": (2, 0), "ø": (2, 1), "ő": (2, 2), "ü": (-1, 0)},
    "nb": {"æ": (0, 0), "ä": (0, 1), "ø": (1, 0), "ö": (1, 1), "ő": (1, 2), "å": (2, 0), "aa": (2, 1), "ü": (-1, 0)},
}


def clean_line(text: str, max_length: int) -> str:
    """One line as it may be stored: NFC, no invisible signs, every run of white space one space, cut to max_length.

    Takes any str and never raises; cleaning twice changes nothing. The cut is the last guard (in characters, never
    between a letter and its accent): forms tell people about the limit before.
    """
    return _settle(text, lambda value: _cut(" ".join(_visible(value).split()), max_length))


def clean_text(text: str) -> str:
    """Many lines as they may be stored: as clean_line, with the line ends kept as one newline, at most one line empty.

    Removed: control characters, NUL, lone surrogates, noncharacters, direction marks, overrides and isolates, soft
    hyphens, and every zero-width sign that only makes two equal texts different. A joiner (ZWJ, ZWNJ) stays where
    writing needs it: inside Arabic and Indic words and inside emoji, never beside a Latin letter, digit or space.
    """
    return _settle(text, _clean_lines)


def without_links(text: str) -> str:
    """One line that no mail program turns into a link or an address: a space follows every sign that would join one.

    For names that somebody typed and our mails repeat: "evil.example" becomes "evil. example".
    """
    return " ".join(_JOINS.sub(r"\1 ", " ".join(_visible(text).split())).split())


def fold(text: str) -> str:
    """The text to compare by: without case, accents and invisible signs; å, ä, æ are a, and ö, ø are o."""
    return _settle(text, _fold_once)


@lru_cache(maxsize=4096)
def sort_key(text: str, language: str) -> SortKey:
    """A key that sorts as the alphabet of the language does, the same on every machine.

    sv ends … z å ä (and æ) ö (and ø); nb ends … z æ (and ä) ø (and ö) å (and aa); other languages sort accents with
    their letter. Then accents decide, then lower case before upper, then the text itself: different texts never tie.
    """
    ends = _ALPHABET_ENDS.get({"no": "nb", "nn": "nb"}.get(language[:2], language[:2]), {})
    places: list[int] = []
    accents: list[int] = []
    letters = unicodedata.normalize("NFC", text).lower()
    index = 0
    while index < len(letters):
        pair = letters[index : index + 2]
        letter = pair if pair in ends else letters[index]
        index += len(letter)
        if letter in ends:
            place, order = ends[letter]
            places.append(_place("y") if place < 0 else _AFTER_Z + place)
            accents.append(order + 1)
            continue
        for part in unicodedata.normalize("NFKD", "ae" if letter == "æ" else letter.translate(_PLAIN_LETTERS)):
            if unicodedata.category(part) == "Mn" and accents:
                accents[-1] = accents[-1] * 0x200 + ord(part) % 0x200 + 1
            else:
                places.append(_place(part))
                accents.append(0 if part == letter else 1)
    return tuple(places), tuple(accents), tuple(sign.isupper() for sign in text), text


def _place(sign: str) -> int:
    """Spaces, then signs, then digits, then letters; each by code point."""
    kind = 0 if sign.isspace() else _KINDS.get(unicodedata.category(sign)[0], 3)
    return kind * 0x1_0000 + min(ord(sign), 0xFFFF)


def _settle(text: str, step: Callable[[str], str]) -> str:
    """Repeats a cleaning step until nothing changes: composing signs can bring others together."""
    while (cleaned := step(text)) != text:
        text = cleaned
    return text


def _clean_lines(text: str) -> str:
    lines = (" ".join(_visible(line).split()) for line in _LINE_END.split(text))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _fold_once(text: str) -> str:
    apart = unicodedata.normalize("NFKD", _visible(text)).casefold()
    bare = "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M"))
    return " ".join(bare.translate(_PLAIN_LETTERS).split())


def _visible(text: str) -> str:
    """NFC without the signs nobody sees; white space stays for the caller to collapse."""
    if text.isascii() and text.isprintable():
        return text
    kept = [sign for sign in text if sign.isspace() or not _is_dropped(sign)]
    needed = [sign for index, sign in enumerate(kept) if _is_needed(kept, index)]
    return unicodedata.normalize("NFC", "".join(needed))


def _is_dropped(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category == "Cf":
        return sign not in _PRINTED_FORMATS and sign not in _JOINERS
    if category == "Cn":  # unassigned signs may be newer than this Python: only noncharacters go
        return ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    is_selector = "\ufe00" <= sign <= "\ufe0e" or "\U000e0100" <= sign <= "\U000e01ef"
    return category in {"Cc", "Cs"} or sign in _INKLESS or is_selector


def _is_needed(signs: list[str], index: int) -> bool:
    """False for a joiner or emoji selector whose neighbours do not ask for it."""
    sign = signs[index]
    if sign in _JOINERS:
        return 0 < index < len(signs) - 1 and _takes_joiner(signs, index - 1) and _takes_joiner(signs, index + 1)
    return sign != _EMOJI_SELECTOR or (index > 0 and _is_symbol(signs[index - 1]))


def _takes_joiner(signs: list[str], index: int) -> bool:
    """A letter or mark from Arabic to the Indic scripts, or a part of an emoji that stays."""
    sign = signs[index]
    is_script = "\u0600" <= sign <= "\u1cff" and unicodedata.category(sign)[0] in "LM"
    return is_script or _is_symbol(sign) or (sign == _EMOJI_SELECTOR and _is_needed(signs, index))


def _is_symbol(sign: str) -> bool:
    return sign >= "\u2190" and unicodedata.category(sign)[0] == "S"


def _cut(text: str, max_length: int) -> str:
    if len(text) <= max_length:
        return text
    end = max(max_length, 0)
    while end and unicodedata.category(text[end]).startswith("M"):
        end -= 1
    return text[:end].rstrip()
