"""Every mail about an account leaves here."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from core import mails
from core.models import Mail, MailState

# The mail that the page of a code waits for, in the session.
LAST_MAIL = "last_mail"
# After so long without leaving, a page says that a mail is late.
LATE_AFTER = timedelta(seconds=20)


def send(
    template: str,
    context: dict[str, Any],
    *,
    address: str = "",
    user: User | None = None,
    useful_until: datetime | None = None,
) -> Mail:
    """Mails `template`_subject.txt and `template`_message.txt in the language that is active."""
    own = {"site": settings.BASE_URL, "security": f"{settings.BASE_URL}{reverse('accounts:security')}"}
    return mails.post(
        key=token_urlsafe(32),
        purpose=template.replace("/", "."),
        subject=render_to_string(f"{template}_subject.txt", context | own),
        body=render_to_string(f"{template}_message.txt", context | own).strip() + "\n",
        user=user,
        address=address,
        useful_until=useful_until,
    )


def wait_for(request: HttpRequest, mail: Mail) -> None:
    """Notes which mail the next page of this session waits for."""
    request.session[LAST_MAIL] = mail.pk


def is_late(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the mail this session waits for should have left by now and has not."""
    key = request.session.get(LAST_MAIL)
    mail = Mail.objects.filter(pk=key).exclude(state=MailState.SENT).first() if key else None
    return mail is not None and (bool(mail.error) or at - mail.created_at > LATE_AFTER)
