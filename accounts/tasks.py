"""Background work of the accounts app."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from accounts.retention import forget_old_sign_ins
from core.background import task
from core.clock import now


@task("accounts.forget_old_sign_ins", label=_("Forget old sign-ins"), nightly=time(3, 15))
def forget() -> None:
    """Deletes sessions and sign-in links whose time is over."""
    forget_old_sign_ins(at=now())
