"""How the cells of an imported row are read: text, numbers, dates, closed lists. `CellFault` = it cannot be read."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation

from arena.countries import countries
from arena.imports import CellFault
from core.dates import DateAmbiguous, DatePrecision, DateUnreadable, PartialDate, parse_date
from core.export import neutralised
from core.numbers import NumberAmbiguous, NumberUnreadable, parse_count
from core.sheets import MASK, NO_RESULT, Cell
from core.text import clean_line, clean_text, fold

# How much of a cell a reason quotes.
QUOTED = 60
# What a spreadsheet shows for a formula that failed.
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", NO_RESULT})
# The apostrophe that our own files put before a formula inside a text.
_GUARD_INSIDE = re.compile(r"([,;|\t\r\n][\s,;|\"']*?)'(?=[=\uff1d@+\-\uff20\uff0b\uff0d])")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9]{2}:[0-9]{2}.*")
_SEPARATORS = re.compile(r"[;|\n]+")
# What people write where nothing is known, folded.
UNKNOWN_WORDS = frozenset(
    {"-", "–", "—", "?", "n/a", "na", "null", "unknown", "not stated", "okand", "okant", "ukjent", "ej angivet"}
    | {"ikke oppgitt", "saknas", "mangler", "other", "others", "annan", "annat", "annet", "ovrig", "ovriga", "ovrige"}
)
_YES = frozenset({"1", "ja", "yes", "y", "j", "true", "sant", "sann", "x"})
_NO = frozenset({"0", "nej", "nei", "no", "n", "false", "falskt", "usann"})


def text_of(cell: Cell) -> str:
    """How a cell reads as one line: what our own files add against formulas is taken away again."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    return clean_line(as_written(cell), 10_000)


