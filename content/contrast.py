"""How well one colour can be read on another, by WCAG 2's formula. Colours are `#rrggbb`."""

LEAST = 4.5
"""For text of any size, level AA."""


def ratio(one: str, other: str) -> float:
    """From 1, which nobody can read, to 21, black on white. The order makes no difference."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
