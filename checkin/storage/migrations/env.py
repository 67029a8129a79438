"""Alembic's entry: migrations run on the connection and in the transaction they are handed."""

from typing import Any, Literal

from alembic import context

from checkin.storage.tables import Instant, metadata


def _plain(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    # A migration must mean the same for ever, so it names the database's type, never one of ours.
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_plain,
)
context.run_migrations()
