"""The host's branding of our pages: name, words, colours and picture.

Colours and picture are files of our own origin: the Content-Security-Policy allows nothing inline
and nothing from elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, url_for

from content.host import Colours, Host
from content.phrases import Language
from webapp import assets, i18n
from webapp.assets import Asset
from webapp.parts import Parts


@dataclass(frozen=True)
class Branding:
    """The host, and its files by their names under /static/; the service worker keeps those."""

    host: Host
    files: dict[str, Asset]

    @property
    def about(self) -> tuple[str, Language] | None:
        """Who the host is, for the reader of this page, and the language that is said in."""
        return self.host.said(i18n.language().code)

    @property
    def addresses(self) -> dict[str, str]:
        """The address of each file, by name: it changes when the file does."""
        return {name: url_for(_endpoint(name), v=file.version) for name, file in self.files.items()}

    @property
    def sheet(self) -> str | None:
        """The address of the style sheet with the host's colours, if there is one."""
        return self.addresses.get("branding.css")

    @property
    def picture(self) -> str | None:
        """The address of the logo, if there is one."""
        return next((at for name, at in self.addresses.items() if name.startswith("logo.")), None)


def init_app(app: Flask) -> None:
    branding = app.extensions["branding"] = of(app.extensions["raincheck"])
    app.context_processor(lambda: {"branding": branding})
    for name, file in branding.files.items() if branding else ():
        app.add_url_rule(f"/static/{name}", _endpoint(name), _serving(file))


def of(parts: Parts) -> Branding | None:
    """The branding of this host; None without a host file."""
    host, logo = parts.core.library.host, parts.core.library.logo
    if host is None:
        return None
    files = {}
    if host.colours:
        files["branding.css"] = assets.made(_css(host.colours), "text/css", often=False)
    if logo:
        files[f"logo.{logo.kind}"] = assets.picture(logo.body, logo.mimetype)
    return Branding(host, files)


def addresses() -> tuple[str, ...]:
    """The addresses of all files that a page with this branding asks for."""
    branding: Branding | None = current_app.extensions["branding"]
    return tuple(branding.addresses.values()) if branding else ()


def _serving(file: Asset) -> Callable[[], Response]:
    # Not functools.partial: Flask-Limiter reads the __name__ of every view, and that has none.
    def serve() -> Response:
        return assets.answer_versioned(file)

    return serve


def _endpoint(name: str) -> str:
    return f"branding {name.partition('.')[0]}"


def _css(colours: Colours) -> str:
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {colours.dark}; }} }}"
    return f":root {{ --accent: {colours.light}; }}\n{dark}\n"
