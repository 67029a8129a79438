"""What a text can mean."""

from dataclasses import dataclass, field
from typing import Literal

from sms.parsing.acts import Act


@dataclass(frozen=True)
class OptOut:
    """Stop all texts. by_carrier: the carrier heard it too, has answered it and blocks us."""

    by_carrier: bool


@dataclass(frozen=True)
class OptIn:
    """Texts are welcome again. by_carrier: the carrier heard it too, and has answered."""

    by_carrier: bool = True


@dataclass(frozen=True)
class CarrierHelp:
    """by_carrier: the carrier has answered; else the answer is ours to give."""

    by_carrier: bool


@dataclass(frozen=True)
class Menu:
    pass


@dataclass(frozen=True)
class Next:
    pass


@dataclass(frozen=True)
class SetLanguage:
    lang: str


@dataclass(frozen=True)
class AskLanguage:
    """The word for "language" with `text` that names none; empty when nothing followed."""

    text: str


@dataclass(frozen=True)
class SetPlace:
    """text: as written; a name, perhaps, where we have asked for one."""

    place_id: str
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class AskPlace:
    """The word for "state" with `text` that names none; empty when nothing followed."""

    text: str


@dataclass(frozen=True)
class SetName:
    """The name contacts are to see; empty when none followed, so ask for it."""

    name: str


@dataclass(frozen=True)
class Yes:
    pass


@dataclass(frozen=True)
class No:
    pass


@dataclass(frozen=True)
class Digit:
    """A bare number, 1 to 99: a choice from the last menu or a contact's answer."""

    number: int


@dataclass(frozen=True)
class Card:
    """lang: the language of the keyword; how: "folded" when only its accents differ."""

    card_id: str
    lang: str
    how: Literal["exact", "folded"]


@dataclass(frozen=True)
class NearCard:
    """Cards whose keyword is a typing mistake away or shared: one to three, nearest first."""

    card_ids: tuple[str, ...]
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class Unknown:
    """A question in own words, perhaps: search for `text`."""

    text: str


@dataclass(frozen=True)
class NearOptOut:
    """Perhaps the wish for no more texts: ask whether it is."""


@dataclass(frozen=True)
class Reaction:
    """A sign given to a text of ours, which says too little to act on."""


@dataclass(frozen=True)
class PicturesOnly:
    """Pictures or sound, and not a word."""


@dataclass(frozen=True)
class Hello:
    pass


@dataclass(frozen=True)
class Thanks:
    pass


Parsed = (
    Act
    | OptOut
    | OptIn
    | CarrierHelp
    | Menu
    | Next
    | SetLanguage
    | AskLanguage
    | SetPlace
    | AskPlace
    | SetName
    | Yes
    | No
    | Digit
    | Card
    | NearCard
    | Unknown
    | NearOptOut
    | Reaction
    | PicturesOnly
    | Hello
    | Thanks
)


@dataclass(frozen=True)
class Understood:
    """lang: the one language whose word was used; None for an English word, a number, or a word
    of several languages, which say nothing about the language a person reads."""

    meaning: Parsed
    lang: str | None
