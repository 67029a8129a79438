"""What texts cost against the host's caps: in US dollars here, in segments below this package."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from checkin.clock import Clock
from checkin.messages import budget
from checkin.messages.budget import Spent
from checkin.monitoring.health import Moment
from checkin.storage.core import Caps, Core
from checkin.worker.schedule import Chore
from sms.encoding.price import affordable, price
from webapp.settings import Settings
from webapp.symptom import Symptom, note

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)


def caps(settings: Settings) -> Caps:
    """The host's caps in segments; None where there is no cap."""
    daily, monthly = settings.daily_cap, settings.monthly_cap
    return Caps(
        None if daily is None else affordable(daily),
        None if monthly is None else affordable(monthly),
    )


def chore(core: Core, clock: Clock) -> Chore:
    """Say in the log, once a day, that a cap has been reached."""
    told: set[date] = set()

    def run() -> None:
        with core.read(clock()) as work:
            spent, today = budget.spent(work), work.today
        if spent.over(core.caps) and today not in told:
            told.clear()
            told.add(today)
            log.error(over(spent))

    return Chore("spending", EVERY, run)


def look(moment: Moment, settings: Settings) -> Iterator[Symptom]:
    """What the doctor says of spending."""
    limits, spent = caps(settings), budget.spent(moment)
    if spent.over(limits):
        yield note("spending", over(spent), mend="Raise RAINCHECK_DAILY_CAP or _MONTHLY_CAP.")
    elif limits == Caps() and not settings.demo:
        yield note(
            "spending",
            "There is no cap on what texts may cost.",
            "Whoever sends us many texts can cost you as many replies.",
            "Set RAINCHECK_DAILY_CAP and RAINCHECK_MONTHLY_CAP, in US dollars.",
        )


def over(spent: Spent) -> str:
    """That a cap has been reached, as a sentence for whoever runs the server."""
    return (
        f"Texts have cost about ${dollars(spent.today)} today and ${dollars(spent.month)} this "
        "month, which reaches a cap. Invitations and courtesies wait; alerts never do."
    )


def dollars(segments: int) -> Decimal:
    """What segments cost in US dollars, to the cent, before the phone companies' fees."""
    return price(segments).quantize(Decimal("0.01"))
