"""Every place that holds something sealed, and the name under which it was sealed there."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from checkin.storage.tables import metadata

_SUFFIX = "_sealed"


def columns() -> Iterator[tuple[sa.Table, sa.Column[bytes]]]:
    """Every sealed column, with its table."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith(_SUFFIX):
                yield table, column


def name(table: sa.Table, column: sa.Column[bytes], row: Any) -> str:
    """The cell of a sealed value, as the vault knows it; `row` holds at least the primary key. A
    column that was renamed keeps the cell under which its values were sealed."""
    key = [getattr(row, part.name) for part in table.primary_key.columns]
    written = ":".join(part.hex() if isinstance(part, bytes) else part for part in key)
    cell = column.info.get("cell", f"{table.name}.{column.name.removesuffix(_SUFFIX)}")
    return f"{cell}:{written}"
