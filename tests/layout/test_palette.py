from __future__ import annotations

import itertools

import pytest

from ptm_graph.layout.palette import DARK, LIGHT, TIER_DASHES, Palette, channels, mix


def luminance(colour: str) -> float:
    parts = [part / 255 for part in channels(colour)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def as_deuteranope(colour: str) -> tuple[float, float]:
    """Yellow-blue and light-dark: what is left without the difference of red and green."""
    red, green, blue = channels(colour)
    return (0.5 * (red + green) - blue, luminance(colour) * 255)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_can_be_read_on_the_ground_and_on_every_family(palette: Palette) -> None:
    assert contrast(palette.muted, palette.background) >= 4.5
    for index in range(-1, len(palette.families)):
        assert contrast(palette.text, palette.tint(index, 0.22)) >= 7


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_families_differ_without_red_and_green(palette: Palette) -> None:
    for one, other in itertools.combinations(map(as_deuteranope, palette.families), 2):
        assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) > 12


def test_papers_without_a_family_are_grey() -> None:
    assert len(set(channels(LIGHT.family(-1)))) == 1
    assert LIGHT.family(len(LIGHT.families)) == LIGHT.family(0)


def test_tiers_differ_by_their_dashes() -> None:
    assert len(set(TIER_DASHES.values())) == 3


def test_colours_are_mixed_by_their_channels() -> None:
    assert mix("#102030", "#FFFFFF", 1) == "#102030"
    assert mix("#102030", "#F0F0F0", 0) == "#F0F0F0"
