"""Times of day as people write them."""

from datetime import time

import pytest

from core.times import TimeUnreadable, parse_time


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("13", time(13)),
        ("13.30", time(13, 30)),
        ("13:30", time(13, 30)),
        ("1330", time(13, 30)),
        ("0:00", time(0)),
        ("kl. 9", time(9)),
        ("kl 09.05", time(9, 5)),
        ("  Klockan 18:00 ", time(18)),
        ("klokka 18", time(18)),
    ],
)
def test_readable(text, at):
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["", "24", "12:60", "half past", "13:3", "12345", "-1", "13:30:00", "1" * 30, "１３"])
def test_unreadable(text):
    with pytest.raises(TimeUnreadable):
        parse_time(text)
