"""A check-in that only contacts see, because its person was made to prove herself; one that no PIN
ends any more, because the PINs were replaced under duress; and the first end of each"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("unseen", "kept"):
        column: sa.Column[bool] = sa.Column(
            name, sa.Boolean(), nullable=False, server_default=sa.false()
        )
        op.add_column("checkins", column)
    op.add_column("checkins", sa.Column("first_due_at", sa.BigInteger(), nullable=True))
    op.execute("UPDATE checkins SET first_due_at = due_at")
