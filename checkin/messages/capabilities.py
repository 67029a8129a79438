"""Capabilities: signed words; whoever holds one may do the one thing it names. None is stored.

URL-safe text: `may.about.signature`, or with more parts `may.about.about.signature`. HMAC-SHA-256,
cut to 16 bytes, under a key derived from the host's secret. It expires with what it is about.
"""

from enum import StrEnum
from hashlib import sha256

from itsdangerous import BadSignature, Signer
from itsdangerous.signer import HMACAlgorithm

from checkin.storage.vault import Vault

_PURPOSE = "capabilities"
_SIGNATURE_BYTES = 16


class May(StrEnum):
    """What a capability allows. Its `about` names the check-in, person or contact."""

    OK = "ok"  # close this check-in as safe
    MORE = "more"  # extend this check-in, if it still ends at this time (ms since 1970)
    BE_CONTACT = "contact"  # open the page of this contact and act there
    MOVE_PERSON = "person"  # replace this person's push subscription by the browser's new one
    MOVE_CONTACT = "of"  # the same for this contact


class _Short(HMACAlgorithm):
    """Half of the HMAC: 22 letters, short enough for a link and for the few bytes of a push."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:_SIGNATURE_BYTES]


def sign(vault: Vault, may: May, *about: str) -> str:
    """A new capability, signed under the newest secret. `about`: ids or numbers, without dots."""
    return _signer(vault).sign(".".join((may, *about))).decode()


def verify(vault: Vault, capability: str) -> tuple[May, tuple[str, ...]] | None:
    """What a capability allows, and what it is about. None if the signature is not ours,
    or allows something that this version does not know.

    Signatures under older secrets still count.
    """
    try:
        may, *about = _signer(vault).unsign(capability).decode().split(".")
        return May(may), tuple(about)
    except (BadSignature, ValueError):  # signed by a newer version, before a step back
        return None


def _signer(vault: Vault) -> Signer:
    oldest_first = vault.subkeys(_PURPOSE)[::-1]
    return Signer(oldest_first, sep=".", key_derivation="none", algorithm=_Short(sha256))
