"""Starting an arena's background work again by hand, and its emails."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.background import again
from core.log import log
from core.mails import resend
from core.models import Job, Mail


@transaction.atomic
def retry_job(*, job: Job, actor: User) -> bool:
    """Queues work that failed or was parked once more; False when it is neither any more."""
    is_queued = again(job)
    if is_queued:
        log("retry_job", job, actor=actor, tenant=job.tenant, after={"name": job.name})
    return is_queued


@transaction.atomic
def resend_mail(*, mail: Mail, actor: User, at: datetime) -> bool:
    """Sends a mail that could not be sent once more; False when it is sent or on its way.

    Refuses `mail.too_late` for one that is worth nothing any more.
    """
    is_queued = resend(mail=mail, at=at)
    if is_queued:
        log("resend_mail", mail, actor=actor, tenant=mail.tenant, after={"purpose": mail.purpose})
    return is_queued
