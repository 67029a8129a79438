"""Making two people one, where it turns out that a number and an app are the same person's.

One row is kept, and all that hangs on the other moves over. What is sealed under a name of its own
moves as it is; what is sealed under the person's is sealed anew.
"""

import sqlalchemy as sa

from checkin.people import contacts, people, pins, plans
from checkin.people.contacts import Consent, Contact
from checkin.people.people import Person, Police
from checkin.people.plans import LONGEST, About
from checkin.storage.core import Work
from checkin.storage.tables import checkins, devices, hearings, messages, recipients, subscriptions
from checkin.storage.tables import contacts as contacts_table
from checkin.storage.tables import people as table

_MOVED = (checkins, devices, hearings, messages, subscriptions)


def one(work: Work, phones: Person, app: Person) -> Person:
    """Both as one person, with the number of `phones`. PINs are hashed under their person, so the
    row that has some is kept; where both have, the number's."""
    of_app = pins.needed(work, app) and not pins.needed(work, phones)
    kept, gone = (app, phones) if of_app else (phones, app)
    for moved in _MOVED:
        work.conn.execute(
            moved.update().where(moved.c.person_id == gone.id).values(person_id=kept.id)
        )
    _contacts(work, kept, gone)
    # Alerts that go on in rows of their own, kept for her (see `parting`).
    copies = table.update().where(table.c.stands_for == gone.id)
    work.conn.execute(copies.values(stands_for=kept.id))
    for about in About:
        texts = dict.fromkeys(filter(None, (plans.get(work, p, about) for p in (kept, gone))))
        plans.write(work, kept, about, "\n".join(texts)[:LONGEST])
    phone = phones.phone
    chosen = next((p for p in (kept, gone) if p.police is not Police.ASK), kept)
    code = _code(work, kept, gone)
    invited = sum(people.invitations_today(work, each) for each in (kept, gone))
    work.conn.execute(table.delete().where(table.c.id == gone.id))
    work.conn.execute(
        table.update()
        .where(table.c.id == kept.id)
        .values(
            phone_sealed=work.seal(phone, f"people.phone:{kept.id}"),
            phone_hash=work.core.vault.hash(phone) if phone else None,
            name_sealed=work.seal(kept.name or gone.name, f"people.name:{kept.id}"),
            zone=kept.zone or gone.zone,
            police=chosen.police,
            police_after_hours=chosen.police_after_hours,
            at_once=kept.at_once or gone.at_once,
            invitations=invited,
            invited_on=work.today if invited else None,
            # What was sent to the number has just been read: it is hers, and she is here.
            seen_on=work.today,
            asked_on=None,
            doubted_on=None,
            **code,
        )
    )
    found = people.get(work, kept.id)
    if found is None:
        raise LookupError("A person who was just written is gone.")
    return found


def _code(work: Work, kept: Person, gone: Person) -> dict[str, bytes | None]:
    """The check-in code that only the gone row has: she may know it by heart."""
    mine = sa.select(table.c.code_hash).where(table.c.id == kept.id)
    if work.conn.scalar(mine):
        return {}
    row = work.conn.execute(
        sa.select(table.c.code_hash, table.c.code_sealed).where(table.c.id == gone.id)
    ).one()
    code = work.open(row.code_sealed, f"people.code:{gone.id}")
    return {"code_hash": row.code_hash, "code_sealed": work.seal(code, f"people.code:{kept.id}")}


def _contacts(work: Work, kept: Person, gone: Person) -> None:
    """Move the contacts behind those of the kept row. Whoever is on both lists stays once."""
    mine = _all(work, kept)
    by_phone = {each.phone: each for each in mine if each.phone}
    last = max((each.position for each in mine), default=0)
    for position, each in enumerate(_all(work, gone), last + 1):
        twin = by_phone.get(each.phone)
        if twin:
            _merge(work, twin, each)
            continue
        row = contacts_table.update().where(contacts_table.c.id == each.id)
        work.conn.execute(row.values(person_id=kept.id, position=position))


def _all(work: Work, person: Person) -> list[Contact]:
    """The person's contacts in order."""
    rows = sa.select(contacts_table.c.id).where(contacts_table.c.person_id == person.id)
    ids = [row.id for row in work.conn.execute(rows.order_by(contacts_table.c.position))]
    found = contacts.many(work, ids)
    return [found[id] for id in ids]


def _merge(work: Work, kept: Contact, gone: Contact) -> None:
    """Make two rows of one contact one: alerts, messages and browsers move over."""
    told = sa.select(recipients).where(recipients.c.contact_id == gone.id)
    for row in work.conn.execute(told).all():
        cell = f"recipients.token:{row.checkin_id}"
        token = work.open(row.token_sealed, f"{cell}:{gone.id}")
        theirs = sa.and_(
            recipients.c.checkin_id == row.checkin_id, recipients.c.contact_id == gone.id
        )
        values = {"contact_id": kept.id, "token_sealed": work.seal(token, f"{cell}:{kept.id}")}
        work.conn.execute(recipients.update().where(theirs).values(**values))
    work.conn.execute(checkins.update().where(checkins.c.holder == gone.id).values(holder=kept.id))
    for moved in (messages, subscriptions):
        work.conn.execute(
            moved.update().where(moved.c.contact_id == gone.id).values(contact_id=kept.id)
        )
    of_both = _heard(work, kept, gone)
    of_both["told_of_danger"] = kept.told_of_danger and gone.told_of_danger
    if gone.consent is Consent.CONFIRMED:
        of_both["consent"] = Consent.CONFIRMED
    this = contacts_table.update().where(contacts_table.c.id == kept.id)
    work.conn.execute(this.values(**of_both))
    copies = contacts_table.update().where(contacts_table.c.stands_for == gone.id)
    work.conn.execute(copies.values(stands_for=kept.id))
    work.conn.execute(contacts_table.delete().where(contacts_table.c.id == gone.id))


def _heard(work: Work, kept: Contact, gone: Contact) -> dict[str, object]:
    """When the number of both was last heard of. A doubt of either stays, and so does a question
    that waits for its answer."""
    columns = (contacts_table.c.seen_on, contacts_table.c.asked_on, contacts_table.c.doubted_on)
    both = sa.select(*columns).where(contacts_table.c.id.in_([kept.id, gone.id]))
    found = [[day for day in days if day] for days in zip(*work.conn.execute(both), strict=True)]
    seen, asked, doubted = found
    return {
        "seen_on": max(seen, default=None),
        "asked_on": max(asked, default=None),
        "doubted_on": min(doubted, default=None),
    }
