"""A person, two contacts and a stranger text whatever they like; what was promised holds."""

import tempfile
from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import regex
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from checkin.machine.checkin import Outcome, State
from checkin.people.contacts import Consent
from checkin.storage.tables import checkins, contacts, inbound, recipients
from peers.phones import table
from sms.encoding.segments import measure
from sms.parsing import optout
from sms.parsing.commands import Command
from sms.replies import session
from sms.replies.greeting import MOST_CHATS
from sms.replies.limits import MOST_ALIKE, MOST_TEXTS
from sms.replies.sender import Sender
from tests.sms import scrawl

pytestmark = pytest.mark.usefixtures("thorough")

ANA, SAM, KIM, EVE = "+12025550111", "+12025550122", "+12025550133", "+12025550155"
CONTACTS = (SAM, KIM)
MOST_SEGMENTS = {"GSM-7": 2, "UCS-2": 3}
STEP = timedelta(minutes=5)
LATER = timedelta(minutes=20)  # a step where nothing is expected of each minute
speakers = st.sampled_from([ANA, ANA, SAM, KIM, EVE])
orders = st.sampled_from(
    ["IN 1H blue door", "EN 90m", "in 5m", "+30", "OK", "okay", "OK 1234", "OK 9876", "STATUS",
     "SOS", "auxilio", "YES", "NO", "STOP", "HELP", "MENU", "NEXT", "LANG ES", "NY", "CONTACTS",
     "remove 1", "TEST", "CODE", "FORGET ME", "COURT 12/03 9AM"]
)  # fmt: skip
answers = st.sampled_from(["1", "2", "3", "YES", "NO", "STOP", "alto", "START", "FIND"])


