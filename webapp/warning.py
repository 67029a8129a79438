"""The red banner: everyone sees it while timers cannot be relied on."""

import sqlalchemy as sa
from flask import Flask, request

from checkin.monitoring import health
from webapp.parts import parts

_PERSONAL = frozenset({"checkin", "code", "contacts", "settings", "contact_link", "court", "plans"})
"""Pages that are never kept. Cards are, and must not carry a warning that has passed."""


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"alarm": request.blueprint in _PERSONAL and raised()})


def raised() -> bool:
    """Whether a timer that runs now cannot be relied on."""
    core, clock = parts().core, parts().clock
    try:
        with core.read(clock()) as work:
            return not health.worker(work).well
    except sa.exc.SQLAlchemyError:
        return True
