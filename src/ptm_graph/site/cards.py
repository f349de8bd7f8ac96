"""A picture of each page for whoever links to it: name, title, and what it descends from."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL.Image import Dither, Quantize

from ptm_graph.enrich.progress import Progress
from ptm_graph.exports.arrows import counted
from ptm_graph.exports.pdf import drawn_pages
from ptm_graph.exports.png import pictures
from ptm_graph.exports.shapes import Figure, Rectangle, Shape, Text
from ptm_graph.exports.values import text_of
from ptm_graph.layout.palette import LIGHT
from ptm_graph.layout.text import shortened, wrapped
from ptm_graph.site.telling import Teller
from ptm_graph.words.wording import LANGUAGES

_WIDTH, _HEIGHT = 1200.0, 630.0
_SIDE = 80.0
_DOTS = 64.0
"""In an inch: pictures of 800 by 420, which a thousand of are made in some seconds."""
_COLOURS = 32
"""Of a picture: letters on one ground need no more, and make small files."""


def card_of(path: str) -> str:
    """Where the card of a page is; its pages in both languages share it."""
    first, _, rest = path.partition("/")
    page = rest if first in LANGUAGES else path
    return f"cards/{page.removesuffix('.html') if page.startswith('paper/') else 'index'}.png"


def cards(teller: Teller, progress: Progress) -> Iterator[tuple[str, bytes]]:
    """Path and content of all cards; they share one PDF, from which pictures are taken."""
    keys = sorted(teller.pages)
    progress.stage("cards", len(keys) + 1)
    paths = [card_of("index.html"), *(card_of(teller.pages[key]) for key in keys)]
    figures = [_first(teller), *(_of_paper(teller, key) for key in keys)]
    pdf = drawn_pages(figures, teller.job.about.made_by)
    for path, picture in zip(paths, pictures(pdf, _DOTS), strict=True):
        out = io.BytesIO()
        few = picture.quantize(_COLOURS, method=Quantize.FASTOCTREE, dither=Dither.NONE)
        few.save(out, format="PNG", compress_level=4)
        progress.advance()
        yield path, out.getvalue()


def _first(teller: Teller) -> Figure:
    job = teller.job
    return _card(teller, job.about.title, "", counted(job), -1)


def _of_paper(teller: Teller, key: str) -> Figure:
    paper = teller.job.paper(key)
    name, title = teller.name(key), text_of(paper, "title") or ""
    names = [one["name"] for one in teller.families]
    family = text_of(paper, "family")
    colour = names.index(family) if family in names else -1
    return _card(teller, name, title if title != name else "", teller.told(key), colour)


def _card(teller: Teller, name: str, title: str, told: str, colour: int) -> Figure:
    inner, y = _WIDTH - 2 * _SIDE, 110.0
    bar = LIGHT.family(colour)
    shapes: list[Shape] = [
        Rectangle(0, 0, _WIDTH, _HEIGHT, LIGHT.background),
        Rectangle(0, 0, 28, _HEIGHT, bar),
    ]
    for text, size, bold, most in (
        (name, 64, True, 2),
        (title, 34, False, 2),
        (told, 34, False, 4),
    ):
        ink = LIGHT.muted if text is title else LIGHT.text
        lines = wrapped(text, inner, size) if text else []
        if len(lines) > most:
            lines[most - 1] = shortened(" ".join(lines[most - 1 :]), inner, size)
        for line in lines[:most]:
            shapes.append(Text(_SIDE, y, line, size, ink, bold=bold))
            y += size * 1.3
        y += 18 if lines else 0
    foot = shortened(teller.job.about.title, inner, 28)
    shapes.append(Text(_SIDE, _HEIGHT - 60, foot, 28, LIGHT.muted))
    return Figure(_WIDTH, _HEIGHT, name, told, LIGHT, tuple(shapes), teller.language)
