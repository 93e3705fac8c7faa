"""Secrets at rest: readable here alone, also after the key was renewed."""

import pytest
from cryptography.fernet import InvalidToken

from core.secrets import decrypt, encrypt

TEXT = "Kod 123456 – åäö ÆØ\n"


def test_a_secret_comes_back_and_cannot_be_read_meanwhile():
    sealed = encrypt(TEXT)

    assert "123456" not in sealed
    assert sealed != encrypt(TEXT)
    assert decrypt(sealed) == TEXT


def test_a_secret_survives_a_new_key_while_the_old_one_is_kept(settings):
    sealed = encrypt(TEXT)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-key-" + "1" * 40, [settings.SECRET_KEY]

    assert decrypt(sealed) == TEXT


def test_a_secret_is_lost_with_its_key(settings):
    sealed = encrypt(TEXT)

    settings.SECRET_KEY = "another-key-" + "2" * 40

    with pytest.raises(InvalidToken):
        decrypt(sealed)


def test_an_altered_secret_is_refused():
    sealed = encrypt(TEXT)
    other = "A" if sealed[40] != "A" else "B"

    with pytest.raises(InvalidToken):
        decrypt(sealed[:40] + other + sealed[41:])
