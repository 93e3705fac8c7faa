"""Background work of the core: finding lost work, mails that leave, and forgetting what is done."""

from datetime import time

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from core.background import task
from core.clock import now
from core.files import tidy
from core.outgoing import send
from core.retention import forget_old_work
from core.sweeper import sweep


@shared_task(name="core.sweep")
def sweep_now() -> None:
    """The scheduler's one errand, once a minute. No job itself: it must run when jobs do not."""
    sweep(at=now())


@task("core.send_mail", label=_("Send an email"), is_whole=False)
def send_mail(*, mail_id: int) -> None:
    """Hands one mail to the mail server, unless it is sent already."""
    send(mail_id)


@task("core.forget_old_work", label=_("Forget finished work"), nightly=time(3, 10))
def forget() -> None:
    """Deletes finished jobs and sent mails whose time is over."""
    forget_old_work(at=now())


@task("core.tidy_files", label=_("Remove files that nothing names"), is_whole=False, nightly=time(3, 20))
def tidy_files() -> None:
    """Removes what a rolled back transaction or a dead process left behind."""
    tidy(at=now())
