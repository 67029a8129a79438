"""Which pictures the docs show, and what each shows; the rest stay in build/screens/."""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tests import ROOT
from tests.e2e.album import TAKEN

FOLDER = ROOT / "docs" / "screens"
INDEX = FOLDER / "README.md"
# Our pages have a handful of colours; the rest is the smoothing of letters, which needs few more.
_COLOURS, _EXACT = 64, 16
Colour = tuple[int, int, int]


class Shown(NamedTuple):
    """What one picture shows: in a few words, and in a sentence."""

    title: str
    caption: str


# In the order of a walk, so that the page of them reads as one.
KEPT: dict[str, Shown] = {
    "web-01-home": Shown(
        "Home",
        "What to press with police in front of you: large buttons for the words to show, an "
        "arrest, a stop and silence, smaller ones for searches, ID, the phone and the car. "
        "Exit is at the top of every page, check-in in the bar below.",
    ),
    "web-02-card": Shown(
        "A card",
        "Police stop you: what to do in one sentence, then the words to say, each with a "
        "button that fills the screen with it and one that speaks it.",
    ),
    "web-03-card-in-spanish": Shown(
        "The same card in Spanish",
        "The words for the officer stay in English, with what they mean below them.",
    ),
    "law-01-ca": Shown(
        "In your state: California",
        "The part of that card that differs by place: giving your name and filming police, "
        "each with the law behind it and its source.",
    ),
    "law-02-ny": Shown(
        "In your state: New York",
        "The same part for New York: police may ask for your name, address and what you are doing.",
    ),
    "law-03-ms": Shown(
        "In your state: Mississippi",
        "Where something could not be confirmed the card says so, as of condoms as evidence here.",
    ),
    "web-04-show-to-officer": Shown(
        "Show to an officer",
        "One press from home: a list of sentences, such as “I am going to remain silent. I "
        "want a lawyer.”",
    ),
    "web-05-a-sentence-to-show": Shown(
        "A sentence to show",
        "“Am I free to leave?” in black on white, as large as the screen, with a button that "
        "speaks it and one for the next.",
    ),
    "web-13-cards-to-print": Shown(
        "Cards to print",
        "Eight cards on a sheet to cut out and carry: seven sentences, each with its meaning "
        "in Spanish, and the number to text with four commands.",
    ),
    "contact-01-the-invitation-on-a-basic-phone": Shown(
        "The invitation on a basic phone",
        "Someone is asked to be a contact, in a text that says what will come and to reply "
        "YES or NO.",
    ),
    "web-14-check-in": Shown(
        "Before a check-in",
        "Who will be told, a note that they see only if the timer is missed, and Start. Kim, "
        "who has not said yes yet, will not be told.",
    ),
    "web-15-running": Shown(
        "A timer running",
        "38 minutes left, drawn as an umbrella whose panels close one by one. “I'm OK” fills "
        "a third of the screen, with +30 minutes and SOS below.",
    ),
    "web-16-time-is-up": Shown(
        "Time is up",
        "The top turns orange and asks “Are you OK?”, with nine minutes left before contacts "
        "are told.",
    ),
    "web-17-contacts-are-being-told": Shown(
        "Contacts are being told",
        "The top turns red and says who knows so far and when they are called if nobody "
        "answers. “I'm OK” still closes it.",
    ),
    "contact-03-the-alert-on-a-basic-phone": Shown(
        "The alert on a basic phone",
        "The text that a contact gets: the note, the wish not to call the police, the numbers "
        "to answer with, and a link to what to do now.",
    ),
    "contact-05-the-alert-by-link": Shown(
        "The alert by link",
        "The same for a phone with a browser, here in the dark: “Can you help?”, the wish, "
        "the note, and three answers: I'm on it, I can't, It's over.",
    ),
    "web-18-someone-is-on-it": Shown(
        "Someone is on it",
        "The top turns blue: Sam is helping and will be asked again at a time that is given, "
        "and the other contacts know.",
    ),
    "web-19-closed": Shown(
        "Closed",
        "The top turns green: you are safe, the note is destroyed, and whoever was told has "
        "the all-clear. A new check-in can start.",
    ),
    "text-01-a-card": Shown(
        "A card by text",
        "STOPPED, sent from a basic phone, brings the first words of that card. The page "
        "around it is the demo's: it marks where a text is cut in two and what it costs.",
    ),
    "text-06-the-alert": Shown(
        "The alert after a timer by text",
        "The timer was set with IN 30M and a note. Its alert says who it is about, the note, "
        "the wish, and how to answer.",
    ),
}


def keep() -> None:
    """Of all that were taken, put these into the docs, small, with a page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        if old.stem not in KEPT:
            old.unlink()
    for name in KEPT:
        (FOLDER / f"{name}.png").write_bytes(small(TAKEN / f"{name}.png"))
    INDEX.write_text(index())


def small(picture: Path) -> bytes:
    """The picture in few colours, which is a third of the bytes and looks the same."""
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
    raw = whole.tobytes()
    pixels = list(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
    palette = _palette(whole, Counter(pixels))
    nearest = {colour: _nearest(colour, palette) for colour in set(pixels)}
    few = Image.frombytes("P", whole.size, bytes(nearest[colour] for colour in pixels))
    few.putpalette([part for colour in palette for part in colour])
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def _palette(whole: Image.Image, counted: Counter[Colour]) -> list[Colour]:
    """Grounds and large letters exactly as they are, then colours far from each other, or the small
    red umbrella would turn grey among so much dark."""
    exact = [colour for colour, _ in counted.most_common(_EXACT)]
    spread = whole.quantize(_COLOURS - _EXACT, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    return (
        exact + list(zip(spread[::3], spread[1::3], spread[2::3], strict=True))[: _COLOURS - _EXACT]
    )


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    def distance(at: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True))

    return min(range(len(palette)), key=distance)


def index() -> str:
    """The page of the kept pictures. What a picture shows stands beside it in words, for whoever
    hears the page instead of seeing it."""
    return "\n".join(
        (
            "# Raincheck in pictures",
            "",
            "The way through it as a newcomer takes it, on a phone 360 pixels wide. `make screens`",
            "takes these again and writes this page. Every other page and state it leaves in",
            "`build/screens/`: in English by day, in Spanish by night, some on the smallest phone.",
            "",
            "| Picture | What it shows |",
            "| --- | --- |",
            *_rows(),
            "",
        )
    )


def _rows() -> Iterator[str]:
    for name, shown in KEPT.items():
        picture = f'<img src="{name}.png" width="200" alt="{shown.title}">'
        yield f"| {picture} | **{shown.title}.** {shown.caption} |"
