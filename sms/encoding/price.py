"""The price of texts at Twilio: one table, with sources and dates."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """US dollars for texts over an ordinary ten-digit number (10DLC). `sent`, `received` and `fees`
    (the phone companies' own) are per segment; a pair is the least and the most. Brand and campaign
    are the registrations that 10DLC requires. `sources`: the address of a page, and its date."""

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
    # Secondary sources: two pages that report Twilio's prices and agree wherever both give one.
    # Fees are in the first only, registration costs in the second only.
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