class Life(RuleBasedStateMachine):
    """The real gateway and worker, against what somebody who knows only the leaflet expects."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = ExitStack()
        folder = self.ends.enter_context(tempfile.TemporaryDirectory())
        self.phones = self.ends.enter_context(table(Path(folder)))
        self.last: tuple[str, str, str, str] | None = None  # id, phone, text, reply
        self.ids = count()
        self.gone: dict[str, int] = {}  # how many texts they had when they said STOP or NO
        self.open: set[str] = set()  # check-ins that run

    @initialize(pins=st.booleans())
    def friends(self, pins: bool) -> None:
        for phone, name in zip(CONTACTS, ("Sam", "Kim"), strict=True):
            self.phones.befriend(ANA, phone, name)
        if pins:
            self.phones.text(ANA, "PIN 1234 9876")

    @rule(text=orders)
    def a_command(self, text: str) -> None:
        self._text(ANA, text)

    @rule(phone=st.sampled_from(CONTACTS), text=answers)
    def an_answer(self, phone: str, text: str) -> None:
        self._text(phone, text)

    @rule()
    def a_timer_that_is_missed(self) -> None:
        self._text(ANA, "IN 5M")
        self._wait(timedelta(minutes=25))
        self._see()

    @rule(phone=st.sampled_from([ANA, EVE]), contact=st.sampled_from(CONTACTS))
    def an_invitation(self, phone: str, contact: str) -> None:
        self._text(phone, "NAME Ana")
        asked = self._text(phone, f"ADD {contact} Sam")
        if digits := regex.search(r" (\d\d)\.", asked):
            self._text(phone, digits[1])

    @rule(phone=speakers, text=scrawl.texts())
    def a_scrawl(self, phone: str, text: str) -> None:
        self._text(phone, text)

    @precondition(lambda self: self.last)
    @rule()
    def the_last_text_is_delivered_again(self) -> None:
        assert self.last
        id, phone, text, reply = self.last
        before = self._timers()
        assert self.phones.text(phone, text, id=id) == reply
        assert self._timers() == before

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self._wait(timedelta(minutes=minutes))
        self._see()

    @invariant()
    def no_timer_is_due_and_left_lying(self) -> None:
        for row in self._timers().values():
            assert row.state == State.CLOSED or row.next_at > self.phones.now

    @invariant()
    def who_said_stop_or_no_gets_nothing_more(self) -> None:
        for phone, had in self.gone.items():
            assert len(self.phones.inbox(phone)) == had

    def teardown(self) -> None:
        self._wait(timedelta(hours=20), LATER)
        self._see()
        self.ends.close()
        assert not self.open, "armed and forgotten"

    def _text(self, phone: str, text: str) -> str:
        id, before = f"SM-life-{next(self.ids)}", self._timers()
        limited = self._limited(phone)
        reply = self.phones.text(phone, text, id=id)
        self.last = (id, phone, text, reply)
        size = measure(reply)
        assert size.segments <= MOST_SEGMENTS[size.encoding]
        assert reply or scrawl.may_be_silent(text) or limited
        if not scrawl.may_act(text):
            assert self._timers() == before
        self.phones.wait()
        self._mind(phone, scrawl.plainly(text), reply)
        self._see(phone, scrawl.plainly(text))
        return reply

    def _limited(self, phone: str) -> bool:
        """Whether one who repeats, chats on or floods us may be left without an answer by now."""
        with self.phones.parts.core.read(self.phones.now) as work:
            known = session.load(Sender(work, phone))
            query = sa.select(sa.func.count()).where(
                inbound.c.phone_hash == work.core.vault.hash(phone),
                inbound.c.received_at > work.now - timedelta(minutes=10),
            )
            flood = (work.conn.scalar(query) or 0) >= MOST_TEXTS
        return known.repeats >= MOST_ALIKE - 1 or known.chats >= MOST_CHATS or flood

    def _mind(self, phone: str, plain: str, reply: str) -> None:
        """Which contact wants to hear nothing more, and who has changed their mind."""
        if phone not in CONTACTS:
            return
        refused = "not invite you again" in reply and "still a trusted contact" not in reply
        if plain in optout.OPT_OUT or refused:
            self.gone.setdefault(phone, len(self.phones.inbox(phone)))
        if plain in optout.OPT_IN or plain in ("yes", "y", "si", "s"):
            self.gone.pop(phone, None)

    def _see(self, phone: str = "", plain: str = "") -> None:
        """Every check-in that has ended since we last looked ended as it may."""
        now = self._timers()
        for id in self.open - {id for id, row in now.items() if row.state != State.CLOSED}:
            match now[id].outcome:
                case Outcome.SAFE:
                    assert phone == ANA and says_ok(plain)
                case Outcome.RESOLVED:
                    assert phone in CONTACTS and plain.isdecimal() and len(plain) == 2
                case outcome:
                    assert outcome == Outcome.UNANSWERED
                    assert self._everyone_was_told(id)
        self.open = {id for id, row in now.items() if row.state != State.CLOSED}

    def _wait(self, length: timedelta, step: timedelta = STEP) -> None:
        end = self.phones.now + length
        while self.phones.now < end:
            self.phones.now = min(end, self.phones.now + step)
            self.phones.wait()

    def _timers(self) -> dict[str, sa.Row[Any]]:
        with self.phones.parts.core.read(self.phones.now) as work:
            return {row.id: row for row in work.conn.execute(sa.select(checkins))}

    def _everyone_was_told(self, id: str) -> bool:
        """Everyone who was on this check-in and still wants to be."""
        query = (
            sa.select(recipients.c.ever_told)
            .join(contacts, contacts.c.id == recipients.c.contact_id)
            .where(recipients.c.checkin_id == id, contacts.c.consent == Consent.CONFIRMED)
        )
        with self.phones.parts.core.read(self.phones.now) as work:
            return all(work.conn.execute(query).scalars())


def says_ok(plain: str) -> bool:
    words = [phrase for phrase, commands in scrawl.COMMANDS.items() if Command.OK in commands]
    return any(regex.fullmatch(rf"{word}( \d{{4,8}})?", plain) for word in words)


def test_what_was_promised_holds_whoever_texts_what() -> None:
    run_state_machine_as_test(
        Life, settings=settings(max_examples=8, stateful_step_count=20, deadline=None)
    )
