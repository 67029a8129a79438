"""Health checks for whatever watches the server: liveness and readiness."""

import sqlalchemy as sa
from flask import Blueprint, Response

from checkin.monitoring import health
from webapp.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Liveness: the process answers."""
    return _said("ok", 200)


@blueprint.get("/readyz")
def readyz() -> Response:
    """Readiness: the process can do its work, and a timer that runs now can be relied on."""
    core, clock = parts().core, parts().clock
    try:
        if not core.database.current():
            return _said("The database is of another version: see raincheck doctor.", 503)
        with core.read(clock()) as work:
            beats = health.worker(work)
    except sa.exc.SQLAlchemyError:
        return _said("The database does not answer.", 503)
    return _said("ok", 200) if beats.well else _said(" ".join(beats.reasons), 503)


def _said(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status, mimetype="text/plain")
