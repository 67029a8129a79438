"""The VAPID keys, by which push services know us (RFC 8292): a pair on the curve P-256. The public
one is derived from the private, so that one variable holds both."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

_CURVE = ec.SECP256R1()
_PRIVATE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Pair:
    """`public`: as browsers want it, URL-safe base64 of the uncompressed point. The others: PEM."""

    public: str
    private_pem: bytes
    public_pem: bytes

    @classmethod
    def of(cls, private: str) -> "Pair":
        """The pair of a private key as `new_private` writes it. Raises ValueError."""
        try:
            number = int.from_bytes(decoded(private, _PRIVATE_BYTES))
            key = ec.derive_private_key(number, _CURVE)
        except ValueError as error:
            raise ValueError("this is no push key; make one with: raincheck keys new") from error
        mine = key.public_key()
        return cls(
            public=_text(mine.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
            private_pem=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            public_pem=mine.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        )


def new_private() -> str:
    """A fresh private key: 32 bytes as URL-safe base64."""
    number = ec.generate_private_key(_CURVE).private_numbers().private_value
    return _text(number.to_bytes(_PRIVATE_BYTES))


def is_point(text: str) -> bool:
    """Whether this is a browser's public key: a point on P-256 as URL-safe base64, 65 bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decoded(text, 65))
    except ValueError:
        return False
    return True


def decoded(text: str, length: int) -> bytes:
    """Bytes from URL-safe base64, with padding or without. Raises ValueError unless there are
    `length` of them."""
    try:
        read = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if len(read) != length:
        raise ValueError("of another length")
    return read


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
