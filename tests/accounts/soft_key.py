"""A passkey in software: answers WebAuthn questions as a phone does, so that tests need no browser."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftKey:
    """One passkey for one site. `is_verifying` off is a device that asks for no finger, face or PIN."""

    def __init__(self, *, origin: str = "http://localhost", is_verifying: bool = True) -> None:
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = token_bytes(16)
        self.flags = PRESENT | (VERIFIED if is_verifying else 0)
        self.handle = b""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a registration."""
        asked = options["publicKey"]
        self.handle = _bytes(asked["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(asked["rp"]["id"], self.flags | ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer(clientDataJSON=_text(client), attestationObject=_text(attestation))

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to the question whether it is still there."""
        asked = options["publicKey"]
        data = self._data(asked["rpId"], self.flags)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"authenticatorData": _text(data), "signature": _text(signature), "userHandle": _text(self.handle)}
        return self._answer(clientDataJSON=_text(client), **parts)

    def _answer(self, **response: str) -> dict[str, Any]:
        own = {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key"}
        return own | {"response": response, "clientExtensionResults": {"credProps": {"rk": True}}}

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _data(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + (0).to_bytes(4, "big")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
