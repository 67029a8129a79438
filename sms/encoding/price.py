"""What texts cost at Twilio: one table, with its sources and date."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """US dollars for texts over an ordinary ten-digit number (10DLC). `sent`, `received` and
    `fees` are for each segment; a pair is the least and the most that is asked. `sources`: each
    page, and when it last said so."""

    sources: tuple[tuple[str, str], ...]
    sent: Decimal
    received: Decimal
    fees: tuple[Decimal, Decimal]
    number_a_month: Decimal
    campaign_a_month: tuple[Decimal, Decimal]
    brand_once: Decimal
    campaign_once: Decimal


def _between(low: str, high: str) -> tuple[Decimal, Decimal]:
    return Decimal(low), Decimal(high)


US = Tariff(
    # Not Twilio's own pages, but two that report them and agree on all that both name. The fees are
    # in the first only, what a registration costs in the second.
    sources=(
        ("https://www.budgetforge.dev/tools/twilio-sms-pricing-2026", "5 July 2026"),
        ("https://hivebook.wiki/wiki/twilio-sms-pricing", "April 2026"),
    ),
    sent=Decimal("0.0083"),
    received=Decimal("0.0083"),
    fees=_between("0.0025", "0.0062"),
    number_a_month=Decimal("1.15"),
    campaign_a_month=_between("1.50", "10.00"),
    brand_once=Decimal("4.50"),
    campaign_once=Decimal("15.00"),
)


def affordable(dollars: Decimal) -> int:
    """How many segments that much money sends, before the phone companies' own fees."""
    return int(dollars / US.sent)


def price(segments: int) -> Decimal:
    """US dollars for sending that many segments, before the phone companies' own fees."""
    return US.sent * segments
