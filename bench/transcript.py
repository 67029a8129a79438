"""What texting Raincheck looks like, played on simulated phones and written down."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.dialogue import ECHO, Size, Talk, Text, cell, talk
from sms.encoding.price import price
from sms.encoding.segments import measure

ANA, SAM, EVA, BORROWED = "+12025550111", "+12025550122", "+12025550144", "+12025550188"
_NAMES = {ANA: "Ana", SAM: "Sam", EVA: "Eva", BORROWED: "a borrowed phone"}
_ZONE = ZoneInfo("America/New_York")
_MINUTE = timedelta(minutes=1)
_PAUSE = 5 * _MINUTE


@dataclass
class Play:
    """The scenes of one day: title, what the scene shows, and its texts."""

    talk: Talk
    scenes: list[tuple[str, str, list[Text]]] = field(default_factory=list)

    def scene(self, title: str, shows: str, *steps: tuple[str, str] | timedelta) -> None:
        """Play a scene: texts and waits, one after the other. Raises RuntimeError if anybody hears
        anything in the minutes before the next scene, for then this one is not over."""
        began = len(self.talk.texts)
        for step in steps:
            if isinstance(step, timedelta):
                self.talk.wait(step)
            else:
                self.talk.text(*step)
        self.scenes.append((title, shows, self.talk.texts[began:]))
        if self.talk.wait(_PAUSE):
            raise RuntimeError(f"“{title}” is not over where it ends.")


def transcript(folder: Path) -> str:
    """The whole day as Markdown; `folder` is empty."""
    with talk(folder) as said:
        play = Play(said)
        _first(play)
        _friend(play)
        _timers(play)
        _trouble(play)
        _end(play)
        return "\n".join(_written(play))


def _first(play: Play) -> None:
    library = play.talk.phones.parts.core.library
    spanish = library.keywords("stopped", "es")[0]
    play.scene("The first text", "Nobody needs an account, a name or a command.", (ANA, "hi"))
    play.scene(
        "A card",
        "One word brings what to say and do. NEXT brings the rest.",
        (ANA, library.keywords("stopped", "en")[0]),
        (ANA, "NEXT"),
    )
    play.scene(
        "The same card in Spanish",
        "A Spanish word is answered in Spanish; the sentence for the officer stays English.",
        (EVA, spanish),
    )
    play.scene("A question in own words", "", (ANA, "can they look in my purse"))
    play.scene("The law of a state", "", (ANA, "NY"))


def _friend(play: Play) -> None:
    play.scene(
        "A trusted contact",
        "Sam is asked once, and hears nothing more before saying yes.",
        (ANA, f"ADD {SAM} Sam"),
        (ANA, ECHO),
        (ANA, "Ana"),
        (SAM, "YES"),
        (ANA, "TEST"),
        (SAM, "1"),
    )


def _timers(play: Play) -> None:
    play.scene(
        "A near miss",
        "Only exact words touch a timer; anything near is asked back.",
        (ANA, "im 2h"),
        (ANA, "IN 2"),
    )
    play.scene(
        "Until a time of day",
        "An OK that is not quite one leaves the timer alone.",
        (ANA, "UNTIL 11:30pm Hotel Rex"),
        timedelta(minutes=5),
        (ANA, "ok?"),
        (ANA, "OK 👍"),
    )
    play.scene(
        "A timer that is closed in time",
        "",
        (ANA, "IN 1H Hotel Rex, room 12"),
        (ANA, "STATUS"),
        51 * _MINUTE,
        (ANA, "+30"),
        25 * _MINUTE,
        (ANA, "OK"),
    )
    play.scene(
        "A timer that is missed",
        "Ana is reminded, asked twice, and then Sam is told.",
        (ANA, "IN 1H Hotel Rex, room 12"),
        71 * _MINUTE,
        (SAM, "1"),
        10 * _MINUTE,
        (ANA, "OK"),
    )


def _trouble(play: Play) -> None:
    play.scene(
        "Under pressure",
        "The second PIN gets the reply that the first would get, word for word.",
        (ANA, "PIN 1234 9876"),
        (ANA, "IN 1H Hotel Rex, room 12"),
        (ANA, "OK 9876"),
        5 * _MINUTE,
        (SAM, "3"),
        (SAM, ECHO),
    )
    play.scene(
        "Help, now",
        "",
        (ANA, "SOS behind the station"),
        (SAM, "1"),
        20 * _MINUTE,
        (ANA, "OK 1234"),
    )
    play.scene(
        "From somebody else's phone",
        "Whoever has lost a phone closes the timer with a code, and the PIN where one is set.",
        (ANA, "CODE"),
        (ANA, "1234"),
        (ANA, "IN 1H"),
        (BORROWED, f"{_code(play, ANA)} 1234"),
    )


def _end(play: Play) -> None:
    play.scene("A court date", "", (ANA, "COURT 12/03 9AM"), (ANA, "COURT OFF"))
    play.scene(
        "A contact who wants no more",
        "The carrier answers STOP itself, and lets nothing of ours through from then on.",
        (SAM, "STOP"),
        (ANA, f"ADD {SAM} Sam"),
    )
    play.scene("Leaving", "", (ANA, "FORGET ME"), (ANA, "1234"), (ANA, "CONTACTS"))


def _code(play: Play, phone: str) -> str:
    """The phone's check-in code, as it would be learned by heart."""
    reply = play.talk.phones.prove(phone, "CODE", "1234")
    return next(word.rstrip(".") for word in reply.split() if word[-3:-1].isdigit())


def _written(play: Play) -> Iterator[str]:
    everything = [text for _, _, texts in play.scenes for text in texts if text.by == "us"]
    yield f"All of it: {_told(Size.of(*(text.body for text in everything)))} from us."
    for title, shows, texts in play.scenes:
        ours = [text.body for text in texts if text.by == "us"]
        yield ""
        yield f"### {title}"
        yield ""
        yield " ".join(filter(None, (shows, f"{_told(Size.of(*ours))}.")))
        yield ""
        yield "| time | phone | text | size and price |"
        yield "| --- | --- | --- | --- |"
        for time, group in groupby(texts, key=_clock):
            for number, text in enumerate(group):
                yield _row(text, "" if number else time)


def _row(text: Text, time: str) -> str:
    who = _NAMES[text.phone]
    if text.by == "phone":
        return f"| {time} | **{who}** | **{cell(text.shown)}** | |"
    from_whom = {"us": "", "carrier": "carrier ", "call": "call "}[text.by]
    size = measure(text.body)
    cost = f"{size.segments} × {size.encoding}, ${price(size.segments)}" if text.by == "us" else ""
    return f"| {time} | {from_whom}→ {who} | {cell(text.shown)} | {cost} |"


def _clock(text: Text) -> str:
    return f"{text.at.astimezone(_ZONE):%I:%M %p}".lstrip("0")


def _told(size: Size) -> str:
    texts = "1 text" if size.texts == 1 else f"{size.texts} texts"
    segments = "1 segment" if size.segments == 1 else f"{size.segments} segments"
    return f"{texts}, {segments}, ${size.dollars}"
