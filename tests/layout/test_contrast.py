"""Names of bands can be read in both themes."""

import pytest

from ptm_graph.layout.contrast import READABLE, READABLE_SMALL, contrast, readable
from ptm_graph.layout.palette import DARK, LIGHT, Palette


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("colour", range(-1, 12))
def test_band_names_have_enough_contrast(palette: Palette, colour: int) -> None:
    ground = palette.tint(colour, 0.10)
    assert contrast(readable(palette, colour), ground) >= READABLE


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("colour", range(-1, 12))
def test_labels_of_arrows_can_be_read_on_every_band_they_cross(
    palette: Palette, colour: int
) -> None:
    ink = readable(palette, colour, READABLE_SMALL)
    for band in range(-1, 12):
        assert contrast(ink, palette.tint(band, 0.10)) >= READABLE_SMALL
    assert contrast(ink, palette.background) >= READABLE_SMALL


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_of_panels_has_enough_contrast(palette: Palette) -> None:
    for colour in (palette.text, palette.muted, palette.accent):
        assert contrast(colour, palette.background) >= READABLE


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#FFFFFF", "#000000") == 21
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
