"""Check-ins as rows. Only this module reads and writes them whole.

The check-ins that are read to be changed are locked (SELECT … FOR UPDATE) until the transaction
ends.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from checkin.machine.advance import Checkin, Outcome, Recipient, Standing, State, Timeline
from checkin.people import locations, people
from checkin.people.locations import Location
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.storage.core import Work
from checkin.storage.tables import Instant, checkins, recipients
from checkin.storage.tables import contacts as contacts_table
from checkin.storage.tables import people as people_table
from checkin.storage.vault import new_token, token_hash

_PLAIN = (
    "state",
    "due_at",
    "next_at",
    "at_once",
    "sos",
    "reminded",
    "asked",
    "round",
    "holder",
    "outcome",
    "closed_at",
    "hidden_at",
    "unseen",
    "kept",
)


# Built once: a batch gathers values by statement object (see `Work.write`). Two that set different
# columns must be two objects.
_THIS = checkins.c.id == sa.bindparam("which")
_CHANGE = checkins.update().where(_THIS)
_DESTROY = checkins.update().where(_THIS)
_THIS_RECIPIENT = sa.and_(
    recipients.c.checkin_id == sa.bindparam("which"), recipients.c.contact_id == sa.bindparam("who")
)
# Writes what is there: as much work as to destroy it.
_KEEP = checkins.update().where(_THIS)
_CHANGE_RECIPIENT = recipients.update().where(_THIS_RECIPIENT)
_TELL = recipients.update().where(_THIS_RECIPIENT)


@dataclass(frozen=True, slots=True)
class Timer:
    """A check-in with what the state machine does not need.

    `note`: what the person wrote, with their plan. `location`: the one shared last. Both are None
    if there is none, and once they are destroyed. `first_due_at`: the end asked for at the start.
    """

    checkin: Checkin
    person_id: str
    note: str | None
    started_at: datetime
    first_due_at: datetime
    about: About = About.MISSING
    location: Location | None = None


def insert(
    work: Work, person: Person, checkin: Checkin, note: str, about: About = About.MISSING
) -> Timer:
    """Insert a new check-in, with a link (token) for each of its contacts."""
    line = checkin.timeline
    work.conn.execute(
        checkins.insert().values(
            id=checkin.id,
            person_id=person.id,
            started_at=work.now,
            first_due_at=checkin.due_at,
            about=about,
            note_sealed=work.seal(note or None, f"checkins.plan:{checkin.id}"),
            reminder_s=line.reminder.total_seconds(),
            grace_s=line.grace.total_seconds(),
            escalate_s=line.escalate.total_seconds(),
            hold_s=line.hold.total_seconds(),
            **_values(checkin),
        )
    )
    for position, recipient in enumerate(checkin.recipients):
        _insert_recipient(work, checkin.id, position, recipient)
    return Timer(checkin, person.id, note or None, work.now, checkin.due_at, about)


def add_recipients(work: Work, timer: Timer, contact_ids: tuple[str, ...]) -> Timer:
    """Add these contacts to a check-in, after those it has. Returns it with them."""
    had = timer.checkin.recipients
    new = [id for id in contact_ids if timer.checkin.recipient(id) is None]
    added = tuple(Recipient(id) for id in new)
    for position, recipient in enumerate(added, len(had)):
        _insert_recipient(work, timer.checkin.id, position, recipient)
    return replace(timer, checkin=replace(timer.checkin, recipients=had + added))


def _insert_recipient(work: Work, checkin_id: str, position: int, recipient: Recipient) -> None:
    token = new_token()
    cell = f"recipients.token:{checkin_id}:{recipient.contact_id}"
    work.conn.execute(
        recipients.insert().values(
            checkin_id=checkin_id,
            contact_id=recipient.contact_id,
            position=position,
            standing=recipient.standing,
            told_round=recipient.told_round,
            ever_told=recipient.ever_told,
            token_hash=token_hash(token),
            token_sealed=work.seal(token, cell),
        )
    )


def save(work: Work, before: Checkin, after: Checkin) -> None:
    """Write what changed between `before` and `after`. Once it is over its note and location go."""
    if after == before:
        return
    values: dict[str, Any] = _values(after)
    if after.over:
        gone = {"note_sealed": None, "location_sealed": None, "location_at": None}
        work.write(_DESTROY, {"which": after.id, **gone})
    work.write(_CHANGE, {"which": after.id, **values})
    for position, recipient in enumerate(after.recipients):
        if position < len(before.recipients) and before.recipients[position] == recipient:
            continue
        was = before.recipient(recipient.contact_id)
        told_now = recipient.told_round and (was is None or was.told_round != recipient.told_round)
        work.write(
            _TELL if told_now else _CHANGE_RECIPIENT,
            {
                "which": after.id,
                "who": recipient.contact_id,
                "position": position,
                "standing": recipient.standing,
                "told_round": recipient.told_round,
                "ever_told": recipient.ever_told,
                **({"told_at": work.now} if told_now else {}),
            },
        )


def close(work: Work, timer: Timer, after: Checkin) -> None:
    """Write a check-in as just closed. Its note and location go, unless the alert that follows a
    duress (`hidden_at`) still needs them. That takes the same statements."""
    values = _values(after)
    if after.hidden_at is None:
        gone = {"note_sealed": None, "location_sealed": None, "location_at": None}
        work.write(_DESTROY, {"which": after.id, **gone})
    else:
        at = timer.location.at if timer.location else None
        work.write(_KEEP, {"which": after.id, "location_at": at})
    work.write(_CHANGE, {"which": after.id, **values})


def call_off(work: Work, person: Person, *, safe: bool) -> None:
    """Close the alerts that hide from this person, if she is `safe`; the worker says so.

    One statement, whether there are any or not, and whether she is safe or not.
    """
    work.conn.execute(
        checkins.update()
        .where(_hidden_from(person), sa.literal(safe))
        .values(
            state=State.CLOSED,
            outcome=Outcome.SAFE,
            closed_at=sa.func.coalesce(checkins.c.closed_at, sa.literal(work.now, Instant)),
            next_at=work.now,
            hidden_at=None,
            holder=None,
            asked=False,
            note_sealed=None,
            location_sealed=None,
            location_at=None,
        )
    )


def keep_hidden(work: Work, person: Person, *, forced: bool) -> None:
    """If she is `forced`, no PIN ends an alert that hides from her any more. One statement, whether
    she is or not."""
    hers = checkins.update().where(_hidden_from(person), sa.literal(forced))
    work.conn.execute(hers.values(kept=True))


def hides(work: Work, person: Person) -> bool:
    """Whether an alert that this person does not see, and could end, goes on or ended
    unanswered."""
    return bool(work.conn.scalar(sa.select(sa.exists().where(_hidden_from(person)))))


def _hidden_from(person: Person) -> sa.ColumnElement[bool]:
    theirs = sa.select(people_table.c.id).where(people_table.c.stands_for == person.id)
    hers = sa.or_(checkins.c.person_id == person.id, checkins.c.person_id.in_(theirs))
    return sa.and_(checkins.c.hidden_at.is_not(None), checkins.c.kept.is_(False), hers)


def unsaid(work: Work, person: Person) -> list[Timer]:
    """The person's closed check-ins of which something has still to be said, locked."""
    mine = sa.and_(checkins.c.person_id == person.id, checkins.c.next_at.is_not(None))
    return list(_timers(work, mine, checkins.c.state == State.CLOSED, lock=True))


