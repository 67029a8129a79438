"""How many wrong PINs came in a row, and when the next may come"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("pin_misses", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("pin_again_at", sa.BigInteger(), nullable=True))
