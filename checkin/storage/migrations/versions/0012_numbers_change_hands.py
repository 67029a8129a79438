"""When a number was last heard of, asked whether it is still theirs, and doubted"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("people", "contacts"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("seen_on", sa.Date(), nullable=True))
            batch_op.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
            batch_op.add_column(sa.Column("doubted_on", sa.Date(), nullable=True))
        # Nobody knows when they were last heard of, so silence begins to count today.
        op.execute(f"UPDATE {table} SET seen_on = CURRENT_DATE")  # noqa: S608 - names of ours