def hand_over(work: Work, old: Checkin, new: Checkin, contact_ids: Mapping[str, str]) -> None:
    """Let the links of one check-in's alerts lead to another from now on. `contact_ids`: whose, as
    in the old one, and the same contact as in the new one."""
    for was, now in contact_ids.items():
        token, fresh = link_token(work, old.id, was), new_token()
        for id, contact_id, mine in ((old.id, was, fresh), (new.id, now, token)):
            cell = f"recipients.token:{id}:{contact_id}"
            work.conn.execute(
                recipients.update()
                .where(recipients.c.checkin_id == id, recipients.c.contact_id == contact_id)
                .values(token_hash=token_hash(mine), token_sealed=work.seal(mine, cell))
            )


def change_note(work: Work, timer: Timer, note: str, about: About) -> Timer:
    """Replace the note, and the case the check-in is about. Returns the check-in with both."""
    id = timer.checkin.id
    work.conn.execute(
        checkins.update()
        .where(checkins.c.id == id)
        .values(note_sealed=work.seal(note or None, f"checkins.plan:{id}"), about=about)
    )
    return replace(timer, note=note or None, about=about)


def change_location(work: Work, timer: Timer, location: Location | None) -> Timer:
    """Replace the location, or with None destroy it. Returns the check-in with it."""
    id = timer.checkin.id
    sealed = work.seal(locations.serialize(location) if location else None, f"checkins.spot:{id}")
    row = checkins.update().where(checkins.c.id == id)
    at = location.at if location else None
    work.conn.execute(row.values(location_sealed=sealed, location_at=at))
    return replace(timer, location=location)


