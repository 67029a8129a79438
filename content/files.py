"""The source files of the content: ours, and a host's overlay, laid over ours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from content import card as cards
from content import host as hosts
from content import places, questions
from content.card import Card, Topic
from content.findings import ContentError, Finding
from content.host import Host
from content.law import SLOTS, StateLaw
from content.logo import Logo
from content.questions import Question

ROOT = Path(__file__).parent
TOPICS: tuple[Topic, ...] = get_args(Topic)


@dataclass(frozen=True)
class Written:
    """All content as written, parsed and valid: cards and guides in reading order; laws, one per
    place, the country's first; host and logo from the overlay, if it has them; questions by
    language, which are needed only to compile."""

    cards: tuple[Card, ...]
    guides: tuple[Card, ...]
    laws: tuple[StateLaw, ...]
    host: Host | None = None
    logo: Logo | None = None
    questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)


def listed(root: Path, overlay: Path | None) -> Iterator[Path]:
    """Every file that a compiled library is made from."""
    for folder, kind in (("cards", "*.md"), ("guides", "*.md"), ("us", "*.yaml")):
        for each in (root, overlay):
            if each:
                yield from sorted((each / folder).glob(kind))
    yield from questions.listed(root, overlay)
    yield from sorted((root / "questions").glob("*.weights"))
    for kind in (hosts.FILE, "*.svg", "*.png"):
        if overlay:
            yield from sorted(overlay.glob(kind))


def read(root: Path, overlay: Path | None) -> Written:
    """Read all content. A card or guide of the overlay replaces ours with the same file name; a
    place file of the overlay replaces ours fact by fact. Raises ContentError with every fault."""
    findings: list[Finding] = []
    laws: tuple[StateLaw, ...] = ()
    try:
        laws = places.read(root / "us", overlay / "us" if overlay else None)
    except ContentError as refused:
        findings.extend(refused.findings)
    theirs = None
    try:
        theirs = hosts.read(overlay) if overlay else None
    except ContentError as refused:
        findings.extend(refused.findings)
    found = {
        folder: _parsed(_texts(root, overlay, folder), findings) for folder in ("cards", "guides")
    }
    if findings:
        raise ContentError(findings)
    asked = questions.read(root, overlay)
    if theirs is None:
        return Written(found["cards"], found["guides"], laws, questions=asked)
    host, logo = theirs
    helpers = host.helpers()
    led = tuple(law.model_copy(update={"legal_help": helpers + law.legal_help}) for law in laws)
    return Written(found["cards"], found["guides"], led, host, logo, asked)


def _texts(root: Path, overlay: Path | None, folder: str) -> Iterable[Path]:
    files = {file.name: file for file in sorted((root / folder).glob("*.md"))}
    if overlay:
        files.update({file.name: file for file in sorted((overlay / folder).glob("*.md"))})
    return files.values()


def _parsed(files: Iterable[Path], findings: list[Finding]) -> tuple[Card, ...]:
    found: list[Card] = []
    for file in files:
        try:
            found.append(cards.parse(file.read_text("utf-8"), file, SLOTS))
        except ContentError as refused:
            findings.extend(refused.findings)
    order = {topic: place for place, topic in enumerate(TOPICS)}
    return tuple(
        sorted(found, key=lambda card: (order[card.front.topic], card.front.order, card.id))
    )
