"""All tables (SQLAlchemy Core).

Columns by suffix. `_sealed`: a name, number, note, location or text, encrypted by the vault.
`_hash`: a keyed hash, or the plain hash of a random token, to find the row by.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class Instant(sa.types.TypeDecorator[datetime]):
    """A datetime (aware, UTC), stored as integer milliseconds since 1970 on every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> int | None:
        return None if value is None else round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, _dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def _id(*args: sa.schema.SchemaItem) -> sa.Column[str]:
    return sa.Column("id", sa.String(32), *args, primary_key=True)


def _silence() -> tuple[sa.Column[date], ...]:
    # When the number was last heard of, asked whether it is still theirs, and doubted to be.
    return tuple(sa.Column(name, sa.Date) for name in ("seen_on", "asked_on", "doubted_on"))


def _of(table: str, *, nullable: bool = False) -> sa.Column[str]:
    column = table.removesuffix("s").replace("people", "person") + "_id"
    return sa.Column(
        column, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=nullable, index=True
    )


people = sa.Table(
    "people",
    metadata,
    _id(),
    sa.Column("lang", sa.String(16), nullable=False),
    sa.Column("place", sa.String(8), nullable=False),
    sa.Column("name_sealed", sa.LargeBinary),
    sa.Column("phone_sealed", sa.LargeBinary),
    sa.Column("phone_hash", sa.LargeBinary, unique=True),
    sa.Column("police", sa.String(16), nullable=False),
    sa.Column("police_after_hours", sa.Integer, nullable=False),
    sa.Column("at_once", sa.Boolean, nullable=False),
    sa.Column("zone", sa.String(40)),
    sa.Column("pin_hash", sa.String(128)),
    sa.Column("duress_hash", sa.String(128)),
    # How many wrong PINs came in a row, and until when the next try has to wait.
    sa.Column("pin_misses", sa.Integer, nullable=False, server_default="0"),
    sa.Column("pin_again_at", Instant),
    sa.Column("code_hash", sa.LargeBinary, unique=True),
    sa.Column("code_sealed", sa.LargeBinary),
    sa.Column("leaving", sa.Boolean, nullable=False, default=False),
    # In rows kept for one alert alone, after a danger close: the id of whom they stand for. No
    # foreign key, since the alert outlasts whatever she deletes.
    sa.Column("stands_for", sa.String(32), index=True),
    sa.Column("pairing_hash", sa.LargeBinary, unique=True),
    sa.Column("pairing_until", Instant),
    sa.Column("created_on", sa.Date, nullable=False),
    sa.Column("invitations", sa.Integer, nullable=False, server_default="0"),
    sa.Column("invited_on", sa.Date),
    *_silence(),
)

devices = sa.Table(
    "devices",
    metadata,
    _id(),
    _of("people"),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("created_on", sa.Date, nullable=False),
)

