"""PINs tried by call and by check-in code: counted apart from her own, and together never many."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.actions import timers
from checkin.people import argon, codes, pins, tries
from checkin.people.argon import Comparison
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import tries as table
from tests.checkin.stage import ANA, BOB, KIM, SAM, Stage

SAFE, DANGER, WRONG = "1234", "9876", "0000"
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
MOST_OWN = pins.MOST_MISSES + DAY // pins.PAUSE
MOST_ELSEWHERE = pins.ELSEWHERE.most + DAY // pins.ELSEWHERE.pause


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost nothing, for these tests guess a great deal."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(argon, "HASHER", hasher)
    monkeypatch.setattr(argon, "NOBODYS", (hasher.hash("a"), hasher.hash("b")))


@pytest.fixture
def ana(stage: Stage) -> Person:
    """With a contact, both PINs and a timer that runs for two days."""
    person = stage.person(ANA, name="Ana")
    stage.contact(person, SAM, "Sam")
    with stage.work() as work:
        pins.choose(work, person, safe=SAFE, duress=DANGER)
    stage.start(person, 2 * DAY)
    return person


def by_text(stage: Stage, person: Person, pin: str) -> Reason | None:
    return refusal(stage, lambda work: timers.ok(work, person, pin))


def by_code(stage: Stage, person: Person, pin: str) -> Reason | None:
    return refusal(stage, lambda work: timers.ok_by_code(work, codes.of(work, person), pin))


def by_call(stage: Stage, person: Person, pin: str) -> Reason | None:
    """Paused where the caller is not told if the PIN was right."""
    with stage.work() as work:
        right = pins.proves(work, person, pin)
        if not pins.shown_elsewhere(work, person, ANA):
            return Reason.PIN_PAUSED
        if not right:
            pins.count_elsewhere(work, person, ANA)
    return None if right else Reason.PIN_WRONG


def refusal(stage: Stage, close: Callable[[Work], object]) -> Reason | None:
    try:
        with stage.work() as work:
            close(work)
    except Refused as refused:
        return refused.reason
    return None


def guesses(stage: Stage, person: Person, ways: tuple[Callable[..., Reason | None], ...]) -> int:
    """How many PINs somebody can rule out within a day who tries each way whenever they may."""
    found = 0
    until = stage.now + DAY
    while stage.now < until:
        for way in ways:
            while way(stage, person, WRONG) is Reason.PIN_WRONG:
                found += 1
        stage.now += QUARTER
    return found


@pytest.mark.promise("A PIN can be guessed at some 150 times a day, by all ways together.", of=1)
def test_by_all_ways_together_guesses_a_day_are_few(stage: Stage, ana: Person) -> None:
    assert guesses(stage, ana, (by_call, by_code, by_text)) <= MOST_OWN + MOST_ELSEWHERE < 160


@pytest.mark.promise("Wrong PINs by call or from another phone hold up nothing you text.", of=1)
def test_wrong_pins_elsewhere_hold_up_nothing_of_her_own(stage: Stage, ana: Person) -> None:
    for _ in range(20):
        by_code(stage, ana, WRONG)
        by_call(stage, ana, WRONG)
    assert by_code(stage, ana, SAFE) is Reason.PIN_PAUSED
    assert by_text(stage, ana, SAFE) is None


def test_an_sos_by_call_is_right_however_many_were_wrong(stage: Stage, ana: Person) -> None:
    for _ in range(20):
        by_call(stage, ana, WRONG)
    with stage.work() as work:
        assert [pins.proves(work, ana, pin) for pin in (SAFE, DANGER, WRONG)] == [True, True, False]


_STEPS = st.lists(
    st.tuples(st.sampled_from([by_text, by_code, by_call]), st.integers(0, 40)), max_size=25
)


@given(steps=_STEPS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_only_her_own_wrong_pins_hold_up_her_right_one(
    stage: Stage, ana: Person, steps: list[tuple[Callable[..., Reason | None], int]]
) -> None:
    own = 0
    for way, minutes in steps:
        own += way is by_text
        way(stage, ana, WRONG)
        stage.now += timedelta(minutes=minutes)
    refused = by_text(stage, ana, SAFE)
    assert refused is None or (refused is Reason.PIN_PAUSED and own >= pins.MOST_MISSES)
    stage.now += pins.PAUSE
    if refused:
        assert by_text(stage, ana, SAFE) is None
    stage.start(ana, 2 * DAY)


def statements(stage: Stage, code: str, pin: str | None) -> tuple[list[str], list[object]]:
    """What is asked of the database for a check-in code, and what is computed."""
    asked: list[str] = []
    computed: list[object] = []
    of = Comparison.compute

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def compute(self: Comparison) -> tuple[bool, bool]:
        computed.append(len(self.hashes))
        return of(self)

    sa.event.listen(stage.core.database.engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Comparison, "compute", compute)
        refusal(stage, lambda work: timers.ok_by_code(work, code, pin))
    sa.event.remove(stage.core.database.engine, "before_cursor_execute", note)
    return asked, computed


@pytest.mark.parametrize("pin", [WRONG, None])
def test_nobodys_code_takes_the_statements_and_the_hashing_of_somebodys(
    stage: Stage, ana: Person, pin: str | None
) -> None:
    with stage.work() as work:
        code = codes.of(work, ana)
    for _ in range(pins.ELSEWHERE.most + 2):
        assert statements(stage, code, pin) == statements(stage, "AAA00000", pin)
    assert statements(stage, code, pin)[1] == [2]


def test_what_was_tried_in_vain_is_forgotten_within_a_day(stage: Stage, ana: Person) -> None:
    by_code(stage, ana, WRONG)
    stage.now += tries.KEPT
    stage.sweep()
    assert stage.count(table) == 0


@pytest.fixture
def idle(stage: Stage) -> Iterator[list[Person]]:
    """Two who look alike: one closed with the safe PIN, the other with the one for danger."""
    made = []
    for phone, contact, pin in ((ANA, SAM, SAFE), (BOB, KIM, DANGER)):
        person = stage.person(phone, name="Ana")
        stage.contact(person, contact, "Sam")
        with stage.work() as work:
            pins.choose(work, person, safe=SAFE, duress=DANGER)
        stage.start(person)
        assert by_text(stage, person, pin) is None
        made.append(person)
    yield made


def test_after_a_few_oks_with_nothing_to_close_no_pin_is_looked_at(
    stage: Stage, idle: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        assert by_text(stage, idle[0], SAFE) is None
    monkeypatch.setattr(Comparison, "compute", None)
    for _ in range(3):
        assert by_text(stage, idle[0], SAFE) is None


@pytest.mark.promise("Nothing that we answer shows which of your PINs is the one for danger.", of=3)
@pytest.mark.parametrize("tried", [[WRONG] * 12, [DANGER, SAFE] * 4, [DANGER] * 4 + [WRONG] * 9])
def test_oks_with_nothing_to_close_are_answered_alike_whichever_pin_closed(
    stage: Stage, idle: list[Person], tried: list[str]
) -> None:
    seen = [[by_text(stage, person, pin) for pin in tried] for person in idle]
    assert seen[0] == seen[1]
    for person in idle:
        stage.start(person)
    again = [[by_text(stage, person, WRONG) for _ in range(6)] for person in idle]
    assert again[0] == again[1]


def test_however_many_oks_came_the_safe_pin_ends_what_is_hidden(
    stage: Stage, idle: list[Person]
) -> None:
    stage.run()
    for _ in range(6):
        by_text(stage, idle[1], DANGER)
    assert by_text(stage, idle[1], SAFE) is None
    stage.run()
    assert "alert is closed" in stage.carrier.inbox(KIM)[-1]
