"""One reader and one printer of numbers for Swedish, Norwegian and English."""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from typing import Final

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol
from django.utils.translation import gettext_lazy as _

# Longer texts are not numbers that somebody typed.
MAX_LENGTH: Final = 40
# Room for every value of MAX_LENGTH digits plus what rounding and percent need; the default of 28 would round.
_PRECISION: Final = 80

_NO_BREAK_SPACE: Final = "\u00a0"
# U+00A0 no-break, U+2007 figure, U+2008 punctuation, U+2009 thin, U+200A hair, U+202F narrow no-break space.
_SPACES: Final = "\u00a0\u2007\u2008\u2009\u200a\u202f"
# Only these are translated. Full NFKC would turn "12²" into 122: superscripts, circled and other digits are refused.
_PLAIN: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width forms are their ASCII twins
    | dict.fromkeys(map(ord, _SPACES), " ")
    | {0x2212: "-"}
)
_SIGNED: Final = re.compile(r"([+-]?)([0-9 .,]+)")


class NumberUnreadable(ValueError):
    """The text is no number. `code`, `message` and `params` fit Django's ValidationError."""

    code = "number.unreadable"
    message = _("Write a number, such as 18")

    def __init__(self) -> None:
        super().__init__(self.code)
        self.params: Mapping[str, str] = {}


class NumberAmbiguous(ValueError):
    """The text can mean two numbers: ask which.

    `readings` holds both, first the one by the signs of the page's language. `code`, `message` and `params` (both
    readings as text) fit Django's ValidationError.
    """

    code = "number.ambiguous"
    message = _("Do you mean %(first)s or %(second)s?")

    def __init__(self, readings: tuple[Decimal, Decimal], language: str) -> None:
        super().__init__(self.code)
        self.readings = readings
        self.params: Mapping[str, str] = {
            "first": format_number(readings[0], language),
            "second": format_number(readings[1], language),
        }


def parse_number(text: str, language: str) -> Decimal:
    """The number a person wrote with spaces, comma, point, or a true minus; the same rules in every language.

    Raises NumberAmbiguous when the signs can be read two ways ("1.234", "1,234"), NumberUnreadable for everything
    that is no plain decimal number: words, units, exponents, NaN, Infinity, groups that are not thousands, digits of
    other scripts, more than MAX_LENGTH characters. Full-width ASCII counts as ASCII. `language` only orders the two
    readings and writes them.
    """
    stripped = text.strip()
    signed = _SIGNED.fullmatch(stripped.translate(_PLAIN)) if len(stripped) <= MAX_LENGTH else None
    if signed is None:
        raise NumberUnreadable
    sign, body = signed.groups()
    readings = list(dict.fromkeys(_readings(body, decimal_sign(language))))
    if not readings:
        raise NumberUnreadable
    if sign == "-":
        readings = [reading.copy_negate() if reading else reading for reading in readings]
    if len(readings) > 1:
        raise NumberAmbiguous((readings[0], readings[1]), language)
    return readings[0]


def parse_count(text: str, language: str) -> int:
    """The whole number from 0 up that a person wrote: people, events, firms.

    Raises as parse_number, and NumberUnreadable for parts and for less than nothing. "1.000" is asked back here too:
    it can be one or a thousand.
    """
    number = parse_number(text, language)
    if number < 0 or number != number.to_integral_value():
        raise NumberUnreadable
    return int(number)


def format_number(value: Decimal | int, language: str, places: int | None = None) -> str:
    """The number for people: "1 234,5" with U+00A0 in sv and nb, "1,234.5" in en.

    `places` fixes the decimals and rounds half up, as readers do; without it every decimal is shown but closing
    zeros. Raises ValueError for NaN and Infinity, which are never figures.
    """
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError("not a finite number")
    with localcontext(prec=_PRECISION):
        shown = exact.normalize() if places is None else exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        shown = shown if shown else abs(shown)  # no "-0"
        decimals = max(0, -int(shown.as_tuple().exponent))
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        printed = format_decimal(shown, format=pattern, locale=_locale(language), decimal_quantization=False)
    return printed.replace("\u202f", _NO_BREAK_SPACE)


def format_share(share: Decimal | int, language: str, places: int = 0) -> str:
    """A share of 0…1 as a percentage, half up: "52 %" with U+00A0 in sv and nb, "52%" in en."""
    with localcontext(prec=_PRECISION):
        percentage = Decimal(share) * 100
    # A percent pattern has (positive, negative) endings, such as U+00A0 and the sign.
    ending: str = _locale(language).percent_formats[None].suffix[0]
    return format_number(percentage, language, places) + ending.replace("\u202f", _NO_BREAK_SPACE)


@cache
def decimal_sign(language: str) -> str:
    """The decimal sign of the language: "," in sv and nb, "." in en."""
    return get_decimal_symbol(_locale(language))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@cache
def _conventions(decimal: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Every way to write a number: (group sign, decimal sign, pattern), those with the given decimal sign first."""
    found = []
    for sign in (decimal, "," if decimal == "." else "."):
        part = rf"{re.escape(sign)}[0-9]+"
        found.append(("", sign, re.compile(rf"[0-9]+(?:{part})?|{part}")))
        for group in (" ", "." if sign == "," else ","):
            whole = rf"[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+"
            found.append((group, sign, re.compile(rf"{whole}(?:{part})?")))
    return tuple(found)


def _readings(body: str, decimal: str) -> Iterator[Decimal]:
    """What the unsigned text can mean, one value per convention it fits; equal values may repeat."""
    for group, sign, pattern in _conventions(decimal):
        if pattern.fullmatch(body):
            yield Decimal(body.replace(group, "").replace(sign, "."))
