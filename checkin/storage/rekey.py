"""Key rotation: values in use are sealed again with a new key before the old one is destroyed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from checkin.storage import sealed_columns
from checkin.storage.core import Work
from checkin.storage.keyring import epoch_of
from checkin.storage.vault import EPOCH_BYTES, FORMAT

RENEWED_AFTER = timedelta(days=7)
DESTROYED_AFTER = timedelta(days=14)
_AT_A_TIME = 200


def rekey_some(work: Work) -> int:
    """Seal up to 200 values older than `RENEWED_AFTER` with today's key. Returns how many."""
    before = epoch_of(work.today - RENEWED_AFTER)
    for table, column in sealed_columns.columns():
        rows = _older(work, table, column, before, _AT_A_TIME)
        for row in rows:
            _renew(work, table, column, row)
        if rows:
            return len(rows)
    return 0


def unneeded(work: Work) -> list[int]:
    """The epochs older than `DESTROYED_AFTER`, if nothing is sealed with any of their keys; else
    none."""
    before = epoch_of(work.today - DESTROYED_AFTER)
    old = [epoch for epoch in work.core.vault.keyring.epochs() if epoch < before]
    if not old or any(
        _older(work, table, column, before, 1) for table, column in sealed_columns.columns()
    ):
        return []
    return old


def _older(
    work: Work, table: sa.Table, column: sa.Column[bytes], before: int, limit: int
) -> Sequence[Any]:
    epoch = sa.func.substr(column, len(FORMAT) + 1, EPOCH_BYTES)
    query = (
        sa.select(*table.primary_key.columns, column)
        .where(epoch < before.to_bytes(EPOCH_BYTES, "big"))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return work.conn.execute(query).all()


def _renew(work: Work, table: sa.Table, column: sa.Column[bytes], row: sa.Row[Any]) -> None:
    key = {c.name: getattr(row, c.name) for c in table.primary_key.columns}
    cell = sealed_columns.name(table, column, row)
    sealed = getattr(row, column.name)
    this = [table.c[name] == value for name, value in key.items()]
    # Only if the value is still the one that was read: somebody may have written a newer one.
    work.conn.execute(
        table.update()
        .where(*this, column == sealed)
        .values({column.name: work.seal(work.open(sealed, cell), cell)})
    )
