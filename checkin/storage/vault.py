"""The one place that seals, opens and hashes.

Sealing is AES-256-GCM under the day's key, with the table, column and row id as associated data,
so that a sealed value is worthless in any other cell. Finding is by keyed hash.
"""

import hmac
import os
import secrets
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from checkin.storage.keyring import LOOKUP_EPOCH, Keyring, VaultError, derive, epoch_of, new_secret

__all__ = ["Vault", "VaultError", "new_secret", "new_token", "token_hash"]

FORMAT = b"\x02"
EPOCH_BYTES = 4
_NONCE, _TAG = 12, 16


def new_token() -> str:
    """A capability or device token: 144 random bits, 24 URL-safe characters."""
    return secrets.token_urlsafe(18)


def token_hash(token: str) -> bytes:
    """Tokens are random already, so a plain hash hides them and outlives a change of secret."""
    return sha256(token.encode()).digest()


class Vault:
    """Seals with the day's key, opens with any that is still on the keyring."""

    def __init__(self, keyring: Keyring, secret_keys: Sequence[str]) -> None:
        self.keyring = keyring
        self._secrets = tuple(secret_keys)

    @classmethod
    def unlock(cls, keyring_url: str, secret_keys: Sequence[str]) -> "Vault":
        """The vault over the keyring kept at a SQLAlchemy URL. `secret_keys`: newest first.
        Raises VaultError."""
        return cls(Keyring(keyring_url, secret_keys), secret_keys)

    def seal(self, text: str, cell: str, day: date) -> bytes:
        """`text` sealed on `day` for `cell`, written as table.column:row-id."""
        epoch = epoch_of(day)
        nonce = os.urandom(_NONCE)
        body = AESGCM(self.keyring.key(epoch, make=True)).encrypt(
            nonce, text.encode(), cell.encode()
        )
        return FORMAT + epoch.to_bytes(EPOCH_BYTES, "big") + nonce + body

    def open(self, sealed: bytes, cell: str) -> str:
        """What was sealed for `cell`. Raises VaultError if no key of ours opens it."""
        start = len(FORMAT) + EPOCH_BYTES
        if sealed[: len(FORMAT)] != FORMAT or len(sealed) < start + _NONCE + _TAG:
            raise VaultError("A sealed value is in a form that is not ours.")
        key = self.keyring.key(int.from_bytes(sealed[len(FORMAT) : start], "big"))
        nonce, body = sealed[start : start + _NONCE], sealed[start + _NONCE :]
        try:
            return AESGCM(key).decrypt(nonce, body, cell.encode()).decode()
        except InvalidTag:
            raise VaultError(
                "A sealed value does not belong to the place it was read from."
            ) from None

    def hash(self, value: str) -> bytes:
        """The hash under which `value` is stored and found."""
        return hmac.digest(self.keyring.key(LOOKUP_EPOCH, make=True), value.encode(), "sha256")

    def subkeys(self, purpose: str) -> list[bytes]:
        """Keys for another purpose, such as signing cookies; newest secret first."""
        return [derive(secret, purpose) for secret in self._secrets]
