"""Personal identity numbers in tables: taken out before anything of a file is stored, whatever column they stand in."""

import re
from calendar import monthrange
from typing import Final

# Stands where a number stood; plain signs, so that it reads alike in every encoding.
MASK: Final = "[personal-number]"

_MANY_DIGITS: Final = re.compile(r"[0-9](?:[\s.+\-\u2010-\u2015\u2212]?[0-9]){8}")
_SIGNS_BETWEEN: Final = re.compile(r"[\s.+\-\u2010-\u2015\u2212]+")
# Six digits, a dash (or a plus, from the hundredth birthday) and four: in Sweden, Denmark and, with a letter, Finland.
_DASHED: Final = re.compile(r"(?:SE)?(?:18|19|20)?[0-9]{2}[01][0-9]{3}\s?[-+\u2010-\u2015\u2212]\s?[0-9]{3}[0-9A-Y]")
_FINNISH: Final = re.compile(r"(?:[0-2][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[-+A-FU-Y][0-9]{3}[0-9A-Y]", re.I)
# Ten digits are a number of this kind as a whole or after six of them; a phone number has its signs elsewhere.
_SIX_AND_FOUR: Final = re.compile(r"[0-9]{6}[\s+\-\u2010-\u2015\u2212]?[0-9]{4}")
_INSIDE: Final = re.compile(
    r"(?<![0-9])(?:(?:18|19|20)?[0-9]{6}[-+\u2010-\u2015\u2212][0-9]{4}|(?:18|19|20)?[0-9]{10}|[0-9]{6} ?[0-9]{5})"
    r"(?![0-9])"
)
_CENTURIES: Final = ("18", "19", "20")
# Added to the day in coordination and D numbers; 40 and 80 to the month in Norwegian H and test numbers.
_SWEDISH_DAY_SHIFT: Final = 60
_NORWEGIAN_SHIFT: Final = 40
_WEIGHTS: Final = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))


def masked(text: str) -> str:
    """The text without personal identity numbers (Swedish, Norwegian, Danish, Finnish).

    A cell that is nothing but a number goes when it starts with a birth date, right check digit or not: the wrong
    digit may be the slip of a finger. Inside a longer text the check digit must be right, because a date and a time
    look alike.
    """
    if not _MANY_DIGITS.search(text) and not _FINNISH.fullmatch(text.strip()):
        return text
    if _is_person(text.strip().upper()):
        return MASK
    return _INSIDE.sub(lambda found: MASK if _is_checked_person(found[0]) else found[0], text)


def _is_person(text: str) -> bool:
    if _DASHED.fullmatch(text) or _FINNISH.fullmatch(text):
        return True
    bare = _SIGNS_BETWEEN.sub("", text).removeprefix("SE")
    if not (bare.isascii() and bare.isdigit()):
        return False
    if len(bare) == 12:
        return _is_swedish(bare) or (bare.endswith("01") and _is_swedish("20" + bare[:10]))
    if len(bare) == 11:
        return _is_norwegian(bare)
    return _SIX_AND_FOUR.fullmatch(text.removeprefix("SE").strip()) is not None and _is_swedish("20" + bare)


def _is_checked_person(text: str) -> bool:
    bare = _SIGNS_BETWEEN.sub("", text)
    if len(bare) == 11:
        return _is_norwegian(bare) and _is_mod_11(bare)
    return _is_swedish(bare if len(bare) == 12 else "20" + bare) and _is_luhn(bare[-10:])


def _is_swedish(digits: str) -> bool:
    """Whether twelve digits start with century, year, month and day."""
    day = int(digits[6:8])
    if day > _SWEDISH_DAY_SHIFT:
        day -= _SWEDISH_DAY_SHIFT
    return digits.startswith(_CENTURIES) and _is_day(int(digits[4:6]), day)


def _is_norwegian(digits: str) -> bool:
    """Whether eleven digits start with day, month and year."""
    day, month = int(digits[:2]), int(digits[2:4])
    return _is_day(month % _NORWEGIAN_SHIFT, day - _NORWEGIAN_SHIFT if day > _NORWEGIAN_SHIFT else day)


def _is_day(month: int, day: int) -> bool:
    # 2000 is a leap year: no 29 February slips through.
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]


def _is_luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_mod_11(digits: str) -> bool:
    return all(
        sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11 == 0
        for weights in _WEIGHTS
    )
