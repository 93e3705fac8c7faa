"""Times of day as people write them: 13, 13.30, 13:30, kl. 13.30, 1330."""

import re
from datetime import time
from typing import Final

from django.utils.translation import gettext_lazy as _

_TIME: Final = re.compile(r"(?:kl\.? ?|klokka |klockan )?([0-9]{1,2})(?:[:. ]?([0-9]{2}))?")


class TimeUnreadable(ValueError):
    """The text is no time of day. `code` and `message` fit Django's ValidationError."""

    code = "time.unreadable"
    message = _("Write a time, such as 13:30")


def parse_time(text: str) -> time:
    """The time of day that was written, by the clock of 24 hours. Raises TimeUnreadable."""
    found = _TIME.fullmatch(" ".join(text.split()).lower()) if len(text) <= 20 else None
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise TimeUnreadable
    return time(hour, minute)
