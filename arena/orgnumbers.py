"""Organisation numbers: one spelling per organisation, and no personal identity number among them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

MAX_LENGTH: Final = 40
# Countries whose check digit is computed here.
VERIFIED_COUNTRIES: Final = frozenset({"SE", "NO"})

_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_SEPARATORS: Final = re.compile(r"[\s.,:/_+\-]+")
_OTHER_COUNTRY: Final = re.compile(r"[0-9A-Z]{2,20}")
# The century (18-20) in front of a Swedish personal identity number; authorities write 16 before an organisation's.
_CENTURIES: Final = ("18", "19", "20")
_ORGANISATION_PREFIX: Final = "16"
# Swedish coordination numbers, for people without a registered address, add 60 to the day.
_COORDINATION_DAY: Final = 60


class NumberKind(StrEnum):
    """Whether the check digit of the country was computed."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class OrganisationNumber:
    """The key of an organisation: ISO country code, and the digits (elsewhere also letters) without any separator."""

    country: str
    digits: str
    kind: NumberKind


class NumberInvalid(ValueError):
    """The text is no organisation number of its country.

    Neither this nor SoleTrader ever holds what was written: it may be somebody's personal identity number with a slip
    in it. `code`, `message` and `params` fit Django's ValidationError.
    """

    code = "organisation_number.invalid"
    message = _("Write an organisation number with the right check digit")

    def __init__(self) -> None:
        super().__init__(self.code)
        self.params: Mapping[str, str] = {}


class SoleTrader(NumberInvalid):
    """The text reads as a personal identity number: the firm is a sole trader, its number is not kept."""

    code = "organisation_number.sole_trader"
    message = _("A Swedish sole trader has a personal identity number. Leave the organisation number empty.")


def normalise(country: str, text: str) -> OrganisationNumber:
    """The organisation number behind any usual spelling: spaces, dashes, VAT forms "SE…01" and "NO … MVA".

    SE: 10 digits, or 12 with the prefix 16; Luhn. NO: 9 digits, modulus 11. Both come back verified. Other countries:
    letters and digits in upper case without the country's own prefix, unverified.
    Raises SoleTrader when a Swedish number has 0 or 1 as its third digit or twelve digits that begin with a birth date,
    right check digit or not, and when another country's text is unmistakably a Swedish personal identity number;
    NumberInvalid for everything else.
    Source: oid-base.com 1.3.7 (Swedish numbers), brreg.no (Norwegian numbers).
    """
    code = country.strip().upper()
    plain = unicodedata.normalize("NFKC", text[: MAX_LENGTH + 1]).translate(_DASHES).strip().upper()
    if len(plain) > MAX_LENGTH or not re.fullmatch(r"[A-Z]{2}", code):
        raise NumberInvalid
    bare = _SEPARATORS.sub("", plain)
    if code == "SE":
        return _swedish(bare)
    if _is_swedish_person(plain, bare):
        raise SoleTrader
    return _norwegian(bare) if code == "NO" else _other(code, bare)


def are_two_by_number(country: str, number: str, other_country: str, other_number: str) -> bool:
    """Whether two kept numbers prove two organisations: they differ, in one country whose check digit is computed."""
    is_verified = country == other_country and country in VERIFIED_COUNTRIES
    return is_verified and bool(number and other_number) and number != other_number


def _swedish(bare: str) -> OrganisationNumber:
    digits = bare.removeprefix("SE")
    if not digits.isascii() or not digits.isdigit():
        raise NumberInvalid
    if len(digits) == 12:
        digits = _ten_of_twelve(digits, is_vat=digits != bare and digits.endswith("01"))
    if len(digits) == 10 and digits[2] in "01":
        raise SoleTrader
    try:
        return OrganisationNumber("SE", swedish.validate(digits), NumberKind.VERIFIED)
    except ValidationError:
        raise NumberInvalid from None


def _ten_of_twelve(digits: str, *, is_vat: bool) -> str:
    """The organisation's part: after the prefix 16, else before the 01 of a VAT number, written with SE or without.

    Agencies (2021 00-….) look like people born in 2021, but month 00 is no month.
    """
    if _starts_with_birth_date(digits) and (not is_vat or luhn.is_valid(digits[2:])):
        raise SoleTrader
    if digits.startswith(_ORGANISATION_PREFIX) and not is_vat:
        return digits[2:]
    return digits[:10] if digits.endswith("01") else digits


def _norwegian(bare: str) -> OrganisationNumber:
    try:
        digits = norwegian.validate(bare.removeprefix("NO").removesuffix("MVA"))
    except ValidationError:
        raise NumberInvalid from None
    return OrganisationNumber("NO", digits, NumberKind.VERIFIED)


def _other(country: str, bare: str) -> OrganisationNumber:
    digits = bare.removeprefix(country)
    if not _OTHER_COUNTRY.fullmatch(digits) or not any(sign.isdigit() for sign in digits):
        raise NumberInvalid
    return OrganisationNumber(country, digits, NumberKind.UNVERIFIED)


def _is_swedish_person(plain: str, bare: str) -> bool:
    """A Swedish personal identity number under the wrong country: YYMMDD-NNNN, or 12 digits with the century.

    Ten digits without a dash are common among other countries' numbers and pass.
    """
    if re.fullmatch(r"[0-9]{6}[-+][0-9]{4}", plain.replace(" ", "")):
        bare = "19" + bare
    return re.fullmatch(r"[0-9]{12}", bare) is not None and _starts_with_birth_date(bare) and luhn.is_valid(bare[2:])


def _starts_with_birth_date(digits: str) -> bool:
    """Whether twelve digits start with century, year, month and day, or with the day of a coordination number."""
    month, day = int(digits[4:6]), int(digits[6:8])
    if day > _COORDINATION_DAY:
        day -= _COORDINATION_DAY
    # 2000 is a leap year: no 29 February slips through.
    return digits.startswith(_CENTURIES) and 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]
