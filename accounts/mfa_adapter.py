"""Second factors in this product's words: secrets encrypted, passkeys bound to our own address."""

from typing import ClassVar
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.code_forms import WRONG
from accounts.models import User
from accounts.queries import passkeys_of
from core import secrets


class SecondFactorAdapter(DefaultMFAAdapter):
    """What allauth asks about second factors."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG}

    def encrypt(self, text: str) -> str:
        """Secrets of apps and the seed of recovery codes: a copy of the database is worth nothing without the key."""
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return gettext("Arena")

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = passkeys_of(user).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host of BASE_URL, whatever name the request came by: a passkey answers to no other."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "", "name": gettext("Arena")}
