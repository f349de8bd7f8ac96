"""The fonts of a PDF: those of the computer, each cut down to the letters that are used."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_REGULAR = (
    *("LiberationSans-Regular.ttf", "Arial.ttf", "NotoSans-Regular.ttf", "DejaVuSans.ttf"),
    *("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf"),
    *("NotoSansSC-Regular.ttf", "SourceHanSansSC-Regular.otf", "PingFang.ttc", "msyh.ttc"),
    *("STHeiti Light.ttc", "Hiragino Sans GB.ttc", "simhei.ttf", "wqy-microhei.ttc"),
    *("wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "Arial Unicode.ttf", "seguisym.ttf"),
)
_BOLD = (
    *("LiberationSans-Bold.ttf", "Arialbd.ttf", "Arial Bold.ttf", "NotoSans-Bold.ttf"),
    *("DejaVuSans-Bold.ttf", "NotoSansCJK-Bold.ttc", "SourceHanSansSC-Bold.otf", "msyhbd.ttc"),
)
"""File names, tried in this order for each letter."""
_CHINESE = 2
"""Place of simplified Chinese in the collections of Noto."""
_MISSING = "?"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font."""

    text: str
    font: str
    """Its name in the PDF."""


class Fonts:
    """The fonts that hold some letters, as a PDF embeds them."""

    def __init__(self, letters: Mapping[bool, Iterable[str]]):
        """Choose and cut fonts; ``letters`` has those of regular (False) and bold (True) text."""
        self._chosen: dict[tuple[bool, str], str] = {}
        for bold, some in letters.items():
            self._choose(bold, {_MISSING, *some})

    def runs(self, text: str, *, bold: bool) -> Iterator[Run]:
        """The parts of a text with their fonts; what no font has becomes a question mark."""
        part, font = "", ""
        for letter in text:
            shown = letter if (bold, letter) in self._chosen else _MISSING
            if part and self._chosen[bold, shown] != font:
                yield Run(part, font)
                part = ""
            part, font = part + shown, self._chosen[bold, shown]
        if part:
            yield Run(part, font)

    def forget(self) -> None:
        """Let reportlab, which keeps every font it was told of, forget these."""
        from reportlab.pdfbase import pdfmetrics

        for name in set(self._chosen.values()):
            font = pdfmetrics._fonts.pop(name, None)
            if font is not None:
                pdfmetrics._dynFaceNames.pop(font.face.name, None)

    def _choose(self, bold: bool, letters: set[str]) -> None:
        missing = letters
        for path in _candidates(bold):
            found = missing & _letters_of(path)
            if found:
                name = _embedded(path, "".join(sorted(found)))
                self._chosen |= {(bold, letter): name for letter in found}
                missing -= found
            if not missing:
                return


def _candidates(bold: bool) -> Iterator[Path]:
    """Files of fonts, the preferred first, and last the one that always is there."""
    import reportlab

    for name in (*_BOLD, *_REGULAR) if bold else _REGULAR:
        if name.lower() in _installed():
            yield _installed()[name.lower()]
    yield Path(reportlab.__file__).parent / "fonts" / ("VeraBd.ttf" if bold else "Vera.ttf")


@cache
def _installed() -> dict[str, Path]:
    wanted = {name.lower() for name in (*_REGULAR, *_BOLD)}
    found: dict[str, Path] = {}
    for folder in _folders():
        for parent, folders, names in os.walk(folder):
            folders.sort()
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(parent) / name)
    return found


def _folders() -> list[Path]:
    """Where operating systems keep fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local / "Microsoft/Windows"]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = (home / ".local/share/fonts", home / ".fonts")
    return [*data, Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]


@cache
def _letters_of(path: Path) -> frozenset[str]:
    """The letters that a font has; none where its file cannot be read."""
    from fontTools.ttLib import TTLibError

    try:
        with _opened(path) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except (OSError, TTLibError, KeyError):
        return frozenset()


def _opened(path: Path) -> Any:
    from fontTools.ttLib import TTFont

    collection = path.name.startswith("NotoSansCJK") and path.suffix == ".ttc"
    return TTFont(path, fontNumber=_CHINESE if collection else 0, lazy=True)


def _embedded(path: Path, letters: str) -> str:
    """Make a font of some letters known to reportlab, and give its name there."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont as Embedded

    cut = hashlib.sha256(letters.encode()).hexdigest()[:12]
    font = Embedded(f"{path.stem}-{cut}", io.BytesIO(_cut(path, letters)))
    # of two fonts with one name in their files, reportlab would take the first for both
    font.face.name += f"-{cut}".encode()
    pdfmetrics.registerFont(font)
    return str(font.fontName)


def _cut(path: Path, letters: str) -> bytes:
    """A TrueType font with these letters only, whatever kind of font it is made from."""
    from fontTools.subset import Options, Subsetter

    options = Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "BASE", "kern", "FFTM"]
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)  # tells of tables it leaves out
    with _opened(path) as font:
        cutter = Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        if "CFF " in font:
            _to_true_type(font)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


def _to_true_type(font: Any) -> None:
    """Outlines of quadratic curves for cubic ones, which reportlab cannot embed."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, shapes, drawn = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    del font["CFF "]
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for name in (
        *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
        *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"),
    ):
        setattr(limits, name, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
