"""The whole life of a check-in, through the real tables, against a model of what was promised."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from checkin.actions import answers, timers
from checkin.actions.answers import Answer
from checkin.machine.advance import Outcome, State
from checkin.machine.notices import Kind
from checkin.messages import outbox
from checkin.messages.outbox import Status
from checkin.refusals import Refused
from checkin.storage.core import Core
from checkin.storage.tables import metadata
from checkin.store import Timer
from checkin.worker import delivery
from tests.checkin.carrier import refuses
from tests.checkin.scenes import MINUTE, SECOND, START
from tests.checkin.stage import KIM, LEE, SAM, Stage

pytestmark = pytest.mark.usefixtures("thorough")

PHONES = (SAM, KIM, LEE)
ROUNDS = 3  # as the leaflet says
AFTER_THE_END = {Kind.ALL_CLEAR, Kind.OVER, Kind.RESOLVED_BY, Kind.UNANSWERED, Kind.LEFT}
PASSING = {Kind.PASSED, Kind.UNREACHED, Kind.DROPPED}
minutes = st.integers(1, 90).map(lambda n: n * MINUTE)
phones = st.sampled_from(PHONES)


@dataclass
class Promised:
    """What somebody who knows only the leaflet expects. `begun`: when contacts were told anew, from
    the first of them; `taken_on`: when one last said "I'm on it"; `gone`: who wants nothing more;
    `free`: whom silence must reach."""

    deadline: datetime
    word: str = "running"
    begun: list[datetime] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    unable: set[str] = field(default_factory=set)
    taken_on: datetime = START
    ended: datetime | None = None

    @property
    def free(self) -> set[str]:
        return set(PHONES) - self.gone - self.unable


class Life(RuleBasedStateMachine):
    """One person, three contacts, one timer; everybody does whatever they like, whenever."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.line = stage.core.timeline

    @initialize(length=st.integers(5, 200).map(lambda n: n * MINUTE), at_once=st.booleans())
    def start(self, length: timedelta, at_once: bool) -> None:
        person = self.stage.person()
        self.ids = {p: self.stage.contact(person, p, f"C{n}").id for n, p in enumerate(PHONES)}
        self.person = replace(person, at_once=at_once)
        self.first = self.stage.start(self.person, length, "Hotel Rex")
        self.model = Promised(self.first.checkin.due_at + self.line.grace)

    @property
    def timer(self) -> Timer:
        return self.stage.timer(self.first)

    @rule(length=minutes)
    def time_passes(self, length: timedelta) -> None:
        self.stage.wait(length)
        self._time()

    @rule(length=minutes)
    def every_worker_is_away(self, length: timedelta) -> None:
        self.stage.now += length
        self.stage.run()
        self._time()

    @rule()
    def a_worker_dies_with_messages_in_hand(self) -> None:
        with self.stage.work() as work:
            taken = outbox.claim(work, 20)
        for outgoing in taken[::2]:
            self.stage.carrier.send(outgoing.message)
        self.stage.now += outbox.LEASE + SECOND
        self.stage.run()
        self._time()

    @rule()
    def the_carrier_takes_nothing(self) -> None:
        self.stage.carrier.trouble = refuses()

    @rule()
    def the_carrier_is_well(self) -> None:
        self.stage.carrier.trouble = lambda _: None
        self.stage.wait(outbox.LATEST_RETRY)
        self._time()

    @rule(by=minutes)
    def more_time(self, by: timedelta) -> None:
        try:
            with self.stage.work() as work:
                timers.extend(work, self.person, by)
        except Refused:
            assert self.model.word != "running" or by > MINUTE
            return
        assert self.model.word == "running"
        self.model.deadline = self.timer.checkin.due_at + self.line.grace

    @rule()
    def ok(self) -> None:
        with self.stage.work() as work:
            closed = timers.ok(work, self.person)
        self.stage.run()
        if closed:
            self._over("safe")

    @rule()
    def cancel(self) -> None:
        try:
            with self.stage.work() as work:
                timers.cancel(work, self.person)
        except Refused:
            assert self.model.word not in ("running", "alerting", "held")
            return
        self.stage.run()
        if self.timer.checkin.outcome in (Outcome.SAFE, Outcome.CANCELLED):
            self._over("safe")

    @precondition(lambda self: self.model.word in ("running", "alerting", "held"))
    @rule()
    def sos(self) -> None:
        with self.stage.work() as work:
            timers.sos(work, self.person)
        self.stage.run()
        self.model.word = "alerting"
        self.model.begun.append(self.stage.now)
        self._time()

    @rule(phone=phones, answer=st.sampled_from(Answer))
    def a_contact_answers(self, phone: str, answer: Answer) -> None:
        with self.stage.work() as work:
            asked = answers.waiting_for(work, phone)
            if asked:
                answers.give(work, asked[0], asked[1].id, answer)
        self.stage.run()
        if asked is None:
            return
        match answer:
            case Answer.ON_IT:
                if self.model.word in ("alerting", "unanswered"):
                    self.model.word = "held"
                    self.model.taken_on = self.stage.now
                self.model.unable.discard(phone)
            case Answer.CANNOT:
                self._without(phone, self.model.unable)
            case Answer.OVER:
                self._over("resolved")
        self._time()

    @rule(phone=phones)
    def a_contact_leaves(self, phone: str) -> None:
        self.stage.leave(phone)
        self.stage.run()
        self._without(phone, self.model.gone)
        self._time()

    @rule(phone=phones)
    def a_text_cannot_be_delivered(self, phone: str) -> None:
        sent = self.stage.outbox(kind=Kind.ALERT, contact_id=self.ids[phone])
        if sent:
            with self.stage.work() as work:
                delivery.report(work, sent[-1].id, Status.FAILED, code="30005")
            self.stage.run()
            self._time()

    @invariant()
    def a_missed_check_in_is_never_silent(self) -> None:
        checkin = self.timer.checkin
        if self.model.word == "running":
            assert checkin.state in (State.ARMED, State.DUE)
            assert self._alerts() == []
            assert self.stage.now < self.model.deadline
        if self.model.word in ("alerting", "held", "unanswered"):
            assert self._alerts() or not self.model.free
        if checkin.state is not State.CLOSED:
            assert checkin.next_at is not None, "armed and forgotten"
            assert self.stage.now < checkin.next_at, "due and left lying"

    @invariant()
    def nobody_is_told_twice_in_one_round(self) -> None:
        for contact in self.ids.values():
            told = [row.created_at for row in self._alerts() if row.contact_id == contact]
            for one, next_one in pairwise(told):
                anew = any(one <= begun <= next_one for begun in self.model.begun)
                assert anew or next_one - one >= self.line.escalate

    @invariant()
    def after_the_end_there_is_only_what_the_end_brings(self) -> None:
        if self.model.ended is None:
            return
        late = {row.kind for row in self.stage.outbox() if row.created_at > self.model.ended}
        assert late <= AFTER_THE_END | {"consent"}

    @invariant()
    def no_message_is_taken_twice(self) -> None:
        taken = [message.id for message in self.stage.carrier.taken]
        assert len(taken) == len(set(taken))

    @invariant()
    def nothing_is_sent_that_is_no_longer_true(self) -> None:
        if self.model.ended is not None:
            waiting = {r.kind for r in self.stage.outbox() if r.send_at is not None}
            assert waiting <= AFTER_THE_END | {Kind.COVERED, Kind.HELD_BY, "consent"} | PASSING

    @invariant()
    def whoever_was_told_hears_that_she_is_safe(self) -> None:
        waiting = any(row.send_at for row in self.stage.outbox(kind=Kind.ALL_CLEAR))
        if waiting or self.timer.checkin.outcome is not Outcome.SAFE:
            return
        for phone in set(PHONES) - self.model.gone:
            texts = self.stage.carrier.inbox(phone)
            if any("Hotel Rex" in text for text in texts):
                assert "All clear" in texts[-1]

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        self.stage.carrier.trouble = lambda _: None
        self.stage.wait(timedelta(days=1))
        checkin = self.timer.checkin
        assert checkin.state is State.CLOSED, "armed and forgotten"
        if self.model.word not in ("safe", "resolved"):
            assert checkin.outcome is Outcome.UNANSWERED
            for phone in self.model.free:
                rounds = [r for r in self._alerts() if r.contact_id == self.ids[phone]]
                assert len(rounds) >= ROUNDS
        super().teardown()

    def _alerts(self) -> list[object]:
        return self.stage.outbox(kind=Kind.ALERT)

    def _time(self) -> None:
        """What time alone has brought."""
        model, now = self.model, self.stage.now
        checkin = self.timer.checkin
        if model.word == "running" and now >= model.deadline:
            model.word = "alerting"
            model.begun.append(model.deadline)
        if model.word == "held" and checkin.state is not State.HELD:
            model.word = "alerting"
            anew = [r.created_at for r in self._alerts() if r.created_at > model.taken_on]
            model.begun += anew[:1]
        if model.word == "alerting" and checkin.outcome is Outcome.UNANSWERED:
            since = model.begun[-1]
            for phone in model.free:
                told = [r for r in self._alerts() if r.contact_id == self.ids[phone]]
                assert len([r for r in told if r.created_at >= since]) >= ROUNDS
            model.word = "unanswered"

    def _over(self, word: str) -> None:
        if self.model.word not in ("safe", "resolved"):
            self.model.ended = self.stage.now
        self.model.word = word

    def _without(self, phone: str, them: set[str]) -> None:
        if self.timer.checkin.holder is None and self.model.word == "held":
            self.model.word = "alerting"
            self.model.begun.append(self.stage.now)
        them.add(phone)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_path_through_a_life_breaks_a_promise(core: Core) -> None:
    def life() -> Life:
        with core.database.write() as conn:
            for table in reversed(metadata.sorted_tables):
                conn.execute(table.delete())
        return Life(Stage(core))

    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
