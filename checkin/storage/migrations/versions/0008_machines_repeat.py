"""A session no longer counts what it did not understand: machines are known by repeating"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("sessions", "misses")
