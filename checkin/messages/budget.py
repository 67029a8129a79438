"""The host's spending cap on texts, in segments (what a carrier charges for).

A reached cap never holds back a timer, an alert or an answer: only courtesies and new invitations
are spared.
"""

from dataclasses import dataclass

from checkin.monitoring import daily_counters
from checkin.monitoring.health import Moment
from checkin.storage.core import Caps, Work


@dataclass(frozen=True, slots=True)
class Spent:
    """Segments sent today and in this calendar month, both UTC."""

    today: int
    month: int

    def over(self, caps: Caps) -> bool:
        """Whether either cap has been reached."""
        return any(
            cap is not None and used >= cap
            for used, cap in ((self.today, caps.daily), (self.month, caps.monthly))
        )


def spent(work: Moment) -> Spent:
    """How many segments were sent so far."""
    today = work.now.date()
    return Spent(
        daily_counters.paid(work.conn, today), daily_counters.paid(work.conn, today.replace(day=1))
    )


def over(work: Work) -> bool:
    """Whether a cap is reached, so that courtesies are spared. Without a cap no query is made."""
    caps = work.core.caps
    return caps != Caps() and spent(work).over(caps)
