"""The lineage as SVG: whole without a script, stretched to its window by ``drawing.js``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ptm_graph.exports.arrows import kind_of, label_of
from ptm_graph.exports.figure import labels_of
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import shown_name, text_of
from ptm_graph.layout.contrast import readable
from ptm_graph.layout.labels import CLEAR, Edge, Point, place_labels, shared_labels
from ptm_graph.layout.palette import DARK, LIGHT, STROKES, Palette, form
from ptm_graph.layout.room import Room
from ptm_graph.layout.screen import (
    FONT,
    TITLE_FONT,
    Placement,
    Spot,
    family_colours,
)
from ptm_graph.layout.text import text_width
from ptm_graph.words.characters import xml_valid

WIDE = 1160.0
"""Pixels of the drawing's design: what a window of 1,280 shows."""
EMBEDDED = 800.0
RULER = 20.0
"""Pixels of the years above the bands."""
_FOOT = 4.0
_LABEL = 10.0
_BOW = 0.12
"""How far an arrow bends, as a share of its length; ``drawing.js`` bends it the same way."""


@dataclass(frozen=True)
class Drawing:
    """A lineage with its positions, drawn with or without a link behind each dot."""

    job: Job
    placement: Placement

    @classmethod
    def of(cls, job: Job, width: float = WIDE) -> Drawing:
        """Place the papers of a lineage on a given width."""
        return cls(job, job.on_screen(width, family_colours(job.graph)))

    @property
    def height(self) -> float:
        """Of the whole drawing, the ruler included."""
        return round(self.placement.height + RULER + _FOOT, 2)

    def svg(self, address: Callable[[str], str] | None, *, styled: bool = False) -> str:
        """The drawing as one element.

        Parameters
        ----------
        address : callable or None
            Gives the page of a paper; None: dots lead nowhere.
        styled : bool, default False
            Whether it has its colours in itself, for a file of its own.
        """
        about = self.job.about
        size = f"{self.placement.width:g} {self.height:g}"
        return "".join(
            (
                '<svg xmlns="http://www.w3.org/2000/svg" class="lineage" '
                f'viewBox="0 0 {size}" data-ruler="{RULER:g}" '
                f'role="{"group" if address else "img"}" aria-label={_attribute(about.title)}>',
                f"<style>{colours(self, media=True)}{STYLE}</style>" if styled else "",
                f"<title>{_text(about.title)}</title>" if styled else "",
                f'<rect class="ground" width="100%" height="{self.height:g}"/>' if styled else "",
                "".join(self._heads()),
                *self._bands(),
                *self._ruler(),
                '<g class="world">',
                *self._edges(),
                *self._labels(),
                *self._papers(address),
                "</g></svg>",
            )
        )

    def _heads(self) -> Iterator[str]:
        for colour in sorted({band.colour for band in self.placement.bands}):
            yield (
                f'<marker id="h{_index(colour)}" viewBox="0 0 6 6" refX="5.5" refY="3" '
                'markerWidth="5.5" markerHeight="5.5" markerUnits="userSpaceOnUse" orient="auto">'
                f'<path class="f{_index(colour)}" d="M0 .4 6 3 0 5.6Z"/></marker>'
            )

    def _bands(self) -> Iterator[str]:
        yield '<g class="bands">'
        for band in self.placement.bands:
            top, high = band.top + RULER, band.bottom - band.top
            yield (
                f'<g data-y="{top:g}" data-h="{high:g}"><rect class="g{_index(band.colour)}" '
                f'y="{top:g}" width="{self.placement.width:g}" height="{high:g}" rx="3"/>'
                f'<text class="t i{_index(band.colour)}" x="5" y="{top + 13:g}" '
                f'data-w="{text_width(band.name, TITLE_FONT):.0f}">{_text(band.name)}</text></g>'
            )
        yield "</g>"

    def _ruler(self) -> Iterator[str]:
        yield '<g class="ruler">'
        for tick in self.placement.ticks:
            yield (
                f'<g data-x="{tick.x:g}">'
                f'<path d="M{tick.x:g} {RULER:g}V{self.height - _FOOT:g}"/>'
                f'<text x="{tick.x:g}" y="14" text-anchor="middle">{_text(tick.label)}'
                "</text></g>"
            )
        yield "</g>"

    def _edges(self) -> Iterator[str]:
        numbers = {key: number for number, key in enumerate(self.job.keys)}
        yield '<g class="edges">'
        for tail, head, data in self.job.arrows():
            kind, colour = kind_of(data), self._colour(head)
            dashes = STROKES[kind].pattern
            names = " → ".join(shown_name(key, self.job.paper(key)) for key in (tail, head))
            label = label_of(data, self.job.language)
            yield (
                f'<path class="e s{_index(colour)}{" pale" * STROKES[kind].pale}" '
                f'd="{self._path(tail, head)}" data-a="{numbers[tail]}" data-b="{numbers[head]}" '
                f'data-s="{float(data.get("confidence") or 0):.3f}" '
                f'stroke-width="{1.1 * STROKES[kind].width:.2g}"'
                + (f' stroke-dasharray="{dashes}"' if dashes else "")
                + f' marker-end="url(#h{_index(colour)})">'
                f"<title>{_text(f'{names}: {label}' if label else names)}</title></path>"
            )
        yield "</g>"

    def _labels(self) -> Iterator[str]:
        numbers = {(tail, head): number for number, (tail, head, _) in enumerate(self.job.arrows())}
        room = Room()
        for spot in self.placement.spots.values():
            wide = text_width(spot.name, FONT)
            room.take(spot.x, spot.y + RULER, spot.diameter + 2, spot.diameter + 2)
            room.take(_name_x(spot) + wide / 2, spot.y + RULER, wide, FONT)
        for band in self.placement.bands:
            wide = text_width(band.name, TITLE_FONT)
            room.take(5 + wide / 2, band.top + RULER + 9, wide + 6, TITLE_FONT + 2)
        placed = place_labels(
            shared_labels(self.job.graph, labels_of(self.job)),
            self._along,
            room,
            width_of=lambda text: text_width(text, _LABEL),
            height=_LABEL + CLEAR,
            right=self.placement.width,
        )
        yield '<g class="labels">'
        for one in placed:
            x, y = one.centre
            arrows = " ".join(str(numbers[edge]) for edge in one.edges)
            yield (
                f'<text class="l{"" if one.free else " late"}" x="{x:.1f}" y="{y + 3.4:.1f}" '
                f'data-e="{arrows}" data-w="{text_width(one.text, _LABEL):.0f}">'
                f"{_text(one.text)}</text>"
            )
        yield "</g>"

    def _papers(self, address: Callable[[str], str] | None) -> Iterator[str]:
        ranked = sorted(self.job.keys, key=lambda key: (-self.job.degree(key), key))
        order = {key: number for number, key in enumerate(ranked)}
        yield '<g class="papers">'
        for key, paper in self.job.papers():
            spot = self.placement.spots[key]
            title = text_of(paper, "title") or shown_name(key, paper)
            date = text_of(paper, "date") or text_of(paper, "year")
            told = f"{title} ({date or self.job.say('export.date unknown')})"
            link = f" href={_attribute(address(key))}" if address else ""
            tag = "a" if address else "g"
            colour = _index(self._colour(key))
            hollow = "" if paper.get("seed") is True else " hollow"
            vague = "" if spot.precision in ("day", "month") else " vague"
            yield (
                f'<{tag}{link} class="p" data-r="{order[key]}" data-b="{spot.band}" '
                f'data-w="{text_width(spot.name, FONT):.0f}" '
                f'transform="translate({spot.x:g} {spot.y + RULER:g})"'
                + (f" aria-label={_attribute(told)}" if address else "")
                + f"><title>{_text(told)}</title>{_mark(spot, self._colour(key))[:-2]} "
                f'class="m f{colour} s{colour}{hollow}{vague}"/>'
                f'<text class="n" x="{_name_x(spot) - spot.x:g}" y="3.8">{_text(spot.name)}</text>'
                f"</{tag}>"
            )
        yield "</g>"

    def _colour(self, key: str) -> int:
        return self.placement.bands[self.placement.spots[key].band].colour

    def _ends(self, edge: Edge) -> tuple[Point, Point, Point]:
        """Where an arrow begins, is bent to, and ends: outside the dots."""
        one, other = (self.placement.spots[key] for key in edge)
        (x0, y0), (x1, y1) = (one.x, one.y + RULER), (other.x, other.y + RULER)
        bow = _BOW if y1 > y0 else -_BOW
        bent = ((x0 + x1) / 2 + bow * (y1 - y0), (y0 + y1) / 2 - bow * (x1 - x0))
        return (
            _towards((x0, y0), bent, one.diameter / 2 + 1),
            bent,
            _towards((x1, y1), bent, other.diameter / 2 + 2),
        )

    def _path(self, tail: str, head: str) -> str:
        (x0, y0), (xm, ym), (x1, y1) = self._ends((tail, head))
        return f"M{x0:.1f} {y0:.1f}Q{xm:.1f} {ym:.1f} {x1:.1f} {y1:.1f}"

    def _along(self, edge: Edge, share: float) -> Point:
        begin, bent, end = self._ends(edge)
        x, y = (
            (1 - share) ** 2 * a + 2 * share * (1 - share) * b + share**2 * c
            for a, b, c in zip(begin, bent, end, strict=True)
        )
        return x, y


