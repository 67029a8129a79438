"""What holds whatever happens, in any order, at any time."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.machine.advance import Checkin, Outcome, State, Timeline, advance, arm
from checkin.machine.checkin import Standing
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
from checkin.machine.notices import Kind, Notices
from tests.checkin.scenes import LINE, START, told

seconds = st.integers(0, 4 * 3600).map(lambda n: timedelta(seconds=n))
contacts = st.sampled_from(["c0", "c1", "c2"])
events: st.SearchStrategy[Event] = st.one_of(
    st.just(Tick()),
    st.just(Tick()),
    st.builds(Extend, st.integers(1, 180).map(lambda n: timedelta(minutes=n))),
    st.just(Ok()),
    st.just(Duress()),
    st.just(Cancel()),
    st.just(Sos()),
    st.builds(Ack, contacts),
    st.builds(Cannot, contacts),
    st.builds(Resolve, contacts),
    st.builds(Undeliverable, contacts),
    st.builds(OptedOut, contacts),
    st.builds(OptedIn, contacts),
)
timelines = st.builds(
    Timeline,
    *(st.integers(low, 7200).map(lambda n: timedelta(seconds=n)) for low in (0, 0, 1, 1)),
)
checkins = st.builds(
    lambda n, length, line, at_once: arm(
        "it",
        START + length,
        tuple(f"c{i}" for i in range(n)),
        timeline=line,
        at_once=at_once,
        now=START,
    ),
    st.integers(1, 3),
    seconds,
    st.one_of(st.just(LINE), timelines),
    st.booleans(),
)
# None stands for a tick when it next wants to be woken, so that runs get somewhere.
steps = st.lists(st.tuples(events, st.none() | seconds), max_size=40)


@dataclass
class Life:
    """One life of a check-in, and what the outside saw of it."""

    checkin: Checkin
    now: datetime = START
    said: list[tuple[Event, Checkin, Checkin, Notices]] = field(default_factory=list)

    def step(self, event: Event, wait: timedelta | None) -> None:
        if wait is None:
            self.now = max(self.now, self.checkin.next_at or self.now)
            event = Tick()
        else:
            self.now += wait
        before = self.checkin
        self.checkin, notices = advance(before, event, self.now)
        self.said.append((event, before, self.checkin, notices))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    life = Life(draw(checkins))
    for _ in range(draw(st.integers(0, 6))):
        life.step(Tick(), None)
    for event, wait in draw(steps):
        life.step(event, wait)
    return life


many = settings(max_examples=300, deadline=None)


@many
@given(lives())
def test_what_is_not_closed_always_has_an_appointment_that_is_not_far_away(life: Life) -> None:
    for checkin in (life.checkin, *(after for _, _, after, _ in life.said)):
        line = checkin.timeline
        if checkin.state is State.CLOSED:
            assert checkin.next_at is None
            assert checkin.outcome is not None
            assert checkin.closed_at is not None
        else:
            assert checkin.outcome is None
            assert checkin.closed_at is None
            assert checkin.next_at is not None
            latest = max(checkin.due_at, life.now) + max(line.grace, line.escalate, line.hold)
            assert checkin.next_at <= latest


@many
@given(lives())
def test_left_alone_it_always_ends(life: Life) -> None:
    for _ in range(40):
        if life.checkin.state is State.CLOSED:
            return
        life.step(Tick(), None)
    raise AssertionError(f"still {life.checkin.state}")


@many
@given(lives())
def test_nobody_is_told_twice_in_one_round(life: Life) -> None:
    heard: Counter[str | None] = Counter()
    for event, before, after, notices in life.said:
        restarted = after.round < before.round or isinstance(event, Sos) or _dropped(before, after)
        restarted |= after.hidden_at != before.hidden_at
        if restarted or after.round > before.round:
            heard.clear()
        heard.update(told(notices))
        assert max(heard.values(), default=0) <= 1


def _dropped(before: Checkin, after: Checkin) -> bool:
    return before.state is State.HELD and after.state is not State.HELD


@many
@given(lives())
def test_contacts_hear_nothing_of_a_closed_check_in_but_the_all_clear_or_each_others_answers(
    life: Life,
) -> None:
    for event, before, after, notices in life.said:
        if before.state is not State.CLOSED:
            continue
        heard = {n.kind for n in notices if n.contact_id}
        if isinstance(event, Ok):
            assert heard <= {Kind.ALL_CLEAR}
        elif isinstance(event, Duress):
            assert heard == set()
        elif before.outcome is Outcome.UNANSWERED and isinstance(event, Ack | Resolve):
            assert heard <= {Kind.COVERED, Kind.OVER}
        else:
            assert (after, notices) == (before, ())


@many
@given(lives(), seconds)
def test_an_ok_always_closes_and_clears_exactly_those_who_were_told_and_stayed(
    life: Life, wait: timedelta
) -> None:
    ever: set[str | None] = set()
    left: set[str] = set()
    for event, before, _, notices in life.said:
        ever.update(told(notices))
        if isinstance(event, OptedOut) and before.state is not State.CLOSED:
            left.add(event.contact_id)
        if _came_back(event, before):
            left.discard(event.contact_id)
        if isinstance(event, Ack) and event.contact_id in ever and _could_ack(before):
            left.discard(event.contact_id)
    was = life.checkin
    life.step(Ok(), wait)
    assert life.checkin.state is State.CLOSED
    _, _, _, notices = life.said[-1]
    cleared = told(notices, Kind.ALL_CLEAR)
    assert len(cleared) == len(notices)
    if was.outcome is Outcome.SAFE:
        assert cleared == []
    else:
        assert sorted(map(str, cleared)) == sorted(map(str, ever - left))
    if ever or was.state is not State.CLOSED:
        assert life.checkin.outcome is Outcome.SAFE


def _came_back(event: Event, before: Checkin) -> bool:
    """Whether somebody who had opted out of an open check-in is part of it again."""
    if not isinstance(event, OptedIn) or before.state is State.CLOSED:
        return False
    recipient = before.recipient(event.contact_id)
    return recipient is not None and recipient.standing is Standing.OPTED_OUT


def _could_ack(before: Checkin) -> bool:
    """Whether an ack would have been taken rather than only answered."""
    return before.state is State.ALERTING or before.outcome is Outcome.UNANSWERED


@many
@given(lives())
def test_whoever_cannot_or_left_is_not_alerted_again_unless_they_take_it_on(life: Life) -> None:
    gone: set[str] = set()
    for event, before, _, notices in life.said:
        if isinstance(event, Ack) and _could_ack(before):
            gone.discard(event.contact_id)
        if isinstance(event, OptedOut) and before.state is not State.CLOSED:
            gone.add(event.contact_id)
        if _came_back(event, before):
            gone.discard(event.contact_id)
        if isinstance(event, Cannot) and before.alert_out:
            gone.add(event.contact_id)
        assert not gone & set(told(notices))


@many
@given(lives())
def test_after_a_duress_the_person_is_told_nothing_and_is_shown_a_closed_timer(life: Life) -> None:
    for _, _, after, notices in life.said:
        if after.hidden_at is not None:
            assert [n for n in notices if n.contact_id is None] == []
            assert (after.shown.state, after.shown.outcome) == (State.CLOSED, Outcome.SAFE)


@many
@given(lives())
def test_no_contact_is_lost_or_doubled(life: Life) -> None:
    names = [{r.contact_id for r in before.recipients} for _, before, _, _ in life.said]
    for ids, (_, _, after, _) in zip(names, life.said, strict=True):
        assert ids == {r.contact_id for r in after.recipients}
        assert len(ids) == len(after.recipients)


@many
@given(lives())
def test_every_notice_names_someone_on_the_list(life: Life) -> None:
    ids = {r.contact_id for r in life.checkin.recipients}
    for _, _, _, notices in life.said:
        for notice in notices:
            assert {notice.contact_id, notice.about} - {None} <= ids


@many
@given(lives())
def test_the_state_is_consistent_after_every_event(life: Life) -> None:
    for _, _, after, _ in life.said:
        assert (after.holder is not None) == (after.state is State.HELD)
        assert after.round <= 3
        for recipient in after.recipients:
            assert recipient.told_round <= after.round
            assert recipient.ever_told or recipient.told_round == 0
