"""The vault: encryption of single values (sealing) and keyed hashes to look them up.

Sealing is AES-256-GCM (AEAD) under the key of the day. The associated data is the cell, that is
table, column and row id, so that a value copied to another cell does not open. Layout in bytes:
format (1), epoch (4, big-endian), nonce (12), ciphertext and tag. Hashes are HMAC-SHA-256.
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
    """A new random token for a link or a device: 144 bits, 24 URL-safe characters."""
    return secrets.token_urlsafe(18)


def token_hash(token: str) -> bytes:
    """The SHA-256 of a token. No key is needed: a random token cannot be guessed from its hash."""
    return sha256(token.encode()).digest()


class Vault:
    """Seals with the key of the day; opens with any key that is still on the keyring."""

    def __init__(self, keyring: Keyring, secret_keys: Sequence[str]) -> None:
        self.keyring = keyring
        self._secrets = tuple(secret_keys)

    @classmethod
    def unlock(
        cls, keyring_url: str, secret_keys: Sequence[str], *, patient: bool = False
    ) -> "Vault":
        """The vault with the keyring at a SQLAlchemy URL. See `Keyring`. Raises VaultError."""
        return cls(Keyring(keyring_url, secret_keys, patient=patient), secret_keys)

    def seal(self, text: str, cell: str, day: date) -> bytes:
        """Encrypt `text` with the key of `day`. `cell`: written as table.column:row-id."""
        epoch = epoch_of(day)
        nonce = os.urandom(_NONCE)
        body = AESGCM(self.keyring.key(epoch, make=True)).encrypt(
            nonce, text.encode(), cell.encode()
        )
        return FORMAT + epoch.to_bytes(EPOCH_BYTES, "big") + nonce + body

    def open(self, sealed: bytes, cell: str) -> str:
        """Decrypt what was sealed for `cell`. Raises VaultError if its key was destroyed, or if it
        was sealed for another cell."""
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
        """The keyed hash (HMAC-SHA-256) of `value`, by which its row is found."""
        return hmac.digest(self.keyring.key(LOOKUP_EPOCH, make=True), value.encode(), "sha256")

    def subkeys(self, purpose: str) -> list[bytes]:
        """Keys for another purpose, such as signing, one derived from each secret, newest first."""
        return [derive(secret, purpose) for secret in self._secrets]
