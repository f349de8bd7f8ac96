"""The colours of every drawing, in one place, safe for colour-blind readers.

The family colours begin with those of the “muted” (light) and “light” (dark) schemes that
Paul Tol published for colour-blind readers (*Colour Schemes*, SRON technical note
SRON/EPS/TN/09-002, 2021); those added to make twelve were chosen to be far from all others
for readers of any colour vision (CIELAB distance after Machado et al., 2009). Colour never
carries a meaning alone: bands are named, dots of a family have a form of their own, tiers
differ by width and dashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


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
    link: str
    good: str
    """What speaks for a relation, or is complete."""

    def family(self, colour_index: int) -> str:
        """Colour of a band; -1 is the band of papers without a family."""
        return self.other if colour_index < 0 else self.families[colour_index % len(self.families)]

    def arrow(self, kind: ArrowKind) -> str:
        """Colour of an arrow; proposals are paler."""
        return mix(self.relation, self.background, PALE) if STROKES[kind].pale else self.relation

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
        "#8F39E6",
        "#8F7EE6",
        "#4C1F08",
    ),
    other="#777777",
    background="#FFFFFF",
    text="#1A1A1A",
    muted="#5C5C5C",
    grid="#D5D5D5",
    relation="#6B7280",
    accent="#B3261E",
    link="#332288",
    good="#117733",
)

DARK = Palette(
    families=(
        "#77AADD",
        "#EE8866",
        "#AAAA00",
        "#FFAABB",
        "#99DDFF",
        "#C7146D",
        "#EEDD88",
        "#A117E6",
        "#C3E617",
        "#6D6DC7",
        "#8A600E",
        "#A85443",
    ),
    other="#BBBBBB",
    background="#14171C",
    text="#F2F2F2",
    muted="#A9B0BA",
    grid="#343A44",
    relation="#9AA3AF",
    accent="#FFB4A9",
    link="#77AADD",
    good="#44BB99",
)

Form = Literal["circle", "square", "triangle"]

_FORMS: tuple[Form, ...] = ("circle", "square", "triangle")

MARKS: Mapping[Form, str] = {
    "circle": "M.5 6a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0Z",
    "square": "M1 1H11V11H1Z",
    "triangle": "M6 0 12 11H0Z",
}
"""The marks of families in a legend, as paths in a square of 12."""


def form(colour_index: int) -> Form:
    """The form of a family's dots: a second mark beside its colour.

    >>> form(0), form(1), form(-1)
    ('circle', 'square', 'circle')
    """
    return _FORMS[max(colour_index, 0) % len(_FORMS)]


ArrowKind = Literal["A", "B", "C", "name only", "proposal", "name only proposal", "plain"]
"""How an arrow is drawn: a relation that is stated by its tier, one that is proposed as such,
whatever its tier; and ``plain`` where nothing is known, as for a citation."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """The line of an arrow."""

    width: float = 1.0
    """Times the width of a plain arrow."""
    dashes: tuple[float, ...] = ()
    """Lengths of stroke and gap in pixels; empty: solid."""
    pale: bool = False

    @property
    def pattern(self) -> str:
        """The dashes as SVG has them."""
        return " ".join(f"{dash:g}" for dash in self.dashes)


STROKES: Mapping[ArrowKind, Stroke] = MappingProxyType(
    {
        "A": Stroke(1.5),
        "B": Stroke(0.9),
        "C": Stroke(0.9, (7.0, 4.0)),
        "name only": Stroke(0.9, (9.0, 3.0, 1.5, 3.0)),
        "proposal": Stroke(1.2, (1.5, 3.5), pale=True),
        "name only proposal": Stroke(1.0, (1.5, 3.5, 1.5, 3.5, 5.0, 3.5), pale=True),
        "plain": Stroke(),
    }
)
"""The line of each kind of arrow: what is dotted and pale is proposed, all else is stated."""

PALE = 0.6
"""How strong a pale arrow is: 1 as any other, 0 invisible."""


def arrow_kind(tier: str | None, *, proposal: bool) -> ArrowKind:
    """The kind of arrow of a relation.

    >>> arrow_kind("B", proposal=False), arrow_kind("B", proposal=True)
    ('B', 'proposal')
    >>> arrow_kind(None, proposal=False)
    'plain'
    """
    if proposal:
        return "name only proposal" if tier == "name only" else "proposal"
    return _STATED.get(tier or "", "plain")


_STATED: Mapping[str, ArrowKind] = MappingProxyType(
    {"A": "A", "B": "B", "C": "C", "name only": "name only"}
)


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
