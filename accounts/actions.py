"""Verbs about people: profile, and the one-use sign-in links of a local start."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import SignInLink, User
from core.errors import RuleBroken
from core.log import log

# A newcomer's machine may stay on over a weekend.
LINK_LIFETIME = timedelta(days=7)


@transaction.atomic
def change_profile(*, user: User, name: str, language: str) -> User:
    """Changes what others call the person and the language of pages and mails. The log names the fields only."""
    user.name, user.language = name, language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language"])
    log("change_profile", user, actor=user, tenant=None, fields=["name", "language"])
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


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
