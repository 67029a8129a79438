"""The open question of ours to a phone, which its next text may answer, and when it is none any
more: once something newer has asked the phone, a YES, NO, OK or number belongs to that."""

from dataclasses import replace
from datetime import datetime

from checkin import store
from checkin.store import Timer
from sms.replies.turn import Turn

# Answered by a name, or weighed against a newer alert where the number comes in.
_STAYING = ("own:", "name:", "zone:", "case")


def current(turn: Turn) -> Turn:
    """The turn, without a pending question that something newer has overtaken: an alert, an
    invitation, or a question of the phone's own timer."""
    pending, last = turn.session.pending, turn.session.answered_at
    if pending is None or last is None or pending.startswith(_STAYING):
        return turn
    if not any(at > last for at in _asked_at(turn)):
        return turn
    return replace(turn, session=replace(turn.session, pending=None))


def _asked_at(turn: Turn) -> list[datetime]:
    work, sender = turn.work, turn.sender
    told = [store.told_at(work, timer.checkin.id, c.id) for timer, c in sender.alerts]
    invited = [contact.invited_at for contact in sender.invited]
    timer = sender.timer
    own = [last_spoke(timer, work.now)] if timer else []
    return [at for at in (*told, *invited, *own) if at is not None]


def last_spoke(timer: Timer, now: datetime) -> datetime:
    """When this timer last spoke to its person: at its start, its reminder, or a question."""
    checkin, line = timer.checkin, timer.checkin.timeline
    moments = (
        checkin.due_at - line.reminder,
        checkin.due_at,
        checkin.due_at + line.grace / 2,
        checkin.due_at + line.grace,
    )
    return max((timer.started_at, *(at for at in moments if at <= now)))
