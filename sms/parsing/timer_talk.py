"""Timer talk: what someone says about a timer, contacts or nothing much in their own words, in
English and Spanish. It changes nothing: it only tells which reply helps, with the exact words to
text.

Learned from phrases (`learned/timer_talk.tsv`).
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from content import questions
from content.files import ROOT
from content.learning import Example
from sms.parsing import learned
from sms.parsing.normalize import Text

_NONE = "none"


class Talk(StrEnum):
    START = "start"
    """Somebody should notice if she does not come back: "check on me in 2 hours"."""
    GOING = "going"
    """She goes in, or it starts now: no time said."""
    MORE = "more"
    SAFE = "safe"
    """She is home, or fine."""
    CANCEL = "cancel"
    STATUS = "status"
    """How it stands: "did you tell them"."""
    SETUP = "setup"
    """Contacts, PINs, code, name, another phone."""
    FREE = "free"
    """What this costs; the next four likewise ask what we are."""
    POLICE = "police"
    KEPT = "kept"
    HOW = "how"
    HUMAN = "human"
    OTHER = "other"
    """Meant for somebody else: a shop, a doctor, a stranger."""
    SMALLTALK = "smalltalk"


ABOUT_US = frozenset((Talk.FREE, Talk.POLICE, Talk.KEPT, Talk.HOW, Talk.HUMAN, Talk.OTHER))
"""What is asked about us, by whoever may not know us yet."""

_LIKELY = 0.4
_ABOUT = 0.5
_SMALLTALK = 0.6  # what is none may be a question, and to those a card is the better answer


def find(text: Text) -> Talk | None:
    """The likeliest talk; None where none is likely, as for a question about rights."""
    chances = learned.chances("timer_talk", text)
    best = max(chances, key=lambda label: chances[label], default=_NONE)
    if best == _NONE:
        return None
    talk = Talk(best)
    least = _ABOUT if talk in ABOUT_US else _SMALLTALK if talk is Talk.SMALLTALK else _LIKELY
    return talk if chances[best] >= least else None


def examples() -> Iterator[Example]:
    """What it is learned from: the phrases, and as none of it what people ask the cards."""
    yield from learned.phrases("timer_talk")
    for each in chain.from_iterable(questions.read(ROOT, None).values()):
        yield (Talk.SMALLTALK if each.card == questions.SMALLTALK else _NONE), each.text
