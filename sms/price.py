"""What a text costs at Twilio: one table, with its source and date."""

from decimal import Decimal

PER_SEGMENT = {"US": Decimal("0.0083")}
"""US dollars an outbound segment from a US long code or toll-free number, before the phone
companies' own fees ($0.0025 to $0.0062 a segment). Source:
https://www.budgetforge.dev/tools/twilio-sms-pricing-2026 (5 July 2026), agreeing with
https://dev.to/preecha/twilio-sms-api-cost-complete-pricing-breakdown-for-2026-1k25."""


def affordable(dollars: Decimal, country: str = "US") -> int:
    """How many segments that much money pays for, before the phone companies' fees."""
    return int(dollars / PER_SEGMENT[country])


def price(segments: int, country: str = "US") -> Decimal:
    """US dollars for that many segments, before the phone companies' fees."""
    return PER_SEGMENT[country] * segments
