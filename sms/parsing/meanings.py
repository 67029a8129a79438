"""Meanings: what a text can mean, one class each. Acts, in `acts.py`, are among them."""

from dataclasses import dataclass, field
from typing import Literal

from sms.parsing.acts import Act


@dataclass(frozen=True)
class OptOut:
    """Opt-out: no more texts. by_carrier: the word was one of the carrier's own, so the carrier has
    answered it and blocks us."""

    by_carrier: bool


@dataclass(frozen=True)
class OptIn:
    """Opt-in: texts are welcome again. by_carrier: the carrier has answered it too."""

    by_carrier: bool = True


@dataclass(frozen=True)
class CarrierHelp:
    """HELP. by_carrier: the carrier has answered it; otherwise the answer is ours to give."""

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
    """LANG, followed by no language that we speak. text: what followed, perhaps nothing."""

    text: str


@dataclass(frozen=True)
class SetPlace:
    """A state was named. text: the whole text as written. Where we have just asked for a contact's
    name, it is taken for that name: Georgia, Virginia."""

    place_id: str
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class AskPlace:
    """STATE, followed by no state that we know. text: what followed, perhaps nothing."""

    text: str


@dataclass(frozen=True)
class SetName:
    """NAME: what contacts are to call the person. Empty when no name followed: ask for it."""

    name: str


@dataclass(frozen=True)
class Yes:
    pass


@dataclass(frozen=True)
class No:
    pass


@dataclass(frozen=True)
class Digit:
    """A bare number, 1 to 99: an answer to an alert or a question, or a choice from a menu."""

    number: int


@dataclass(frozen=True)
class Card:
    """A card's keyword. lang: the language of the keyword; how: "folded" when it matched only after
    accents were dropped."""

    card_id: str
    lang: str
    how: Literal["exact", "folded"]


@dataclass(frozen=True)
class NearCard:
    """One to three cards, nearest first: their keyword is a typing mistake away, or several cards
    share it. text: the whole text as written."""

    card_ids: tuple[str, ...]
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class Unknown:
    """A question in own words, perhaps: search for `text`."""

    text: str


@dataclass(frozen=True)
class Foreign:
    """A text in a language that we do not speak, or the name of one. code: the tongue's, UNKNOWN
    where only the script says that it is none of ours; text: as written, for where we have just
    asked for a contact's name."""

    code: str
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class NearOptOut:
    """Perhaps an opt-out: ask."""


@dataclass(frozen=True)
class Reaction:
    """A tapback: a phone's sentence for an emoji put on a text of ours ("Liked “…”"). It says too
    little to act on."""


@dataclass(frozen=True)
class PicturesOnly:
    """Pictures or sound without words."""


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
    | Foreign
    | NearOptOut
    | Reaction
    | PicturesOnly
    | Hello
    | Thanks
)


@dataclass(frozen=True)
class Understood:
    """What the grammar made of a text. lang: the language that the word used gives away; None for a
    number, an English word or a word of several languages, which give none away."""

    meaning: Parsed
    lang: str | None
