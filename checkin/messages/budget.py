"""What the host wants to spend on texts at most. It never holds back what a timer, an alert or a
question needs: only courtesies and new invitations can be spared."""

from dataclasses import dataclass

from checkin.monitoring import daily_counters
from checkin.monitoring.health import Moment
from checkin.storage.core import Caps, Work


@dataclass(frozen=True, slots=True)
class Spent:
    """Segments sent today and this month (UTC)."""

    today: int
    month: int

    def over(self, caps: Caps) -> bool:
        """Whether either cap has been reached."""
        return any(
            cap is not None and used >= cap
            for used, cap in ((self.today, caps.daily), (self.month, caps.monthly))
        )


def spent(work: Moment) -> Spent:
    """What was sent so far."""
    today = work.now.date()
    return Spent(
        daily_counters.paid(work.conn, today), daily_counters.paid(work.conn, today.replace(day=1))
    )


def over(work: Work) -> bool:
    """Whether what can be spared should be. Without a cap nothing is looked up."""
    caps = work.core.caps
    return caps != Caps() and spent(work).over(caps)
