"""Two digits that only the real phone is sent: whoever fakes its number cannot send them back."""

import re
import secrets
from dataclasses import replace
from datetime import timedelta

from sms.parsing.normalize import bare
from sms.replies.turn import Turn

MOST_MISSES = 5
"""After so many wrong ones no more are sent for `PAUSE`, or all could be tried."""

PAUSE = timedelta(days=1)

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
    return _misses(turn) >= MOST_MISSES


def missed(turn: Turn) -> Turn:
    """The turn after wrong digits."""
    return replace(
        turn, session=replace(turn.session, misses=_misses(turn) + 1, missed_at=turn.work.now)
    )


def known(turn: Turn) -> Turn:
    """The turn after the right ones."""
    return replace(turn, session=replace(turn.session, misses=0, missed_at=None))


def numberless(name: str) -> str:
    """The name, empty where it holds a number: that could be taken for the digits to reply."""
    return "" if _DIGIT.search(name) else name


def _misses(turn: Turn) -> int:
    last = turn.session.missed_at
    return turn.session.misses if last and turn.work.now - last < PAUSE else 0
