"""Mail that leaves once: a row in the transaction that asks for it, and a job that hands it to the mail server."""

import unicodedata
from datetime import datetime
from typing import Any

from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.background import again, enqueue
from core.errors import RuleBroken
from core.models import Job, JobState, Mail, MailState
from core.secrets import encrypt

SUBJECT_LENGTH = 200
# Mails that will not leave by themselves any more: refused, given up, or their job was parked.
UNSENT = Q(state=MailState.FAILED) | Q(state=MailState.WAITING, job__state__in=[JobState.FAILED, JobState.PARKED])


@transaction.atomic
def post(
    *,
    key: str,
    purpose: str,
    subject: str,
    body: str,
    user: Any = None,
    address: str = "",
    tenant: int | None = None,
    useful_until: datetime | None = None,
) -> Mail:
    """Writes a mail of plain text to `user` or to `address`, and sends it after the commit.

    `key` (at most 64 signs) makes it one: a second mail with the same key is not written, and the first is given back.
    `purpose` says what it is for (`teams.welcome`). `tenant` is the key of the arena it belongs to: those who run the
    arena see it when it could not be sent. A code says in `useful_until` when it is worth nothing any more.
    """
    to = address or getattr(user, "email", "")
    validate_email(to)
    if len(key) > 64:
        raise ValueError("a mail's key has at most 64 signs")
    mail, is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "address": to,
            "user": user,
            "tenant": tenant,
            "purpose": purpose,
            "subject": one_line(subject)[:SUBJECT_LENGTH],
            "body": encrypt(body),
            "useful_until": useful_until,
        },
    )
    if is_new:
        mail.job = _enqueued(mail)
        mail.save(update_fields=["job"])
    return mail


@transaction.atomic
def resend(*, mail: Mail, at: datetime) -> bool:
    """Sends a mail that could not be sent once more after the commit; False when it is sent or on its way.

    Refuses `mail.too_late` for one that is worth nothing any more or whose text is gone.
    """
    row = Mail.objects.select_for_update(of=("self",)).select_related("job").get(pk=mail.pk)
    if row.state == MailState.WAITING:
        return row.job is not None and again(row.job)
    if row.state == MailState.SENT:
        return False
    if not can_be_resent(row, at=at):
        raise RuleBroken("mail.too_late", _("This email is of no use any more. A new one is needed."))
    row.state, row.tries, row.error, row.job = MailState.WAITING, 0, "", _enqueued(row)
    row.save(update_fields=["state", "tries", "error", "job"])
    return True


def can_be_resent(mail: Mail, *, at: datetime) -> bool:
    """Whether it still has a text that is worth something."""
    return bool(mail.body) and (mail.useful_until is None or mail.useful_until > at)


def one_line(text: str) -> str:
    """A text without line ends and other control signs, as it may stand in a header."""
    shown = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    return " ".join(shown.split())


def _enqueued(mail: Mail) -> Job:
    return enqueue("core.send_mail", tenant=mail.tenant, mail_id=mail.pk)
