"""Whatever happens in whatever order: each sentence of what stands is held against the rows."""

import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from checkin.actions import agreement, answers, browsers, invitations, timers
from checkin.actions.answers import Answer
from checkin.machine.advance import Outcome
from checkin.messages import standing
from checkin.people import contacts, people
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.refusals import Refused
from checkin.situation import for_contacts, pages, replies
from checkin.storage.core import Core
from checkin.storage.tables import checkins, messages, metadata, recipients, subscriptions
from checkin.storage.tables import contacts as contacts_table
from tests.checkin.carrier import refuses
from tests.checkin.pushing import LAPTOP, browser, by_link, pushing, turn_on
from tests.checkin.scenes import MINUTE
from tests.checkin.stage import KIM, LEE, SAM, Stage

pytestmark = pytest.mark.usefixtures("thorough")

PHONES = {SAM: "Quill", KIM: "Rook"}
LINKED, LATER = "Stork", "Tern"
NAMES = (*PHONES.values(), LINKED, LATER)
TAKEN = ("accepted", "handed", "delivered")
NOBODY = re.compile(r"Nobody (would be told|else is left|was told)")
PROMISES = re.compile(
    r"(we tell|is next|we call|we try|telling|We go on with|ask someone else|ask others)", re.I
)
minutes = st.integers(1, 45).map(lambda n: n * MINUTE)
phones = st.sampled_from(tuple(PHONES))


