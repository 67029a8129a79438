"""All sealed columns, and the cell (associated data) that each sealed value belongs to."""

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
    """The cell of the value in this column of `row`, which must have the primary key at least.

    Written as table.column:row-id. A renamed column keeps its old name here, or its values could
    no longer be opened.
    """
    key = [getattr(row, part.name) for part in table.primary_key.columns]
    written = ":".join(part.hex() if isinstance(part, bytes) else part for part in key)
    cell = column.info.get("cell", f"{table.name}.{column.name.removesuffix(_SUFFIX)}")
    return f"{cell}:{written}"
