"""What to do about each of Twilio's error codes: one table, with a safe default.

Codes and meanings: Twilio's error and warning dictionary.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """`permanent`: pass this number over. `opted_out`: its owner wants nothing from us.
    `operator`: the host must mend something. `expired`: it waited until it was of no more use."""

    permanent: bool = False
    opted_out: bool = False
    operator: bool = False
    expired: bool = False


# Retry, and let the clock move the alert on: right for all we do not know.
RETRY = Verdict()

_NUMBER_IS_WRONG = Verdict(permanent=True)
_OPTED_OUT = Verdict(permanent=True, opted_out=True)
_OPERATOR = Verdict(operator=True)
_EXPIRED = Verdict(expired=True)

VERDICTS: dict[int, Verdict] = {
    21211: _NUMBER_IS_WRONG,  # not a valid number
    21612: _NUMBER_IS_WRONG,  # no route to this number
    21614: _NUMBER_IS_WRONG,  # not a mobile number
    30005: _NUMBER_IS_WRONG,  # unknown destination
    30006: _NUMBER_IS_WRONG,  # landline or unreachable carrier
    21610: _OPTED_OUT,  # the recipient replied STOP
    30036: _EXPIRED,  # its validity period ran out in Twilio's queue
    20003: _OPERATOR,  # credentials refused
    21408: _OPERATOR,  # no permission for this region
    30004: _OPERATOR,  # blocked
    30007: _OPERATOR,  # filtered by the carrier
    30032: _OPERATOR,  # toll-free number not verified
    30034: _OPERATOR,  # number not registered for this kind of traffic
}


def verdict(code: int | str | None) -> Verdict:
    """The verdict on a code as Twilio gives it; RETRY for what is not in the table."""
    try:
        return VERDICTS.get(int(code or 0), RETRY)
    except ValueError:
        return RETRY
