"""TikZ: the figure as LaTeX draws it, in the fonts of the document around it."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

from ptm_graph.exports.figure import figure
from ptm_graph.exports.job import Job
from ptm_graph.exports.shapes import (
    INCH,
    Figure,
    Group,
    Line,
    Point,
    Polygon,
    Rectangle,
    Shape,
    Text,
    arrow_head,
)
from ptm_graph.exports.streaming import write_lines
from ptm_graph.layout.palette import LIGHT

_POINT = 72.27 / INCH
"""Points of TeX in a pixel."""
_LARGEST = 15_000.0
"""Points of a side: TeX knows no length above 16,383."""
_HEAD = r"""% By itself: pdflatex, xelatex or lualatex. In a paper: \usepackage{tikz} and \input.
% Letters that are not Latin need xelatex or lualatex; pdflatex shows question marks for them.
% Chinese by itself takes the first of these fonts that is there: FONTS.
% In a paper, load ctex or xeCJK, or say \newfontfamily\ptmgraphcjk{...} after fontspec.
\expandafter\ifx\csname @nodocument\endcsname\relax
  \let\ptmgraphend\relax
\else
  \documentclass{article}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{\usepackage{fix-cm}}
  \usepackage[paperwidth=WIDTH,paperheight=HEIGHT,margin=6pt]{geometry}
  \usepackage{tikz}
CHINESE  \pagestyle{empty}
  \setlength{\parindent}{0pt}
  \def\ptmgraphend{\end{document}}
  \begin{document}
\fi
\def\ptmgraphfont#1{\sffamily\fontsize{#1}{#1}\selectfont}
\def\ptmgraphwide#1#2{\ifdefined\Umathcode#2\else#1\fi}
\def\ptmgraphhan#1#2{\ifdefined\Umathcode{\ifdefined\ptmgraphcjk\ptmgraphcjk\fi#2}\else#1\fi}"""

_FONTS = (
    *("FandolHei-Regular.otf", "Noto Sans CJK SC", "Source Han Sans SC"),
    *("PingFang SC", "Microsoft YaHei", "SimHei"),
)
"""Fonts with Chinese letters; the first one comes with TeX, and is found without a search."""
_CHINESE = r"""  \ifdefined\Umathcode
  \def\ptmgraphtry#1{\ifx\ptmgraphcjk\relax
    \IfFontExistsTF{#1}{\let\ptmgraphcjk\undefined\newfontfamily\ptmgraphcjk{#1}}{}\fi}
  \IfFileExists{\ifdefined\XeTeXversion fontspec.sty\else luaotfload.sty\fi}{%
    \usepackage{fontspec}
    \let\ptmgraphcjk\relax
TRIED  }{}
  \fi
"""

_SIGNS = {
    **{sign: f"\\{sign}" for sign in "{}&#%_"},
    "$": r"{\char36}",  # \$ needs a font of its own in the oldest encoding
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": "{`}",
    '"': r"\textquotedblright{}",
    "“": "{``}",
    "”": r"\textquotedblright{}",
    "‘": "{`}",
    "’": "{'}",
    "–": r"\textendash{}",
    "—": r"\textemdash{}",
    "…": r"\dots{}",
    "·": r"\ensuremath{\cdot}",
    "×": r"\ensuremath{\times}",
    "→": r"\ensuremath{\rightarrow}",
    "\xa0": " ",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
}
_JOINING = re.compile(r"([-',])(?=\1)")
"""Signs that TeX makes another sign of where two meet."""
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
}


def write(job: Job, out: BinaryIO) -> None:
    """Write a picture; options are those of :func:`ptm_graph.exports.figure.figure`."""
    write_lines(_lines(figure(job)), out)


def _lines(drawn: Figure) -> Iterator[str]:
    unit = min(drawn.scale * _POINT, _LARGEST / max(drawn.width, drawn.height))
    wide, high = (f"{_short(side * unit + 13)}pt" for side in (drawn.width, drawn.height))
    shapes = list(_single(drawn.shapes))
    tried = "".join(f"    \\ptmgraphtry{{{font}}}\n" for font in _FONTS)
    chinese = any(_is_chinese(one) for shape in shapes for one in getattr(shape, "text", ""))
    yield (
        _HEAD.replace("WIDTH", wide)
        .replace("HEIGHT", high)
        .replace("FONTS", ", ".join(_FONTS))
        .replace("CHINESE", _CHINESE.replace("TRIED", tried) * chinese)
    )
    for colour in sorted({colour for shape in shapes for colour in _colours(shape)}):
        yield rf"\definecolor{{{_name(colour)}}}{{HTML}}{{{colour[1:]}}}%"
    yield rf"\begin{{tikzpicture}}[x={_short(unit, 5)}pt,y=-{_short(unit, 5)}pt]"
    for shape in shapes:
        yield from _drawn(shape, unit)
    yield r"\end{tikzpicture}%"
    yield r"\ptmgraphend"