class Standing(RuleBasedStateMachine):
    """One person; two contacts by phone, one by a browser, one who may come later."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.seen: set[str] = set()

    @initialize(at_once=st.booleans())
    def start(self, at_once: bool) -> None:
        person = pushing(self.stage).person(name="Ana")
        with self.stage.work() as work:
            self.person: Person = people.change(work, person, at_once=at_once)
        for phone, name in PHONES.items():
            self.stage.contact(self.person, phone, name)
        self.linked: Contact = turn_on(self.stage, by_link(self.stage, self.person, LINKED))
        self.stage.start(self.person, 30 * MINUTE)
        self._look_away()

    @rule(length=minutes)
    def time_passes(self, length: object) -> None:
        self.stage.wait(length)  # type: ignore[arg-type]
        self.stage.beat()
        self._look_away()

    @rule(length=minutes)
    def every_worker_is_away(self, length: object) -> None:
        self.stage.now += length  # type: ignore[operator]

    @rule(phone=phones, answer=st.sampled_from(Answer))
    def a_contact_answers(self, phone: str, answer: Answer) -> None:
        with self.stage.work() as work:
            waiting = answers.waiting_for(work, phone)
            if waiting is None:
                return
            timer = answers.give(work, waiting[0], waiting[1].id, answer)
            if answer is Answer.CANNOT and timer.checkin.outcome is None:
                now = standing.of_timer(work, self.person, timer)
                said = for_contacts.cannot(now, waiting[1].id, "Ana", work.translator("en"))
                others = self._can_be_told(work.conn) - {PHONES[phone]}
                assert ("Nobody" in said) == (not others)
                assert not any(name in said for name in NAMES)

    @rule(phone=phones)
    def a_contact_leaves(self, phone: str) -> None:
        self.stage.leave(phone)

    @rule()
    def a_browser_is_gone(self) -> None:
        with self.stage.work() as work:
            known = contacts.get(work, self.linked.id)
            if known:
                browsers.turn_off(work, known, LAPTOP)

    @rule()
    def a_browser_comes_back(self) -> None:
        with self.stage.work() as work:
            known = contacts.get(work, self.linked.id)
            if known:
                browsers.turn_on(work, known, browser(LAPTOP))

    @rule()
    def another_says_yes(self) -> None:
        try:
            with self.stage.work() as work:
                new = invitations.invite(work, self.person, phone=LEE, name=LATER)
                agreement.confirm(work, new)
        except Refused:
            return

    @rule()
    def a_phone_is_dead(self) -> None:
        self.stage.carrier.trouble = refuses(SAM, permanent=True)

    @rule()
    def sos(self) -> None:
        try:
            with self.stage.work() as work:
                would = standing.would_tell(work, self.person)
                timer = timers.sos(work, self.person)
                now = standing.of_timer(work, self.person, timer)
                told = [part.name for part in (*now.told, *now.being_told)]
                assert sorted(told) == sorted(would)
                said = " ".join(replies.sos(now, work.translator("en")))
                assert all(name in said for name in would)
        except Refused:
            assert would == ()

    @rule()
    def ok(self) -> None:
        with self.stage.work() as work:
            timers.ok(work, self.person)

    @rule()
    def a_new_timer(self) -> None:
        self.stage.run()
        self.stage.beat()
        try:
            with self.stage.work() as work:
                timer = timers.start(work, self.person, 30 * MINUTE)
                now = standing.of_timer(work, self.person, timer)
                said = replies.started(now, work.translator("en"))
                for name in NAMES:
                    assert (name in said) == (name in self._can_be_told(work.conn))
        except Refused:
            return

    @invariant()
    def the_status_and_the_page_say_what_the_rows_say(self) -> None:
        if not hasattr(self, "person"):
            return
        with self.stage.work() as work:
            now, tr = standing.of(work, self.person), work.translator("en")
            if now.checkin is None:
                return
            status = replies.status(now, tr)
            page = " ".join((pages.headline(now, tr, near=False), *pages.sentences(now, tr)))
            possible, told = self._can_be_told(work.conn), self._told(work.conn)
            state, next_at = self._row(work.conn)
        for said in (status, page):
            for list_of in re.findall(r"Told so far: ([^.]+)\.", said):
                assert set(list_of.split(", ")) <= told
            for sentence in re.split(r"(?<=[.?]) ", said):
                if PROMISES.search(sentence):
                    assert {name for name in NAMES if name in sentence} <= possible, sentence
            if state in ("armed", "due"):
                assert bool(NOBODY.search(said)) == (not possible)
            if not possible and state not in ("held", "closed"):
                assert NOBODY.search(said)
                assert not re.search(r"being told|we tell your contacts", said)
        if state in ("armed", "due") and next_at < self.stage.now - MINUTE:
            assert "seconds" not in status

    @invariant()
    def what_was_just_written_to_the_person_is_true(self) -> None:
        if not hasattr(self, "person"):
            return
        with self.stage.work() as work:
            mine = sa.and_(messages.c.contact_id.is_(None), messages.c.body_sealed.is_not(None))
            rows = work.conn.execute(sa.select(messages).where(mine)).all()
            fresh = [row for row in rows if row.id not in self.seen]
            self.seen |= {row.id for row in rows}
            possible = self._can_be_told(work.conn)
            for row in fresh:
                said = work.open(row.body_sealed, f"messages.body:{row.id}") or ""
                if row.created_at != self.stage.now or row.channel != "text":
                    continue
                going_on = re.search(r"We go on with ([^.]+)\.", said)
                if going_on:
                    assert set(going_on[1].split(", ")) <= possible, said
                if "would be told now" in said or "else is left" in said:
                    assert not possible, said

    def _look_away(self) -> None:
        """What a worker wrote in many steps is held against the rows of each step elsewhere."""
        with self.stage.work() as work:
            self.seen |= set(work.conn.scalars(sa.select(messages.c.id)))

    def _shown(self) -> sa.Select[tuple[str]]:
        """The one that is open, or else the last one if nobody answered it."""
        mine = sa.and_(checkins.c.person_id == self.person.id, checkins.c.hidden_at.is_(None))
        order = (checkins.c.state == "closed", checkins.c.started_at.desc())
        last = sa.select(checkins).where(mine).order_by(*order).limit(1).subquery()
        return sa.select(last.c.id).where(
            sa.or_(last.c.state != "closed", last.c.outcome == Outcome.UNANSWERED)
        )

    def _row(self, conn: sa.Connection) -> tuple[str, datetime]:
        this = checkins.c.id.in_(self._shown())
        row = conn.execute(sa.select(checkins.c.state, checkins.c.next_at).where(this)).one()
        return row.state, row.next_at

    def _can_be_told(self, conn: sa.Connection) -> set[str]:
        """By the rows alone: who is part of the check-in shown, agrees, and has a phone or a
        browser."""
        joined = recipients.join(contacts_table, contacts_table.c.id == recipients.c.contact_id)
        rows = conn.execute(
            sa.select(contacts_table.c.id, contacts_table.c.phone_hash)
            .select_from(joined)
            .where(
                recipients.c.checkin_id.in_(self._shown()),
                recipients.c.standing.not_in(["cannot", "opted_out"]),
                contacts_table.c.consent == "confirmed",
            )
        ).all()
        pushed = set(conn.scalars(sa.select(subscriptions.c.contact_id)))
        return self._names(conn, {r.id for r in rows if r.phone_hash or r.id in pushed})

    def _told(self, conn: sa.Connection) -> set[str]:
        taken = sa.and_(messages.c.kind == "alert", messages.c.status.in_(TAKEN))
        of_this = messages.c.checkin_id.in_(self._shown())
        return self._names(
            conn, set(conn.scalars(sa.select(messages.c.contact_id).where(taken, of_this)))
        )

    def _names(self, conn: sa.Connection, ids: set[str]) -> set[str]:
        rows = conn.execute(sa.select(contacts_table).where(contacts_table.c.id.in_(ids)))
        opened = self.stage.core.vault.open
        return {opened(row.name_sealed, f"contacts.name:{row.id}") for row in rows}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.promise("What we say about your timer is what stands in our books.", of=1)
def test_no_sentence_of_what_stands_is_false_whatever_happened_before(core: Core) -> None:
    def standing_of_one() -> Standing:
        with core.database.write() as conn:
            for table in reversed(metadata.sorted_tables):
                conn.execute(table.delete())
        return Standing(Stage(core))

    run_state_machine_as_test(
        standing_of_one,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
