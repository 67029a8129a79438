"""The warning: a red banner that everyone sees while timers cannot be relied on."""

import sqlalchemy as sa
from flask import Flask, request

from checkin.monitoring import health
from webapp.parts import parts

_PERSONAL = frozenset({"checkin", "code", "contacts", "settings", "contact_link", "court", "plans"})
"""Blueprints whose pages no cache keeps. Cards are kept, and must not carry a past warning."""


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"warning": request.blueprint in _PERSONAL and raised()})


def raised() -> bool:
    """Whether a timer that runs now cannot be relied on."""
    core, clock = parts().core, parts().clock
    try:
        with core.read(clock()) as work:
            return not health.worker(work).well
    except sa.exc.SQLAlchemyError:
        return True
