"""Styles, scripts and pictures: read once, compressed once, named by their content."""

import gzip
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request, url_for

_FOLDER = Path(__file__).parent / "static"
_ALREADY_SMALL = (".png",)
_SOURCE = (".css", ".js")
# Indentation, empty lines, and comments of one line that stand alone: for who reads the source.
_FOR_US = re.compile(rb"^[ \t]*(?://.*\n|/\*+[^*]*\*/\n|\n)?", re.MULTILINE)
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
SOON_AGAIN = "public, max-age=300"
NEVER = "no-store"


@dataclass(frozen=True)
class Asset:
    """small: the body compressed, by the name of the encoding, smallest first. raw: the body as it
    is; None where the few who take no compression can wait for it to be unpacked."""

    raw: bytes | None
    small: Mapping[str, bytes]
    mimetype: str
    version: str

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.small["gzip"]) if self.raw is None else self.raw


def init_app(app: Flask) -> None:
    app.add_url_rule("/static/<name>", "asset", _serve)
    app.add_url_rule("/sw.js", "service_worker", lambda: answer(_all()["sw.js"], ASK_AGAIN))
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """The address of an asset, which changes when the asset does."""
    return url_for("asset", name=name, v=_all()[name].version)


def read(name: str) -> Asset | None:
    """The asset of that name, if there is one."""
    return _all().get(name)


def answer(asset: Asset, cache_control: str) -> Response:
    """The asset as a response, compressed where the browser takes that, 304 where it has it."""
    taken = next((name for name in asset.small if request.accept_encodings[name] > 0), None)
    response = Response(asset.small[taken] if taken else asset.body, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = cache_control
    response.set_etag(asset.version, weak=True)
    if asset.small:
        response.vary.add("Accept-Encoding")
    if taken:
        response.headers["Content-Encoding"] = taken
    response.make_conditional(request)
    return response


def made(body: str, mimetype: str, *, often: bool = True) -> Asset:
    """An asset from text made while running, such as a card. often: made for every request, so
    that the time it takes to compress it counts more than its last bytes; else made to be kept,
    and kept small."""
    raw = body.encode()
    small, version = _compressed(raw, best=not often), sha256(raw).hexdigest()[:16]
    return Asset(raw if often else None, small, mimetype, version)


def _compressed(raw: bytes, *, best: bool) -> Mapping[str, bytes]:
    small = {"br": brotli.compress(raw, quality=11 if best else 5)}
    return {**small, "gzip": gzip.compress(raw, 9 if best else 6, mtime=0)}


def _serve(name: str) -> Response:
    # A page of another version may ask for what we no longer have: then not for good.
    asset = read(name) or abort(404)
    return answer(asset, FOREVER if request.args.get("v") == asset.version else ASK_AGAIN)


@cache
def _all() -> dict[str, Asset]:
    return {file.name: _read(file) for file in sorted(_FOLDER.iterdir())}


def _read(file: Path) -> Asset:
    body = file.read_bytes()
    if file.suffix in _SOURCE:
        body = _FOR_US.sub(b"", body)
    small = {} if file.suffix in _ALREADY_SMALL else _compressed(body, best=True)
    mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(body, small, mimetype, sha256(body).hexdigest()[:10])
