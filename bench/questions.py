"""Questions in people's own words, to a phone that has never texted us: does the right card come?

`bench/blind/questions.tsv` was written by several hands that had read neither the cards nor the
code, only the cards' ids and titles. Nothing is tuned on it: a phrase that brings the wrong card is
read for the kind of mistake it shows, and mended there. `smalltalk` asks for no card.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from peers.phones import Phones, table
from sms.replies import card_replies, conversation

_BLIND = Path(__file__).parent / "blind"
SMALLTALK = "smalltalk"
_LINES = ("911", "988")
_PLACE = "us"


@dataclass(frozen=True)
class Question:
    """`cards`: those that would be right as a first reply, the best first; none for small talk."""

    hand: str
    lang: str
    text: str
    cards: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """Of `asked` questions of one hand: how many brought a right card, a wrong one, or none; and of
    `chatted` small talk, how many brought a card."""

    hand: str
    asked: int
    right: int
    wrong: int
    none: int
    chatted: int
    intruded: int

    def line(self) -> str:
        return (
            f"{self.hand}: right card in the first reply {self.right} of {self.asked} "
            f"({100 * self.right / self.asked:.0f}%), a wrong card {self.wrong}, none {self.none}; "
            f"small talk brought a card {self.intruded} of {self.chatted}"
        )


def questions() -> tuple[Question, ...]:
    return tuple(
        Question(hand, lang, text, () if label == SMALLTALK else tuple(label.split(",")))
        for hand, lang, text, label in _rows("questions.tsv")
    )


def _rows(name: str) -> list[list[str]]:
    with (_BLIND / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def shares(instance: Path) -> Iterator[Share]:
    """One for each hand, asked of the real gateway over a database in `instance`."""
    with table(instance) as phones:
        openings = {
            lang: _openings(phones, lang) for lang in sorted({each.lang for each in questions()})
        }
        brought: dict[str, Counter[str]] = {}
        for number, question in enumerate(questions()):
            phone = f"+1202556{number:04d}"
            if question.lang != "en":
                phones.text(phone, f"LANG {question.lang}")
                phones.now += timedelta(minutes=1)
            reply = phones.text(phone, question.text)
            card = next((id for id, first in openings[question.lang].items() if first in reply), "")
            brought.setdefault(question.hand, Counter())[_outcome(question, card)] += 1
            phones.now += timedelta(seconds=10)
    for hand, how in brought.items():
        asked = how["right"] + how["wrong"] + how["none"]
        yield Share(
            hand,
            asked=asked,
            right=how["right"],
            wrong=how["wrong"],
            none=how["none"],
            chatted=how["intruded"] + how["quiet"],
            intruded=how["intruded"],
        )


def dangers(instance: Path) -> Iterator[str]:
    """How often someone in danger is told whom to call in the first reply, by language; and how
    often someone is who only sounds so."""
    told: Counter[tuple[str, bool]] = Counter()
    asked: Counter[tuple[str, bool]] = Counter()
    with table(instance) as phones:
        for number, (lang, text, kind) in enumerate(_rows("danger.tsv")):
            phone = f"+1202557{number:04d}"
            if lang != "en":
                phones.text(phone, f"LANG {lang}")
                phones.now += timedelta(minutes=1)
            reply = phones.text(phone, text)
            key = lang, kind != "none"
            asked[key] += 1
            told[key] += any(line in reply for line in _LINES)
            phones.now += timedelta(seconds=10)
    for lang in sorted({lang for lang, _ in asked}):
        yield (
            f"{lang}: in danger, 911 or 988 in the first reply {told[lang, True]} of "
            f"{asked[lang, True]}; only sounds so {told[lang, False]} of {asked[lang, False]}"
        )


def _outcome(question: Question, card: str) -> str:
    if not question.cards:
        return "intruded" if card else "quiet"
    return "right" if card in question.cards else "wrong" if card else "none"


def _openings(phones: Phones, lang: str) -> dict[str, str]:
    """How the first reply of each card begins, by card."""
    core = phones.parts.core
    tr = core.phrases.translator(lang)
    found = {}
    for id in core.library.cards:
        blocks = card_replies.blocks(core.library, id, lang, _PLACE)
        found[id] = conversation.paginate(blocks, tr)[0].splitlines()[0]
    return found