def _single(shapes: tuple[Shape, ...]) -> Iterator[Rectangle | Polygon | Line | Text]:
    """Shapes one by one, without a ground that is white as paper."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from shape.shapes
        elif not isinstance(shape, Rectangle) or shape.fill != LIGHT.background:
            yield shape


def _colours(shape: Rectangle | Polygon | Line | Text) -> Iterator[str]:
    for name in ("fill", "stroke", "colour", "halo"):
        colour = getattr(shape, name, None)
        if colour:
            yield colour


def _drawn(shape: Rectangle | Polygon | Line | Text, unit: float) -> Iterator[str]:
    if isinstance(shape, Rectangle):
        corners = _points(
            ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)), " rectangle "
        )
        looks = [f"fill={_name(shape.fill)}", f"rounded corners={_short(shape.radius * unit)}pt"]
        if shape.stroke:
            looks.append(_pen(shape.stroke, shape.stroke_width, shape.dashes, unit))
        yield rf"\path[{','.join(looks)}] {corners};"
    elif isinstance(shape, Polygon):
        yield _filled(shape.points, shape.fill)
    elif isinstance(shape, Line):
        start, *others = (_points((point,)) for point in shape.points)
        way = " .. controls {} and {} .. {}" if len(others) == 3 else " -- {}"
        pen = _pen(shape.stroke, shape.width, shape.dashes, unit)
        yield rf"\path[{pen}] {start}{way.format(*others)};"
        if shape.arrow:
            yield _filled(arrow_head(shape), shape.stroke)
    else:
        yield _node(shape, unit)


def _filled(points: tuple[Point, ...], fill: str) -> str:
    return rf"\path[fill={_name(fill)}] {_points(points, ' -- ')} -- cycle;"


def _pen(stroke: str, width: float, dashes: tuple[float, ...], unit: float) -> str:
    pattern = " ".join(
        f"{word} {_short(dash * unit)}pt"
        for word, dash in zip(itertools.cycle(("on", "off")), dashes, strict=False)
    )
    dashed = f",dash pattern={pattern}" if pattern else ""
    return f"draw={_name(stroke)},line width={_short(width * unit)}pt{dashed}"


def _node(shape: Text, unit: float) -> str:
    anchor = {"start": "base west", "middle": "base", "end": "base east"}[shape.anchor]
    looks = [f"anchor={anchor}", f"text={_name(shape.colour)}", "inner sep=0pt"]
    if shape.halo:
        looks[-1] = f"inner sep=1pt,fill={_name(shape.halo)},fill opacity=0.85,text opacity=1"
    font = rf"\ptmgraphfont{{{_short(shape.size * unit)}}}" + r"\bfseries" * shape.bold
    place = _points(((shape.x, shape.baseline),))
    return rf"\node[{','.join(looks)},font={font}] at {place} {{{escaped(shape.text)}}};"


def _points(points: tuple[Point, ...], between: str = "") -> str:
    return between.join(f"({_short(x)},{_short(y)})" for x, y in points)


def _short(number: float, places: int = 2) -> str:
    """A number as TeX reads it: never with an exponent."""
    return f"{number:.{places}f}".rstrip("0").rstrip(".")


def _name(colour: str) -> str:
    return f"ptmgraph{colour[1:]}"


def escaped(text: str) -> str:
    r"""A text as LaTeX shows it, whatever is in it.

    Letters that only XeTeX and LuaTeX know have a substitute for others.

    >>> escaped("50% of $x_1$"), escaped("naïve")
    ('50\\% of {\\char36}x\\_1{\\char36}', 'na\\"{\\i}ve')
    >>> escaped("模型 2")
    '\\ptmgraphhan{?}{模型} 2'
    """
    parts: list[str] = []
    known = unicodedata.normalize("NFC", "".join(filter(str.isprintable, text)))
    for kind, letters in itertools.groupby(known, key=_kind):
        if kind is None:
            parts.extend(filter(None, map(_plain, letters)))
        else:
            parts.append(rf"\ptmgraph{kind}{{?}}{{{''.join(letters)}}}")
    return _JOINING.sub(r"\1{}", "".join(parts))


def _kind(letter: str) -> str | None:
    """What writes a letter: None where every LaTeX does."""
    if _plain(letter) is not None:
        return None
    return "han" if _is_chinese(letter) else "wide"


def _is_chinese(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _plain(letter: str) -> str | None:
    """A letter as every LaTeX writes it; None where it cannot."""
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter.isascii():
        return letter
    apart = unicodedata.normalize("NFD", letter)
    base, marks = apart[0], apart[1:]
    if marks in _ACCENTS and base.isascii() and base.isalpha():
        dotless = {"i": r"\i", "j": r"\j"} if marks != "\u0327" else {}
        return rf"\{_ACCENTS[marks]}{{{dotless.get(base, base)}}}"
    return None
