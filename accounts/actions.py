"""Verbs about people: profile, second factors, sessions, and the one-use sign-in links of a local start."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.factor_codes import step_of
from accounts.models import SignInLink, User
from accounts.notices import tell
from accounts.queries import factors_of
from core.errors import RuleBroken
from core.log import log

# A newcomer's machine may stay on over a weekend.
LINK_LIFETIME = timedelta(days=7)
MOST_PASSKEYS = 20
LAST_FACTOR = _("Your role needs a second step. Add another one first, then remove this.")


@transaction.atomic
def change_profile(*, user: User, name: str, language: str, gets_reminders: bool) -> User:
    """Changes name, language of pages and mails, and whether reminders are mailed. The log names the fields only."""
    user.name, user.language, user.gets_reminders = name, language, gets_reminders
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language", "gets_reminders"])
    log("change_profile", user, actor=user, tenant=None, fields=["name", "language", "gets_reminders"])
    return user


def make_sign_in_link(*, user: User, at: datetime) -> str:
    """The token of a new link that signs `user` in once. Only its hash is stored, so it can be shown only now."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(token_hash=_hash(token), user=user, created_at=at)
    return token


@transaction.atomic
def use_sign_in_link(*, token: str, at: datetime) -> User:
    """Whom the link signs in; refuses a link that is unknown, used, too old, or of a closed account."""
    link = SignInLink.objects.select_for_update(of=("self",)).filter(token_hash=_hash(token)).first()
    if link is None or link.used_at is not None:
        raise RuleBroken("accounts.link_used", _("This link has already been used. Ask for a new one."))
    if at - link.created_at > LINK_LIFETIME or not link.user.is_active:
        raise RuleBroken("accounts.link_expired", _("This link has expired. Ask for a new one."))
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link.user


def note_address(*, user: User, is_proved: bool) -> None:
    """Lists the address of a person whom somebody else registered among the addresses that sign in."""
    address, _is_new = EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    if is_proved and not address.verified:
        EmailAddress.objects.filter(pk=address.pk).update(verified=True)


@transaction.atomic
def add_app(*, user: User, secret: str, code: str, at: datetime) -> list[str]:
    """Makes an authenticator app with `secret` a factor, once `code` shows that the app holds it.

    Gives recovery codes with the first factor, which only this answer shows. The code cannot be used again.
    """
    _lock(user)
    step = step_of(secret, code, at=at)
    if step is None:
        raise RuleBroken("accounts.code_wrong", _("The code is not right. Check it, or use another one."), field="code")
    if factors_of(user).app:
        raise RuleBroken("accounts.app_there", _("You have an authenticator app already."))
    data = {"secret": encrypt(secret), "last_step": step}
    app = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data, created_at=at)
    return _added(user, app)


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any], at: datetime) -> list[str]:
    """Makes a passkey that answered rightly a factor. Gives recovery codes with the first one."""
    _lock(user)
    if len(factors_of(user).passkeys) >= MOST_PASSKEYS:
        raise RuleBroken("accounts.many_passkeys", _("You have many passkeys. Remove one you no longer use first."))
    data = {"name": name, "credential": credential}
    passkey = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data, created_at=at)
    return _added(user, passkey)


def _added(user: User, factor: Authenticator) -> list[str]:
    log("add_factor", factor, actor=user, tenant=None, after={"type": factor.type})
    tell(user, "factor_added", type=factor.type)
    return [] if factors_of(user).codes else _new_codes(user)


@transaction.atomic
def rename_passkey(*, user: User, key: int, name: str) -> None:
    """Gives a passkey the name its owner knows it by."""
    passkey = Authenticator.objects.select_for_update().get(user=user, pk=key, type=Authenticator.Type.WEBAUTHN)
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])
    log("rename_passkey", passkey, actor=user, tenant=None, fields=["name"])


@transaction.atomic
def remove_factor(*, user: User, key: int, on: date) -> None:
    """Takes a factor away, and with the last one the recovery codes.

    Refuses the last one while a role of the person needs a second step.
    """
    _lock(user)
    is_last = factors_of(user).count == 1
    if is_last and second_factor.is_needed(user, on=on):
        raise RuleBroken("accounts.last_factor", LAST_FACTOR)
    factor = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).get(user=user, pk=key)
    log("remove_factor", factor, actor=user, tenant=None, before={"type": factor.type})
    tell(user, "factor_removed", type=factor.type)
    factor.delete()
    if is_last:
        Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def reset_factors(*, user: User) -> int:
    """Takes away every factor of somebody who has lost them all, and signs them out everywhere; says how many.

    For those who run the installation, once they are sure who asks. The mailed code is asked for as ever, and where a
    role needs a second step the next sign-in leads to a new one.
    """
    _lock(user)
    count = factors_of(user).count
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    log("reset_factors", user, actor=None, tenant=None, before={"count": count})
    tell(user, "factors_reset")
    return count


@transaction.atomic
def renew_codes(*, user: User) -> list[str]:
    """New recovery codes in place of the old ones; only this answer shows them."""
    _lock(user)
    if not factors_of(user):
        raise RuleBroken("accounts.no_factor", _("Recovery codes come with an authenticator app or a passkey."))
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    tell(user, "codes_renewed")
    return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    codes = RecoveryCodes.activate(user)
    log("make_recovery_codes", codes.instance, actor=user, tenant=None)
    return codes.generate_codes()


@transaction.atomic
def end_sessions(*, user: User, but: str = "", only: int | None = None) -> int:
    """Signs the person out everywhere but in the session `but`, or in one place; says how many sessions that were."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but)
    ended = list(sessions if only is None else sessions.filter(pk=only))
    for session in ended:
        session.end()
    if ended:
        log("end_sessions", user, actor=user, tenant=None, after={"count": len(ended)})
    return len(ended)


def note_session_used(*, key: str, at: datetime) -> None:
    """Notes for the list of sessions that one is in use; nothing that the log needs to know."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=at)


def note_session_renewed(*, old: str, new: str) -> None:
    """Keeps a session that has a new key on the list of sessions; nothing that the log needs to know."""
    UserSession.objects.filter(session_key=old).update(session_key=new)


def _lock(user: User) -> None:
    """Two changes of one person's factors come one after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
