from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from ptm_graph.layout.palette import DARK, LIGHT, STROKES, Palette, arrow_kind, channels, mix


def luminance(colour: str) -> float:
    parts = [part / 255 for part in channels(colour)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


SEEN_BY = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
    "deuteranopia": np.array(
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
    "tritanopia": np.array(
        [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]
    ),
}
"""Machado, Oliveira and Fernandes (2009), severity 1, on linear light."""
TELLABLE = 15.0
"""CIELAB distance of two colours that a reader tells apart as dots."""


def as_seen(colour: str, vision: np.ndarray[Any, np.dtype[np.float64]]) -> Any:
    """A colour in CIELAB as somebody sees it."""
    shares = np.array(channels(colour)) / 255
    light = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(vision @ light, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_can_be_read_on_the_ground_and_on_every_family(palette: Palette) -> None:
    assert contrast(palette.muted, palette.background) >= 4.5
    for index in range(-1, len(palette.families)):
        assert contrast(palette.text, palette.tint(index, 0.22)) >= 7


@pytest.mark.parametrize("vision", SEEN_BY)
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_twelve_families_are_told_apart_whoever_looks(palette: Palette, vision: str) -> None:
    seen = [as_seen(colour, SEEN_BY[vision]) for colour in palette.families]
    assert len(seen) == 12
    distances = [np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)]
    assert min(distances) >= TELLABLE


def test_papers_without_a_family_are_grey() -> None:
    assert len(set(channels(LIGHT.family(-1)))) == 1
    assert LIGHT.family(len(LIGHT.families)) == LIGHT.family(0)


def test_every_kind_of_arrow_has_its_own_line() -> None:
    lines = {(stroke.width, stroke.dashes) for stroke in STROKES.values()}
    assert len(lines) == len(STROKES)


@pytest.mark.parametrize("tier", ["A", "B", "C", "name only", None])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_what_is_proposed_is_dotted_and_paler_than_all_that_is_stated(
    palette: Palette, tier: str | None
) -> None:
    stated, proposed = (arrow_kind(tier, proposal=one) for one in (False, True))
    assert STROKES[proposed].dashes[0] < 2 <= min(STROKES[stated].dashes[:1] or (2.0,))
    against = contrast(palette.arrow(proposed), palette.background)
    assert 1.7 < against < contrast(palette.arrow(stated), palette.background)


def test_colours_are_mixed_by_their_channels() -> None:
    assert mix("#102030", "#FFFFFF", 1) == "#102030"
    assert mix("#102030", "#F0F0F0", 0) == "#F0F0F0"
