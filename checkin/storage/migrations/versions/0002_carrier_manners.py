"""Who wants nothing at all from us, whom we answered without knowing them, what is still to be
erased at the provider"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("provider_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasures_due_at"), ["due_at"], unique=False)
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("invitations", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("invited_on", sa.Date(), nullable=True))
    with op.batch_alter_table("refusals", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("everything", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("to_stranger", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_index(
            "ix_inbound_to_stranger", ["to_stranger", "received_at"], unique=False
        )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_invited_at"), ["invited_at"], unique=False)
