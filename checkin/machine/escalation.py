"""Escalation of an alert: who is told next, who is on it, who is passed over. Pure."""

from dataclasses import replace
from datetime import datetime

from checkin.machine.checkin import Checkin, Outcome, Recipient, Standing, State
from checkin.machine.notices import ChannelKind, Kind, Notice, Notices

ROUNDS = 3
_STANDINGS = tuple(Standing)

Step = tuple[Checkin, Notices]
"""The check-in after an event, and the notices that must be sent."""


def begin(checkin: Checkin, now: datetime, *first: Notice) -> Step:
    """Start an alert with its first recipient. `first`: notices that go before the alerts."""
    fresh = replace(
        checkin,
        state=State.ALERTING,
        round=1,
        holder=None,
        asked=False,
        recipients=tuple(replace(r, told_round=0) for r in checkin.recipients),
    )
    after, notices = tell(fresh, now)
    if after.state is State.CLOSED:
        # Nobody is left. The first notice says so, or there is nothing to say but the end.
        return after, first or notices
    return after, (*(first or (Notice(Kind.ALERTING),)), *notices)


def tell(checkin: Checkin, now: datetime) -> Step:
    """Tell the next contact of this round, or all with `at_once`. After the last of them the next
    round starts; after the last round the check-in closes unanswered."""
    waiting = [r for r in checkin.recipients if r.askable and r.told_round < checkin.round]
    if not waiting:
        if checkin.round >= ROUNDS or not any(r.askable for r in checkin.recipients):
            closed = checkin.close(Outcome.UNANSWERED, now)
            return closed, (Notice(Kind.UNANSWERED),)
        return tell(replace(checkin, round=checkin.round + 1), now)
    chosen = {r.contact_id for r in (waiting if checkin.at_once else waiting[:1])}
    channel = ChannelKind.TEXT if checkin.round == 1 else ChannelKind.CALL
    recipients = tuple(
        replace(r, standing=Standing.TOLD, told_round=checkin.round, ever_told=True)
        if r.contact_id in chosen
        else r
        for r in checkin.recipients
    )
    told = replace(checkin, recipients=recipients, next_at=now + checkin.timeline.escalate)
    return told, tuple(
        Notice(Kind.ALERT, contact_id=r.contact_id, channel=channel)
        for r in recipients
        if r.contact_id in chosen
    )


def ack(checkin: Checkin, contact_id: str, now: datetime) -> Step:
    """A contact says "I'm on it" and becomes the holder. A second one hears that another is on it.
    Counts after an alert ended unanswered too: late is better than never."""
    who = checkin.recipient(contact_id)
    unanswered = checkin.outcome is Outcome.UNANSWERED
    if who is None or not who.ever_told or not (checkin.alert_out or unanswered):
        return checkin, ()
    if checkin.state is State.HELD and checkin.holder != contact_id:
        return checkin, (Notice(Kind.COVERED, contact_id=contact_id),)
    held = replace(
        _standing(checkin, contact_id, Standing.TOLD),
        state=State.HELD,
        holder=contact_id,
        asked=False,
        next_at=now + checkin.timeline.hold,
        outcome=None,
        closed_at=None,
    )
    if checkin.holder == contact_id:
        return held, ()
    others = to_others(checkin, contact_id, Kind.COVERED)
    return held, (Notice(Kind.HELD_BY, about=contact_id), *others)


def pass_over(
    checkin: Checkin, contact_id: str, standing: Standing, kind: Kind, now: datetime
) -> Step:
    """This contact drops out of the alert, and the next one of this round is told at once. With
    nobody left it ends there: whoever was told can still say that they are on it.

    `standing`: why; `kind`: the notice about it to the person.
    """
    who = checkin.recipient(contact_id)
    # A late report that a text failed must not overwrite a "can't" or an opt-out.
    if who is None or _STANDINGS.index(who.standing) >= _STANDINGS.index(standing):
        return checkin, ()
    marked = _standing(checkin, contact_id, standing)
    notice = Notice(kind, about=contact_id)
    if checkin.state is State.HELD and checkin.holder == contact_id:
        return drop(marked, now, notice)
    if checkin.state is not State.ALERTING:
        return marked, (notice,)
    if not any(r.askable for r in marked.recipients):
        return marked.close(Outcome.UNANSWERED, now), (notice,)
    if not _latest(checkin, who):
        return marked, (notice,)
    # Only within this round. The next one waits for its tick, or three rounds of failed messages
    # would be over in a second.
    if not any(r.askable and r.told_round < checkin.round for r in marked.recipients):
        return marked, (notice,)
    after, notices = tell(marked, now)
    return after, (notice, *notices)


def come_back(checkin: Checkin, contact_id: str) -> Checkin:
    """A contact who had opted out is part of the check-in again, in their old place."""
    who = checkin.recipient(contact_id)
    if who is None or who.standing is not Standing.OPTED_OUT:
        return checkin
    return _standing(checkin, contact_id, Standing.WAITING)


def drop(checkin: Checkin, now: datetime, notice: Notice) -> Step:
    """The holder is no longer on it: start a new alert, in which they are told last."""
    reordered = sorted(checkin.recipients, key=lambda r: r.contact_id == checkin.holder)
    return begin(replace(checkin, recipients=tuple(reordered)), now, notice)


def resolve(checkin: Checkin, contact_id: str, now: datetime) -> Step:
    """A contact says that it is over: the check-in closes, and the others told hear of it."""
    who = checkin.recipient(contact_id)
    unanswered = checkin.outcome is Outcome.UNANSWERED
    if who is None or not who.ever_told or not (checkin.alert_out or unanswered):
        return checkin, ()
    over = to_others(checkin, contact_id, Kind.OVER)
    closed = checkin.close(Outcome.RESOLVED, now)
    return closed, (Notice(Kind.RESOLVED_BY, about=contact_id), *over)


def to_others(checkin: Checkin, contact_id: str | None, kind: Kind) -> Notices:
    """One notice to everyone who was ever told, except `contact_id` and those who opted out."""
    return tuple(
        Notice(kind, contact_id=r.contact_id)
        for r in checkin.recipients
        if r.ever_told and r.contact_id != contact_id and r.standing is not Standing.OPTED_OUT
    )


def _standing(checkin: Checkin, contact_id: str, standing: Standing) -> Checkin:
    return replace(
        checkin,
        recipients=tuple(
            replace(r, standing=standing) if r.contact_id == contact_id else r
            for r in checkin.recipients
        ),
    )


def _latest(checkin: Checkin, who: Recipient) -> bool:
    """Whether this contact was the last one told in this round; with `at_once` each of them was."""
    told = [r for r in checkin.recipients if r.told_round == checkin.round]
    return checkin.at_once or (bool(told) and told[-1] is who)