def mean_end(work: Work, timer: Timer) -> Timer:
    """The end that the check-in has now is the one that was meant at its start. Returns it so."""
    due_at = timer.checkin.due_at
    row = checkins.update().where(checkins.c.id == timer.checkin.id)
    work.conn.execute(row.values(first_due_at=due_at))
    return replace(timer, first_due_at=due_at)


def get(work: Work, checkin_id: str) -> Timer | None:
    """The check-in with this id, locked; None if there is none."""
    return next(_timers(work, checkins.c.id == checkin_id, lock=True), None)


def many(work: Work, ids: Collection[str]) -> list[Timer]:
    """The check-ins with these ids, locked. Unknown ids are left out."""
    return list(_timers(work, checkins.c.id.in_(ids), lock=True))


def open_with(work: Work, contact_id: str) -> list[Timer]:
    """The open check-ins of which this contact is part, told or not, locked."""
    theirs = sa.select(recipients.c.checkin_id).where(recipients.c.contact_id == contact_id)
    return list(
        _timers(work, checkins.c.id.in_(theirs), checkins.c.state != State.CLOSED, lock=True)
    )


def of(work: Work, person: Person) -> list[Timer]:
    """All check-ins of the person's, open or closed, newest first, locked."""
    return list(_timers(work, checkins.c.person_id == person.id, lock=True))


def owner(work: Work, checkin_id: str) -> Person | None:
    """The person whose check-in this is; None if there is none."""
    query = sa.select(checkins.c.person_id).where(checkins.c.id == checkin_id)
    person_id = work.conn.scalar(query)
    return people.get(work, person_id) if person_id else None


def open_for(work: Work, person: Person, *, lock: bool = False) -> Timer | None:
    """The person's open check-in. None if there is none.

    `lock`: before changing it, since a worker may be changing it too. If there are two, the newer
    one: a late answer can reopen an unanswered alert while a newer timer runs.
    """
    mine = checkins.c.person_id == person.id
    return next(_timers(work, mine, checkins.c.state != State.CLOSED, lock=lock), None)


def latest_for(work: Work, person: Person) -> Timer | None:
    """The person's newest check-in, open or closed, that she has seen."""
    seen = sa.and_(checkins.c.person_id == person.id, checkins.c.unseen.is_(False))
    return next(_timers(work, seen), None)