contacts = sa.Table(
    "contacts",
    metadata,
    _id(),
    _of("people"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name_sealed", sa.LargeBinary, nullable=False),
    # Both are null for a contact who was invited by a link and is reached by push alone.
    sa.Column("phone_sealed", sa.LargeBinary),
    sa.Column("phone_hash", sa.LargeBinary, index=True),
    sa.Column("lang", sa.String(16), nullable=False),
    sa.Column("consent", sa.String(16), nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("invited_at", Instant, nullable=False, index=True),
    sa.Column("confirmed_on", sa.Date),
    sa.Column("about", sa.String(16)),
    # Whether they are told when a timer is closed with the danger PIN.
    sa.Column("told_of_danger", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("stands_for", sa.String(32), index=True),
    sa.Column("tested_at", Instant),
    sa.Column("test_answered_at", Instant),
    *_silence(),
    sa.UniqueConstraint("person_id", "phone_hash"),
)

plans = sa.Table(
    "plans",
    metadata,
    sa.Column("person_id", sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("about", sa.String(16), primary_key=True),
    sa.Column("body_sealed", sa.LargeBinary, nullable=False),
)

opt_outs = sa.Table(
    "opt_outs",
    metadata,
    sa.Column("phone_hash", sa.LargeBinary, primary_key=True),
    sa.Column("refused_on", sa.Date, nullable=False),
    # True: no texts at all. False: no invitations.
    sa.Column("everything", sa.Boolean, nullable=False, server_default=sa.false()),
)

checkins = sa.Table(
    "checkins",
    metadata,
    _id(),
    _of("people"),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    # The end that was asked for at the start; none in rows of a version before.
    sa.Column("first_due_at", Instant),
    sa.Column("next_at", Instant),
    sa.Column("about", sa.String(16), nullable=False),
    # Renamed columns keep the cell under which their values were sealed.
    sa.Column("note_sealed", sa.LargeBinary, info={"cell": "checkins.plan"}),
    sa.Column("location_sealed", sa.LargeBinary, info={"cell": "checkins.spot"}),
    sa.Column("location_at", Instant),
    sa.Column("at_once", sa.Boolean, nullable=False),
    sa.Column("sos", sa.Boolean, nullable=False),
    sa.Column("reminded", sa.Boolean, nullable=False),
    sa.Column("asked", sa.Boolean, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("holder", sa.String(32)),
    sa.Column("outcome", sa.String(16)),
    sa.Column("closed_at", Instant),
    sa.Column("hidden_at", Instant),
    # Never shown to the person; and ended by no PIN any more (see `Checkin`).
    sa.Column("unseen", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("kept", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reminder_s", sa.Float, nullable=False),
    sa.Column("grace_s", sa.Float, nullable=False),
    sa.Column("escalate_s", sa.Float, nullable=False),
    sa.Column("hold_s", sa.Float, nullable=False),
    sa.Index("ix_checkins_next_at", "next_at"),
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    _id(),
    _of("people", nullable=True),
    _of("contacts", nullable=True),
    sa.Column("endpoint_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("endpoint_sealed", sa.LargeBinary, nullable=False),
    sa.Column("keys_sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_on", sa.Date, nullable=False),
)

recipients = sa.Table(
    "recipients",
    metadata,
    sa.Column("checkin_id", sa.ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("contact_id", sa.ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("standing", sa.String(16), nullable=False),
    sa.Column("told_round", sa.Integer, nullable=False),
    sa.Column("ever_told", sa.Boolean, nullable=False),
    sa.Column("told_at", Instant),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("token_sealed", sa.LargeBinary, nullable=False),
    sa.Index("ix_recipients_contact_id", "contact_id"),
)

hearings = sa.Table(
    "hearings",
    metadata,
    _id(),
    _of("people"),
    sa.Column("at", Instant, nullable=False),
    sa.Column("zone", sa.String(40), nullable=False),
    sa.Column("zone_guessed", sa.Boolean, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("told", sa.Integer, nullable=False),
    sa.Column("note_sealed", sa.LargeBinary),
    sa.Column("created_on", sa.Date, nullable=False),
    sa.Index("ix_hearings_next_at", "next_at"),
)

messages = sa.Table(
    "messages",
    metadata,
    _id(),
    _of("people", nullable=True),
    _of("checkins", nullable=True),
    _of("contacts", nullable=True),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("channel", sa.String(8), nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("lang", sa.String(16), nullable=False),
    sa.Column("to_sealed", sa.LargeBinary),
    sa.Column("body_sealed", sa.LargeBinary),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("doubtful", sa.Boolean, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("send_at", Instant),
    sa.Column("useful_until", Instant, nullable=False),
    sa.Column("accepted_at", Instant),
    sa.Column("followed", sa.Boolean, nullable=False),
    sa.Column("provider_id", sa.String(64)),
    sa.Column("error", sa.String(16)),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Index("ix_messages_send_at", "priority", "send_at"),
)

tries = sa.Table(
    "tries",
    metadata,
    sa.Column("whose", sa.LargeBinary, primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("again_at", Instant),
    sa.Column("changed_at", Instant, nullable=False, index=True),
)

inbound = sa.Table(
    "inbound",
    metadata,
    sa.Column("provider_id", sa.String(64), primary_key=True),
    sa.Column("phone_hash", sa.LargeBinary, nullable=False, index=True),
    sa.Column("reply_sealed", sa.LargeBinary),
    sa.Column("received_at", Instant, nullable=False),
    # We answered a stranger: a number that is nobody's contact and has no contacts.
    sa.Column("to_stranger", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("ix_inbound_to_stranger", "to_stranger", "received_at"),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("provider_id", sa.String(64), primary_key=True),
    sa.Column("due_at", Instant, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("phone_hash", sa.LargeBinary, primary_key=True),
    sa.Column("lang", sa.String(16), nullable=False),
    sa.Column("place", sa.String(8), nullable=False),
    sa.Column("memory_sealed", sa.LargeBinary, info={"cell": "threads.memory"}),
    sa.Column("changed_at", Instant, nullable=False),
)

workers = sa.Table(
    "workers",
    metadata,
    _id(),
    sa.Column("beat_at", Instant, nullable=False),
)

daily_counters = sa.Table(
    "daily_counters",
    metadata,
    _id(),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("channel", sa.String(8), nullable=False),
    sa.Column("step", sa.String(16), nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("segments", sa.BigInteger, nullable=False),
)

host_sessions = sa.Table(
    "host_sessions",
    metadata,
    _id(),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("until", Instant, nullable=False),
)

announcements = sa.Table(
    "announcements",
    metadata,
    sa.Column("lang", sa.String(16), primary_key=True),
    sa.Column("text", sa.String(300), nullable=False),
    sa.Column("until", Instant, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    _id(),
    sa.Column("channel", sa.String(8), nullable=False),
    sa.Column("purpose", sa.String(8), nullable=False),
    sa.Column("step", sa.String(16), nullable=False),
    sa.Column("within_s", sa.Float),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
)
