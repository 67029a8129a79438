"""Tables and columns by the field's own words; what was sealed keeps its cell"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("messages", "by", "channel"),
    ("recipients", "turn", "position"),
    ("checkins", "plan_sealed", "note_sealed"),
    ("checkins", "spot_sealed", "location_sealed"),
    ("checkins", "spot_at", "location_at"),
)


def upgrade() -> None:
    for table, old, new in _COLUMNS:
        # The same words on both databases, and no row is copied.
        op.execute(f'ALTER TABLE {table} RENAME COLUMN "{old}" TO {new}')
    _opt_outs()
    _sessions()
    _counters()
    _daily_counters()
    _host_sessions()
    _announcements()


def _take_over(new: str, old: str, columns: str, read: str | None = None) -> None:
    # Made anew, since SQLite cannot rename the constraints that bear the old name.
    op.execute(f"INSERT INTO {new} ({columns}) SELECT {read or columns} FROM {old}")  # noqa: S608
    op.drop_table(old)


def _opt_outs() -> None:
    op.create_table(
        "opt_outs",
        sa.Column("phone_hash", sa.LargeBinary(), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=False),
        sa.Column("everything", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("phone_hash", name=op.f("pk_opt_outs")),
    )
    _take_over("opt_outs", "refusals", "phone_hash, refused_on, everything")


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("phone_hash", sa.LargeBinary(), nullable=False),
        sa.Column("lang", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("memory_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("phone_hash", name=op.f("pk_sessions")),
    )
    _take_over("sessions", "threads", "phone_hash, lang, place, memory_sealed, misses, changed_at")


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("within_s", sa.Float(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
    )
    columns = "id, channel, purpose, step, within_s, count, seconds"
    _take_over("counters", "tallies", columns, columns.replace("channel", '"by"'))


def _daily_counters() -> None:
    op.create_table(
        "daily_counters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("segments", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_counters")),
    )
    columns = "id, day, channel, step, count, segments"
    read = 'id, day, "by", outcome, count, segments'
    _take_over("daily_counters", "days", columns, read)
    op.create_index(op.f("ix_daily_counters_day"), "daily_counters", ["day"])


def _host_sessions() -> None:
    op.create_table(
        "host_sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_host_sessions_token_hash")),
    )
    _take_over("host_sessions", "passes", "id, kind, token_hash, until")


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("lang", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lang", name=op.f("pk_announcements")),
    )
    _take_over("announcements", "banners", "lang, text, until")
