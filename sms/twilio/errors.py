"""Twilio's error codes, and what to do about each: one table, with a safe default.

Source of codes and meanings: Twilio's error and warning dictionary.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an error code means for a message. `permanent`: it will never reach this number.
    `unknown`: no phone has this number any more, so it may go to somebody else. `opted_out`: the
    recipient has replied STOP. `operator`: the host must mend something.
    `expired`: its validity period ran out. None of these: try again."""

    permanent: bool = False
    unknown: bool = False
    opted_out: bool = False
    operator: bool = False
    expired: bool = False


# The safe default for unknown codes: try again, and meanwhile time moves the alert to the next
# contact.
RETRY = Verdict()

_NO_ROUTE = Verdict(permanent=True)
_NUMBER_IS_WRONG = Verdict(permanent=True, unknown=True)
_OPTED_OUT = Verdict(permanent=True, opted_out=True)
_OPERATOR = Verdict(operator=True)
_EXPIRED = Verdict(expired=True)

VERDICTS: dict[int, Verdict] = {
    21211: _NUMBER_IS_WRONG,  # not a valid number
    21612: _NO_ROUTE,  # no route to this number
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
    """The verdict on a code as Twilio gives it; RETRY for a code that is not in the table."""
    try:
        return VERDICTS.get(int(code or 0), RETRY)
    except ValueError:
        return RETRY
