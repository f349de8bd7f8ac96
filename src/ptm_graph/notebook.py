"""What a notebook shows: small tables and drawings that load nothing and run nothing of theirs.

A networkx graph has no place for a picture of ours, so :func:`show` wraps what it is given.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, Self

import networkx as nx

from ptm_graph import library as store
from ptm_graph.lineage import Candidate, Explanation, Lineage
from ptm_graph.lineage.reliability import meaning
from ptm_graph.words.characters import one_line
from ptm_graph.words.model import Paper, Relation, tier_in_words
from ptm_graph.words.notices import notices_of
from ptm_graph.words.notices import said as notice_said
from ptm_graph.words.wording import sure

_ROWS = 20
"""Rows of a table; what is left out is counted."""
_LONGEST = 160
_STYLE = "max-width:100%;border:1px solid #ccc"
_START = 'style="text-align:start"'
"""Jupyter sets cells to the right."""
_PAGE = 900
"""Pixels of a notebook's width."""
_SIZE = re.compile(rb'\A<svg [^>]*width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Shown:
    """Something as a notebook shows it: HTML where it can, else text."""

    html: str
    """Escaped; makes no request to any host."""
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


class Library(store.Library):
    """Papers and citations in one file, and how a notebook shows them.

    It is opened from a file, or made of the snapshot that ships with the package; either
    way it works as a context manager.

    Examples
    --------
    >>> with Library.bundled() as library:
    ...     library.find("BERT").identifiers["arxiv"]
    '1810.04805'
    """

    @classmethod
    def bundled(cls) -> Self:
        """Build the library of the bundled reading list and snapshot, in memory."""
        from ptm_graph.workflow.building import fill_bundled

        library = cls.in_memory()
        fill_bundled(library)
        return library

    def _repr_html_(self) -> str:
        """What Jupyter shows of a library; :func:`ptm_graph.show` shows all else."""
        return show(self).html


def show(thing: object, *, interactive: bool = False, height: int = 640) -> Shown:
    """Show a graph, a library, a lineage, an explanation, a paper or relations.

    Parameters
    ----------
    thing : networkx.DiGraph, Library, Lineage, Explanation, Paper, Relation or list of these
        What to show. A graph becomes its drawing, everything else a table.
    interactive : bool, default False
        For a graph: the page of the HTML export, in a frame that is shut off from the
        notebook, instead of a still picture.
    height : int, default 640
        Most pixels of height of a drawing. A larger one is shown whole, and below it, folded,
        at its full size.

    Returns
    -------
    Shown
        Its last expression in a cell is enough: Jupyter calls ``_repr_html_``.

    Raises
    ------
    TypeError
        For anything else.

    Notes
    -----
    Titles come from other people: all text is escaped. A picture is an image, which runs
    no script; the page has a content security policy and an origin of its own.
    """
    if isinstance(thing, nx.DiGraph):
        return _drawing(thing, interactive, int(height))
    if isinstance(thing, list | tuple):
        return _listed(thing)
    return _shown(thing)


def _drawing(graph: nx.DiGraph[Any], interactive: bool, height: int) -> Shown:
    from ptm_graph.exports import to_bytes
    from ptm_graph.exports.arrows import edges_in_words
    from ptm_graph.exports.job import About

    about = About.of(graph)
    papers, edges = graph.number_of_nodes(), edges_in_words(graph, about.direction)
    text = f"{about.title}: {papers} papers, {edges} ({about.edge_meaning})"
    if interactive:
        page = html.escape(to_bytes(graph, "html").decode("utf-8"), quote=True)
        drawn = (
            f'<iframe sandbox="allow-scripts" style="width:100%;height:{height}px;border:0" '
            f'title="{_escaped(text)}" srcdoc="{page}"></iframe>'
        )
    else:
        drawn = _picture(to_bytes(graph, "svg"), text, height)
    return Shown(f"<figure>{drawn}<figcaption>{_escaped(text)}</figcaption></figure>", text)


def _picture(svg: bytes, text: str, height: int) -> str:
    """A drawing as large as the page lets it be, and at full size if that is larger."""
    source = f'src="data:image/svg+xml;base64,{base64.b64encode(svg).decode("ascii")}"'
    named = f'alt="{_escaped(text)}" {source}'
    whole = f'<img style="{_STYLE};max-height:{height}px" {named}>'
    size = _SIZE.search(svg)
    if size is None or (float(size[1]) <= _PAGE and float(size[2]) <= height):
        return whole
    return (
        f"{whole}<details><summary>At full size</summary>"
        f'<div style="overflow:auto;max-height:{height}px;{_STYLE}">'
        f'<img style="max-width:none" {named}></div></details>'
    )


@singledispatch
def _shown(thing: object) -> Shown:
    raise TypeError(f"{type(thing).__name__} has no view; a graph, a Library or a Paper has")


@_shown.register
def _(library: store.Library) -> Shown:
    rows = [
        ("File", library.path or "in memory"),
        ("Papers", library.paper_count()),
        ("of them on a reading list", sum(1 for _ in library.iter_papers(seeds_only=True))),
        ("Citations", library.citation_count()),
        ("Data fetched", library.meta("fetched")),
    ]
    return _table("Library", (), rows)


@_shown.register
def _(paper: Paper) -> Shown:
    known = paper.references_known
    rows = [
        ("Title", paper.title),
        ("Key", paper.key),
        *(("Notice", str(notice_said(one))) for one in notices_of(paper)),
        ("Also called", "; ".join(paper.aliases) or None),
        ("Authors", None if paper.authors is None else "; ".join(paper.authors)),
        ("Date", paper.published or paper.year),
        ("Venue", paper.venue),
        ("Family", paper.family),
        ("Citations", paper.citation_count),
        (
            "References known",
            None if known is None else f"{known} of {_told(paper.reference_count)}",
        ),
    ]
    return _table(paper.name, (), rows)


@_shown.register
def _(relation: Relation) -> Shown:
    return _relations([relation], "Relation")


@_shown.register
def _(lineage: Lineage) -> Shown:
    return _relations(lineage.relations, "Lineage")


@_shown.register
def _(explanation: Explanation) -> Shown:
    rows = [
        (
            one.relation.called[0],
            sure(one.relation.confidence, one.relation.decision),
            meaning(one.relation) or "",
            tier_in_words(one.relation.tier),
            _chosen(one),
            str(one.verdict),
        )
        for one in explanation.candidates
    ]
    return _table(f"Why {explanation.called}?", _HEAD, rows, explanation.why_runner_up_lost)


_MEANS = "Which means"
_HEAD = ("Candidate", "Confidence", _MEANS, "Rests on", "Chosen", "Verdict")


def _chosen(one: Candidate) -> str:
    if not one.chosen:
        return "no"
    return "perhaps" if one.relation.proposal else "yes"


def _listed(things: Sequence[object]) -> Shown:
    if all(isinstance(one, Relation) for one in things):
        return _relations([one for one in things if isinstance(one, Relation)], "Relations")
    if all(isinstance(one, Paper) for one in things):
        papers = [one for one in things if isinstance(one, Paper)]
        rows = [(one.name, one.title, one.published or one.year, one.key) for one in papers]
        return _table("Papers", ("Name", "Title", "Date", "Key"), rows)
    raise TypeError("a list is shown where it holds papers only, or relations only")


def _relations(relations: Sequence[Relation], title: str) -> Shown:
    rows = [
        (
            *one.called,
            f"{'perhaps ' if one.proposal else ''}{sure(one.confidence, one.decision)}",
            meaning(one) or "",
            tier_in_words(one.tier),
            " · ".join(label.text for label in one.labels) or None,
            one.reason,
        )
        for one in relations
    ]
    head = ("Parent", "Child", "Confidence", _MEANS, "Rests on", "What changed", "Reason")
    return _table(title, head, rows)


def _table(
    title: str, head: Sequence[str], rows: Sequence[Sequence[object]], told: str | None = None
) -> Shown:
    hidden = len(rows) - _ROWS
    notes = [f"{hidden} more rows are not shown"] if hidden > 0 else []
    notes += [one_line(told)] if told else []
    shown = [[_told(cell) for cell in row] for row in rows[:_ROWS]]
    body = "".join(f"<tr>{_cells('td', row)}</tr>" for row in shown)
    heading = f"<thead><tr>{_cells('th', head)}</tr></thead>" if head else ""
    caption = f"<caption>{_escaped(_told(title))}</caption>"
    table = f"<table>{caption}{heading}<tbody>{body}</tbody></table>"
    lines = [_told(title), *("  ".join(row) for row in shown), *notes]
    below = "".join(f"<p>{_escaped(note)}</p>" for note in notes)
    return Shown(table + below, "\n".join(lines))


def _cells(kind: str, row: Iterable[str]) -> str:
    return "".join(f'<{kind} dir="auto" {_START}>{_escaped(cell)}</{kind}>' for cell in row)


def _told(value: object) -> str:
    if value is None:
        return "unknown"
    text = one_line(str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _escaped(text: str) -> str:
    return html.escape(one_line(text), quote=True)
