"""The table in the docstring of `advance` is the machine; each of its rows is tried here."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product

import pytest

from checkin.machine.advance import Checkin, Outcome, Recipient, State, advance, arm
from checkin.machine.events import (
    Ack,
    Cancel,
    Cannot,
    Duress,
    Event,
    Extend,
    Ok,
    OptedIn,
    OptedOut,
    Resolve,
    Sos,
    Tick,
    Undeliverable,
)
from checkin.machine.notices import Kind
from tests.checkin.scenes import (
    ALL,
    ANN,
    BEA,
    CAT,
    DUE,
    LINE,
    MINUTE,
    MISSED,
    SECOND,
    START,
    after,
    alerting,
    armed,
    due,
    last_told,
    let_it_run,
)


def table() -> list[tuple[str, str, str, str]]:
    """The rows of the table in the docstring."""
    lines = (line.strip() for line in (advance.__doc__ or "").splitlines())
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [(state, event, becomes, told) for state, event, becomes, told in rows[2:]]


@dataclass(frozen=True)
class Case:
    """One row in the flesh; `who` names the contacts that the words of its last cell stand for."""

    checkin: Checkin
    event: Event
    now: datetime
    who: dict[str, tuple[str, ...]] = field(default_factory=dict)


def left(checkin: Checkin, contact_id: str = ANN) -> Checkin:
    return after(checkin, (OptedOut(contact_id), START))


TWO_TOLD = alerting(told=2)
LATER = last_told(2) + MINUTE
HELD = after(TWO_TOLD, (Ack(ANN), LATER))
HELD_UNTIL = LATER + LINE.hold
STILL_ON_IT = after(HELD, (Tick(), HELD_UNTIL))
SILENT = HELD_UNTIL + LINE.grace
ROUNDS_OVER = alerting(told=9)
UNANSWERED = after(ROUNDS_OVER, (Tick(), last_told(10)))
AFTERWARDS = last_told(10) + 60 * MINUTE
FIRST = {"contacts": (ANN,), "all": ALL}
OTHERS = {"others": (BEA,), "everyone told": (ANN, BEA)}
ONWARDS = {"contacts": (BEA,), "all": ALL}

CASES = {
    ("armed", "tick at due - reminder"): Case(armed(), Tick(), DUE - LINE.reminder),
    ("armed", "tick at due"): Case(armed(), Tick(), DUE),
    ("armed", "tick at due + grace"): Case(armed(), Tick(), MISSED, FIRST),
    ("armed", "extend"): Case(armed(), Extend(30 * MINUTE), START),
    ("armed", "ok"): Case(armed(), Ok(), START),
    ("armed", "duress"): Case(armed(), Duress(), START),
    ("armed", "cancel"): Case(armed(), Cancel(), START),
    ("armed", "sos"): Case(armed(), Sos(), START, FIRST),
    ("armed", "opted_out"): Case(armed(), OptedOut(ANN), START),
    ("due", "tick at half grace"): Case(due(), Tick(), DUE + LINE.grace / 2),
    ("due", "tick at due + grace"): Case(due(), Tick(), MISSED, FIRST),
    ("due", "extend"): Case(due(), Extend(30 * MINUTE), DUE + SECOND),
    ("due", "ok"): Case(due(), Ok(), DUE + SECOND),
    ("due", "duress"): Case(due(), Duress(), DUE + SECOND),
    ("due", "sos"): Case(due(), Sos(), DUE + SECOND, FIRST),
    ("armed", "opted_in, once left"): Case(left(armed()), OptedIn(ANN), START),
    ("due", "opted_in, once left"): Case(left(due()), OptedIn(ANN), DUE + SECOND),
    ("alerting", "opted_in, once left"): Case(left(TWO_TOLD), OptedIn(ANN), LATER),
    ("held", "opted_in, once left"): Case(left(HELD, CAT), OptedIn(CAT), LATER),
    ("due", "opted_out"): Case(due(), OptedOut(ANN), DUE + SECOND),
    ("alerting", "tick"): Case(
        TWO_TOLD, Tick(), last_told(3), {"next contact, next round": (CAT,)}
    ),
    ("alerting", "tick after last round"): Case(ROUNDS_OVER, Tick(), last_told(10)),
    ("alerting", "ok"): Case(TWO_TOLD, Ok(), LATER, OTHERS),
    ("alerting", "duress"): Case(TWO_TOLD, Duress(), LATER),
    ("alerting", "sos"): Case(TWO_TOLD, Sos(), LATER, FIRST),
    ("alerting", "ack"): Case(TWO_TOLD, Ack(ANN), LATER, OTHERS),
    ("alerting", "cannot"): Case(TWO_TOLD, Cannot(BEA), LATER, {"next": (CAT,)}),
    ("alerting", "undeliverable"): Case(TWO_TOLD, Undeliverable(BEA), LATER, {"next": (CAT,)}),
    ("alerting", "opted_out"): Case(TWO_TOLD, OptedOut(BEA), LATER, {"next": (CAT,)}),
    ("alerting", "resolve"): Case(TWO_TOLD, Resolve(ANN), LATER, OTHERS),
    ("held", "tick after hold"): Case(HELD, Tick(), HELD_UNTIL, {"holder": (ANN,)}),
    ("held", "tick, no answer"): Case(STILL_ON_IT, Tick(), SILENT, ONWARDS),
    ("held", "ack"): Case(HELD, Ack(BEA), LATER, {"a second contact": (BEA,)}),
    ("held", "cannot"): Case(HELD, Cannot(ANN), LATER, ONWARDS),
    ("held", "opted_out"): Case(HELD, OptedOut(ANN), LATER, ONWARDS),
    ("held", "ok"): Case(HELD, Ok(), LATER, OTHERS),
    ("held", "duress"): Case(HELD, Duress(), LATER),
    ("held", "sos"): Case(HELD, Sos(), LATER, FIRST),
    ("held", "resolve"): Case(HELD, Resolve(ANN), LATER, OTHERS),
    ("closed", "ok, once told"): Case(UNANSWERED, Ok(), AFTERWARDS, {"everyone told": ALL}),
    ("closed", "duress, once told"): Case(UNANSWERED, Duress(), AFTERWARDS),
    ("closed", "ack, if unanswered"): Case(
        UNANSWERED, Ack(CAT), AFTERWARDS, {"others": (ANN, BEA)}
    ),
    ("closed", "resolve, if unanswered"): Case(
        UNANSWERED, Resolve(CAT), AFTERWARDS, {"others": (ANN, BEA)}
    ),
}


def test_every_row_of_the_table_is_tried_here_and_nothing_else() -> None:
    assert sorted(CASES) == sorted((state, event) for state, event, _, _ in table())


@pytest.mark.parametrize(
    ("state", "event", "becomes", "told"), table(), ids=lambda cell: cell.replace(" ", "-") or "-"
)
def test_a_row_of_the_table_is_true(state: str, event: str, becomes: str, told: str) -> None:
    case = CASES[state, event]
    assert case.checkin.state == state
    changed, notices = advance(case.checkin, case.event, case.now)
    outcome = f"/{changed.outcome}" if changed.outcome else ""
    assert f"{changed.state}{outcome}" == becomes
    expected: set[tuple[str | None, str]] = set()
    for clause in filter(None, told.split("; ")):
        audience, kind = clause.split(": ")
        ids = (None,) if audience == "person" else case.who[audience]
        expected |= {(id, kind) for id in ids}
    assert sorted((n.contact_id or "", n.kind) for n in notices) == sorted(
        (id or "", kind) for id, kind in expected
    )


EVENTS: dict[str, tuple[Event, ...]] = {
    "tick": (Tick(),),
    "extend": (Extend(30 * MINUTE),),
    "ok": (Ok(),),
    "duress": (Duress(),),
    "cancel": (Cancel(),),
    "sos": (Sos(),),
    "ack": tuple(Ack(id) for id in ALL),
    "cannot": tuple(Cannot(id) for id in ALL),
    "resolve": tuple(Resolve(id) for id in ALL),
    "undeliverable": tuple(Undeliverable(id) for id in ALL),
    "opted_out": tuple(OptedOut(id) for id in ALL),
    "opted_in": tuple(OptedIn(id) for id in ALL),
}
STATES = {
    State.ARMED: [armed()],
    State.DUE: [due()],
    State.ALERTING: [alerting(told=n) for n in range(1, 10)],
    State.HELD: [HELD, STILL_ON_IT],
    State.CLOSED: [
        after(armed(), (Ok(), START)),
        after(armed(), (Cancel(), START)),
        after(TWO_TOLD, (Ok(), LATER)),
        after(TWO_TOLD, (Resolve(ANN), LATER)),
        UNANSWERED,
    ],
}
IN_THE_TABLE = {(state, event.split()[0].strip(",")) for state, event, _, _ in table()}


@pytest.mark.parametrize(
    ("state", "name"), [pair for pair in product(STATES, EVENTS) if pair not in IN_THE_TABLE]
)
def test_what_is_not_in_the_table_changes_nothing_and_tells_nobody(state: State, name: str) -> None:
    for checkin, event in product(STATES[state], EVENTS[name]):
        assert advance(checkin, event, AFTERWARDS) == (checkin, ())


def test_a_tick_before_its_time_changes_nothing() -> None:
    for checkin in (armed(), due(), TWO_TOLD, HELD, STILL_ON_IT):
        assert checkin.next_at is not None
        early = checkin.next_at - SECOND / 1000
        assert advance(checkin, Tick(), early) == (checkin, ())


@pytest.mark.parametrize("event", [Ack(CAT), Resolve(CAT), Ack("nobody"), Resolve("nobody")])
def test_someone_who_was_never_told_cannot_hold_or_end_an_alert(event: Event) -> None:
    assert advance(TWO_TOLD, event, LATER) == (TWO_TOLD, ())


@pytest.mark.parametrize("event", [Ack(ANN), Resolve(ANN)])
def test_an_answer_to_an_alert_that_ended_well_changes_nothing(event: Event) -> None:
    for over in (Ok(), Resolve(BEA)):
        ended = after(TWO_TOLD, (over, LATER))
        assert advance(ended, event, AFTERWARDS) == (ended, ())


@pytest.mark.promise("You are reminded once and asked twice before anyone is told.", of=1)
def test_the_person_is_reminded_then_asked_twice_before_anyone_is_told() -> None:
    said = [(now, n.kind) for now, notices in let_it_run(armed())[:4] for n in notices]
    assert said[:5] == [
        (DUE - LINE.reminder, Kind.REMIND),
        (DUE, Kind.ASK),
        (DUE + LINE.grace / 2, Kind.ASK_AGAIN),
        (MISSED, Kind.ALERTING),
        (MISSED, Kind.ALERT),
    ]


def test_what_is_asked_of_the_person_is_worth_nothing_once_it_is_too_late() -> None:
    said = {n.kind: n.useful_until for _, notices in let_it_run(armed()) for n in notices}
    assert said[Kind.REMIND] == DUE
    assert said[Kind.ASK] == said[Kind.ASK_AGAIN] == MISSED
    assert {kind for kind, until in said.items() if until is None} == {
        Kind.ALERTING,
        Kind.ALERT,
        Kind.UNANSWERED,
    }


def test_whether_a_contact_is_still_on_it_is_asked_only_until_others_are_told() -> None:
    told, _ = advance(due(), Tick(), MISSED)
    on_it, _ = advance(told, Ack(ANN), MISSED)
    asked, (question,) = advance(on_it, Tick(), MISSED + LINE.hold)
    assert question.kind is Kind.STILL_ON_IT
    assert question.useful_until == asked.next_at == MISSED + LINE.hold + LINE.grace


@pytest.mark.parametrize("length", [SECOND, LINE.reminder])
def test_a_timer_too_short_for_a_reminder_skips_it(length: timedelta) -> None:
    short = arm("it", START + length, ALL, timeline=LINE, at_once=False, now=START)
    assert short.next_at == START + length
    kinds = [n.kind for _, notices in let_it_run(short) for n in notices]
    assert kinds[0] is Kind.ASK
    assert Kind.REMIND not in kinds


def test_a_worker_that_was_away_past_the_grace_alerts_at_once_without_asking() -> None:
    late = MISSED + 300 * MINUTE
    for checkin in (armed(), due()):
        changed, notices = advance(checkin, Tick(), late)
        assert changed.state is State.ALERTING
        assert [n.kind for n in notices] == [Kind.ALERTING, Kind.ALERT]
        assert changed.next_at == late + LINE.escalate


def test_more_time_counts_from_the_due_time_or_from_now_when_that_has_passed() -> None:
    early = after(armed(), (Extend(30 * MINUTE), START))
    assert early.due_at == DUE + 30 * MINUTE
    late = after(due(), (Extend(30 * MINUTE), DUE + 3 * MINUTE))
    assert late.due_at == DUE + 33 * MINUTE
    assert late.next_at == late.due_at - LINE.reminder


def test_more_time_brings_a_new_reminder_and_new_questions() -> None:
    reminded = after(armed(), (Tick(), DUE - LINE.reminder), (Extend(30 * MINUTE), DUE - MINUTE))
    kinds = [n.kind for _, notices in let_it_run(reminded)[:3] for n in notices]
    assert kinds == [Kind.REMIND, Kind.ASK, Kind.ASK_AGAIN]


def test_ok_after_the_alert_ended_some_other_way_still_sends_the_all_clear_once() -> None:
    for ended in (UNANSWERED, after(TWO_TOLD, (Resolve(ANN), LATER))):
        safe, notices = advance(ended, Ok(), AFTERWARDS)
        assert safe.outcome is Outcome.SAFE
        assert {n.kind for n in notices} == {Kind.ALL_CLEAR}
        assert advance(safe, Ok(), AFTERWARDS) == (safe, ())


def test_a_closed_check_in_keeps_no_appointment_and_no_holder() -> None:
    for event in (Ok(), Resolve(BEA)):
        closed = after(HELD, (event, LATER))
        assert (closed.next_at, closed.holder, closed.asked) == (None, None, False)
        assert closed.closed_at == LATER


def test_recipients_start_in_the_persons_order_and_untold() -> None:
    assert armed().recipients == tuple(Recipient(id) for id in ALL)