def _towards(one: Point, other: Point, far: float) -> Point:
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1e-6)
    step = min(far / length, 0.45)
    return one[0] + dx * step, one[1] + dy * step


def _name_x(spot: Spot) -> float:
    return round(spot.x + spot.diameter / 2 + 3, 2)


def _mark(spot: Spot, colour: int) -> str:
    half = spot.diameter / 2
    match form(colour):
        case "circle":
            return f'<circle r="{half:g}"/>'
        case "square":
            return f'<path d="M{-half:g} {-half:g}h{2 * half:g}v{2 * half:g}h{-2 * half:g}Z"/>'
        case _:
            return f'<path d="M0 {-half:g}L{half:g} {half:g}H{-half:g}Z"/>'


def _index(colour: int) -> str:
    """The number of a colour in the names of classes; ``o`` for papers without a family."""
    return "o" if colour < 0 else str(colour)


def _text(text: str) -> str:
    return escape(xml_valid(text))


def _attribute(text: str) -> str:
    return quoteattr(xml_valid(text))


def colours(drawing: Drawing, *, media: bool = False) -> str:
    """The colours of a drawing as CSS: light, and dark where the system is.

    Parameters
    ----------
    drawing : Drawing
        Whose families there are.
    media : bool, default False
        For a file of its own, which has no button for the theme.
    """
    used = sorted({band.colour for band in drawing.placement.bands} | {-1})
    light, dark = (_variables(palette, used) for palette in (LIGHT, DARK))
    rules = "".join(
        f".f{i}{{fill:var(--f{i})}}.s{i}{{stroke:var(--f{i})}}"
        f".g{i}{{fill:var(--g{i})}}.i{i}{{fill:var(--i{i})}}"
        for i in map(_index, used)
    )
    chosen = (
        ""
        if media
        else f":root[data-theme=light]{{color-scheme:light;{light}}}"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}"
    )
    return (
        f":root{{{'' if media else 'color-scheme:light dark;'}{light}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{chosen}{rules}"
    )


