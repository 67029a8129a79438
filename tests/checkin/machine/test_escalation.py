"""Who is told next, who is on it, who is passed over."""

import pytest

from checkin.machine.advance import ROUNDS, Outcome, State, advance
from checkin.machine.events import (
    Ack,
    Cannot,
    Event,
    Ok,
    OptedOut,
    Resolve,
    Sos,
    Tick,
    Undeliverable,
)
from checkin.machine.notices import ChannelKind, Kind, Notice
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
    last_told,
    let_it_run,
    told,
)


def test_contacts_are_told_one_by_one_in_the_persons_order() -> None:
    said = let_it_run(alerting(CAT, ANN, BEA))
    assert [told(notices) for _, notices in said[:2]] == [[ANN], [BEA]]


def test_each_contact_is_given_the_same_time_to_answer() -> None:
    moments = [now for now, notices in let_it_run(armed()) if told(notices)]
    assert moments == [MISSED + n * LINE.escalate for n in range(ROUNDS * len(ALL))]


def test_contacts_are_told_all_at_once_where_the_person_chose_so() -> None:
    rounds = [told(notices) for _, notices in let_it_run(armed(at_once=True)) if told(notices)]
    assert rounds == [list(ALL)] * ROUNDS


def test_the_first_round_is_by_text_and_the_later_ones_by_call() -> None:
    alerts = [n for _, notices in let_it_run(armed()) for n in notices if n.kind is Kind.ALERT]
    assert [(n.contact_id, n.channel) for n in alerts] == [
        (id, by) for by in (ChannelKind.TEXT, ChannelKind.CALL, ChannelKind.CALL) for id in ALL
    ]


def test_after_the_last_round_the_person_is_told_that_nobody_answered() -> None:
    last, notices = let_it_run(armed())[-1]
    assert notices == (Notice(Kind.UNANSWERED),)
    assert last == MISSED + ROUNDS * len(ALL) * LINE.escalate


@pytest.mark.parametrize("event", [Cannot(ANN), Undeliverable(ANN), OptedOut(ANN)])
def test_a_contact_who_drops_out_is_passed_over_at_once(event: Event) -> None:
    now = MISSED + SECOND
    changed, notices = advance(alerting(), event, now)
    assert told(notices) == [BEA]
    assert changed.next_at == now + LINE.escalate


@pytest.mark.parametrize("event", [Cannot(ANN), Undeliverable(ANN), OptedOut(ANN)])
def test_an_earlier_contact_who_drops_out_does_not_hurry_the_one_told_since(event: Event) -> None:
    before = alerting(told=2)
    changed, notices = advance(before, event, last_told(2) + SECOND)
    assert told(notices) == []
    assert changed.next_at == before.next_at


@pytest.mark.parametrize("event", [Cannot(CAT), Undeliverable(CAT), OptedOut(CAT)])
def test_the_last_contact_of_a_round_dropping_out_does_not_start_the_next_round_early(
    event: Event,
) -> None:
    before = alerting(told=3)
    changed, notices = advance(before, event, last_told(3) + SECOND)
    assert told(notices) == []
    assert (changed.round, changed.next_at) == (1, before.next_at)


def test_three_rounds_of_failures_take_as_long_as_three_rounds_of_silence_of_one_contact() -> None:
    checkin, failures = alerting(), 0
    while checkin.state is State.ALERTING:
        assert checkin.next_at
        now = checkin.next_at - LINE.escalate + SECOND
        for id in ALL:
            checkin, notices = advance(checkin, Undeliverable(id), now)
            failures += len(notices) > 0
        assert checkin.next_at
        now = checkin.next_at
        checkin = after(checkin, (Tick(), now))
    assert failures == ROUNDS * len(ALL)
    assert now - MISSED > ROUNDS * LINE.escalate


