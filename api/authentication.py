"""Who asks: a program with a key in `Authorization: Bearer …`, or nobody. A session cookie means nothing here."""

import re

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiKey
from accounts.principal import KeyHolder, Principal

KEY_SHAPE = re.compile(r"Bearer ([A-Za-z0-9]{8})\.[A-Za-z0-9]{32}", re.ASCII | re.IGNORECASE)


class KeyAuthentication(BaseAuthentication):
    """A key that is wrong, expired or revoked is refused even where nobody would need one.

    A key with a role of its own is its holder; one without acts for its owner, who is then the one who asks.
    """

    def authenticate(self, request: Request) -> tuple[Principal, ApiKey] | None:
        header = request.META.get("HTTP_AUTHORIZATION")
        if header is None:
            return None
        key = usable_key(header.strip())
        if key is None:
            raise AuthenticationFailed(_("The API key is wrong, expired or revoked."))
        return KeyHolder(key) if key.grant.role else key.owner, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def usable_key(header: str) -> ApiKey | None:
    """The key of a header with its grant, arena and owner, if it may be used now: one query."""
    match = KEY_SHAPE.fullmatch(header)
    if match is None:
        return None
    keys = ApiKey.objects.select_related("grant__arena", "owner").filter(prefix=match[1], grant__isnull=False)
    key = keys.first()
    if key is None or not key.is_valid(header.partition(" ")[2]) or key.revoked or key.has_expired:
        return None
    # Whose account is closed has no program that acts for them.
    return key if key.grant.role or (key.owner and key.owner.is_active) else None
