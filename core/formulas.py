"""Text that no spreadsheet runs."""

import re
import unicodedata
from typing import Final

_FORMULA_SIGNS: Final = frozenset("=+-@\u2212")
_FORMULA_CONTROLS: Final = frozenset("\t\r\n\0")
# A number as text, and a phone number in international groups ("+46 70 123"): no spreadsheet reads either as a formula.
_HARMLESS: Final = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?|\+[0-9]{1,4}(?: [0-9]{1,12})+")
# A formula behind separators: it becomes a cell of its own when a program splits the file at another sign than ours.
# The run of separators is taken whole, so that the search stays linear.
_INNER_FORMULA: Final = re.compile(r"[,;|\t\r\n][\s,;|\"']*+((?=[=\uff1d]|[@+\-\uff20\uff0b\uff0d][^\s,;|(!]*[(|!]))?")
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
# What most texts are: a letter first, and no separator that a formula could follow.
PLAIN: Final = re.compile(r"[^\W\d_][^\x00-\x1f,;|\ud800-\udfff\ufffe\uffff]{0,9999}")


def neutralised(text: str) -> str:
    """The text as no spreadsheet will run it.

    An apostrophe goes in front when the text starts with tab, CR, LF or NUL, or when its first visible sign is one of
    = + - @, a true minus, or a full-width, small or raised form of them. Left alone: a plain negative number, and an
    international phone number in groups ("+46 70 123"), which no program computes. Without groups, or with hyphens,
    a phone number gets the apostrophe, because a spreadsheet would drop its plus or subtract its parts; it stays
    readable. Inside a text the apostrophe also goes before a formula that follows a separator. NUL and lone
    surrogates, which no file of text can hold, are dropped.
    """
    if PLAIN.fullmatch(text):
        return text
    writable = _UNWRITABLE.sub("", text)
    inside = _INNER_FORMULA.sub(lambda found: found[0] if found[1] is None else found[0] + "'", writable)
    if text[:1] in _FORMULA_CONTROLS:
        return "'" + inside
    is_guarded = _starts_formula(writable) and _HARMLESS.fullmatch(writable.strip()) is None
    return "'" + inside if is_guarded else inside


def _starts_formula(text: str) -> bool:
    for sign in text:
        # White space, controls and invisible format signs are trimmed by some programs, and skipped here.
        if sign.isspace() or unicodedata.category(sign)[0] == "C":
            continue
        return unicodedata.normalize("NFKC", sign)[0] in _FORMULA_SIGNS
    return False
