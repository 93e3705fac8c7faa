"""Background work of activities."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from activities.actions.check_evidence import check_evidence_files
from activities.actions.remind import remind_of_checks
from core.background import task
from core.clock import now, today


@task("activities.check_evidence", label=_("Check stored files"), is_whole=False, nightly=time(3, 40))
def check_evidence() -> None:
    """Compares stored files with their checksums."""
    check_evidence_files(at=now())


@task("activities.remind_of_checks", label=_("Email what is due for a check"), nightly=time(5, 10))
def remind_of_due_checks() -> None:
    """Mails people how many activities are due for a check, at most once a week."""
    remind_of_checks(on=today())
