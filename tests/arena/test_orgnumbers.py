"""One spelling per organisation, never a personal identity number; those here are published examples or made up."""

import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from arena.orgnumbers import NumberInvalid, NumberKind, OrganisationNumber, SoleTrader, normalise


@pytest.mark.parametrize(
    "text",
    [
        "232100-0214", "2321000214", "232100 0214", " 232100-0214 ", "232100\u20110214", "232100\u00a00214",
        "SE232100021401", "SE 232100-0214 01", "se2321000214", "SE-232100-0214", "16232100-0214", "162321000214",
        "232100021401",
    ],
)  # fmt: skip
def test_swedish_spellings_are_one_key(text):
    assert normalise("SE", text) == OrganisationNumber("SE", "2321000214", NumberKind.VERIFIED)


@pytest.mark.parametrize("text", ["202100-4698", "SE202100469801", "202100469801", "16202100-4698"])
def test_agencies_are_no_people(text):
    number = "202100469" + luhn.calc_check_digit("202100469")

    assert normalise("SE", text.replace("202100-4698", number).replace("2021004698", number)).digits == number


@pytest.mark.parametrize(
    "text",
    [
        "123456785", "123 456 785", "NO 123 456 785 MVA", "NO123456785MVA", "123456785 mva", "no 123456785",
        "123.456.785", "123\u00a0456\u202f785",
    ],
)  # fmt: skip
def test_norwegian_spellings_are_one_key(text):
    assert normalise("no", text) == OrganisationNumber("NO", "123456785", NumberKind.VERIFIED)


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("SE", "232100-0215"), ("SE", "2321000"), ("SE", "23210002140"), ("SE", ""), ("SE", "abc"),
        ("SE", "\u0662" * 10), ("SE", "992321000214"), ("SE", "2321000214\ud800"), ("SE", "2" * 50),
        ("NO", "123456784"), ("NO", "12345678"), ("NO", "01019012345"), ("NO", ""), ("NO", "MVA"), ("FI", ""),
        ("FI", "-"), ("FI", "ABC"), ("FI", "x" * 30), ("FI", "12<34>"), ("", "123456785"), ("NOR", "123456785"),
        ("1A", "123456785"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_invalid(country, text):
    with pytest.raises(NumberInvalid) as refused:
        normalise(country, text)

    assert not isinstance(refused.value, SoleTrader)


PERSONAL = [
    ("SE", "811228-9841"),
    ("SE", "8112289841"),
    ("SE", "811228+9841"),
    ("SE", "19811228-9841"),
    ("SE", "198112289841"),
    ("SE", "200002293246"),
    ("SE", "SE811228984101"),
    ("SE", "SE 811228-9841 01"),
    ("SE", "811228984101"),
    ("SE", "SE198511121801"),  # ends as a VAT number does, and its first ten digits pass Luhn
    ("SE", "198511121801"),
    ("SE", "811288-9841"),  # coordination number: day 28 + 60
    ("SE", "19811288-9841"),
    ("SE", "811228-9842"),  # with a slip in it
    ("SE", "1981-12-28 9842"),
    ("SE", "16811228-9841"),
    ("SE", "\uff18\uff11\uff11\uff12\uff12\uff18\uff19\uff18\uff14\uff11"),
    ("SE", "0000000000"),
    ("NO", "811228-9841"),
    ("NO", "19811228-9841"),
    ("FI", "811228-9841"),
    ("DE", "198112289841"),
]


@pytest.mark.parametrize(("country", "text"), PERSONAL)
def test_a_sole_trader_is_told_apart_and_its_number_is_not_kept(country, text):
    with pytest.raises(SoleTrader) as refused:
        normalise(country, text)

    error = refused.value
    told = " ".join([repr(error), str(error), str(error.message), repr(vars(error)), repr(error.args)])
    told += "".join(traceback.format_exception_only(error)) + repr(error.__cause__) + repr(error.__context__)
    assert not any(sign.isdigit() for sign in told)


def test_an_invalid_number_is_not_kept_either():
    with pytest.raises(NumberInvalid) as refused:
        normalise("NO", "01019012345")

    error = refused.value
    told = repr(error) + str(error) + str(error.message) + repr(vars(error)) + repr(error.__cause__)
    assert "0101" not in told
    assert error.__suppress_context__


@pytest.mark.parametrize(
    ("country", "text", "digits"),
    [
        ("FI", "FI 1234567-8", "12345678"),
        ("FI", "1234567-8", "12345678"),
        ("DK", "12 34 56 78", "12345678"),
        ("DE", "HRB 86891", "HRB86891"),
        ("IE", "IE1234567wa", "1234567WA"),
        ("PL", "526-104-08-28", "5261040828"),
    ],
)
def test_other_countries_are_kept_unverified(country, text, digits):
    assert normalise(country, text) == OrganisationNumber(country, digits, NumberKind.UNVERIFIED)


@settings(max_examples=100, deadline=None)
@given(
    st.from_regex(r"[0-9]{2}[01][0-9]{7}", fullmatch=True), st.sampled_from(["{}", "SE{}01", "19{}", "16{}", " {} "])
)
def test_no_number_with_a_low_third_digit_ever_comes_back(number, spelling):
    with pytest.raises(NumberInvalid):
        normalise("SE", spelling.format(number))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["SE", "NO", "FI", "xx"]),
    st.text(max_size=50) | st.text(alphabet="0123456789 -SENOMVA", max_size=16),
)
def test_any_text_is_normalised_or_refused_and_normalising_twice_changes_nothing(country, text):
    try:
        number = normalise(country, text)
    except NumberInvalid:
        return
    assert normalise(number.country, number.digits) == number
