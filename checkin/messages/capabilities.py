"""Signed words: whoever holds one may do that one thing. Nothing of them is stored.

A capability reads `what.about.signature`, or `what.about.more.signature`, in letters that a URL
takes as they are. It lasts as long as what it is about does.
"""

from enum import StrEnum
from hashlib import sha256

from itsdangerous import BadSignature, Signer
from itsdangerous.signer import HMACAlgorithm

from checkin.storage.vault import Vault

_PURPOSE = "capabilities"
_SIGNATURE_BYTES = 16


class May(StrEnum):
    """What a capability allows, and what it names."""

    OK = "ok"  # close this check-in
    MORE = "more"  # more time for this check-in, while it ends at this moment
    BE_CONTACT = "contact"  # act as this contact
    MOVE_PERSON = "person"  # put a newer subscription of the browser in place of this person's
    MOVE_CONTACT = "of"  # the same for this contact's


class _Short(HMACAlgorithm):
    """HMAC with half of SHA-256: 22 letters, in an address and in the few bytes of a push."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:_SIGNATURE_BYTES]


def sign(vault: Vault, may: May, *about: str) -> str:
    """A capability, signed with the newest secret. `about`: ids and numbers, without full stops."""
    return _signer(vault).sign(".".join((may, *about))).decode()


def verify(vault: Vault, capability: str) -> tuple[May, tuple[str, ...]] | None:
    """What a capability allows and names; None if we never gave it."""
    try:
        may, *about = _signer(vault).unsign(capability).decode().split(".")
    except BadSignature:
        return None
    return May(may), tuple(about)


def _signer(vault: Vault) -> Signer:
    oldest_first = vault.subkeys(_PURPOSE)[::-1]
    return Signer(oldest_first, sep=".", key_derivation="none", algorithm=_Short(sha256))
