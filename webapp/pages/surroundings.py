"""Template variables of every page: the way out, the way back, the demo's banner."""

from typing import Any

from flask import Flask, g

from webapp import i18n
from webapp.parts import parts

DEMO_PHONES = ("+12025550111", "+12025550122")
"""202-555-01xx is reserved for fiction."""


def init_app(app: Flask) -> None:
    app.context_processor(_around)


def _around() -> dict[str, Any]:
    return {
        "exit_to": parts().settings.exit_to,
        "demo_phones": DEMO_PHONES if parts().simulator else (),
        "here": g.get("place") or i18n.preferred_place(),
        "topic_names": topic_names(),
        "titles": _titles(),
    }


def _titles() -> dict[str, str]:
    """The title of every card and guide, by id."""
    library, lang = parts().core.library, i18n.language().code
    return {id: library.title(id, lang) for id in (*library.cards, *library.guides)}


def topic_names() -> dict[str, str]:
    """The library's topics as people say them."""
    _ = i18n.translator().gettext
    return {
        "now": _("Police in front of me"),
        "after": _("After an arrest"),
        "clear": _("My name and life"),
        "safe": _("Before anything happens"),
        "why": _("The facts and the voices"),
    }
