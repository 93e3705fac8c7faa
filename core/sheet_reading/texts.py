"""From bytes to text: certain, or asked. A wrong guess would garble names for good, a question costs a moment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.sheet_reading.limits import Refused

# How a file can be read whose bytes fit several: code -> what undoes it. `utf-8-twice`: a program took UTF-8 for
# Western text and wrote it as UTF-8 once more.
SINGLE_BYTE: Final = ("cp1252", "cp850", "mac-roman", "cp1250")
TWICE: Final = "utf-8-twice"

# Letters of Swedish and Norwegian, and those of names among them, that no other usual code page has at these places.
_SURE_LETTERS: Final = frozenset("åäöæøÅÄÖÆØéÉüÜàÀô")
_SURE_SIGNS: Final = frozenset("\u00a0«»°§´·×²³½¼±€“”‘’–—…•")
# Where other code pages have letters, Windows has quotes and dashes: between two letters they betray another page.
_BETWEEN_LETTERS: Final = re.compile(r"(?<=[^\W\d_])[\u2010-\u203a\u20ac•°§·×²³½¼±«»](?=[^\W\d_])")
_APOSTROPHE: Final = re.compile(r"\b[^\W\d_]’(?=\w)|’s\b")
_IN_A_WORD: Final = re.compile(r"[A-Za-z][åäöæøÅÄÖÆØéÉüÜ]|[åäöæøÅÄÖÆØéÉüÜ][A-Za-z]")
# Letters that somebody read wrongly before: UTF-8 taken for Windows ("Ã¤") or for a Mac ("√§").
_GARBLED: Final = re.compile("Ã[¥¤¶¦¸©\u2026\u2013\u2020\u02dc\u201e\x80-\x9f]|√[•§∂¶∏ÖÑñ]")
_NUL_SAMPLE: Final = 100_000
_SAMPLES: Final = 3
_SAMPLE: Final = re.compile(r"[^,;|\t\r\n\"]{0,40}[\x80-\xff][^,;|\t\r\n\"]{0,40}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text. With `candidates` nobody knows yet how to read it: `text` then holds its bytes as signs."""

    text: str
    encoding: str = ""
    candidates: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


def decoded(content: bytes) -> Decoded:
    """The text of a file: UTF-8, UTF-16 or Western (Windows) when that is certain, else what it may be.

    Raises Refused `sheet.nul`, `sheet.encoding_broken`, `sheet.encoding_mixed`, `sheet.encoding_lost`,
    `sheet.encoding_garbled`, `sheet.encoding_unknown`.
    """
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise Refused("sheet.encoding_unknown", row=1)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _sure(content, "utf-16", "utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return _sure(content[3:], "utf-8", "utf-8")
    if b"\0" in content:
        return _sure(content, _utf_16_without_mark(content), "utf-16")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _single_byte(content)
    return _asked(content, ("utf-8", TWICE)) if _is_encoded_twice(text) else _checked(text, "utf-8")


def reread(text: str, encoding: str) -> str:
    """What `text`, bytes as signs, says in an encoding. Raises UnicodeError when it does not fit."""
    content = text.encode("latin-1")
    if encoding == TWICE:
        return content.decode("utf-8").encode("cp1252").decode("utf-8")
    return content.decode(encoding)


def _sure(content: bytes, codec: str, encoding: str) -> Decoded:
    try:
        return _checked(content.decode(codec), encoding)
    except UnicodeDecodeError as error:
        line = len(content[: error.start].decode(codec, "ignore").split("\n"))
        raise Refused("sheet.encoding_broken", row=line, encoding=encoding.upper()) from None


def _checked(text: str, encoding: str) -> Decoded:
    for code, found in (
        ("sheet.nul", text.find("\0")),
        ("sheet.encoding_lost", text.find("\ufffd")),
        ("sheet.encoding_garbled", match.start() if (match := _GARBLED.search(text)) else -1),
    ):
        if found >= 0:
            raise Refused(code, row=text.count("\n", 0, found) + 1)
    return Decoded(text, encoding)


def _utf_16_without_mark(content: bytes) -> str:
    """The byte order that the zero bytes show: nearly every second byte of Western text is zero."""
    sample = content[: _NUL_SAMPLE // 2 * 2]
    pairs = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 == 0 and pairs:
        if odd > 0.6 * pairs and not even:
            return "utf-16-le"
        if even > 0.6 * pairs and not odd:
            return "utf-16-be"
    raise Refused("sheet.nul", row=content.count(b"\n", 0, content.index(0)) + 1)


def _is_encoded_twice(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _single_byte(content: bytes) -> Decoded:
    _refuse_mixed(content)
    if _is_surely_western(content):
        return _checked(content.decode("cp1252"), "cp1252")
    candidates = tuple(encoding for encoding in SINGLE_BYTE if _fits(content, encoding))
    return _asked(content, candidates)


def _refuse_mixed(content: bytes) -> None:
    """Refuses a file of which some lines are UTF-8 and others are not."""
    first: dict[bool, int] = {}
    for number, line in _odd_lines(content):
        first.setdefault(_fits(line, "utf-8"), number)
        if len(first) == 2:
            raise Refused("sheet.encoding_mixed", row=first[True], other=first[False])


def _odd_lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines with other signs than ASCII, by number."""
    return ((number, line) for number, line in enumerate(content.split(b"\n"), 1) if not line.isascii())


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_surely_western(content: bytes) -> bool:
    """Whether Nordic letters stand inside words, and no sign stands where only another code page has a letter."""
    if not _fits(content, "cp1252"):
        return False
    odd = "\n".join(line.decode("cp1252") for _number, line in _odd_lines(content))
    others = {sign for sign in odd if not sign.isascii()} - _SURE_LETTERS - _SURE_SIGNS
    plain = _APOSTROPHE.sub("", odd)
    return not others and bool(_IN_A_WORD.search(odd)) and not _BETWEEN_LETTERS.search(plain)


def _asked(content: bytes, candidates: tuple[str, ...]) -> Decoded:
    """Undecided: bytes as signs, and up to three words in which the readings differ."""
    samples: list[str] = []
    text = content.decode("latin-1")
    for found in _SAMPLE.finditer(text):
        sample = found[0].strip(" ")
        if sample not in samples and _differs(sample, candidates):
            samples.append(sample)
        if len(samples) == _SAMPLES:
            break
    return Decoded(text, "", candidates, tuple(samples))


def _differs(sample: str, candidates: tuple[str, ...]) -> bool:
    """Whether every candidate can show it, and not all alike; a cut may have gone through a sign of several bytes."""
    try:
        return len({reread(sample, encoding) for encoding in candidates}) > 1
    except UnicodeError:
        return False
