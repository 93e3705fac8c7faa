"""Who asks: a program with a key in `Authorization: Bearer …`, or nobody. A session cookie means nothing here."""

import re

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiKey
from accounts.principal import KeyHolder

KEY_SHAPE = re.compile(r"Bearer ([A-Za-z0-9]{8})\.[A-Za-z0-9]{32}", re.ASCII | re.IGNORECASE)


class KeyAuthentication(BaseAuthentication):
    """A key that is wrong, expired or revoked is refused even where nobody would need one."""

    def authenticate(self, request: Request) -> tuple[KeyHolder, ApiKey] | None:
        header = request.META.get("HTTP_AUTHORIZATION")
        if header is None:
            return None
        key = usable_key(header.strip())
        if key is None:
            raise AuthenticationFailed(_("The API key is wrong, expired or revoked."))
        return KeyHolder(key), key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def usable_key(header: str) -> ApiKey | None:
    """The key of a header with its grant, if it may be used now: one query."""
    match = KEY_SHAPE.fullmatch(header)
    if match is None:
        return None
    key = ApiKey.objects.select_related("grant").filter(prefix=match[1], grant__isnull=False).first()
    is_usable = key is not None and key.is_valid(header.partition(" ")[2]) and not key.revoked and not key.has_expired
    return key if is_usable else None
