"""Codes of authenticator apps and recovery codes: each is good once."""

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

from accounts.models import User

# Clocks of phones are seldom more than half a minute off: the code before and the code after are right too.
STEPS_OFF = 1


def check_code(user: User, code: str, *, at: datetime) -> Authenticator | None:
    """The factor of `user` that `code` belongs to, used up by this; None when it belongs to none."""
    factors = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.WEBAUTHN)
    for factor in factors.order_by("-type"):
        is_app = factor.type == Authenticator.Type.TOTP
        if _use_step(factor.pk, code, at) if is_app else factor.wrap().validate_code(code):
            factor.refresh_from_db()
            factor.user = user
            return factor
    return None


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The half-minute whose code this is, counted from 1970; None when it is the code of none near `at`."""
    current = int(at.timestamp()) // app_settings.TOTP_PERIOD
    for step in range(current - STEPS_OFF, current + STEPS_OFF + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


@transaction.atomic
def _use_step(key: int, code: str, at: datetime) -> bool:
    """A code, and every code before it, is spent: two who send it at once are told apart by the lock on the row."""
    app = Authenticator.objects.select_for_update().get(pk=key)
    step = step_of(decrypt(app.data["secret"]), code, at=at)
    if step is None or step <= app.data.get("last_step", 0):
        return False
    app.data["last_step"] = step
    app.save(update_fields=["data"])
    return True
