"""The keyring: one encryption key per day, in a database of its own, wrapped by the host's secret.

Old keys are destroyed, so an old copy of the database stays sealed even to whoever holds today's
secret. One entry belongs to no day, `LOOKUP_EPOCH`: the key for keyed hashes, by which phone
numbers are looked up. It stays the same when the secret changes.
"""

import os
import secrets as random
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from checkin.storage.database import Database

SHORTEST_SECRET = 32
LOOKUP_EPOCH = 0
"""The epoch of the key for keyed hashes; no day we seal on has this number."""
_KEY, _NONCE = 32, 12
_DAY_ZERO = date(1970, 1, 1)
_SCHEMA = "raincheck_keys"

_metadata = sa.MetaData(schema=_SCHEMA)
_keys = sa.Table(
    "keyring",
    _metadata,
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)


class VaultError(Exception):
    """A sealed value or a key cannot be opened, or a secret is missing or too short."""


def new_secret() -> str:
    """A fresh secret for RAINCHECK_SECRET_KEYS: 256 random bits, URL-safe text."""
    return random.token_urlsafe(32)


def derive(secret: str, purpose: str) -> bytes:
    """A 32-byte subkey for one purpose, derived from a secret (HKDF-SHA-256)."""
    return HKDF(SHA256(), _KEY, None, f"raincheck {purpose}".encode()).derive(secret.encode())


def epoch_of(day: date) -> int:
    """The epoch of a day: the number of days since 1970-01-01."""
    return (day - _DAY_ZERO).days


class Keyring:
    """256-bit keys by epoch, made on first use by whichever process is first.

    Wrapped with AES-256-GCM, with the epoch as associated data.
    """

    def __init__(self, url: str, secret_keys: Sequence[str], *, patient: bool = False) -> None:
        """`url`: a SQLAlchemy URL. `secret_keys`: newest first, each of at least 32 characters.
        `patient`: a database that does not answer yet may do so later.

        Raises VaultError if there is none, or one is too short.
        """
        if not secret_keys:
            raise VaultError("There is no secret key. Make one with: raincheck keys new")
        for number, key in enumerate(secret_keys, 1):
            if len(key) < SHORTEST_SECRET:
                raise VaultError(
                    f"Secret key {number} is shorter than {SHORTEST_SECRET} characters. "
                    "Make a good one with: raincheck keys new"
                )
        self.url = url
        self._secrets = tuple(secret_keys)
        self._wrappers = [AESGCM(derive(key, "wrap")) for key in secret_keys]
        self._database = Database(url)
        schema = {_SCHEMA: None if self._database.sqlite else _SCHEMA}
        self._options = {"schema_translate_map": schema}
        self._known: dict[int, bytes] = {}
        self._database.prepare(self._make_table, patient=patient)

    def key(self, epoch: int, *, make: bool = False) -> bytes:
        """The key of an epoch. With `make` a missing one is made.

        Raises VaultError if it was destroyed or never made, or if no secret unwraps it.
        """
        if epoch not in self._known:
            wrapped = self._read(epoch) or (self._make(epoch) if make else None)
            if wrapped is None:
                raise VaultError("What was sealed then can no longer be opened: its key is gone.")
            self._known[epoch] = self._unwrap(epoch, wrapped)
        return self._known[epoch]

    def epochs(self) -> list[int]:
        """The epochs of all days that still have a key, oldest first."""
        with self._database.read() as conn:
            query = (
                sa.select(_keys.c.epoch)
                .where(_keys.c.epoch != LOOKUP_EPOCH)
                .order_by(_keys.c.epoch)
            )
            return list(conn.execution_options(**self._options).scalars(query))

    def destroy(self, epochs: Iterable[int]) -> None:
        """Overwrite and delete the keys of these days. What they sealed can never be opened."""
        gone = [epoch for epoch in epochs if epoch != LOOKUP_EPOCH]
        with self._database.write() as conn:
            conn.execution_options(**self._options).execute(
                _keys.delete().where(_keys.c.epoch.in_(gone))
            )
        self._database.checkpoint()
        for epoch in gone:
            self._known.pop(epoch, None)

    def rewrap(self) -> None:
        """Wrap every key with the newest secret, so that older secrets can be removed."""
        with self._database.write() as conn:
            bound = conn.execution_options(**self._options)
            for row in bound.execute(sa.select(_keys)).all():
                key = self._unwrap(row.epoch, row.wrapped)
                bound.execute(
                    _keys.update()
                    .where(_keys.c.epoch == row.epoch)
                    .values(wrapped=self._wrap(row.epoch, key))
                )

    def copy_to(self, url: str) -> None:
        """Copy every key, wrapped as it is, to the keyring at another URL, which must be new."""
        with closing(Keyring(url, self._secrets)) as other:
            self._copy(self, other)

    def copy_from(self, url: str) -> None:
        """Copy every key from the keyring at another URL, over those of the same epochs here."""
        with closing(Keyring(url, self._secrets)) as other:
            self._copy(other, self)
        self._known.clear()

    def differs_from(self, other: "Keyring") -> bool:
        """Whether it has a key that the other lacks, or another key of the same epoch. Raises
        VaultError."""
        theirs = other._all()
        return any(theirs.get(epoch) != key for epoch, key in self._all().items())

    def _make_table(self) -> None:
        with self._database.write() as conn:
            if not self._database.sqlite:
                conn.execute(sa.schema.CreateSchema(_SCHEMA, if_not_exists=True))
            _metadata.create_all(conn.execution_options(**self._options))

    def _all(self) -> dict[int, bytes]:
        with self._database.read() as conn:
            rows = conn.execution_options(**self._options).execute(sa.select(_keys)).all()
        return {row.epoch: self._unwrap(row.epoch, row.wrapped) for row in rows}

    @staticmethod
    def _copy(source: "Keyring", target: "Keyring") -> None:
        with source._database.read() as conn:
            rows = conn.execution_options(**source._options).execute(sa.select(_keys)).all()
        with target._database.write() as conn:
            bound = conn.execution_options(**target._options)
            bound.execute(_keys.delete().where(_keys.c.epoch.in_([row.epoch for row in rows])))
            if rows:
                bound.execute(_keys.insert(), [dict(row._mapping) for row in rows])
        for ring in (source, target):
            ring._database.checkpoint()

    def close(self) -> None:
        """Close the keyring's idle connections (see `Database.close`)."""
        self._database.close()

    def _read(self, epoch: int) -> bytes | None:
        with self._database.read() as conn:
            query = sa.select(_keys.c.wrapped).where(_keys.c.epoch == epoch)
            return conn.execution_options(**self._options).scalar(query)

    def _make(self, epoch: int) -> bytes | None:
        wrapped = self._wrap(epoch, os.urandom(_KEY))
        try:
            with self._database.write() as conn:
                conn.execution_options(**self._options).execute(
                    _keys.insert().values(epoch=epoch, wrapped=wrapped)
                )
        except sa.exc.IntegrityError:
            return self._read(epoch)  # another process was first
        return wrapped

    def _wrap(self, epoch: int, key: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._wrappers[0].encrypt(nonce, key, str(epoch).encode())

    def _unwrap(self, epoch: int, wrapped: bytes) -> bytes:
        nonce, body = wrapped[:_NONCE], wrapped[_NONCE:]
        for wrapper in self._wrappers:
            try:
                return wrapper.decrypt(nonce, body, str(epoch).encode())
            except InvalidTag:
                continue
        raise VaultError(
            "The keyring was made with another secret key. Put that one back into "
            "RAINCHECK_SECRET_KEYS, after the newest."
        )
