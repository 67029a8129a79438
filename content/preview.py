"""Preview of a card as plain text, for its author."""

from html.parser import HTMLParser

from content.library import Library
from content.phrases import SOURCE
from content.review import fingerprint


def page(library: Library, card_id: str, lang: str, place: str) -> str:
    """A card's page as plain text. A translation ends with the hash for `locales/review.toml`."""
    shown = library.page(card_id, lang, place)
    lines = [shown.title.upper(), "", shown.first]
    for say in shown.say:
        lines += ["", f"“{say.english}”", *([say.local] if say.local else [])]
    for section in shown.sections:
        lines += ["", section.heading.upper(), _text(section.html)]
    lines += ["", *(f"{source.title}, {source.date}: {source.url}" for source in shown.sources)]
    if shown.lang != SOURCE:
        cards = library.phrases.cards_translator(shown.lang)
        lines += ["", f"hash = {fingerprint(library.cards[card_id], cards)}"]
    return "\n".join(lines)


def _text(html: str) -> str:
    reader = _Lines()
    reader.feed(html)
    reader.close()
    return "\n".join(line for line in "".join(reader.parts).splitlines() if line.strip())


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in {"p", "li"}:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
