"""The weight of every page on the wire, with everything that a browser needs to show it."""

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from bench import crowd
from peers.addresses import pages
from peers.phones import table
from webapp import create_app

HEAVY_PLACES = ("us-ca", "us-ny")
"""Where the library came out heaviest when all places were weighed."""
CHECKIN = "/en/checkin"
_NEEDED = re.compile(
    r'<link rel="(?:stylesheet|icon)" href="([^"]+)|<script src="([^"]+)|<img[^>]* src="(/[^"]+)'
)


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of the bodies as sent: the document, its styles, its scripts, its pictures."""

    address: str
    document: int
    styles: int
    scripts: int
    pictures: int

    @property
    def total(self) -> int:
        return self.document + self.styles + self.scripts + self.pictures

    def row(self) -> str:
        parts = (self.document, self.styles, self.scripts, self.pictures, self.total)
        return f"| `{self.address}` | {' | '.join(f'{each:,}' for each in parts)} |"


def weigh(client: FlaskClient, address: str, encoding: str = "br") -> Weight:
    """A first visit by a browser that takes this encoding: "br" or "gzip"."""
    html = client.get(address).get_data(as_text=True)
    needed = dict.fromkeys(one or two or three for one, two, three in _NEEDED.findall(html))
    sizes = {"css": 0, "js": 0, "picture": 0}
    for each in needed:
        kind = each.partition("?")[0].rpartition(".")[2]
        sizes[kind if kind in sizes else "picture"] += size(client, each, encoding)
    document = size(client, address, encoding)
    return Weight(address, document, sizes["css"], sizes["js"], sizes["picture"])


def size(client: FlaskClient, address: str, encoding: str = "br") -> int:
    """Bytes of one answer as sent."""
    answer = client.get(address, headers={"Accept-Encoding": encoding})
    return len(answer.get_data())


def every_page(app: Flask) -> list[Weight]:
    """The weight of every page that a stranger can open; of cards, one."""
    client = app.test_client()
    return [weigh(client, where) for where in pages(app) if client.get(where).status_code == 200]


def running_checkin(app: Flask) -> Weight:
    """The weight of the page of someone whose timer runs."""
    made = app.extensions["raincheck"]
    client = app.test_client()
    name, _, token = crowd.browser(made.core, now=made.clock()).partition("=")
    client.set_cookie(name, token)
    return weigh(client, CHECKIN)


def lines(folder: Path) -> Iterator[str]:
    """Two tables: every page, and the extremes of all cards and libraries."""
    with table(folder) as phones:
        app = create_app(phones.parts)
        yield "Bytes on the wire of a first visit by a browser that takes brotli."
        yield ""
        yield "| page | document | styles | scripts | pictures | all |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: |"
        running = replace(running_checkin(app), address=f"{CHECKIN}, a timer running")
        weights = [*every_page(app), running]
        yield from (each.row() for each in sorted(weights, key=lambda each: each.total))
        yield ""
        yield from _extremes(app)


def _extremes(app: Flask) -> Iterator[str]:
    core, client = app.extensions["raincheck"].core, app.test_client()
    yield "| language, place | cards: lightest, median, heaviest | whole offline library |"
    yield "| --- | --- | ---: |"
    for language in core.phrases.languages:
        for place in HEAVY_PLACES:
            at = f"/{language.tag}/{place}"
            cards = [weigh(client, f"{at}/cards/{id}") for id in core.library.cards]
            light, *_, heavy = sorted(cards, key=lambda card: card.total)
            median = statistics.median(card.total for card in cards)
            yield (
                f"| {language.tag}, {place} | {light.total:,} (`{_name(light)}`), {median:,.0f}, "
                f"{heavy.total:,} (`{_name(heavy)}`) | {size(client, f'{at}/library.json'):,} |"
            )


def _name(card: Weight) -> str:
    return card.address.rpartition("/")[2]
