"""Making two people one: whatever refers to either of them is the one's afterwards. New tables and
columns fail here until they are thought of."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from checkin import store
from checkin.actions import joining, timers
from checkin.people import contacts, people, pins, plans
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.storage.core import Work, new_id
from checkin.storage.tables import Instant, messages, metadata, recipients, subscriptions
from checkin.storage.tables import contacts as contacts_table
from checkin.storage.tables import people as people_table
from checkin.storage.tables import plans as plans_table
from tests.checkin.scenes import MINUTE
from tests.checkin.stage import ANA, SAM, Stage

FROM_BOTH = {
    *("name_sealed", "phone_sealed", "phone_hash", "zone", "police", "police_after_hours"),
    *("at_once", "code_hash", "code_sealed", "invitations", "invited_on"),
    *("seen_on", "asked_on", "doubted_on"),
}
OF_THE_KEPT = {
    *("id", "lang", "place", "created_on", "leaving", "stands_for"),
    # PINs and the wrong ones among them belong together; the link's code was used up before.
    *("pin_hash", "duress_hash", "pin_misses", "pin_again_at", "pairing_hash", "pairing_until"),
}
CONTACTS_FROM_BOTH = {"consent", "told_of_danger", "seen_on", "asked_on", "doubted_on"}
CONTACTS_OF_THE_KEPT = {
    *("id", "person_id", "position", "name_sealed", "phone_sealed", "phone_hash", "lang"),
    *(
        "token_hash",
        "invited_at",
        "confirmed_on",
        "about",
        "stands_for",
        "tested_at",
        "test_answered_at",
    ),
}


def join(work: Work, stage: Stage, *, to: Person) -> Person:
    app = people.create(work, lang="en", place="us-ny")
    fill(work, stage, app)
    return joining.one(work, to, app)


def references(table: sa.Table) -> list[sa.Column[object]]:
    """The columns of all tables that refer to this one."""
    return [
        key.parent
        for each in metadata.sorted_tables
        for key in each.foreign_keys
        if key.column is table.c.id
    ]


def made_up(column: sa.Column[object], stage: Stage) -> object:
    match column.type:
        case Instant():
            return stage.now
        case sa.Date():
            return stage.now.date()
        case sa.LargeBinary():
            return new_id().encode()
        case sa.String():
            return new_id()[:8]
        case _:
            return 1


def fill(work: Work, stage: Stage, person: Person) -> None:
    """A row of the person's in every table that refers to people."""
    plans.write(work, person, About.MISSING, "Call my sister")
    contacts.add(work, person, phone=SAM, name="Sam")
    for whose in references(people_table):
        if whose.table in (plans_table, contacts_table):
            continue
        columns = [c for c in whose.table.c if not c.nullable and not c.foreign_keys]
        values = {column.name: made_up(column, stage) for column in columns}
        work.conn.execute(whose.table.insert().values({**values, whose.name: person.id}))


def test_no_row_that_refers_to_a_person_is_lost_or_left_behind(stage: Stage) -> None:
    phones = stage.person(ANA)
    with stage.work() as work:
        joined = join(work, stage, to=phones)
        for whose in references(people_table):
            owners = work.conn.scalars(sa.select(whose)).all()
            assert owners == [joined.id], whose.table.name


def test_no_table_refers_to_contacts_that_does_not_move_with_them() -> None:
    moved = {column.table for column in references(contacts_table)}
    assert moved == {recipients, messages, subscriptions}


def test_it_is_known_of_every_column_what_becomes_of_it() -> None:
    assert set(people_table.c.keys()) == FROM_BOTH | OF_THE_KEPT
    assert set(contacts_table.c.keys()) == CONTACTS_FROM_BOTH | CONTACTS_OF_THE_KEPT


def test_whoever_has_just_read_her_texts_is_neither_silent_nor_doubted(stage: Stage) -> None:
    phones = stage.person(ANA)
    long_ago = stage.now.date() - timedelta(days=200)
    with stage.work() as work:
        old = dict.fromkeys(("seen_on", "asked_on", "doubted_on"), long_ago)
        work.conn.execute(people_table.update().values(**old))
        joined = join(work, stage, to=phones)
        row = work.conn.execute(sa.select(people_table)).one()
    assert joined.seen_on == stage.now.date()
    assert (row.asked_on, row.doubted_on) == (None, None)


@pytest.mark.parametrize("doubted", ["phone", "app"])
def test_a_contact_on_both_lists_keeps_every_doubt_and_the_last_sign_of_life(
    stage: Stage, doubted: str
) -> None:
    phones, app = stage.person(ANA), stage.person(phone=None)
    kept, gone = stage.contact(phones, SAM), stage.contact(app, SAM)
    today = stage.now.date()
    old = today - timedelta(days=400)
    with stage.work() as work:
        for each, mine in ((kept, "phone"), (gone, "app")):
            said = {"seen_on": old, "asked_on": None, "doubted_on": None}
            if mine == doubted:
                said |= {"seen_on": today, "asked_on": today, "doubted_on": today}
            write(work, each, said)
        joining.one(work, phones, app)
        row = work.conn.execute(sa.select(contacts_table)).one()
    assert (row.id, row.seen_on, row.asked_on, row.doubted_on) == (kept.id, today, today, today)


def write(work: Work, contact: Contact, values: dict[str, object]) -> None:
    this = contacts_table.update().where(contacts_table.c.id == contact.id)
    work.conn.execute(this.values(**values))


def test_invitations_of_both_count_for_the_day(stage: Stage) -> None:
    phones, app = stage.person(ANA), stage.person(phone=None)
    with stage.work() as work:
        for each in (phones, app, app):
            people.count_invitation(work, each)
        assert people.invitations_today(work, joining.one(work, phones, app)) == 3


def test_the_safe_pin_still_ends_an_alert_that_she_does_not_see(stage: Stage) -> None:
    phones, app = stage.person(ANA), stage.person(phone=None)
    stage.contact(phones, SAM)
    stage.contact(app, SAM)
    with stage.work() as work:
        pins.choose(work, app, safe="1234", duress="9876")
    stage.start(app)
    with stage.work() as work:
        timers.ok(work, app, "9876")
    stage.wait(MINUTE)
    assert "means danger" in stage.carrier.inbox(SAM)[-1]
    with stage.work() as work:
        joined = joining.one(work, phones, app)
        assert contacts.of(work, joined)[0].id in store.alerted(work, joined)
        timers.ok(work, joined, "1234")
    stage.run()
    assert "alert is closed" in stage.carrier.inbox(SAM)[-1]


@pytest.mark.parametrize("left_out", ["phone", "app"])
def test_who_was_left_out_of_a_danger_close_on_either_side_stays_out(
    stage: Stage, left_out: str
) -> None:
    phones, app = stage.person(ANA), stage.person(phone=None)
    kept, gone = stage.contact(phones, SAM), stage.contact(app, SAM)
    with stage.work() as work:
        contacts.tell_of_danger(work, kept if left_out == "phone" else gone, False)
        joined = joining.one(work, phones, app)
        assert [each.told_of_danger for each in contacts.of(work, joined)] == [False]