def _variables(palette: Palette, used: list[int]) -> str:
    plain: Mapping[str, str] = {
        "text": palette.text,
        "muted": palette.muted,
        "ground": palette.background,
        "line": palette.grid,
        "accent": palette.accent,
        "link": palette.link,
    }
    told = [f"--{name}:{value}" for name, value in plain.items()]
    for colour in used:
        index = _index(colour)
        told += [
            f"--f{index}:{palette.family(colour)}",
            f"--g{index}:{palette.tint(colour, 0.10)}",
            f"--i{index}:{readable(palette, colour)}",
        ]
    return ";".join(told)


STYLE = (
    "svg.lineage{font-family:'Source Sans 3','Segoe UI','Noto Sans','Noto Sans CJK SC',"
    "'PingFang SC','Microsoft YaHei',system-ui,sans-serif}"
    ".ground{fill:var(--ground)}.n{font-size:11px;fill:var(--text);"
    "stroke:var(--ground);stroke-width:2px;paint-order:stroke;stroke-linejoin:round}"
    ".t{font-size:11.5px;font-weight:600}"
    ".l{font-size:10px;font-style:italic;fill:var(--text);text-anchor:middle;"
    "stroke:var(--ground);stroke-width:3px;paint-order:stroke;stroke-linejoin:round}"
    ".late{display:none}.ruler path{stroke:var(--line);fill:none}"
    ".ruler text{font-size:11px;fill:var(--muted)}"
    ".e{fill:none;opacity:.62}.e.pale{opacity:.42}.m{stroke-width:0}"
    ".m.hollow{fill:var(--ground)}.m.hollow,.m.vague{stroke-width:1.6px}"
    ".m.vague{stroke:var(--text);stroke-dasharray:2 2}"
)
"""What the drawing looks like, in the page's style sheet and in a file of its own."""
