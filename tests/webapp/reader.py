"""A phone browser without scripts: follows links, fills forms, presses buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"meta", "link", "input", "br", "img", "hr", "path"}


@dataclass
class Form:
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Page(HTMLParser):
    """Forms with what stands in them, links, and the text that is read."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.root: dict[str, str | None] = {}
        self._open: list[str] = []
        self._select = self._area = self._href = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        at = dict(attributes)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.root = at
        elif tag == "form":
            self.forms.append(Form(at.get("action") or ""))
        elif tag == "a":
            self._href = at.get("href") or ""
        elif self.forms and "form" in self._open:
            self._field(tag, at)

    def _field(self, tag: str, at: dict[str, str | None]) -> None:
        form, name, value = self.forms[-1], at.get("name") or "", at.get("value") or ""
        if tag == "button":
            form.buttons.append((name, value))
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            form.fields[name] = ""
        elif (tag == "option" and "selected" in at) or (
            tag == "option" and self._select not in form.fields
        ):
            form.fields[self._select] = value
        elif tag == "input" and (at.get("type") != "radio" or "checked" in at):
            form.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "textarea":
            self._area = ""
        if tag == "a":
            self._href = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] += data
        if "script" not in self._open and "head" not in self._open and data.strip():
            self.words.append(" ".join(data.split()))
            if self._href:
                self.links.append((self.words[-1], self._href))


class Reader:
    """One person's browser, cookies and all."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.answer: TestResponse
        self.address = "/"
        self._page = _Page()

    def open(self, address: str) -> "Reader":
        return self._land(self.client.get(address, follow_redirects=True))

    def press(self, button: str, **typed: str) -> "Reader":
        """Press the first button of that value, with everything else in its form."""
        for form in self._page.forms:
            for name, value in form.buttons:
                if value == button:
                    data = form.fields | typed | ({name: value} if name else {})
                    where = urljoin(self.address, form.action)
                    return self._land(self.client.post(where, data=data, follow_redirects=True))
        raise AssertionError(f"There is no button {button!r} on {self.address}: {self.text}")

    def follow(self, words: str) -> "Reader":
        return self.open(urljoin(self.address, self.link(words)))

    def link(self, words: str) -> str:
        return next(address for text, address in self._page.links if words in text)

    @property
    def text(self) -> str:
        return " ".join(self._page.words)

    @property
    def html(self) -> str:
        return self.answer.get_data(as_text=True)

    @property
    def root(self) -> dict[str, str | None]:
        """The attributes of the html element."""
        return self._page.root

    @property
    def buttons(self) -> list[str]:
        return [value for form in self._page.forms for _, value in form.buttons]

    def typed(self, name: str) -> str | None:
        """What stands in a field."""
        found = [form.fields[name] for form in self._page.forms if name in form.fields]
        return found[0] if found else None

    def _land(self, answer: TestResponse) -> "Reader":
        self.answer = answer
        self.address = urlsplit(answer.request.url).path
        self._page = _Page()
        self._page.feed(answer.get_data(as_text=True))
        return self
