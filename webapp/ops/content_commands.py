"""`raincheck content`: for whoever writes cards and law."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import click

from checkin.clock import system_clock
from content import due, learning, lint, preview, report
from content.coverage import coverage
from content.files import ROOT
from content.findings import Finding
from content.library import Library
from content.phrases import LOCALES, Phrases
from sms.encoding.gsm7 import transliterates
from sms.encoding.price import price
from sms.encoding.segments import fit, measure
from sms.replies import card_replies, conversation
from webapp.parts import COMPILED
from webapp.settings import load


@click.group()
def content() -> None:
    """Cards and state law."""


@content.command()
def check() -> None:
    """Lint the whole library; file, line and reason for everything that is wrong."""
    library = _library()
    try:
        found = faults(library)
    except ModuleNotFoundError as error:
        raise click.ClickException(str(error)) from error
    for finding in found:
        click.echo(f"{finding.file}:{finding.line}: {finding.reason}")
    _print_coverage(library)
    languages = ", ".join(language.code for language in library.phrases.languages)
    click.echo(
        f"{len(library.cards)} cards in {languages}, {len(library.places)} places: "
        + (f"{len(found)} faults." if found else "nothing wrong.")
    )
    sys.exit(1 if found else 0)


@content.command("compile")
def compile_() -> None:
    """Compile cards, law and search into content/library.db, if anything has changed."""
    Library.open(Phrases.load(LOCALES), COMPILED)
    COMPILED.touch()


@content.command()
def learn() -> None:
    """Learn anew from questions, keywords and asks which card they mean; then compile. For whoever
    changes them in a clone: commit what it writes into content/questions/."""
    phrases = Phrases.load(LOCALES)
    library = Library.load(phrases)
    for language in phrases.languages:
        learned = learning.learn(library.examples(language.code))
        learning.kept(ROOT, language.code).write_bytes(learned.packed())
    Library.open(phrases, COMPILED)


@content.command()
@click.option("--within", default=0, show_default=True, help="days from today that count as due")
def stale(within: int) -> None:
    """List what must be read again: cards by their day, places by their oldest fact."""
    today = system_clock().date()
    by = today + timedelta(days=within)
    found = due.due(_library(), by)
    for each in found:
        click.echo(f"{each.day}  {each.file}: {each.what}")
    click.echo(f"{len(found)} due by {by}.")


@content.command("report")
@click.option(
    "--into",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="a Markdown file, rewritten between its two marks",
)
def report_(into: Path | None) -> None:
    """What we know place by place, what we could not confirm, what we corrected."""
    made = report.report(_library())
    if into is None:
        click.echo(made)
    else:
        into.write_text(report.replaced(into.read_text("utf-8"), made), "utf-8")


@content.command("preview")
@click.argument("card")
@click.option("--as", "form", type=click.Choice(["page", "text"]), default="page")
@click.option("--lang", default="en", show_default=True)
@click.option("--state", default="US", show_default=True, help="two letters, or US")
@click.option("--segments", "sizes", is_flag=True, help="with --as text: segments and price")
def preview_(card: str, form: str, lang: str, state: str, sizes: bool) -> None:
    """Print a card as its reader would meet it."""
    library = _library()
    place = "us" if state.upper() == "US" else f"us-{state.lower()}"
    known = {
        "card": (card, library.cards),
        "state": (place, library.places),
        "language": (lang, [language.code for language in library.phrases.languages]),
    }
    for what, (given, all_known) in known.items():
        if given not in all_known:
            raise click.ClickException(
                f"There is no {what} “{given}”. There is: {', '.join(all_known)}."
            )
    if form == "page":
        click.echo(preview.page(library, card, lang, place))
        return
    tr = library.phrases.translator(lang)
    replies = conversation.paginate(card_replies.blocks(library, card, lang, place), tr)
    for number, reply in enumerate(replies):
        if sizes:
            size = measure(reply)
            click.echo(
                f"--- {size.encoding}, {size.segments} segments, ${price(size.segments)}",
            )
        elif number:
            click.echo("---")
        click.echo(reply)


def faults(library: Library) -> list[Finding]:
    """Everything that is wrong with the library, texts measured as we send them."""
    paginate = _replies(library.phrases)
    return lint.check(library, segments=_segments, paginate=paginate, transliterates=transliterates)


def _library() -> Library:
    return Library.load(Phrases.load(LOCALES), overlay=_overlay())


def _overlay() -> Path | None:
    return load().content_dir


def _segments(text: str, lang: str) -> int:
    return measure(fit(text, lang)).segments


def _replies(phrases: Phrases) -> "lint.Paginate":
    def paginate(blocks: Sequence[str], lang: str) -> Sequence[str]:
        return conversation.paginate(tuple(blocks), phrases.translator(lang))

    return paginate


def _print_coverage(library: Library) -> None:
    """A row a place, a column a fact: h, m, l for high, medium, low confidence; - for unknown."""
    known = coverage(library)
    facts = list(dict.fromkeys(each.fact for each in known))
    for number, fact in enumerate(facts, 1):
        click.echo(f"{number:>2} {fact}")
    click.echo("place  " + "".join(f"{number:>3}" for number in range(1, len(facts) + 1)))
    for place, row in groupby(known, key=lambda each: each.place):
        click.echo(place.ljust(7) + "".join(f"{(each.confidence or '-')[0]:>3}" for each in row))
    counts = Counter(each.confidence or "unknown" for each in known)
    click.echo(", ".join(f"{counts[name]} {name}" for name in ("high", "medium", "low", "unknown")))
