"""The warning: a red banner that everyone sees while timers cannot be relied on."""

import sqlalchemy as sa
from flask import Flask, request

from checkin.monitoring import health
from checkin.situation import pages
from webapp import i18n
from webapp.parts import parts

_PERSONAL = frozenset({"checkin", "code", "contacts", "settings", "contact_link", "court", "plans"})
"""Blueprints whose pages no cache keeps. Cards are kept, and must not carry a past warning."""


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"warning": _words()})


def _words() -> tuple[str, str] | None:
    """The banner's two sentences; None where it is not shown."""
    if request.blueprint not in _PERSONAL or not raised():
        return None
    return pages.unserved(i18n.translator())


def raised() -> bool:
    """Whether a timer that runs now cannot be relied on."""
    core, clock = parts().core, parts().clock
    try:
        with core.read(clock()) as work:
            return not health.worker(work).well
    except sa.exc.SQLAlchemyError:
        return True
