"""Court dates, with reminders a week, three days, a day and two hours before.

The reminder and the row's `next_at` are written in one transaction, so that none is lost or sent
twice. The worker deletes a date half a day after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from checkin.messages import routing
from checkin.messages.push_texts import plain
from checkin.people import people, silence
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work, new_id
from checkin.storage.tables import hearings
from checkin.times import belonging, dates, named_zones, zones
from checkin.times.dates import ParsedDate, UnreadableDate
from checkin.times.zones import Zone
from content.phrases import Translator

REMIND_BEFORE = (timedelta(days=7), timedelta(days=3), timedelta(days=1), timedelta(hours=2))
KEPT_AFTER = timedelta(hours=12)
MOST = 10
LONGEST_NOTE = 200
_KIND = "court"
_DAY = timedelta(days=1)
_SET_ASIDE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Hearing:
    """One court date.

    `at`: timezone-aware, UTC. `zone`: the court's time zone, an IANA name; `zone_guessed`: nobody
    has confirmed it. `told`: how many of `REMIND_BEFORE` have been sent or skipped.
    """

    id: str
    person_id: str
    at: datetime
    zone: str
    zone_guessed: bool
    told: int
    note: str

    @property
    def reminders(self) -> tuple[datetime, ...]:
        """When each reminder is due, in UTC. Those counted in days come at the same time of day on
        the court's clock, even when that clock changes in between."""
        local = self.at.astimezone(ZoneInfo(self.zone))
        return tuple(
            (local - before).astimezone(UTC) if before >= _DAY else self.at - before
            for before in REMIND_BEFORE
        )

    @property
    def next_at(self) -> datetime:
        """When the worker takes it up next: for a reminder or, after the last one, to delete it."""
        return (*self.reminders, self.at + KEPT_AFTER)[self.told]

    def as_of(self, now: datetime) -> "Hearing":
        """The same date with every reminder up to `now` counted as told."""
        return replace(self, told=max(self.told, sum(moment <= now for moment in self.reminders)))


def parse_date(text: str, *, now: datetime, langs: Sequence[str]) -> ParsedDate:
    """The moment that `text` names, and the other words: see `dates.parse`. Where the text names a
    time zone, the moment is in that one. After NOTE all is the note. Raises Refused."""
    text, note = belonging.noted(text)
    named = named_zones.split(text)
    there = now.astimezone(ZoneInfo(named.zone)) if named.zone else now
    try:
        written = dates.parse(named.text, now=there, langs=langs)
    except UnreadableDate as error:
        raise Refused(Reason(error.fault), example=error.example) from error
    if doubt := named.doubt or named_zones.doubt(written.after, named.zone):
        example = f"{written.at:%m/%d} {written.at:%I:%M%p} NOTE {doubt}"
        raise Refused(Reason.UNSURE_TIME, words=doubt, example=example)
    return replace(written, rest=" ".join(filter(None, (written.rest, note))))


def add(work: Work, person: Person, at: datetime, zone: Zone, note: str = "") -> Hearing:
    """Save a court date; for a moment already saved only the note and the zone change.

    `at`: timezone-aware. Reminders that would be due by now are skipped. Raises Refused when the
    person has `MOST` dates already.
    """
    mine = of(work, person)
    known = next((each for each in mine if each.at == at.astimezone(UTC)), None)
    if known is None and len(mine) >= MOST:
        raise Refused(Reason.TOO_MANY_DATES, most=MOST)
    hearing = Hearing(
        id=known.id if known else new_id(),
        person_id=person.id,
        at=at.astimezone(UTC),
        zone=zone.name,
        zone_guessed=not zone.sure,
        told=0,
        note=(note.strip() or (known.note if known else ""))[:LONGEST_NOTE],
    ).as_of(work.now)
    if known:
        work.conn.execute(_row(known).values(**_values(work, hearing)))
    else:
        ids = {"id": hearing.id, "person_id": person.id, "created_on": work.today}
        work.conn.execute(hearings.insert().values(**ids, **_values(work, hearing)))
    return hearing


def of(work: Work, person: Person) -> list[Hearing]:
    """The person's court dates, earliest first. A past one is listed for half a day more."""
    return list(_many(work, hearings.c.person_id == person.id))


def remove(work: Work, person: Person, id: str) -> None:
    """Delete the date with this id, if it is the person's own."""
    mine = hearings.c.person_id == person.id
    work.conn.execute(hearings.delete().where(hearings.c.id == id, mine))


def clear(work: Work, person: Person) -> int:
    """Delete all of the person's dates. Returns how many there were."""
    return work.conn.execute(hearings.delete().where(hearings.c.person_id == person.id)).rowcount


