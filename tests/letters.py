"""Mails as their readers get them, read from the rows they leave from: most tests never commit and send none."""

import re

from django.core import mail as outbox

from core.models import Mail
from core.secrets import decrypt


class Letter:
    """One mail, readable."""

    def __init__(self, mail: Mail) -> None:
        self.to, self.subject = mail.address, mail.subject
        self.body = decrypt(mail.body) if mail.body else _sent(mail)

    @property
    def code(self) -> str:
        """The six digits in it."""
        return re.search(r"\b(\d{6})\b", self.body)[1]


def _sent(mail: Mail) -> str:
    """The text of a mail that has left, which its row no longer holds."""
    return next(sent.body for sent in reversed(outbox.outbox) if sent.to == [mail.address])


def letters() -> list[Letter]:
    """All mails written, the last one last."""
    return [Letter(mail) for mail in Mail.objects.order_by("pk")]


def last_letter() -> Letter:
    """The last mail written."""
    return letters()[-1]
