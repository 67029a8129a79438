"""Which channels a message takes: a push to every subscribed browser, a text or call, or both.

A push has no delivery receipt: the push service accepts it and never says whether it reached the
phone. So contacts get both, and so does the person where a missed question would set off an
alert. Otherwise a push is enough, and a text follows at once if the push service refuses it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import outbox, texts
from checkin.messages.notification import Notification
from checkin.messages.outbox import Outgoing
from checkin.people import people, silence, subscriptions
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.people.subscriptions import Subscription
from checkin.storage.core import Work
from checkin.storage.tables import messages

_NAMING_NOBODY = (Kind.REMIND, Kind.ASK, Kind.ASK_AGAIN, "court")


def to_person(
    work: Work,
    person: Person,
    *,
    kind: str,
    text: str,
    shown: Callable[[], Notification],
    both: bool = False,
    checkin_id: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> None:
    """Tell the person by push, or by text if they have no browser to push to. `both`: by each.

    `shown` makes the notification, and is called only if there is one to send. Who stands for a
    person in one alert alone is told nothing.
    """
    about: dict[str, Any] = {
        "kind": kind,
        "person_id": person.id,
        "checkin_id": checkin_id,
        "due_at": due_at,
        "useful_until": useful_until,
    }
    if person.stands_for:
        return
    pushes = subscriptions.of(work, person.id)
    if person.phone and (both or not pushes):
        body = _for_her_alone(work, person, kind, text)
        outbox.enqueue(work, to=person.phone, lang=person.lang, body=body, **about)
    _push(work, pushes, shown, about)


def to_contact(
    work: Work,
    contact: Contact,
    *,
    kind: str,
    text: str,
    shown: Callable[[], Notification],
    person_id: str,
    channel: ChannelKind = ChannelKind.TEXT,
    checkin_id: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> bool:
    """Tell a contact by push, if they have a browser, and on `channel` (text or call), if they have
    a number. Returns False if they have neither."""
    about: dict[str, Any] = {
        "kind": kind,
        "person_id": person_id,
        "checkin_id": checkin_id,
        "contact_id": contact.id,
        "due_at": due_at,
        "useful_until": useful_until,
    }
    if contact.phone:
        outbox.enqueue(
            work, to=contact.phone, lang=contact.lang, body=text, channel=channel, **about
        )
    _push(work, contact.pushes, shown, about)
    return contact.reachable


def text_instead(work: Work, outgoing: Outgoing) -> None:
    """A push to the person was refused: send its text, unless the same text was sent already."""
    person = people.get(work, outgoing.person_id) if outgoing.person_id else None
    if person is None or person.phone is None or outgoing.contact_id:
        return
    same = sa.select(messages.c.id).where(
        messages.c.person_id == person.id,
        messages.c.contact_id.is_(None),
        messages.c.kind == outgoing.kind,
        messages.c.checkin_id == outgoing.checkin_id,
        messages.c.channel == ChannelKind.TEXT,
        messages.c.created_at >= outgoing.message.created_at,
    )
    if work.conn.execute(same.limit(1)).first() is None:
        outbox.enqueue(
            work,
            kind=outgoing.kind,
            to=person.phone,
            lang=outgoing.message.lang,
            body=_for_her_alone(
                work, person, outgoing.kind, Notification.parse(outgoing.message.body).instead
            ),
            person_id=person.id,
            checkin_id=outgoing.checkin_id,
            useful_until=outgoing.message.useful_until,
        )


def _for_her_alone(work: Work, person: Person, kind: str, text: str) -> str:
    """The text, or in its place one that names nobody, if the number may not be hers any more."""
    if kind in _NAMING_NOBODY or not silence.silent(work, person):
        return text
    return texts.news(work.translator(person.lang))


def _push(
    work: Work,
    browsers: Sequence[Subscription],
    shown: Callable[[], Notification],
    about: dict[str, Any],
) -> None:
    if browsers:
        note = shown()
        for browser in browsers:
            outbox.enqueue(
                work,
                to=browser.serialize(),
                lang=note.lang,
                body=note.serialize(),
                channel=ChannelKind.PUSH,
                **about,
            )
