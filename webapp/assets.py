"""Styles, scripts and pictures: read once, compressed once, named by their content."""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

_FOLDER = Path(__file__).parent / "static"
_ALREADY_SMALL = (".png",)
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
SOON_AGAIN = "public, max-age=300"
NEVER = "no-store"


@dataclass(frozen=True)
class Asset:
    body: bytes
    small: bytes | None
    mimetype: str
    version: str


def init_app(app: Flask) -> None:
    app.add_url_rule("/static/<name>", "asset", _serve)
    app.add_url_rule("/sw.js", "service_worker", lambda: answer(_all()["sw.js"], ASK_AGAIN))
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """The address of an asset, which changes when the asset does."""
    return url_for("asset", name=name, v=_all()[name].version)


def answer(asset: Asset, cache_control: str) -> Response:
    """The asset as a response, compressed where the browser takes that, 304 where it has it."""
    response = Response(asset.body, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = cache_control
    response.set_etag(asset.version, weak=True)
    if asset.small is not None:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] > 0:
            response.set_data(asset.small)
            response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(request)
    return response


def made(body: str, mimetype: str) -> Asset:
    """An asset from text made while running, such as a card."""
    raw = body.encode()
    return Asset(raw, gzip.compress(raw, mtime=0), mimetype, sha256(raw).hexdigest()[:16])


def _serve(name: str) -> Response:
    if name not in _all():
        abort(404)
    return answer(_all()[name], FOREVER if request.args.get("v") else ASK_AGAIN)


@cache
def _all() -> dict[str, Asset]:
    return {file.name: _read(file) for file in sorted(_FOLDER.iterdir())}


def _read(file: Path) -> Asset:
    body = file.read_bytes()
    small = None if file.suffix in _ALREADY_SMALL else gzip.compress(body, mtime=0)
    mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(body, small, mimetype, sha256(body).hexdigest()[:10])
