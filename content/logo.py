"""A host's logo: a small PNG or SVG, checked to hold nothing that fetches or acts."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

LARGEST = 24 * 1024
"""Bytes."""

_MOST_PIXELS = 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
# SVG elements allowed: shapes and their paint. Scripts, links, pictures, fonts and styles are not,
# because they fetch or act.
_SHAPES = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"}
    | {"tspan", "title", "desc", "defs", "symbol", "use", "clipPath", "mask"}
    | {"linearGradient", "radialGradient", "stop"}
)
_OUTSIDE_URL = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)


class LogoError(ValueError):
    """The logo cannot be shown. The message says why."""


@dataclass(frozen=True)
class Logo:
    """A checked logo. kind: "svg" or "png"; body: the bytes of the file."""

    kind: str
    body: bytes

    @property
    def mimetype(self) -> str:
        return "image/svg+xml" if self.kind == "svg" else "image/png"


def read(file: Path) -> Logo:
    """Read and check the logo in a file. Raises LogoError."""
    kind = file.suffix.removeprefix(".").lower()
    if kind not in ("svg", "png"):
        raise LogoError(f"{file.name} is no .svg and no .png")
    try:
        body = file.read_bytes()
    except OSError:
        raise LogoError(f"there is no file {file.name} beside host.yaml") from None
    if len(body) > LARGEST:
        raise LogoError(f"{file.name} has {len(body)} bytes; {LARGEST} is the most")
    if kind == "png":
        _check_png(body, file.name)
    else:
        _check_svg(body, file.name)
    return Logo(kind, body)


def _check_png(body: bytes, name: str) -> None:
    sides = [int.from_bytes(body[at : at + 4], "big") for at in (16, 20)]
    if not body.startswith(_PNG) or body[12:16] != b"IHDR" or not all(sides):
        raise LogoError(f"{name} is no PNG")
    if max(sides) > _MOST_PIXELS:
        raise LogoError(f"{name} is {sides[0]} × {sides[1]}; {_MOST_PIXELS} pixels are the most")


def _check_svg(body: bytes, name: str) -> None:
    # Refused before parsing, because a parser expands the entities that a document type declares.
    if b"<!DOCTYPE" in body.upper() or b"<!ENTITY" in body.upper():
        raise LogoError(f"{name} has a document type: save it without one")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - no document type, so no entities
    except (ElementTree.ParseError, ValueError) as broken:
        raise LogoError(f"{name} is no SVG: {broken}") from broken
    if root.tag != f"{{{_SVG}}}svg":
        raise LogoError(f"{name} is no SVG")
    for element in root.iter():
        tag = str(element.tag).removeprefix(f"{{{_SVG}}}")
        if tag not in _SHAPES:
            raise LogoError(f"{name} holds <{tag.rpartition('}')[2]}>; only shapes can be shown")
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].lower()
            if plain.startswith("on"):
                raise LogoError(f"{name} holds a script, {plain}=")
            if plain == "style":
                raise LogoError(
                    f"{name} holds style=: write its parts as attributes, such as fill="
                )
            if plain in ("href", "src") and not value.startswith("#"):
                raise LogoError(f"{name} leads elsewhere: {plain}={value[:40]}")
            if _OUTSIDE_URL.search(value):
                raise LogoError(f"{name} leads elsewhere: {plain}={value[:40]}")