def due_ids(work: Work, limit: int) -> list[str]:
    """The ids of up to `limit` due check-ins, the longest overdue first, locked. Those that another
    worker has locked are skipped."""
    due = (
        sa.select(checkins.c.id)
        .where(checkins.c.next_at <= work.now)
        .order_by(checkins.c.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [row.id for row in work.conn.execute(due)]


def by_link(work: Work, token: str) -> tuple[Timer, str] | None:
    """The check-in and the contact's id for the token of an alert's link. None if it is unknown."""
    row = work.conn.execute(
        sa.select(recipients.c.checkin_id, recipients.c.contact_id).where(
            recipients.c.token_hash == token_hash(token)
        )
    ).first()
    timer = get(work, row.checkin_id) if row else None
    return (timer, row.contact_id) if row and timer else None


def link_tokens(work: Work, checkin_ids: Collection[str]) -> dict[str, str]:
    """The link tokens of these check-ins' alerts, by "checkin_id:contact_id" (a `Batch` key)."""
    rows = work.conn.execute(sa.select(recipients).where(recipients.c.checkin_id.in_(checkin_ids)))
    return {f"{row.checkin_id}:{row.contact_id}": _token(work, row) for row in rows}


def link_token(work: Work, checkin_id: str, contact_id: str) -> str:
    """The token of the link in this contact's alerts of this check-in."""
    known: str | None = work.known(f"{checkin_id}:{contact_id}")
    if known is not None:
        return known
    row = work.conn.execute(
        sa.select(recipients).where(
            recipients.c.checkin_id == checkin_id, recipients.c.contact_id == contact_id
        )
    ).one()
    return _token(work, row)


def told(work: Work, contact_ids: list[str]) -> list[tuple[Timer, str]]:
    """The check-ins of which one of these contacts was told and which they can still answer, each
    with the contact's id. The most recently told first."""
    if not contact_ids:
        return []
    rows = work.conn.execute(
        sa.select(recipients.c.checkin_id, recipients.c.contact_id)
        .join(checkins, checkins.c.id == recipients.c.checkin_id)
        .where(
            recipients.c.contact_id.in_(contact_ids),
            recipients.c.ever_told,
            sa.or_(
                checkins.c.state.in_([State.ALERTING, State.HELD]),
                checkins.c.outcome == Outcome.UNANSWERED,
            ),
        )
        .order_by(recipients.c.told_at.desc())
    ).all()
    found = ((get(work, row.checkin_id), row.contact_id) for row in rows)
    return [(timer, contact_id) for timer, contact_id in found if timer]


def alerted(work: Work, person: Person) -> set[str | bytes]:
    """Who is in an alert that this person does not see and that goes on: the ids of contacts as
    they were on the list, and the hashes of their numbers."""
    rows = work.conn.execute(
        sa.select(contacts_table.c.stands_for, contacts_table.c.phone_hash)
        .join(recipients, recipients.c.contact_id == contacts_table.c.id)
        .join(checkins, checkins.c.id == recipients.c.checkin_id)
        .join(people_table, people_table.c.id == checkins.c.person_id)
        .where(people_table.c.stands_for == person.id, checkins.c.state != State.CLOSED)
    ).all()
    return {value for row in rows for value in row if value}


def told_at(work: Work, checkin_id: str, contact_id: str) -> datetime | None:
    """When this contact was last told of this check-in; None if never."""
    theirs = sa.and_(recipients.c.checkin_id == checkin_id, recipients.c.contact_id == contact_id)
    return work.conn.scalar(sa.select(recipients.c.told_at).where(theirs))


def told_before(work: Work, contact_ids: list[str]) -> Timer | None:
    """The check-in that was closed last, of those of which one of these contacts was told. None if
    there is none; its row is gone within a day."""
    if not contact_ids:
        return None
    id = work.conn.scalar(
        sa.select(recipients.c.checkin_id)
        .join(checkins, checkins.c.id == recipients.c.checkin_id)
        .where(
            recipients.c.contact_id.in_(contact_ids),
            recipients.c.ever_told,
            checkins.c.state == State.CLOSED,
            checkins.c.outcome != Outcome.UNANSWERED,
        )
        .order_by(checkins.c.closed_at.desc())
        .limit(1)
    )
    return get(work, id) if id else None


def _token(work: Work, row: sa.Row[Any]) -> str:
    return work.open(row.token_sealed, f"recipients.token:{row.checkin_id}:{row.contact_id}") or ""


def _values(checkin: Checkin) -> dict[str, Any]:
    return {name: getattr(checkin, name) for name in _PLAIN}


def _timers(work: Work, *where: sa.ColumnElement[bool], lock: bool = False) -> Iterator[Timer]:
    query = sa.select(checkins).where(*where).order_by(checkins.c.started_at.desc())
    rows = work.conn.execute(query.with_for_update() if lock else query).all()
    theirs: dict[str, list[Recipient]] = {row.id: [] for row in rows}
    for r in work.conn.execute(
        sa.select(recipients)
        .where(recipients.c.checkin_id.in_(list(theirs)))
        .order_by(recipients.c.position)
    ):
        theirs[r.checkin_id].append(
            Recipient(r.contact_id, Standing(r.standing), r.told_round, r.ever_told)
        )
    for row in rows:
        checkin = Checkin(
            id=row.id,
            timeline=Timeline(
                reminder=timedelta(seconds=row.reminder_s),
                grace=timedelta(seconds=row.grace_s),
                escalate=timedelta(seconds=row.escalate_s),
                hold=timedelta(seconds=row.hold_s),
            ),
            due_at=row.due_at,
            recipients=tuple(theirs[row.id]),
            state=State(row.state),
            next_at=row.next_at,
            at_once=row.at_once,
            sos=row.sos,
            reminded=row.reminded,
            asked=row.asked,
            round=row.round,
            holder=row.holder,
            outcome=Outcome(row.outcome) if row.outcome else None,
            closed_at=row.closed_at,
            hidden_at=row.hidden_at,
            unseen=row.unseen,
            kept=row.kept,
        )
        note = work.open(row.note_sealed, f"checkins.plan:{row.id}")
        location = locations.parse(
            work.open(row.location_sealed, f"checkins.spot:{row.id}"), row.location_at
        )
        first = row.first_due_at or row.due_at
        yield Timer(checkin, row.person_id, note, row.started_at, first, About(row.about), location)
