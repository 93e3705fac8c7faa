"""Hands mails to the mail server: what it takes is sent, what it refuses for good failed, anything else waits."""

import hashlib
import logging
import smtplib
from datetime import timedelta
from email.utils import format_datetime
from random import uniform
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.db import models

from core.background import JITTER, TryLaterError
from core.clock import now
from core.models import Mail, MailState
from core.secrets import decrypt

logger = logging.getLogger(__name__)
# How long a mail waits after each try that the server did not take: most troubles pass in minutes, some in a night.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480))


def send(mail_key: int) -> None:
    """Sends a waiting mail and marks it sent; a server that is not ready raises `TryLaterError`.

    The mark follows the server's "accepted" at once. A worker that dies just between the two sends the mail again
    with the same Message-ID, which mailboxes show once.
    """
    mail = Mail.objects.select_related("user").get(pk=mail_key)
    if mail.state != MailState.WAITING:
        return
    if mail.useful_until is not None and mail.useful_until <= now():
        _end(mail, MailState.FAILED, "too late", body="")
        return
    if mail.user is not None and not mail.user.is_active:
        _end(mail, MailState.FAILED, "account closed", body="")
        return
    try:
        _hand_over(mail)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        reason = reason_of(error)
        if is_final(error):
            _end(mail, MailState.FAILED, reason)
        else:
            _wait(mail, reason)


def message_of(mail: Mail) -> EmailMessage:
    """The mail as it leaves: every try is the same to the letter, and its Message-ID comes from its key."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mark = hashlib.sha256(mail.key.encode()).hexdigest()[:40]
    headers = {
        "Message-ID": f"<{mark}@{host}>",
        "Date": format_datetime(mail.created_at),
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(mail.subject, decrypt(mail.body), to=[mail.address], headers=headers)


def is_final(error: Exception) -> bool:
    """Whether the server (or the address itself) says that this mail will never be taken.

    A refused sender or sign-in is our own setting: it is put right, and then the mail leaves.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError | smtplib.SMTPNotSupportedError)


def reason_of(error: Exception) -> str:
    """The server's code, or the kind of the fault; never its words, which may hold the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return " ".join(str(code) for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__


def _hand_over(mail: Mail) -> None:
    server = django_mail.mailers.default
    server.open()
    try:
        server.send_messages([message_of(mail)])
        _end(mail, MailState.SENT, "", body="", sent_at=now())
    finally:
        _leave(server)


def _leave(server: object) -> None:
    """Ends the conversation. Whatever the server says to that, the mail's fate is decided already."""
    try:
        server.close()  # type: ignore[attr-defined]
    except (smtplib.SMTPException, OSError) as error:
        logger.info("the mail server ended oddly (%s)", type(error).__name__)


def _wait(mail: Mail, reason: str) -> None:
    """Sets the next try, if there is one left that is not too late."""
    if mail.tries >= len(PAUSES):
        _end(mail, MailState.FAILED, reason)
        return
    at = now() + PAUSES[mail.tries] * uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 -- no secret
    Mail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(tries=models.F("tries") + 1, error=reason[:300])
    raise TryLaterError(reason, at=at)


def _end(mail: Mail, state: str, reason: str, **fields: object) -> None:
    Mail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(state=state, error=reason[:300], **fields)
    if state == MailState.FAILED:
        logger.warning("mail %s (%s) was not sent: %s", mail.pk, mail.purpose, reason)
