"""Text colours that can be read: contrast as WCAG 2.2 defines it."""

from __future__ import annotations

from functools import cache

from ptm_graph.layout.palette import Palette, channels, mix

READABLE = 4.5
"""Least contrast of text, level AA."""
READABLE_SMALL = 7.0
"""The same for the thin, slanted labels of arrows, level AAA."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours ``#rrggbb``, from 1 to 21.

    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


@cache
def readable(palette: Palette, colour_index: int, least: float = READABLE) -> str:
    """The family colour, mixed with the text colour until it can be read on every band."""
    family = palette.family(colour_index)
    grounds = {palette.tint(band, 0.12) for band in range(-1, len(palette.families))}
    for strength in (1.0, 0.85, 0.7, 0.55, 0.4, 0.25):
        colour = mix(family, palette.text, strength)
        if min(contrast(colour, ground) for ground in grounds) >= least:
            return colour
    return palette.text


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
