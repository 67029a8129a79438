"""Signed words: whoever holds one may do that one thing. Nothing of them is stored.

A capability reads `what.about.signature`, or `what.about.more.signature`, in letters that a URL
takes as they are. It lasts as long as what it is about does.
"""

import hmac
from base64 import urlsafe_b64encode
from enum import StrEnum

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


def give(vault: Vault, may: May, *about: str) -> str:
    """A capability, signed with the newest secret. `about`: ids and numbers, without full stops."""
    said = ".".join((may, *about))
    return f"{said}.{_signature(vault.subkeys(_PURPOSE)[0], said)}"


def taken(vault: Vault, capability: str) -> tuple[May, tuple[str, ...]] | None:
    """What a capability allows and names; None if we never gave it."""
    said, _, signature = capability.rpartition(".")
    known = [_signature(key, said) for key in vault.subkeys(_PURPOSE)]
    # Bytes, because a signature that is not ASCII is only wrong.
    if not any(hmac.compare_digest(each.encode(), signature.encode()) for each in known):
        return None
    may, *about = said.split(".")
    return May(may), tuple(about)


def _signature(key: bytes, said: str) -> str:
    signed = hmac.digest(key, said.encode(), "sha256")[:_SIGNATURE_BYTES]
    return urlsafe_b64encode(signed).rstrip(b"=").decode()