def test_an_unreachable_contact_is_called_in_the_next_round() -> None:
    unreached = after(alerting(), (Undeliverable(ANN), MISSED + SECOND))
    calls = [
        n for _, notices in let_it_run(unreached) for n in notices if n.channel is ChannelKind.CALL
    ]
    assert [n.contact_id for n in calls] == [*ALL, *ALL]


@pytest.mark.parametrize("event", [Cannot(ANN), OptedOut(ANN)])
def test_a_contact_who_cannot_or_left_is_not_told_in_later_rounds(event: Event) -> None:
    without = after(alerting(), (event, MISSED + SECOND))
    later = [id for _, notices in let_it_run(without) for id in told(notices)]
    assert later == [CAT, BEA, CAT, BEA, CAT]


@pytest.mark.parametrize(
    ("first", "late"),
    [
        (Cannot(ANN), Undeliverable(ANN)),
        (OptedOut(ANN), Undeliverable(ANN)),
        (OptedOut(ANN), Cannot(ANN)),
    ],
)
def test_a_late_failure_does_not_undo_what_the_contact_said(first: Event, late: Event) -> None:
    said = after(alerting(told=2), (first, last_told(2) + SECOND))
    assert advance(said, late, last_told(2) + MINUTE) == (said, ())


def test_a_contact_who_could_not_and_then_leaves_has_left() -> None:
    could_not = after(alerting(told=2), (Cannot(ANN), last_told(2) + SECOND))
    left, notices = advance(could_not, OptedOut(ANN), last_told(2) + MINUTE)
    assert notices == (Notice(Kind.LEFT, about=ANN),)
    assert told(advance(left, Ok(), last_told(3))[1], Kind.ALL_CLEAR) == [BEA]


def test_the_same_failure_reported_twice_passes_over_once() -> None:
    once = after(alerting(), (Undeliverable(ANN), MISSED + SECOND))
    assert advance(once, Undeliverable(ANN), MISSED + MINUTE) == (once, ())


def test_a_contact_who_is_on_it_stops_the_alert_and_the_others_hear_so() -> None:
    held, notices = advance(alerting(told=2), Ack(BEA), last_told(2) + SECOND)
    assert held.holder == BEA
    assert held.next_at == last_told(2) + SECOND + LINE.hold
    assert notices == (
        Notice(Kind.HELD_BY, about=BEA),
        Notice(Kind.COVERED, contact_id=ANN),
    )


def test_a_contact_who_could_not_may_still_take_it_on() -> None:
    changed = after(alerting(), (Cannot(ANN), MISSED + SECOND), (Ack(ANN), MISSED + MINUTE))
    assert (changed.state, changed.holder) == (State.HELD, ANN)


def test_a_second_contact_hears_that_another_is_on_it_and_changes_nothing() -> None:
    held = after(alerting(told=2), (Ack(ANN), last_told(2)))
    assert advance(held, Ack(BEA), last_told(2) + SECOND) == (
        held,
        (Notice(Kind.COVERED, contact_id=BEA),),
    )


def test_the_holder_answering_again_has_the_whole_hold_again() -> None:
    held = after(alerting(), (Ack(ANN), MISSED))
    asked_at = MISSED + LINE.hold
    again, notices = advance(after(held, (Tick(), asked_at)), Ack(ANN), asked_at + MINUTE)
    assert notices == ()
    assert (again.asked, again.next_at) == (False, asked_at + MINUTE + LINE.hold)


def test_a_holder_who_goes_silent_is_asked_once_and_then_dropped_to_the_end_of_the_order() -> None:
    held = after(alerting(told=2), (Ack(ANN), last_told(2)))
    (asked_at, asked), (dropped_at, dropped), *rest = let_it_run(held)
    assert asked_at == last_told(2) + LINE.hold
    until = asked_at + LINE.grace
    assert asked == (Notice(Kind.STILL_ON_IT, contact_id=ANN, useful_until=until),)
    assert dropped_at == until
    assert dropped[0] == Notice(Kind.DROPPED, about=ANN)
    assert told(dropped) == [BEA]
    assert [id for _, notices in rest for id in told(notices)][:2] == [CAT, ANN]


