"""Personal identity numbers are taken out of tables, and nothing else is."""

import pytest

from core.sheet_reading.personal_numbers import MASK, masked


@pytest.mark.parametrize(
    "text",
    [
        "811218-9876",
        "8112189876",
        "19811218-9876",
        "198112189876",
        "1981 12 18 9876",
        "811218+9876",
        "811218–9876",
        "SE811218987601",
        "811278-9873",  # a coordination number
        "811218-9875",  # a slip in the last digit
        "811432-9876",  # a slip in the day
        "01010750160",  # Norwegian
        "010107 50160",
        "41010750160",  # a D number
        "01410750160",  # an H number
        "131052-308T",  # Finnish
        "070761-4285",  # Danish
    ],
)
def test_a_cell_that_is_a_personal_number_goes(text):
    assert masked(text) == MASK
    assert masked(f" {text} ") == MASK


@pytest.mark.parametrize(
    "text",
    [
        "",
        "556036-0793",
        "5560360793",
        "16556036-0793",
        "SE556036079301",
        "202100-2817",
        "202100281701",
        "974 767 880",
        "NO 974767880 MVA",
        "2024-05-01",
        "20240501",
        "101017207",
        "1234567",
        "Röda korset 1981",
        "070-123 45 67",
        "+46 70 123 45 67",
        "9999999999999",
    ],
)
def test_other_numbers_stay(text):
    assert masked(text) == text


def test_inside_a_text_only_what_the_check_digit_proves_goes():
    assert masked("Anna (811218-9876), möte 190514-1730") == f"Anna ({MASK}), möte 190514-1730"
    assert masked("Kari 01010750160 og konto 12345678903") == f"Kari {MASK} og konto 12345678903"
