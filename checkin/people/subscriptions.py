"""Web Push subscriptions: one row per browser and owner, sealed, found by keyed hash.

An owner is a person or a contact. The same browser may be several owners': a person's own, and
that of a contact on several lists. Each of these rows comes and goes alone.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal

import sqlalchemy as sa

from checkin.storage.core import Work, new_id
from checkin.storage.tables import subscriptions

MOST = 5
"""Browsers per owner. A further one replaces the oldest."""

_TAG_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of a subscription: a person or a contact, by id."""

    kind: Literal["person", "contact"]
    id: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """One browser's subscription, as in the Push API (`PushSubscription`).

    `endpoint`: its URL at its push service. `p256dh`, `auth`: the keys that encrypt for it
    (RFC 8291), URL-safe base64. `title`: the title of our notifications in this browser.
    """

    endpoint: str
    p256dh: str
    auth: str
    title: str

    @property
    def tag(self) -> str:
        """A short hash of the endpoint, by which a page finds its own browser in a list."""
        return sha256(self.endpoint.encode()).hexdigest()[:_TAG_DIGITS]

    def serialize(self) -> str:
        """As JSON, the form in which the outbox keeps it as an address."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, written: str) -> "Subscription":
        """The subscription that `serialize` wrote."""
        return cls(**json.loads(written))


def keep(work: Work, owner: Owner, wanted: Subscription) -> None:
    """Save a subscription of the owner's, in place of an earlier one of the same browser."""
    drop(work, owner.id, wanted.endpoint)
    column = _column(owner)
    oldest_first = sa.select(subscriptions.c.id).where(column == owner.id)
    mine = work.conn.scalars(oldest_first.order_by(subscriptions.c.created_on)).all()
    surplus = mine[: max(0, len(mine) - MOST + 1)]
    work.conn.execute(subscriptions.delete().where(subscriptions.c.id.in_(surplus)))
    id = new_id()
    keys = {
        "p256dh": wanted.p256dh,
        "auth": wanted.auth,
        "title": wanted.title,
        "ours": work.core.push_key,
    }
    work.conn.execute(
        subscriptions.insert().values(
            {
                "id": id,
                column.name: owner.id,
                "endpoint_hash": _hash(work, owner.id, wanted.endpoint),
                "endpoint_sealed": work.seal(wanted.endpoint, f"subscriptions.endpoint:{id}"),
                "keys_sealed": work.seal(json.dumps(keys), f"subscriptions.keys:{id}"),
                "created_on": work.today,
            }
        )
    )


def of(work: Work, owner_id: str) -> tuple[Subscription, ...]:
    """The subscriptions of a person or contact that a push can reach now."""
    known: tuple[Subscription, ...] | None = work.known(batch_key(owner_id))
    return many(work, [owner_id])[batch_key(owner_id)] if known is None else known


def many(work: Work, owner_ids: Collection[str]) -> dict[str, tuple[Subscription, ...]]:
    """The same for many owners, by `batch_key`."""
    found: dict[str, list[Subscription]] = {batch_key(id): [] for id in owner_ids}
    # A subscription is bound to the public key (VAPID) it was made with. Without that key the push
    # service would refuse every push.
    if work.core.push_key and owner_ids:
        theirs = sa.or_(
            subscriptions.c.person_id.in_(owner_ids), subscriptions.c.contact_id.in_(owner_ids)
        )
        query = sa.select(subscriptions).where(theirs).order_by(subscriptions.c.created_on)
        for row in work.conn.execute(query):
            keys = json.loads(work.open(row.keys_sealed, f"subscriptions.keys:{row.id}") or "{}")
            if keys.pop("ours") == work.core.push_key:
                found[batch_key(row.person_id or row.contact_id)].append(_opened(work, row, keys))
    return {name: tuple(each) for name, each in found.items()}


def drop(work: Work, owner_id: str, endpoint: str) -> bool:
    """Delete the subscription with this endpoint, if it is the owner's. Returns whether it was."""
    this = subscriptions.c.endpoint_hash == _hash(work, owner_id, endpoint)
    return work.conn.execute(subscriptions.delete().where(this)).rowcount > 0


def clear(work: Work, owner: Owner) -> None:
    """Delete all subscriptions of the owner."""
    work.conn.execute(subscriptions.delete().where(_column(owner) == owner.id))


def _opened(work: Work, row: sa.Row[Any], keys: dict[str, str]) -> Subscription:
    endpoint = work.open(row.endpoint_sealed, f"subscriptions.endpoint:{row.id}") or ""
    return Subscription(endpoint=endpoint, **keys)


def _column(owner: Owner) -> sa.Column[str]:
    of_contact = owner.kind == "contact"
    return subscriptions.c.contact_id if of_contact else subscriptions.c.person_id


def _hash(work: Work, owner_id: str, endpoint: str) -> bytes:
    return work.core.vault.hash(f"push:{owner_id}:{endpoint}")


def batch_key(owner_id: str) -> str:
    """The key in `Batch.known` under which an owner's subscriptions are."""
    return f"pushes:{owner_id}"
