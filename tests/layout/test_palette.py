from __future__ import annotations

import itertools

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
