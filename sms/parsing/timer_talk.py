"""Timer talk: what someone says about a timer, contacts or nothing much in their own words, in
English and Spanish. It changes nothing: it only tells which reply helps, with the exact words to
text.

Learned from phrases (`learned/timer_talk.tsv`).
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from sms.parsing import classifier, learned
from sms.parsing.normalize import Text


class Talk(StrEnum):
    START = "start"
    """Somebody should notice if she does not come back: "check on me in 2 hours"."""
    MORE = "more"
    SAFE = "safe"
    """She is home, or fine."""
    CANCEL = "cancel"
    STATUS = "status"
    """How it stands: "did you tell them"."""
    SETUP = "setup"
    """Contacts, PINs, code, name, another phone."""
    SMALLTALK = "smalltalk"


_FILE = "timer_talk"
_LIKELY = 0.4
_LEAST = {
    # It is said in more ways than the rest, and "how to start a timer" is a harmless answer.
    Talk.START: 0.25,
    Talk.MORE: 0.25,
    # What is no small talk may be a question, and to those a card is the better answer.
    Talk.SMALLTALK: 0.6,
}


def find(text: Text) -> Talk | None:
    """The likeliest talk; None where none is likely, as for a question about rights."""
    found = classifier.features(text.bare)
    if not found:
        return None
    likely = {talk: model.likely(found) for talk, model in zip(Talk, _models(), strict=True)}
    best = max(likely, key=lambda each: likely[each])
    return best if likely[best] >= _LEAST.get(best, _LIKELY) else None


def learn(phrases: Iterable[learned.Phrase]) -> bytes:
    """The weights, for the file: of each kind of talk against all else."""
    known = [(classifier.features(Text.of(each.text).bare), each.label) for each in phrases]
    models = [classifier.learn((found, label == talk) for found, label in known) for talk in Talk]
    return b"".join(model.pack() for model in models)


@cache
def _models() -> tuple[classifier.Model, ...]:
    return tuple(classifier.unpack(learned.weights(_FILE)))
