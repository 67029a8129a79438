"""Static assets: read once, compressed once, and with a hash of their content in the address
(cache busting), so that browsers may keep them for good."""

import gzip
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import TypeVarTuple

import brotli
from flask import Flask, Response, abort, current_app, request, url_for

_FOLDER = Path(__file__).parent / "static"
_ALREADY_SMALL = (".png",)
_SOURCE = (".css", ".js")
# What only a reader of the source needs: indentation, empty lines, comments on lines of their own.
_FOR_US = re.compile(rb"^[ \t]*(?://.*\n|/\*+[^*]*\*/\n|\n)?", re.MULTILINE)
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
SOON_AGAIN = "public, max-age=300"
OWN_ASK_AGAIN = "private, no-cache"
OWN_SOON_AGAIN = "private, max-age=300"
"""Cache-Control. OWN_… are for the browser that asked and no shared cache: a page whose address
names no place leads on to the place that this browser has chosen."""
NEVER = "no-store"

_CACHES = "raincheck.kept"
_Given = TypeVarTuple("_Given")


@dataclass(frozen=True)
class Asset:
    """One response body. `small`: it compressed, by content encoding ("br", "gzip"), smallest
    first. `raw`: as it is; None where it is unpacked for the few who take no compression.
    `version`: a hash of it, in hexadecimal."""

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
    """The address of an asset, with its version: it changes when the asset does."""
    return url_for("asset", name=name, v=_all()[name].version)


def read(name: str) -> Asset | None:
    """The asset with this file name, if there is one."""
    return _all().get(name)


def answer(asset: Asset, cache_control: str) -> Response:
    """The asset as a response: compressed where the browser takes that, 304 where it has it.

    Its ETag is a strong one, which promises the same bytes: so each encoding has its own."""
    taken = (name for name in asset.small if request.accept_encodings[name] > 0)
    encoding = next(taken, None)
    body = asset.small[encoding] if encoding else asset.body
    response = Response(body, mimetype=asset.mimetype)
    response.headers["Cache-Control"] = cache_control
    response.set_etag(f"{asset.version}-{encoding}" if encoding else asset.version)
    if asset.small:
        response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.make_conditional(request)
    return response


def made(body: str | bytes, mimetype: str, *, often: bool = True) -> Asset:
    """An asset made while running, such as a card. `often`: made for every request, so
    compressing it fast matters more than its last bytes; else made once, kept, and kept small."""
    raw = body if isinstance(body, bytes) else body.encode()
    small, version = _compressed(raw, best=not often), sha256(raw).hexdigest()[:16]
    return Asset(raw if often else None, small, mimetype, version)


def picture(body: bytes, mimetype: str) -> Asset:
    """An asset from a picture of the host's, whose format is compressed already."""
    return Asset(body, {}, mimetype, sha256(body).hexdigest()[:16])


def kept(most: int) -> Callable[[Callable[[*_Given], Asset]], Callable[[*_Given], Asset]]:
    """Decorator: an LRU cache of `most` assets for a maker of them. All that an asset depends on
    must be an argument of the maker, the language too.

    One key more is the path prefix that a proxy serves us under (SCRIPT_NAME): all addresses in a
    page begin with it, so a page made under one prefix must not answer under another."""

    def keeping(maker: Callable[[*_Given], Asset]) -> Callable[[*_Given], Asset]:
        def make(_path: str, *given: *_Given) -> Asset:
            return maker(*given)

        @wraps(maker)
        def ready(*given: *_Given) -> Asset:
            caches = current_app.extensions.setdefault(_CACHES, {})
            cached = caches.get(maker) or caches.setdefault(maker, lru_cache(most)(make))
            asset: Asset = cached(request.script_root, *given)
            return asset

        return ready

    return keeping


def _compressed(raw: bytes, *, best: bool) -> Mapping[str, bytes]:
    small = {"br": brotli.compress(raw, quality=11 if best else 5)}
    return {**small, "gzip": gzip.compress(raw, 9 if best else 6, mtime=0)}


def _serve(name: str) -> Response:
    # A page of another release may ask for a version that is gone: it must not keep ours for good.
    return answer_versioned(read(name) or abort(404))


def answer_versioned(asset: Asset) -> Response:
    """The asset as a response, to be kept for good where exactly this version was asked for."""
    return answer(asset, FOREVER if request.args.get("v") == asset.version else ASK_AGAIN)


@cache
def _all() -> dict[str, Asset]:
    return {file.name: _read(file) for file in sorted(_FOLDER.iterdir())}


def _read(file: Path) -> Asset:
    body = file.read_bytes()
    if file.suffix in _SOURCE:
        body = _FOR_US.sub(b"", body)
    if file.suffix == ".css":
        body = body.replace(b"\n", b" ")  # a space packs smaller than a line's end; both part words
    small = {} if file.suffix in _ALREADY_SMALL else _compressed(body, best=True)
    mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(body, small, mimetype, sha256(body).hexdigest()[:10])
