"""OKs with a PIN where the person sees nothing to close: after a few they are answered unseen.

A PIN costs us work to look at, so after a few such OKs in a row none is looked at, unless a
check-in that was closed with the PIN for danger waits for the safe one. Whoever texts cannot tell
which: the words and the time are the same.
"""

from datetime import timedelta

from checkin.people import pins, tries
from checkin.people.argon import Pretence
from checkin.people.people import Person
from checkin.people.pins import Verdict
from checkin.people.tries import Budget
from checkin.storage.core import Work

_IDLE = Budget("idle", most=3, pause=timedelta(hours=1))
_UNSEEN = Budget("unseen", most=pins.MOST_MISSES, pause=pins.PAUSE)


def often(work: Work, person: Person) -> bool:
    """Whether there were so many in a row that this one is answered unseen."""
    return tries.wait(work, tries.key(work, _IDLE, person.id)) is not None


def count(work: Work, person: Person) -> None:
    """Count one more."""
    tries.count(work, _IDLE, tries.key(work, _IDLE, person.id))


def end(work: Work, person: Person) -> None:
    """There was something to close, so the row ends."""
    tries.clear(work, tries.key(work, _IDLE, person.id))


def pretend(work: Work, person: Person) -> None:
    """Take as long as `is_safe`."""
    work.proofs.of(Pretence())
    tries.wait(work, tries.key(work, _UNSEEN, person.id))


def is_safe(work: Work, person: Person, pin: str) -> bool:
    """Whether it is the safe PIN, though the answer will not show it. Wrong ones are counted apart:
    what counts before the person's eyes must not tell that we looked. Once they are too many none
    is right."""
    whose = tries.key(work, _UNSEEN, person.id)
    verdict = pins.meaning(work, person, pin)
    if tries.wait(work, whose) is not None:
        return False
    if verdict is Verdict.WRONG:
        tries.count(work, _UNSEEN, whose)
    return verdict is Verdict.SAFE
