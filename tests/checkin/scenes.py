"""Check-ins to start from: three contacts, a timeline with four lengths that cannot be confused."""

from datetime import UTC, datetime, timedelta

from checkin.machine.advance import Checkin, State, Timeline, advance, arm
from checkin.machine.events import Event, Tick
from checkin.machine.notices import Kind, Notices

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
LINE = Timeline(reminder=10 * MINUTE, grace=8 * MINUTE, escalate=5 * MINUTE, hold=60 * MINUTE)
DUE = START + 120 * MINUTE
MISSED = DUE + LINE.grace
ANN, BEA, CAT = "ann", "bea", "cat"
ALL = (ANN, BEA, CAT)


def armed(*contacts: str, at_once: bool = False, due: datetime = DUE) -> Checkin:
    """A timer armed at START, for ANN, BEA and CAT unless said."""
    return arm("it", due, contacts or ALL, timeline=LINE, at_once=at_once, now=START)


def after(checkin: Checkin, *events: tuple[Event, datetime]) -> Checkin:
    """The check-in after each event at its moment."""
    for event, now in events:
        checkin, _ = advance(checkin, event, now)
    return checkin


def due() -> Checkin:
    return after(armed(), (Tick(), DUE))


def alerting(*contacts: str, told: int = 1, at_once: bool = False) -> Checkin:
    """Missed, with `told` contacts told, the last of them at `last_told(told)`."""
    checkin = armed(*contacts, at_once=at_once)
    for n in range(told):
        checkin = after(checkin, (Tick(), MISSED + n * LINE.escalate))
    return checkin


def last_told(told: int) -> datetime:
    return MISSED + (told - 1) * LINE.escalate


def let_it_run(checkin: Checkin, *, until: State = State.CLOSED) -> list[tuple[datetime, Notices]]:
    """Tick whenever the check-in wants to be woken; what was said, and when."""
    said = []
    while checkin.state is not until:
        assert checkin.next_at is not None
        assert len(said) < 100, "it does not end"
        now = checkin.next_at
        checkin, notices = advance(checkin, Tick(), now)
        said.append((now, notices))
    return said


def told(notices: Notices, kind: Kind = Kind.ALERT) -> list[str | None]:
    """Who hears `kind`, in order."""
    return [notice.contact_id for notice in notices if notice.kind is kind]