def test_a_dropped_alert_starts_again_with_three_whole_rounds() -> None:
    held = after(alerting(told=8), (Ack(ANN), last_told(8)))
    alerts = [id for _, notices in let_it_run(held) for id in told(notices)]
    assert len(alerts) == ROUNDS * len(ALL)


def test_someone_else_dropping_out_while_one_is_on_it_leaves_it_held() -> None:
    held = after(alerting(told=2), (Ack(ANN), last_told(2)))
    for event in (Cannot(BEA), OptedOut(BEA), OptedOut(CAT)):
        changed, notices = advance(held, event, last_told(2) + SECOND)
        assert (changed.state, changed.holder) == (State.HELD, ANN)
        assert [n.contact_id for n in notices] == [None]


def test_a_contact_who_says_it_is_over_ends_it_for_everyone() -> None:
    held = after(alerting(told=2), (Ack(ANN), last_told(2)))
    ended, notices = advance(held, Resolve(BEA), last_told(2) + MINUTE)
    assert ended.outcome is Outcome.RESOLVED
    assert notices == (Notice(Kind.RESOLVED_BY, about=BEA), Notice(Kind.OVER, contact_id=ANN))


@pytest.mark.parametrize("told_so_far", [1, 2, 3])
def test_the_all_clear_goes_to_those_who_were_told_and_to_nobody_else(told_so_far: int) -> None:
    _, notices = advance(alerting(told=told_so_far), Ok(), last_told(told_so_far) + SECOND)
    assert told(notices, Kind.ALL_CLEAR) == list(ALL[:told_so_far])


def test_the_all_clear_spares_a_contact_who_left() -> None:
    left = after(alerting(told=2), (OptedOut(ANN), last_told(2)))
    assert told(advance(left, Ok(), last_told(2) + SECOND)[1], Kind.ALL_CLEAR) == [BEA]


def test_the_all_clear_reaches_those_told_before_an_sos() -> None:
    again = after(alerting(told=1), (Sos(), MISSED + SECOND))
    notices = advance(again, Ok(), MISSED + MINUTE)[1]
    assert told(notices, Kind.ALL_CLEAR) == list(ALL)


@pytest.mark.parametrize(
    "checkin",
    [
        armed(),
        after(armed(), (Tick(), DUE)),
        alerting(told=2),
        after(alerting(told=2), (Ack(ANN), last_told(2))),
    ],
    ids=["armed", "due", "alerting", "held"],
)
def test_sos_tells_everyone_at_once_whatever_the_state(checkin: object) -> None:
    changed, notices = advance(checkin, Sos(), last_told(2) + SECOND)  # type: ignore[arg-type]
    assert told(notices) == list(ALL)
    assert {n.channel for n in notices} == {ChannelKind.TEXT}
    assert (changed.state, changed.sos, changed.holder) == (State.ALERTING, True, None)
    rounds = [told(notices) for _, notices in let_it_run(changed) if told(notices)]
    assert rounds == [list(ALL)] * (ROUNDS - 1)


def test_an_alert_with_nobody_left_to_tell_closes_instead_of_waiting_for_ever() -> None:
    empty = after(armed(ANN), (OptedOut(ANN), START))
    ended, notices = advance(empty, Tick(), MISSED)
    assert ended.outcome is Outcome.UNANSWERED
    assert told(notices) == []


def test_answers_after_an_unanswered_alert_still_count() -> None:
    unanswered = after(alerting(ANN, told=ROUNDS), (Tick(), last_told(ROUNDS + 1)))
    assert unanswered.outcome is Outcome.UNANSWERED
    later = last_told(ROUNDS + 1) + 60 * MINUTE
    held = after(unanswered, (Ack(ANN), later))
    assert (held.state, held.outcome, held.closed_at) == (State.HELD, None, None)
    assert held.next_at == later + LINE.hold
