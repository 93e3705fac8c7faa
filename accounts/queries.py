"""Reads about people: their factors and their sessions."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person can show as a second step."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes: Authenticator | None

    def __bool__(self) -> bool:
        """Recovery codes alone are no factor: they go with the last one."""
        return self.count > 0

    @property
    def count(self) -> int:
        """How many second steps there are to choose from."""
        return len(self.passkeys) + (self.app is not None)

    @property
    def codes_left(self) -> int:
        """Recovery codes that were not used."""
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0


def factors_of(user: User) -> Factors:
    """All factors of a person, passkeys in the order they were added: one query."""
    found = list(_of(user))
    kinds = Authenticator.Type
    return Factors(
        app=next((factor for factor in found if factor.type == kinds.TOTP), None),
        passkeys=[factor for factor in found if factor.type == kinds.WEBAUTHN],
        codes=next((factor for factor in found if factor.type == kinds.RECOVERY_CODES), None),
    )


def has_factor(user: User) -> bool:
    """Whether sign-in asks this person for a second step."""
    return _of(user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    """The passkeys of a person."""
    return _of(user).filter(type=Authenticator.Type.WEBAUTHN)


def sessions_of(user: User, *, at: datetime) -> list[UserSession]:
    """Where a person is signed in, the last used first: two queries. Sessions that are over are left out."""
    tracked = UserSession.objects.filter(user_id=user.pk).order_by("-last_seen_at", "-pk")
    alive = Session.objects.filter(session_key__in=tracked.values("session_key"), expire_date__gt=at)
    keys = set(alive.values_list("session_key", flat=True))
    return [session for session in tracked if session.session_key in keys]


def user_by_address(address: str) -> User | None:
    """Who signs in with this address, however it is written."""
    proved = Q(emailaddress__email__iexact=address, emailaddress__verified=True)
    return User.objects.filter(Q(email__iexact=address) | proved).first()


def language_at(address: str) -> str:
    """The language of the account with this address; empty without one."""
    owner = user_by_address(address)
    return owner.language if owner else ""


def _of(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=user.pk).order_by("pk")
