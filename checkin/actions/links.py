"""The link between the web app and a phone number, which makes both one person's.

The link code travels in our reply to the phone and is typed into the app: so only who can read what
that phone is sent links anything to it.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from checkin.actions import joining
from checkin.messages import outbox, texts
from checkin.people import contacts, people, pins
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import devices, subscriptions
from checkin.storage.tables import people as table

LASTS = timedelta(minutes=15)

# No vowel, so that no word comes out, and no letter that looks like another.
_LETTERS = "CDFHJKLMNPRTVWXY"
_COUNT = 8


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of it. `pins_of_phone`: both sides had PINs, and those of the phone now count."""

    person: Person
    pins_of_phone: bool = False


def code(work: Work, person: Person) -> str:
    """A new code for the number of this person, such as "KTXRDFHM". It works once, for `LASTS`; the
    one before stops working."""
    made = "".join(secrets.choice(_LETTERS) for _ in range(_COUNT))
    row = table.update().where(table.c.id == person.id)
    work.conn.execute(row.values(pairing_hash=_hash(work, made), pairing_until=work.now + LASTS))
    return made


def join(work: Work, typed: str, app: Person | None) -> Linked:
    """Link the app, where `typed` was typed, to the number that was sent this code. What either
    side holds is one person's from now on; both phones concerned are told.

    `app`: the person of the app, if it has one. Raises Refused for a code that is not known or too
    old, while a timer runs on both sides, and where another link would end while one runs.
    """
    waiting = sa.and_(table.c.pairing_hash == _hash(work, typed), table.c.pairing_until > work.now)
    id = work.conn.scalar(sa.select(table.c.id).where(waiting))
    phones = people.get(work, id) if id else None
    if phones is None or phones.phone is None:
        raise Refused(Reason.LINK_UNKNOWN)
    for each in sorted(filter(None, (phones, app)), key=lambda one: one.id):
        people.lock(work, each)
    used = table.update().where(table.c.id == phones.id)
    if app is None or app.id == phones.id:
        work.conn.execute(used.values(pairing_hash=None, pairing_until=None))
        _tell(work, phones, phones.phone, linked=True)
        return Linked(phones)
    _check(work, phones, app)
    work.conn.execute(used.values(pairing_hash=None, pairing_until=None))
    if app.phone:
        _tell(work, app, app.phone, linked=False)
    both = pins.needed(work, phones) and pins.needed(work, app)
    joined = joining.one(work, phones, app)
    _tell(work, joined, phones.phone, linked=True)
    return Linked(joined, both)


def unlink(work: Work, person: Person, *, tell: bool = False) -> None:
    """Take every app off the person's number. What they held stays with the number. `tell`: the
    phone, which did not ask for it."""
    for theirs in (devices, subscriptions):
        work.conn.execute(theirs.delete().where(theirs.c.person_id == person.id))
    if tell and person.phone:
        _tell(work, person, person.phone, linked=False)


def linked(work: Work, person: Person) -> bool:
    """Whether an app is linked to the person's number."""
    theirs = sa.select(devices.c.id).where(devices.c.person_id == person.id).limit(1)
    return bool(person.phone) and work.conn.execute(theirs).first() is not None


def _check(work: Work, phones: Person, app: Person) -> None:
    """Raises Refused where these two cannot be one."""
    of_phone, of_app = people.timer_runs(work, phones), people.timer_runs(work, app)
    if of_phone and of_app:
        raise Refused(Reason.LINK_TWO_TIMERS)
    if (of_phone or of_app) and (app.phone or linked(work, phones)):
        raise Refused(Reason.LINK_RUNNING)
    if any(each.phone == phones.phone for each in contacts.of(work, app)):
        raise Refused(Reason.LINK_CONTACT)


def _tell(work: Work, person: Person, phone: str, *, linked: bool) -> None:
    outbox.enqueue(
        work,
        kind="linked" if linked else "unlinked",
        to=phone,
        lang=person.lang,
        body=texts.linked(work.translator(person.lang), linked=linked),
        person_id=person.id,
    )


def _hash(work: Work, code: str) -> bytes:
    letters = "".join(each for each in code.upper() if each.isalpha())
    return work.core.vault.hash(f"link:{letters}")
