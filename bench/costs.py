"""What a month of texts costs: the real replies and alerts, measured, at a stated use and price."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import mean

from bench.dialogue import ECHO, Talk, talk
from sms.encoding.price import US, Tariff
from sms.encoding.segments import measure
from sms.parsing.commands import Command
from sms.replies import card_replies, conversation

ANA, SAM = "+12025550111", "+12025550122"
BEGIN = "<!-- made by: raincheck bench costs -->"
_MINUTE = timedelta(minutes=1)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Use:
    """How often one person does each thing in a month, on average."""

    new: float = 0.1
    cards: float = 2.0
    timers: float = 4.0
    missed: float = 0.05


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that people do by text: the segments that we receive and send each time, and how
    many `times` one person does it in a month."""

    what: str
    received: float
    sent: float
    times: float

    def dollars(self, tariff: Tariff, fee: Decimal) -> Decimal:
        """What it costs each time, at this fee of the phone companies for a segment."""
        into, out = Decimal(str(self.received)), Decimal(str(self.sent))
        return into * (tariff.received + fee) + out * (tariff.sent + fee)


def acts(said: Talk, lang: str, use: Use) -> list[Act]:
    """Everything that is counted, played on phones that have said and heard nothing before."""

    def word(command: Command) -> str:
        return said.phones.parts.gateway.words.word(command, lang)

    said.text(ANA, f"{word(Command.LANG)} {lang.upper()}")
    return [
        _played(
            said,
            "join: a first text, a name, a contact who agrees, a test that is answered",
            use.new,
            (ANA, word(Command.HELLO)),
            (ANA, f"{word(Command.NAME)} Ana"),
            (ANA, f"{word(Command.ADD)} {SAM} Sam"),
            (ANA, ECHO),
            (SAM, word(Command.YES)),
            (ANA, word(Command.TEST)),
            (SAM, "1"),
        ),
        _read(said, lang, use.cards),
        _played(
            said,
            "a timer, closed after its reminder",
            use.timers,
            (ANA, f"{word(Command.IN)} 1H Hotel Rex"),
            51 * _MINUTE,
            (ANA, word(Command.OK)),
        ),
        _played(
            said,
            "a timer that is missed: two questions, an alert, a contact on it, the all-clear",
            use.missed,
            (ANA, f"{word(Command.IN)} 1H Hotel Rex"),
            71 * _MINUTE,
            (SAM, "1"),
            10 * _MINUTE,
            (ANA, word(Command.OK)),
        ),
    ]


def _played(said: Talk, what: str, times: float, *steps: tuple[str, str] | timedelta) -> Act:
    began = len(said.texts)
    for step in steps:
        if isinstance(step, timedelta):
            said.wait(step)
        else:
            said.text(*step)
    sizes = [(text.by, measure(text.body).segments) for text in said.texts[began:]]
    received = sum(size for by, size in sizes if by == "phone")
    sent = sum(size for by, size in sizes if by == "us")
    return Act(what, received, sent, times)


def _read(said: Talk, lang: str, times: float) -> Act:
    """A card to its end, the average of all cards: one text of theirs for each reply of ours."""
    library = said.phones.parts.core.library
    translator, place = library.phrases.translator(lang), said.phones.parts.core.place
    replies = [
        conversation.paginate(card_replies.blocks(library, id, lang, place), translator)
        for id in library.cards
    ]
    sent = mean(sum(measure(reply).segments for reply in each) for each in replies)
    return Act("a card, to its end", round(mean(map(len, replies)), 1), round(sent, 1), times)


def costs(
    folder: Path, *, people: int = 100, use: Use | None = None, tariff: Tariff = US
) -> Iterator[str]:
    """The table as Markdown, for each language; `folder` is empty."""
    with talk(folder / "languages") as said:
        languages = said.phones.parts.core.phrases.languages
    first = True
    for language in languages:
        with talk(folder / language.code) as said:
            counted = acts(said, language.code, use or Use())
        if not first:
            yield ""
        first = False
        yield f"### {language.name}"
        yield ""
        yield from _table(counted, people, tariff)
    yield ""
    yield from _fixed(tariff)


def _table(counted: Sequence[Act], people: int, tariff: Tariff) -> Iterator[str]:
    yield f"| in a month, {people} people | times | segments to us | from us | dollars |"
    yield "| --- | --: | --: | --: | --: |"
    low, high = (_sum(counted, people, tariff, fee) for fee in tariff.fees)
    for act in counted:
        least, most = (act.dollars(tariff, fee) for fee in tariff.fees)
        times = Decimal(str(act.times)) * people
        yield (
            f"| {act.what} | {_plain(times)} | {act.received:g} | {act.sent:g} | "
            f"{_span(least * times, most * times)} |"
        )
    yield f"| **together** | | | | **{_span(low, high)}** |"


def _sum(counted: Sequence[Act], people: int, tariff: Tariff, fee: Decimal) -> Decimal:
    each = (act.dollars(tariff, fee) * Decimal(str(act.times)) for act in counted)
    return sum(each, Decimal(0)) * people


def _fixed(tariff: Tariff) -> Iterator[str]:
    least, most = tariff.fees
    campaign = _span(*tariff.campaign_a_month)
    yield (
        f"On top, whatever is texted: {tariff.number_a_month} dollars a month for a number, "
        f"{campaign} a month for its registered campaign, and once {tariff.brand_once} to register "
        f"who you are and {tariff.campaign_once} to have the campaign looked at."
    )
    yield ""
    yield (
        "How it is reckoned: people × times × (segments to us × (received + fee) + segments from "
        f"us × (sent + fee)), with {tariff.received} received, {tariff.sent} sent, and between "
        f"{least} and {most} as the phone companies' fee. Calls are not counted. These prices are "
        "reported by "
        + " and ".join(f"<{page}> ({when})" for page, when in tariff.sources)
        + "; look at [Twilio's own](https://www.twilio.com/en-us/sms/pricing/us) before you rely "
        "on them."
    )


def _span(low: Decimal, high: Decimal) -> str:
    return f"{low.quantize(_CENT)} to {high.quantize(_CENT)}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
