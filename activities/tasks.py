"""Background work of activities."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from activities.actions.check_evidence import check_evidence_files
from core.background import task
from core.clock import now


@task("activities.check_evidence", label=_("Check stored files"), is_whole=False, nightly=time(3, 40))
def check_evidence() -> None:
    """Compares stored files with their checksums."""
    check_evidence_files(at=now())
