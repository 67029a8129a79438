"""The buttons of a push notification. Idempotent: a press may arrive late, or more than once.

A press names one check-in and never changes a later one. A repeated press is answered like the
first and changes nothing.
"""

from datetime import timedelta

from checkin import store
from checkin.actions import timers
from checkin.machine.advance import Outcome
from checkin.machine.events import Ok
from checkin.messages import capabilities, standing
from checkin.messages.capabilities import May
from checkin.messages.notification import Notification
from checkin.messages.push_texts import pages
from checkin.people import pins
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.situation import replies
from checkin.storage.core import Work
from checkin.store import Timer

MORE = timedelta(minutes=30)


def press(work: Work, capability: str) -> Notification | None:
    """Do what the capability allows. Returns the notification to show in answer.

    None if we did not sign it, it is for something else, or its check-in is deleted.
    """
    allowed, about = capabilities.verify(work.core.vault, capability) or (None, ())
    if allowed not in (May.OK, May.MORE):
        return None
    person = store.owner(work, about[0])
    mine = store.of(work, person) if person else []
    timer = next((each for each in mine if each.checkin.id == about[0]), None)
    if person is None or timer is None:
        return None
    if allowed is May.OK:
        return _ok(work, person, timer, mine)
    return _more(work, person, timer, int(about[1]))


def _ok(work: Work, person: Person, timer: Timer, mine: list[Timer]) -> Notification:
    tr = work.translator(person.lang)
    _ = tr.gettext
    if timer.checkin.shown.outcome is Outcome.SAFE:
        return _said(work, person, timer, replies.closed_push(None, tr))
    if pins.needed(work, person):
        # The PIN was set after this notification was sent.
        said = _("Nothing was closed: it needs your PIN. Open this to type it.")
        return _said(work, person, timer, said, anchor="#pin")
    # Whoever is safe now has also come through every check-in that began earlier.
    for each in mine:
        earlier = not each.checkin.over and each.started_at < timer.started_at
        if (earlier or each is timer) and each.checkin.hidden_at is None:
            timers.apply(work, each, Ok())
    now = standing.of_timer(work, person, timer, closely=False)
    return _said(work, person, timer, replies.closed_push(now, tr))


def _more(work: Work, person: Person, timer: Timer, ended_ms: int) -> Notification:
    tr = work.translator(person.lang)
    checkin = timer.checkin.shown
    running = store.open_for(work, person)
    if running is None or running.checkin.id != checkin.id:
        return _said(work, person, timer, replies.over(tr))
    try:
        # The capability names the end it was made for: pressed again, it finds a later one.
        if round(checkin.due_at.timestamp() * 1000) == ended_ms:
            running = timers.extend(work, person, MORE)
    except Refused as problem:
        at = "#pin" if problem.reason is Reason.MORE_NEEDS_PIN else ""
        return _said(work, person, timer, problem.sentence(tr), anchor=at)
    now = standing.of_timer(work, person, running)
    return _said(work, person, timer, replies.extended(now, tr))


def _said(
    work: Work, person: Person, timer: Timer, words: str, *, anchor: str = ""
) -> Notification:
    return Notification(
        body=words,
        lang=person.lang,
        path=f"{pages(work, person)}/checkin{anchor}",
        about=timer.checkin.id,
    )
