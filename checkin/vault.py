"""The one place that seals, opens and hashes.

Sealing is AES-256-GCM under a key derived from a secret, with the table, column and row id as
associated data, so that a sealed value is worthless in any other cell. Finding is by keyed hash.
"""

import hmac
import os
import secrets
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORMAT = b"\x01"
_MARK = 4
_NONCE = 12
SHORTEST_SECRET = 32


class VaultError(Exception):
    """A sealed value that none of our secrets opens, or a secret that is too weak."""


def new_secret() -> str:
    """A fresh secret for RAINCHECK_SECRET_KEYS: 256 random bits, URL-safe text."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A capability or device token: 144 random bits, 24 URL-safe characters."""
    return secrets.token_urlsafe(18)


class Vault:
    """Seals with the newest secret, opens with any of them."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        """`secret_keys`: newest first, each of at least 32 characters. Raises VaultError."""
        if not secret_keys:
            raise VaultError("There is no secret key. Make one with: raincheck keys new")
        short = [n for n, key in enumerate(secret_keys, 1) if len(key) < SHORTEST_SECRET]
        if short:
            raise VaultError(
                f"Secret key {short[0]} is shorter than {SHORTEST_SECRET} characters. "
                "Make a good one with: raincheck keys new"
            )
        self._sealers = {_mark(key): AESGCM(_derive(key, b"seal")) for key in secret_keys}
        self._newest = _mark(secret_keys[0])
        self._hashers = [_derive(key, b"find") for key in secret_keys]
        self._secrets = tuple(secret_keys)

    def seal(self, text: str, cell: str) -> bytes:
        """`text` sealed for `cell`, written as table.column:row-id."""
        nonce = os.urandom(_NONCE)
        body = self._sealers[self._newest].encrypt(nonce, text.encode(), cell.encode())
        return _FORMAT + self._newest + nonce + body

    def open(self, sealed: bytes, cell: str) -> str:
        """What was sealed for `cell`. Raises VaultError if no secret of ours opens it."""
        start = len(_FORMAT) + _MARK
        sealer = self._sealers.get(sealed[len(_FORMAT) : start])
        if sealed[: len(_FORMAT)] != _FORMAT or sealer is None:
            raise VaultError("A sealed value was made with a secret key that is not here.")
        nonce, body = sealed[start : start + _NONCE], sealed[start + _NONCE :]
        try:
            return sealer.decrypt(nonce, body, cell.encode()).decode()
        except (InvalidTag, ValueError):  # ValueError: too short to be one at all
            raise VaultError(
                "A sealed value does not belong to the place it was read from."
            ) from None

    def subkeys(self, purpose: str) -> list[bytes]:
        """Keys for another purpose, such as signing cookies; newest secret first."""
        return [_derive(secret, purpose.encode()) for secret in self._secrets]

    def find(self, value: str) -> list[bytes]:
        """The hashes under which `value` may be stored, newest secret first."""
        return [hmac.digest(key, value.encode(), "sha256") for key in self._hashers]

    def hash(self, value: str) -> bytes:
        """The hash under which to store `value` so that it can be found again."""
        return self.find(value)[0]


def token_hash(token: str) -> bytes:
    """Tokens are random already, so a plain hash hides them and outlives a change of secret."""
    return sha256(token.encode()).digest()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"raincheck " + purpose).derive(secret.encode())


def _mark(secret: str) -> bytes:
    return _derive(secret, b"mark")[:_MARK]
