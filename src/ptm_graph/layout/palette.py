"""The colours of every drawing, in one place, safe for colour-blind readers.

The family colours are the “muted” (light) and “light” (dark) schemes that Paul
Tol published for colour-blind readers (*Colour Schemes*, SRON technical note
SRON/EPS/TN/09-002, 2021). Colour never carries a meaning alone: bands are named,
tiers differ by their dashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one drawing, as ``#rrggbb``."""

    families: tuple[str, ...]
    """Used in turn by a band's colour index."""
    other: str
    """For papers without a family (colour index -1)."""
    background: str
    text: str
    muted: str
    """Text of ruler and notes; at least 4.5 : 1 against the background."""
    grid: str
    relation: str
    """Arrows of relations and citations."""
    accent: str
    """What is pinned or found."""

    def family(self, colour_index: int) -> str:
        """Colour of a band; -1 is the band of papers without a family."""
        return self.other if colour_index < 0 else self.families[colour_index % len(self.families)]

    def tint(self, colour_index: int, strength: float) -> str:
        """The family colour laid over the background; strength from 0 to 1."""
        return mix(self.family(colour_index), self.background, strength)


LIGHT = Palette(
    families=(
        "#332288",
        "#117733",
        "#882255",
        "#44AA99",
        "#CC6677",
        "#88CCEE",
        "#999933",
        "#AA4499",
        "#DDCC77",
    ),
    other="#777777",
    background="#FFFFFF",
    text="#1A1A1A",
    muted="#5C5C5C",
    grid="#D5D5D5",
    relation="#6B7280",
    accent="#B3261E",
)

DARK = Palette(
    families=(
        "#77AADD",
        "#44BB99",
        "#FFAABB",
        "#99DDFF",
        "#EE8866",
        "#BBCC33",
        "#EEDD88",
        "#D9A3E0",
        "#AAAA00",
    ),
    other="#BBBBBB",
    background="#14171C",
    text="#F2F2F2",
    muted="#A9B0BA",
    grid="#343A44",
    relation="#9AA3AF",
    accent="#FFB4A9",
)

TIER_DASHES: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {"A": (), "B": (6.0, 4.0), "C": (1.5, 3.5)}
)
"""Tier of a relation → lengths of stroke and gap in pixels; empty: solid."""


def mix(colour: str, ground: str, strength: float) -> str:
    """Lay ``colour`` over ``ground``: 1 gives the colour, 0 the ground.

    >>> mix("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    parts = (
        round(strength * front + (1 - strength) * back)
        for front, back in zip(channels(colour), channels(ground), strict=True)
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255.

    >>> channels("#332288")
    (51, 34, 136)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
