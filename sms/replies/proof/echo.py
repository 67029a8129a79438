"""Two digits that only the real phone is sent: whoever fakes its number cannot send them back."""

import re
import secrets
from datetime import timedelta

from checkin.people import tries
from checkin.people.tries import Budget
from sms.parsing.normalize import bare
from sms.replies.turn import Turn

_MISSES = Budget("digits", most=5, pause=timedelta(days=1))
"""After so many wrong ones no more are sent for a day, or all could be tried."""

MOST_TIMES = 2
"""How often one question is asked."""

_TWO = re.compile(r"[0-9]{2}")
_DIGIT = re.compile(r"\d")


def fresh() -> str:
    """New digits, 10 to 99. No other two-digit number may stand in the reply that holds them."""
    return str(10 + secrets.randbelow(90))


def sent(turn: Turn) -> bool:
    """Whether the text is two digits and nothing else."""
    return bool(_TWO.fullmatch(bare(turn.text)))


def tried_out(turn: Turn) -> bool:
    """Whether this phone has sent so many wrong ones that no more are asked for."""
    return tries.wait(turn.work, _whose(turn)) is not None


def missed(turn: Turn) -> None:
    """Count wrong digits."""
    tries.count(turn.work, _MISSES, _whose(turn))


def known(turn: Turn) -> None:
    """The right ones came: the row of wrong ones ends."""
    tries.clear(turn.work, _whose(turn))


def numberless(name: str) -> str:
    """The name, empty where it holds a number: that could be taken for the digits to reply."""
    return "" if _DIGIT.search(name) else name


def _whose(turn: Turn) -> bytes:
    return tries.key(turn.work, _MISSES, turn.session.phone)
