"""Contrast ratio of two colours, by WCAG 2's formula. Colours are written `#rrggbb`."""

LEAST = 4.5
"""The least ratio that WCAG 2 level AA asks of text of any size."""


def ratio(one: str, other: str) -> float:
    """The ratio, from 1 (the same colour twice) to 21 (black on white), in either order."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
