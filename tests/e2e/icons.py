"""`make icons`: draw the PNG forms of every icon from its SVG, small enough for any budget."""

import base64
import struct
import sys
import zlib
from collections import Counter
from itertools import pairwise

from playwright.sync_api import Page

import peers
from tests import ROOT

STATIC = ROOT / "webapp" / "static"
ICONS = ("icon", "notes", "timer")
_MOST_COLOURS = 12
_DRAW = """async ([svg, size]) => {
    const image = new Image();
    image.src = 'data:image/svg+xml;base64,' + btoa(svg);
    await image.decode();
    const canvas = new OffscreenCanvas(size, size);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0, size, size);
    const { data } = pen.getImageData(0, 0, size, size);
    let text = '';
    for (let at = 0; at < data.length; at += 8192) {
        text += String.fromCharCode(...data.subarray(at, at + 8192));
    }
    return btoa(text);
}"""
Colour = tuple[int, int, int, int]


def maskable(svg: str) -> str:
    """The same picture on a ground without corners, inside the circle that any mask leaves."""
    ground, picture = svg.removesuffix("</svg>\n").removesuffix("</svg>").split("/>", 1)
    ground = ground.replace(' rx="14"', "")
    inside = f'<g transform="translate(8 8) scale(.75)">{picture}</g>'
    return f"{ground}/>{inside}</svg>"


def pixels(page: Page, svg: str, size: int) -> list[Colour]:
    """Row by row, as the browser draws it."""
    sized = svg.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
    raw = base64.b64decode(page.evaluate(_DRAW, [sized, size]))
    return [(*raw[at : at + 4],) for at in range(0, len(raw), 4)]  # type: ignore[misc]


def png(drawn: list[Colour], size: int) -> bytes:
    """The picture in the few colours that it has most of; the rest become the nearest of these."""
    palette = [colour for colour, _ in Counter(drawn).most_common(_MOST_COLOURS)]
    index = {colour: _nearest(colour, palette) for colour in set(drawn)}
    rows = b"".join(
        b"\0" + bytes(index[colour] for colour in drawn[start:end])
        for start, end in pairwise(range(0, len(drawn) + 1, size))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(bytes(colour[:3]) for colour in palette)),
            _chunk(b"tRNS", bytes(colour[3] for colour in palette)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    def distance(at: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True))

    return min(range(len(palette)), key=distance)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main() -> None:
    with peers.chromium() as browser:
        page = browser.new_page()
        for name in ICONS:
            svg = (STATIC / f"{name}.svg").read_text()
            for file, drawing, size in (
                (f"{name}-192.png", svg, 192),
                (f"{name}-512.png", svg, 512),
                (f"{name}-maskable.png", maskable(svg), 512),
            ):
                written = png(pixels(page, drawing, size), size)
                (STATIC / file).write_bytes(written)
                sys.stdout.write(f"{file}: {len(written)} bytes\n")


if __name__ == "__main__":
    main()
