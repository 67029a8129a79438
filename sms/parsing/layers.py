"""The layers in which a text is understood: each takes what it can use and passes on the rest.

One pure function a layer says whether it can use a text, from its meaning and from what stands for
the phone; `ORDER` says which layer wins. Nothing here decides what is answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sms.parsing.acts import (
    Arm,
    ArmUntil,
    BadContact,
    BadDuration,
    BadPins,
    NearCommand,
    Sos,
)
from sms.parsing.commands import Command
from sms.parsing.danger import Danger
from sms.parsing.meanings import (
    AskLanguage,
    AskPlace,
    Foreign,
    Hello,
    NearCard,
    NearOptOut,
    Parsed,
    PicturesOnly,
    SetPlace,
    Thanks,
    Unknown,
)
from sms.parsing.timer_talk import ABOUT_US, Talk


class Layer(StrEnum):
    EXACT = "exact"
    """Commands and card words. Only these change a timer, a contact or what we hold."""
    DANGER = "danger"
    OPEN = "open"
    """The answer to a question of ours."""
    STATE = "state"
    """A time, or how a timer stands."""
    ROLE = "role"
    """Somebody's contact, answered about that person."""
    COURTESY = "courtesy"
    QUESTION = "question"
    """A question in own words, perhaps: for the cards."""


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands for the phone that a text came from. `open_name`: we have asked for a name;
    `running`: it has a timer; `urgent`: that timer is over its time, or its alert is out; `owes`: a
    contact's answer to an alert or invitation is waited for."""

    open_name: bool = False
    running: bool = False
    urgent: bool = False
    owes: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as it was heard; see `hear`. `meaning`: what the grammar makes of it; `danger`: what
    it tells of; `talk`: what it says of a timer, where it is no command."""

    meaning: Parsed
    danger: Danger | None = None
    talk: Talk | None = None


# What looks like a command and is not one, whole: the words may say something else altogether, as
# in "in the car with him he has a knife".
_INEXACT = (
    Unknown,
    NearCard,
    NearCommand,
    NearOptOut,
    BadContact,
    BadDuration,
    BadPins,
    AskLanguage,
    AskPlace,
    Hello,
    Thanks,
    PicturesOnly,
)
_ABOUT_TIME = (BadDuration,)
_NAMES = (Unknown, NearCard, SetPlace, Foreign)  # Georgia is a name, too, and so is 小明
_MOST_OF_A_SLIP = 2  # words of a command mistyped, such as "0k"
_OF_TIME = (Command.IN, Command.UNTIL)
_WITH_A_NOTE = (Arm, ArmUntil, Sos)
_WORDS_ONLY = (Unknown, NearCard)
_COURTESIES = (Hello, Thanks, PicturesOnly)
_BESIDE = (Talk.GOING, *ABOUT_US)  # what is answered after 911 where it is only perhaps danger


def _exact(heard: Heard, stands: Stands) -> bool:
    named = stands.open_name and isinstance(heard.meaning, (SetPlace, Foreign))
    return not isinstance(heard.meaning, _INEXACT) and not named


def _danger(heard: Heard, _stands: Stands) -> bool:
    return heard.danger is not None and heard.danger.sure


def _open(heard: Heard, stands: Stands) -> bool:
    return stands.open_name and isinstance(heard.meaning, _NAMES)


def _state(heard: Heard, stands: Stands) -> bool:
    near = isinstance(heard.meaning, NearCommand) and heard.meaning.command is not Command.ADD
    about_time = near or isinstance(heard.meaning, _ABOUT_TIME)
    if about_time or (stands.urgent and is_loose(heard.meaning)):
        return True
    # "cancel it" while a timer runs is about the timer first.
    if stands.running and isinstance(heard.meaning, NearOptOut):
        return True
    # Whoever owes an answer and has no timer speaks of the other person's.
    others = stands.owes and not stands.running
    told = heard.talk not in (None, Talk.SMALLTALK)
    return told and isinstance(heard.meaning, Unknown) and not others


def _role(heard: Heard, stands: Stands) -> bool:
    return stands.owes and isinstance(heard.meaning, (*_WORDS_ONLY, *_COURTESIES, NearCommand))


def _courtesy(heard: Heard, _stands: Stands) -> bool:
    chats = heard.talk is Talk.SMALLTALK and isinstance(heard.meaning, Unknown)
    return chats or isinstance(heard.meaning, _COURTESIES)


def _question(_heard: Heard, _stands: Stands) -> bool:
    return True


READERS: Mapping[Layer, Callable[[Heard, Stands], bool]] = {
    Layer.EXACT: _exact,
    Layer.DANGER: _danger,
    Layer.OPEN: _open,
    Layer.STATE: _state,
    Layer.ROLE: _role,
    Layer.COURTESY: _courtesy,
    Layer.QUESTION: _question,
}

ORDER = tuple(Layer)
"""Which layer wins. An open question comes after danger, so that it never swallows it."""

ORDER_WHEN_URGENT = (Layer.EXACT, Layer.DANGER, Layer.STATE, Layer.OPEN, *ORDER[4:])
"""Once a timer is over its time: how it stands comes before everything but danger."""


def layer(heard: Heard, stands: Stands) -> Layer:
    """The layer that takes the text. Every text is taken by one."""
    order = ORDER_WHEN_URGENT if stands.urgent else ORDER
    return next(each for each in order if READERS[each](heard, stands))


def is_loose(meaning: Parsed) -> bool:
    """Whether the text was no command, not even nearly: words of somebody's own, or a courtesy."""
    return isinstance(meaning, (*_WORDS_ONLY, *_COURTESIES))


def hear(
    meaning: Parsed,
    danger: Danger | None,
    talk: Talk | None,
    stands: Stands,
    *,
    answers: bool = False,
) -> Heard:
    """The text as it is heard: danger and talk only where it holds words of somebody's own, more
    than a command or card word. A card says itself whom to call. `answers`: the text is, in plain
    words that we know, the answer that this phone owes, or a contact's wish to leave."""
    if isinstance(meaning, NearCommand):
        # "0k" is a slip; "im 16" may not be.
        slip = len(meaning.text.split()) <= _MOST_OF_A_SLIP
        own = not slip or bool(danger and danger.sure and meaning.command in _OF_TIME)
    else:
        own = isinstance(meaning, _INEXACT)
    if isinstance(meaning, _WITH_A_NOTE):
        # "IN 2H blue door" says where she is, and little more.
        own = bool(meaning.note and danger and danger.sure)
    if not own:
        return Heard(meaning)
    # "I can't" is an answer to the alert, whatever else it may be, and "I'm out" a contact's word.
    if danger and (answers or (stands.owes and not danger.sure)):
        return Heard(meaning)
    beside = danger is None or (not danger.sure and talk in _BESIDE)
    return Heard(meaning, danger, talk if beside else None)
