"""The alert: who is told next, who is on it, who is passed over. Pure, like all it serves."""

from dataclasses import replace
from datetime import datetime

from checkin.machine.checkin import Checkin, Outcome, Recipient, Standing, State
from checkin.machine.notices import ChannelKind, Kind, Notice, Notices

ROUNDS = 3
_STANDINGS = tuple(Standing)

Step = tuple[Checkin, Notices]


def begin(checkin: Checkin, now: datetime, *first: Notice) -> Step:
    """Begin telling contacts, from the start of the person's order."""
    fresh = replace(
        checkin,
        state=State.ALERTING,
        round=1,
        holder=None,
        asked=False,
        recipients=tuple(replace(r, told_round=0) for r in checkin.recipients),
    )
    opening = first or (Notice(Kind.ALERTING),)
    after, notices = tell(fresh, now)
    return after, (*opening, *notices)


def tell(checkin: Checkin, now: datetime) -> Step:
    """Tell the next contact of this round, or all of them; after the last, open the next round."""
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
    """This contact is on it. A second one hears that another is; late is better than never."""
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
    """This contact drops out of the alert; whoever is next is told at once."""
    who = checkin.recipient(contact_id)
    # A late report that a text failed must not put back who said "can't" or left.
    if who is None or _STANDINGS.index(who.standing) >= _STANDINGS.index(standing):
        return checkin, ()
    marked = _standing(checkin, contact_id, standing)
    notice = Notice(kind, about=contact_id)
    if checkin.state is State.HELD and checkin.holder == contact_id:
        return drop(marked, now, notice)
    if checkin.state is not State.ALERTING or not _latest(checkin, who):
        return marked, (notice,)
    # Only within the round: the next round keeps its distance, so that three rounds of failures
    # cannot burn out in a second.
    if not any(r.askable and r.told_round < checkin.round for r in marked.recipients):
        return marked, (notice,)
    after, notices = tell(marked, now)
    return after, (notice, *notices)


def drop(checkin: Checkin, now: datetime, notice: Notice) -> Step:
    """Nobody is on it any more: start over, with the one who dropped it last in the order."""
    reordered = sorted(checkin.recipients, key=lambda r: r.contact_id == checkin.holder)
    return begin(replace(checkin, recipients=tuple(reordered)), now, notice)


def resolve(checkin: Checkin, contact_id: str, now: datetime) -> Step:
    """A contact says it is over."""
    who = checkin.recipient(contact_id)
    unanswered = checkin.outcome is Outcome.UNANSWERED
    if who is None or not who.ever_told or not (checkin.alert_out or unanswered):
        return checkin, ()
    over = to_others(checkin, contact_id, Kind.OVER)
    closed = checkin.close(Outcome.RESOLVED, now)
    return closed, (Notice(Kind.RESOLVED_BY, about=contact_id), *over)


def to_others(checkin: Checkin, contact_id: str | None, kind: Kind) -> Notices:
    """One notice to everyone who was ever told, but for `contact_id`."""
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
    """Whether nobody was told after them in this round."""
    told = [r for r in checkin.recipients if r.told_round == checkin.round]
    return checkin.at_once or (bool(told) and told[-1] is who)