def as_written(text: str) -> str:
    """The text that `core.export.neutralised` made this of, if it did."""
    for bare in (text.removeprefix("'"), _GUARD_INSIDE.sub(r"\1", text.removeprefix("'"))):
        if bare != text and neutralised(bare) == text:
            return bare
    bare = _GUARD_INSIDE.sub(r"\1", text)
    return bare if bare != text and neutralised(bare) == text else text


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing."""
    return isinstance(cell, str) and not clean_line(cell, 10)


def line(max_length: int) -> Callable[[Cell, Any], str]:
    """Reads one line of text."""

    def read(cell: Cell, book: Any) -> str:
        return _fitting(_plain(cell), max_length)

    return read


def lines(cell: Cell, book: Any) -> str:
    """Reads text of many lines."""
    _plain(cell)
    return clean_text(as_written(cell)).replace(MASK, "") if isinstance(cell, str) else text_of(cell)


def names(max_length: int) -> Callable[[Cell, Any], tuple[str, ...]]:
    """Reads several names, with semicolons or line ends between them."""

    def read(cell: Cell, book: Any) -> tuple[str, ...]:
        _plain(cell)
        parts = _SEPARATORS.split(as_written(cell) if isinstance(cell, str) else text_of(cell))
        found = (_fitting(clean_line(part, 10_000), max_length) for part in parts)
        return tuple(dict.fromkeys(name for name in found if name))

    return read


def choice(choices: type[TextChoices], more: Mapping[str, str]) -> Callable[[Cell, Any], str]:
    """Reads one of a closed list by its code, its words in any language, or those in `more` (words, commas between)."""

    def read(cell: Cell, book: Any) -> str:
        text = _plain(cell)
        words = _words_of(choices)
        key = fold(text)
        value = words.get(key) or _more(tuple(more.items())).get(key)
        if value is None and key not in UNKNOWN_WORDS:
            raise CellFault("cell.choice_unknown", value=text[:QUOTED])
        return value or ""

    return read


def yes_or_no(cell: Cell, book: Any) -> bool | None:
    """Reads yes and no in any language; what is unknown stays so."""
    if isinstance(cell, bool):
        return cell
    text = _plain(cell)
    if fold(text) in _YES or fold(text) in _NO:
        return fold(text) in _YES
    if fold(text) in UNKNOWN_WORDS:
        return None
    raise CellFault("cell.yes_or_no", value=text[:QUOTED])


def count(cell: Cell, book: Any) -> int:
    """Reads a whole number from 0; what can mean two numbers is asked back."""
    text = _plain(cell)
    try:
        number = parse_count(_shortest(text) if isinstance(cell, Decimal) else text, book.language)
    except NumberAmbiguous as ambiguous:
        first, second = (str(reading) for reading in ambiguous.readings)
        raise CellFault("cell.number_ambiguous", first=first, second=second) from None
    except NumberUnreadable:
        raise CellFault("cell.number_unreadable", value=text[:QUOTED]) from None
    if number > 1_000_000:
        raise CellFault("cell.number_too_large", value=text[:QUOTED], limit=1_000_000)
    return number


def when(cell: Cell, book: Any) -> PartialDate:
    """Reads a date as exact as it was written; what can mean two days is asked back."""
    if isinstance(cell, date):
        return PartialDate(cell, DatePrecision.DAY)
    text = _plain(cell)
    if moment := _MOMENT.fullmatch(text):
        text = moment[1]
    try:
        return parse_date(text, book.language)
    except DateAmbiguous as ambiguous:
        first, second = (reading.isoformat() for reading in ambiguous.readings)
        raise CellFault("cell.date_ambiguous", first=first, second=second) from None
    except DateUnreadable:
        raise CellFault("cell.date_unreadable", value=text[:QUOTED]) from None


def key(cell: Cell, book: Any) -> int:
    """Reads the number by which the arena itself knows a row."""
    text = _plain(cell)
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise CellFault("cell.id_unknown", value=text[:QUOTED])
    return int(text)


def country(cell: Cell, book: Any) -> str:
    """Reads a country by its code of two letters or its name in any language."""
    text = _plain(cell)
    code = country_code(text)
    if not code and fold(text) not in UNKNOWN_WORDS:
        raise CellFault("cell.country_unknown", value=text[:QUOTED])
    return code


def country_code(text: str) -> str:
    """The code of a country that is named by code or name; empty for what is none."""
    return _countries().get(fold(text), "")


def language(cell: Cell, book: Any) -> str:
    """Reads one of the languages of the interface by its code or its name in any of them."""
    text = _plain(cell)
    code = _languages().get(fold(text))
    if code is None:
        raise CellFault("cell.language_unknown", value=text[:QUOTED])
    return code


def words_of(text: str) -> list[str]:
    """Several things in one cell: commas, slashes and the word “and” stand between them, or codes in a row."""
    if re.fullmatch(r"[A-Za-z]{2}(?:[ -][A-Za-z]{2})+", text):
        return re.split(r"[ -]", text)
    parts = re.split(r"[,;/|+\n]|(?<=\s)(?:och|og|and|&)(?=\s)", text)
    return [part for part in (clean_line(part, 200) for part in parts) if part]


def _plain(cell: Cell) -> str:
    """The text of a cell that holds what somebody wrote. A personal identity number inside it is left out."""
    text = text_of(cell)
    if text in _ERRORS:
        raise CellFault("cell.formula_error", value=text)
    if text == MASK:
        raise CellFault("cell.personal_number")
    return clean_line(text.replace(MASK, ""), 10_000)


def _fitting(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise CellFault("cell.too_long", limit=max_length)
    return text


def _shortest(text: str) -> str:
    """A number of a spreadsheet has no thousands: 1.000 is one."""
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache
def _words_of(choices: type[TextChoices]) -> dict[str, str]:
    found = {fold(value): value for value in choices.values if value}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {fold(str(label)): value for value, label in choices.choices if value}
    return found


@lru_cache
def _more(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {fold(word.strip()): value for words, value in pairs for word in words.split(",")}


@lru_cache
def _countries() -> dict[str, str]:
    """Codes and names in four languages, folded; a code never means another country than itself."""
    found: dict[str, str] = {}
    for reader in ("sv", "nb", "nn", "en"):
        found |= {fold(name): code for code, name in countries(reader)}
    return found | {code.lower(): code for code in found.values()}


@lru_cache
def _languages() -> dict[str, str]:
    """Codes and names of the languages, and the two that a bokmål text is called by as well."""
    found = {"no": "nb", "nor": "nb", "swe": "sv", "eng": "en", "norsk": "nb", "norska": "nb", "norwegian": "nb"}
    for code, _name in settings.LANGUAGES:
        found[code] = code
        for reader in ("sv", "nb", "nn", "en"):
            found[fold(Locale.parse(code).get_display_name(reader) or code)] = code
    return found
