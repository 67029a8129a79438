"""Small bar charts as rectangles: pure geometry, drawn by a template as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 280, 64
_GAP = 0.25  # the share of each column's width between two bars
_LEAST = 1.5  # the height of the lowest bar: what is not zero must be seen


@dataclass(frozen=True)
class Bar:
    """A rectangle in a picture of WIDTH × HEIGHT. `part`: the place of its value in the column."""

    x: float
    y: float
    width: float
    height: float
    part: int


def stacked(columns: Sequence[Sequence[int]]) -> tuple[Bar, ...]:
    """A stacked bar chart: in each column its values on top of one another, the first at the
    bottom. The highest column fills the picture; a zero has no bar."""
    highest = max((sum(values) for values in columns), default=0)
    bars = []
    for at, values in enumerate(columns):
        room, top = WIDTH / len(columns), float(HEIGHT)
        for part, value in enumerate(values):
            if not value:
                continue
            height = max(_LEAST, value / highest * HEIGHT)
            top -= height
            bars.append(
                Bar(
                    round((at + _GAP / 2) * room, 1),
                    round(max(0.0, top), 1),
                    round(room * (1 - _GAP), 1),
                    round(height, 1),
                    part,
                )
            )
    return tuple(bars)


def filled(used: int, whole: int) -> float:
    """The width of a gauge that is `used` of `whole` full: at most WIDTH."""
    return round(min(1.0, used / whole) * WIDTH, 1) if whole else float(WIDTH)
