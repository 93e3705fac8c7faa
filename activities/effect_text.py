"""Fitting words into a drawing without a browser: estimated widths, wrapping, shortening. Lengths are px."""

import re
import unicodedata
from collections.abc import Iterator

TEXT_SIZE = 13.0
LINE_HEIGHT = 16.0
ELLIPSIS = "…"
# Ties a number to its name, so that no line ends between them.
NO_BREAK = "\u00a0"

# Advance widths in 1/1000 em, rounded to tens. Source: DejaVu Sans 2.37, the widest sans-serif that a page
# commonly falls back to; a reader's own font is narrower, so what fits here fits there.
_GROUPS = {
    270: "'",
    280: "ijlí",
    290: "IJ",
    320: " ,.\u00a0·‘’",
    340: "/:;\\|",
    350: "f",
    360: "-",
    390: "()[]t",
    400: "!",
    410: "r",
    460: '"',
    500: "*_`§°–",
    520: "szšž“”",
    530: "?",
    550: "cç",
    560: "L",
    580: "Fk",
    590: "vxy•",
    600: "P",
    610: "TYao«»áäåóöø",
    620: "eèé",
    630: "ESbdghnpquÉñúüđŋŠ",
    640: "$0123456789{}€",
    660: "K",
    680: "AVÄÅ",
    690: "BRXZŽ",
    700: "C",
    730: "UÜ",
    750: "HN",
    770: "DG",
    780: "&",
    790: "OQÖØ",
    820: "w",
    840: "#+<=>^~×↑→",
    860: "M",
    950: "%",
    970: "m½Æ",
    980: "æ",
    990: "W",
    1000: "@—…",
}
_THOUSANDTHS = {character: width for width, characters in _GROUPS.items() for character in characters}
# Bold letters of the same font are wider by up to this factor over a word.
_BOLD_FACTOR = 1.15
# A cut at a word must keep this share of the room, else the cut falls inside the next word.
_WORD_CUT_MIN_SHARE = 0.4


def text_width(text: str, *, is_bold: bool = False) -> float:
    """An upper estimate of how wide `text` is drawn at the one text size of the map."""
    return sum(map(_thousandths, text)) * _scale(is_bold)


def widest_word(text: str, *, is_bold: bool = False) -> float:
    """The width of the longest part that wrapping would have to keep whole."""
    return max((text_width(word, is_bold=is_bold) for word in _words(text)), default=0)


def wrap_text(text: str, width: float, *, is_bold: bool = False) -> tuple[str, ...]:
    """Lines no wider than `width`; a word that is wider itself is broken with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        longer = f"{line} {word}" if line else word
        if text_width(longer, is_bold=is_bold) <= width:
            line = longer
            continue
        *full, line = [*([line] if line else []), *_pieces(word, width, is_bold)]
        lines += full
    return (*lines, line) if line else tuple(lines)


def shorten_text(text: str, width: float) -> str:
    """`text` if it fits, else its beginning and an ellipsis, cut at a word where that leaves enough to read."""
    if text_width(text) <= width:
        return text
    room = width - text_width(ELLIPSIS)
    count = _fitting(text, room, is_bold=False)
    at_word = text.rfind(" ", 0, count + 1)
    if at_word > 0 and text_width(text[:at_word]) >= _WORD_CUT_MIN_SHARE * width:
        count = at_word
    kept = text[:count].rstrip(" ,.;:–-(/")
    return kept + ELLIPSIS if kept else ""


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[ \t\r\n]+", text) if word]


def _scale(is_bold: bool) -> float:
    """From thousandths of an em to px."""
    return TEXT_SIZE / 1000 * (_BOLD_FACTOR if is_bold else 1)


def _thousandths(character: str) -> int:
    """Width of a character; one outside the table takes a full em, or nothing if it stacks on its neighbour."""
    listed = _THOUSANDTHS.get(character)
    if listed is not None:
        return listed
    return 0 if unicodedata.category(character) in {"Mn", "Me", "Cf"} else 1000


def _fitting(text: str, width: float, *, is_bold: bool) -> int:
    """How many leading characters fit, never parting a letter from the marks on it."""
    used, room = 0, width / _scale(is_bold)
    for index, character in enumerate(text):
        used += _thousandths(character)
        if used > room:
            while index and unicodedata.combining(text[index]):
                index -= 1
            return index
    return len(text)


def _pieces(word: str, width: float, is_bold: bool) -> Iterator[str]:
    """The word in parts no wider than `width` (one letter at least), after a hyphen or slash of its own if any."""
    while text_width(word, is_bold=is_bold) > width:
        count = max(_fitting(word, width - text_width("-", is_bold=is_bold), is_bold=is_bold), 1)
        own = max(word.rfind(sign, 1, count) for sign in "-–/") + 1
        if count >= len(word):
            break
        yield word[:own] if own else word[:count] + "-"
        word = word[own or count :]
    yield word
