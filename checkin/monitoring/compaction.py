"""Compaction of append-only counters.

Each count inserts a row, so that no transaction waits for another's. Now and then rows with the
same key are added up into one.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from checkin.storage.core import Work, new_id

_AT_ONCE = 4000


def compact(
    work: Work,
    table: sa.Table,
    key: Sequence[sa.Column[Any]],
    sums: Sequence[sa.Column[Any]],
    *where: sa.ColumnElement[bool],
) -> None:
    """Merge the rows of `table` that have the same `key` and match `where`, adding up `sums`."""
    twice = sa.select(*key).where(*where).group_by(*key).having(sa.func.count() > 1)
    if work.conn.execute(twice.limit(1)).first() is None:
        return
    # A few thousand at a time, because alerts wait meanwhile. Another worker that compacts at the
    # same time deletes, and adds up, only the rows that are left.
    some = sa.select(table.c.id).where(*where).limit(_AT_ONCE)
    deleted = table.delete().where(table.c.id.in_(some)).returning(*key, *sums)
    added: dict[tuple[Any, ...], list[Any]] = {}
    for row in work.conn.execute(deleted).all():
        so_far = added.setdefault(tuple(row[: len(key)]), [0] * len(sums))
        for at, value in enumerate(row[len(key) :]):
            so_far[at] += value
    names = [column.name for column in (*key, *sums)]
    rows = [
        {"id": new_id(), **dict(zip(names, (*same, *total), strict=True))}
        for same, total in added.items()
    ]
    work.conn.execute(table.insert(), rows)
