"""Small bar charts as rectangles: pure geometry, drawn by a template as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 280, 64
_GAP = 0.25  # of the room each bar has
_LEAST = 1.5  # what is not nothing must be seen


@dataclass(frozen=True)
class Bar:
    """A rectangle in a picture of WIDTH × HEIGHT; `part`: which of the values stacked there."""

    x: float
    y: float
    width: float
    height: float
    part: int


def stacked(columns: Sequence[Sequence[int]]) -> tuple[Bar, ...]:
    """A column each, its values on top of one another, the first at the bottom; the highest
    column fills the picture. What is zero has no bar."""
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
    """How much of WIDTH a share takes, at most all of it."""
    return round(min(1.0, used / whole) * WIDTH, 1) if whole else float(WIDTH)
