"""Secrets at rest: texts that the database holds but nobody may read there (second factors, mails that wait)."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    """`text` as only this installation can read it, in plain signs; each call gives another result."""
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """The text that was encrypted under SECRET_KEY or one of SECRET_KEY_FALLBACKS.

    Anything else, and anything that was altered, raises `cryptography.fernet.InvalidToken`.
    """
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(sealed.encode()).decode()


@lru_cache(maxsize=4)
def _box(*keys: str) -> MultiFernet:
    """Encrypts under the first key, reads under each. SECRET_KEY is random and long, so one round of HKDF is enough."""
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"core.secrets").derive(key.encode())
