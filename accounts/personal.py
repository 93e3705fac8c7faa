"""What the accounts app keeps about a person."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.devices import device
from accounts.models import User
from core.personal import Fact, Kept


def addresses_of(user: User) -> list[EmailAddress]:
    """The addresses the person signs in with, confirmed or not."""
    return list(EmailAddress.objects.filter(user=user).order_by("pk"))


def personal_data_of(user: User, *, addresses: Iterable[EmailAddress]) -> list[Kept]:
    """The account, addresses, second steps (never their secrets) and where the person is signed in."""
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    sessions = UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")
    return [
        Kept(
            key="account",
            title=_("Account"),
            rows=(user,),
            facts=(
                Fact(key="email", label=_("Email"), value=lambda row: row.email),
                Fact(key="name", label=_("Name"), value=lambda row: row.name),
                Fact(key="language", label=_("Language"), value=lambda row: row.language, words=_language),
                Fact(
                    key="gets_reminders",
                    label=pgettext_lazy("own data", "Reminders by email"),
                    value=lambda row: row.gets_reminders,
                ),
                Fact(key="created_at", label=pgettext_lazy("own data", "Created"), value=lambda row: row.created_at),
                Fact(
                    key="last_login",
                    label=pgettext_lazy("own data", "Last signed in"),
                    value=lambda row: row.last_login,
                ),
                Fact(
                    key="is_staff",
                    label=pgettext_lazy("own data", "Technical administrator"),
                    value=lambda row: row.is_staff,
                ),
            ),
        ),
        Kept(
            key="addresses",
            title=_("Email addresses"),
            rows=tuple(addresses),
            facts=(
                Fact(key="email", label=_("Email"), value=lambda row: row.email),
                Fact(key="is_main", label=pgettext_lazy("own data", "Main address"), value=lambda row: row.primary),
                Fact(key="is_confirmed", label=pgettext_lazy("own data", "Confirmed"), value=lambda row: row.verified),
            ),
        ),
        Kept(
            key="factors",
            title=_("Second steps at sign-in"),
            rows=factors,
            facts=(
                Fact(key="name", label=_("Name"), value=_factor_name),
                Fact(
                    key="kind", label=pgettext_lazy("own data", "Kind"), value=lambda row: row.type, words=_factor_kind
                ),
                Fact(key="created_at", label=pgettext_lazy("own data", "Added"), value=lambda row: row.created_at),
                Fact(
                    key="last_used_at", label=pgettext_lazy("own data", "Last used"), value=lambda row: row.last_used_at
                ),
            ),
        ),
        Kept(
            key="sessions",
            title=_("Where you are signed in"),
            rows=sessions,
            facts=(
                Fact(
                    key="user_agent",
                    label=pgettext_lazy("own data", "Browser"),
                    value=lambda row: row.user_agent,
                    words=_device,
                ),
                Fact(key="created_at", label=pgettext_lazy("own data", "Signed in"), value=lambda row: row.created_at),
                Fact(
                    key="last_seen_at", label=pgettext_lazy("own data", "Last seen"), value=lambda row: row.last_seen_at
                ),
            ),
        ),
    ]


def _language(user: User) -> str:
    return user.get_language_display()


def _device(session: UserSession) -> str:
    return device(session.user_agent) or gettext("Unknown device")


def _factor_name(factor: Authenticator) -> str:
    """What the person called a passkey; other factors have no name of their own."""
    return str(factor.data.get("name", "")) if factor.type == Authenticator.Type.WEBAUTHN else ""


def _factor_kind(factor: Authenticator) -> Any:
    kinds = Authenticator.Type
    words = {
        kinds.TOTP: _("Authenticator app"),
        kinds.WEBAUTHN: _("Passkey"),
        kinds.RECOVERY_CODES: _("Recovery codes"),
    }
    return words.get(factor.type, factor.type)