def settle(work: Work, person: Person) -> None:
    """The person's time zone is known now: move dates saved with a guessed zone into it.

    The time on the clock stays the same.
    """
    for hearing in of(work, person):
        settled = _settled(work, person, hearing)
        if settled != hearing:
            work.conn.execute(_row(hearing).values(**_values(work, settled)))


def remind_due(work: Work, limit: int) -> int:
    """Enqueue the reminders of up to `limit` dates that are due. Returns how many dates were due.

    A date that fails, such as one whose note cannot be decrypted, is tried again half a minute
    later and holds up no other.
    """
    due = (
        sa.select(hearings.c.id)
        .where(hearings.c.next_at <= work.now)
        .order_by(hearings.c.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = [row.id for row in work.conn.execute(due)]
    for id in ids:
        with work.savepoint(
            "A reminder of date %s could not be made; trying again soon.", id
        ) as part:
            for hearing in _many(work, hearings.c.id == id):
                _wake(work, hearing)
        if part.failed:
            later = hearings.update().where(hearings.c.id == id)
            work.conn.execute(later.values(next_at=work.now + _SET_ASIDE))
    return len(ids)


def when(work: Work, person: Person, hearing: Hearing, tr: Translator, *, full: bool) -> str:
    """The date in words, in the court's time. The zone is named too, unless the person's place has
    only that one. `full`: with the year, see `dates.in_words`."""
    local = hearing.at.astimezone(ZoneInfo(hearing.zone))
    said = dates.in_words(local, tr, now=work.now, full=full)
    if zones.of(work.core.library.places, person).choices == (hearing.zone,):
        return said
    return f"{said} ({zones.called(hearing.zone, tr)})"


def lengths(hearing: Hearing, tr: Translator) -> list[str]:
    """The reminders still to come, as "a week", "3 days": how long before the date each is."""
    _ = tr.gettext
    return [_("a week"), _("3 days"), _("a day"), _("2 hours")][hearing.told :]


def _wake(work: Work, before: Hearing) -> None:
    person = people.get(work, before.person_id)
    if person is None:
        return
    hearing = _settled(work, person, before).as_of(work.now)
    if work.now >= hearing.at + KEPT_AFTER:
        remove(work, person, hearing.id)
        return
    if hearing.told > before.told and work.now < hearing.at:
        _remind(work, person, hearing)
    work.conn.execute(_row(hearing).values(**_values(work, hearing)))


def _remind(work: Work, person: Person, hearing: Hearing) -> None:
    tr = work.translator(person.lang)
    due = when(work, person, hearing, tr, full=False)
    # Others may see the screen: no note, and nothing that says what the appointment is for.
    text = tr.gettext(
        "Reminder: your appointment is on %(when)s. Text COURT for what to bring.", when=due
    )
    shown = tr.gettext("Reminder: your appointment is on %(when)s.", when=due)
    if silence.silent(work, person):
        # Her number may be somebody else's by now.
        text = tr.gettext(
            "Reminder from Raincheck, a safety check-in: a date that you saved is %(length)s away. "
            "To see it, text STATUS.",
            length=lengths(replace(hearing, told=hearing.told - 1), tr)[0],
        )
    routing.to_person(
        work,
        person,
        kind=_KIND,
        text=text,
        shown=lambda: plain(work, person, shown, page="court", instead=text),
        useful_until=min(hearing.next_at, hearing.at),
    )


def _settled(work: Work, person: Person, hearing: Hearing) -> Hearing:
    """The date moved from a guessed zone to the person's known one, same time on the clock."""
    zone = zones.of(work.core.library.places, person)
    if not (hearing.zone_guessed and zone.sure):
        return hearing
    wall = hearing.at.astimezone(ZoneInfo(hearing.zone)).replace(tzinfo=ZoneInfo(zone.name))
    return replace(hearing, at=wall.astimezone(UTC), zone=zone.name, zone_guessed=False)


def _row(hearing: Hearing) -> sa.Update:
    return hearings.update().where(hearings.c.id == hearing.id)


def _values(work: Work, hearing: Hearing) -> dict[str, object]:
    return {
        "at": hearing.at,
        "zone": hearing.zone,
        "zone_guessed": hearing.zone_guessed,
        "told": hearing.told,
        "next_at": hearing.next_at,
        "note_sealed": work.seal(hearing.note or None, _cell(hearing.id)),
    }


def _many(work: Work, *where: sa.ColumnElement[bool]) -> Iterator[Hearing]:
    for row in work.conn.execute(sa.select(hearings).where(*where).order_by(hearings.c.at)).all():
        yield Hearing(
            id=row.id,
            person_id=row.person_id,
            at=row.at,
            zone=row.zone,
            zone_guessed=row.zone_guessed,
            told=row.told,
            note=work.open(row.note_sealed, _cell(row.id)) or "",
        )


def _cell(id: str) -> str:
    return f"hearings.note:{id}"
