"""For whoever watches over the server: is it up, can it serve."""

import sqlalchemy as sa
from flask import Blueprint, Response

from webapp.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The process can do its work: the database answers, and its schema is ours."""
    try:
        ready = parts().core.database.current()
    except sa.exc.SQLAlchemyError:
        ready = False
    return Response(
        "ok\n" if ready else "not ready\n", 200 if ready else 503, mimetype="text/plain"
    )
