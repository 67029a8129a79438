"""An alert after a danger close has rows of its own; a contact may be left out of it"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("people", "contacts"):
        op.add_column(table, sa.Column("stands_for", sa.String(length=32), nullable=True))
        op.create_index(op.f(f"ix_{table}_stands_for"), table, ["stands_for"])
    told: sa.Column[bool] = sa.Column(
        "told_of_danger", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("contacts", told)
    # What is over shows no more which PIN closed it.
    op.execute(
        "UPDATE checkins SET hidden_at = NULL WHERE state = 'closed' AND outcome <> 'unanswered'"
    )
    # What ended unanswered looks closed to her. Its contacts may have answered late; few are lost.
    op.execute(
        "UPDATE checkins SET outcome = 'safe', closed_at = hidden_at, hidden_at = NULL, "
        "note_sealed = NULL, location_sealed = NULL, location_at = NULL "
        "WHERE hidden_at IS NOT NULL AND state = 'closed'"
    )
    # What still runs begins anew in rows of its own: the worker finds it closed and not yet told.
    op.execute(
        "UPDATE checkins SET state = 'closed', outcome = 'safe', closed_at = hidden_at, "
        "next_at = hidden_at, holder = NULL WHERE hidden_at IS NOT NULL"
    )
