"""What every export starts from: the graph in a fixed order, and where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import networkx as nx

from ptm_graph._version import __version__
from ptm_graph.errors import ExportError
from ptm_graph.exports.formats import Direction
from ptm_graph.exports.values import Scalar, scalars
from ptm_graph.graph.families import keep_families
from ptm_graph.graph.selection import points_forward
from ptm_graph.layout import Layout, PlacedPaper, lay_out, screen
from ptm_graph.layout.placement import OTHER
from ptm_graph.layout.screen import Placement
from ptm_graph.lineage.in_words import ENGLISH
from ptm_graph.words import terms
from ptm_graph.words.characters import one_line, xml_valid
from ptm_graph.words.wording import phrase


@dataclass(frozen=True, slots=True)
class About:
    """Where a graph is from; read from its graph-level attributes."""

    title: str
    made_by: str
    direction: Direction
    """What an edge means: parent → child or citing → cited."""
    kind: str | None = None
    """``lineage``, ``citations``, ``reduced`` or ``main-path``."""
    source: str | None = None
    """What it was made from, for example the reading lists."""
    fetched: str | None = None
    """When the services were asked: a date, or a range of dates."""
    credits: str | None = None
    """Whose data it is and under which licence."""
    language: str = ENGLISH

    @classmethod
    def of(
        cls,
        graph: nx.DiGraph[Any],
        described: Mapping[str, object] | None = None,
        language: str = ENGLISH,
    ) -> About:
        """Read graph-level attributes; what they do not say stays unknown.

        Parameters
        ----------
        graph : networkx.DiGraph
            Its edges show what they mean, where no attribute does.
        described : mapping, optional
            The attributes; by default those of the graph.
        language : str, default "en"
            In which it is told, ``en`` or ``zh``.
        """
        attributes = graph.graph if described is None else described
        told = {name: one_line(str(value)) for name, value in attributes.items() if value}
        direction: Direction = "parent-child" if points_forward(graph, told) else "citing-cited"
        lineage = direction == "parent-child"
        default = phrase("export.lineage" if lineage else "export.citations", language)
        return cls(
            title=told.get("title") or default,
            made_by=told.get("made_by") or f"ptm-graph {__version__}",
            direction=direction,
            kind=told.get("kind"),
            source=told.get("source"),
            fetched=told.get("fetched"),
            credits=told.get("credits"),
            language=language,
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """Readable lines for the foot of a drawing or the head of a text file."""

        def say(key: str, **values: str) -> str:
            return phrase(key, self.language, **values)

        source = self.source or say("export.no source")
        fetched = self.fetched or say("export.no date of fetching")
        return (
            say("export.made by", name=self.made_by),
            say("export.from", name=source),
            say("export.fetched", date=fetched),
            *((say("export.credits", names=self.credits),) if self.credits else ()),
        )

    @property
    def edge_meaning(self) -> str:
        """What an arrow means, in words."""
        return "parent → child" if self.direction == "parent-child" else "citing → cited"

    @property
    def arrow_meaning(self) -> str:
        """What the arrow of a drawing means: all lead from the past to the future."""
        lineage = self.direction == "parent-child"
        return phrase(
            "export.parent to child" if lineage else "export.cited to citing", self.language
        )


@dataclass(frozen=True)
class Job:
    """One export: the graph and how to write it."""

    graph: nx.DiGraph[Any]
    about: About
    described: Mapping[str, object] = field(default_factory=dict)
    """Graph-level attributes."""
    given_layout: Layout | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    """Options of single formats, for example ``yed`` of GraphML."""
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What one format worked out and others of the same job need, too."""

    @cached_property
    def layout(self) -> Layout:
        """Positions; computed when a format first asks for them."""
        return self.given_layout or lay_out(self.graph)

    @property
    def language(self) -> str:
        """``en`` or ``zh``: in which its own texts are written."""
        return self.about.language

    def say(self, key: str, /, **values: str) -> str:
        """A text of our own in the language of the export."""
        return phrase(key, self.language, **values)

    def band_name(self, name: str) -> str:
        """What a band is called; that of papers without a family has a name of ours."""
        return self.say("export.other") if name == OTHER else name

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of all papers in the order in which every format writes them."""
        return tuple(sorted(self.graph))

    def place(self, key: str) -> PlacedPaper:
        """Where a paper is drawn."""
        return self.layout.papers[key]

    def on_screen(self, width: float, colours: Mapping[str, int]) -> Placement:
        """Dots in their places on a page of some pixels; the more a paper is cited, the larger."""
        counts = {key: paper.get("citation_count") for key, paper in self.papers()}
        sizes = {
            key: float(count) if isinstance(count, int | float) and count >= 0 else None
            for key, count in counts.items()
        }
        other = self.band_name(OTHER)
        return screen.place(self.graph, width=width, colours=colours, sizes=sizes, other=other)

    def degree(self, key: str) -> int:
        """Number of edges at a paper."""
        return int(self.graph.degree(key))

    def paper(self, key: str) -> dict[str, Scalar]:
        """Attributes of a paper, by name; not to be changed."""
        return self._papers[key]

    def papers(self) -> Iterator[tuple[str, dict[str, Scalar]]]:
        """All papers with their attributes, by key."""
        yield from self._papers.items()

    def edges(self) -> Iterator[tuple[str, str, dict[str, Scalar]]]:
        """All edges with their attributes, by the keys of both ends."""
        yield from self._edges

    def arrows(self) -> Iterator[tuple[str, str, dict[str, Scalar]]]:
        """All edges as a drawing shows them: from the past to the future."""
        forward = self.about.direction == "parent-child"
        for tail, head, data in self._edges:
            yield (tail, head, data) if forward else (head, tail, data)

    # Formats go through papers and edges two to four times; checking them takes most of the time.
    @cached_property
    def _papers(self) -> dict[str, dict[str, Scalar]]:
        nodes = self.graph.nodes
        papers = {key: scalars(nodes[key], f"paper {key}") for key in self.keys}
        if self._quotes_only:
            for paper in papers.values():
                if not terms.publishable(paper.pop("abstract_from", None)):
                    paper.pop("abstract", None)
        return papers

    @cached_property
    def _edges(self) -> list[tuple[str, str, dict[str, Scalar]]]:
        edges = [
            (tail, head, scalars(data, f"edge {tail} → {head}"))
            for tail in self.keys
            for head, data in sorted(self.graph.adj[tail].items())
        ]
        if self._quotes_only:
            for _, _, edge in edges:
                if isinstance(told := edge.get("sentences"), str):
                    edge["sentences"] = terms.quoted(told)
        return edges

    @property
    def _quotes_only(self) -> bool:
        """Whether the texts are of others, and the file is to be passed on."""
        return self.described.get("terms") == terms.QUOTED and not self.option("texts", False)

    @cached_property
    def graph_attributes(self) -> dict[str, Scalar]:
        """Graph-level attributes; who made it is always among them."""
        told = scalars(self.described, "the graph")
        if told.get("terms") == terms.QUOTED and not self._quotes_only:
            told["terms"] = terms.WHOLE
        return {"direction": self.about.direction, "made_by": self.about.made_by} | told

    def within(self, budget: int) -> Job:
        """The job itself, or one for the most important papers where there are more.

        Seeds stay first, then the papers with most edges.
        """
        if len(self.keys) <= budget:
            return self
        seeds = {key for key, paper in self.papers() if paper.get("seed") is True}
        ranked = sorted(self.keys, key=lambda key: (key not in seeds, -self.degree(key), key))
        kept = self.graph.subgraph(ranked[:budget]).copy()
        keep_families(kept, self.graph)
        return replace(self, graph=kept, shared={})

    def option(self, name: str, default: Any) -> Any:
        """An option, or its default where it was not given."""
        value = self.options.get(name)
        return default if value is None else value


def checked(graph: object) -> nx.DiGraph[str]:
    """The graph as every format can write it: its nodes named by their keys.

    Raises
    ------
    ExportError
        For an undirected graph, a multigraph, or two nodes with one name.
    """
    if not isinstance(graph, nx.Graph) or not graph.is_directed() or graph.is_multigraph():
        raise ExportError("only a networkx.DiGraph can be exported")
    keys = {node: key_of(node) for node in graph}
    if len(set(keys.values())) != len(keys):
        raise ExportError("two nodes of the graph have the same name as text; rename one of them")
    if any(node != key for node, key in keys.items()):
        graph = nx.relabel_nodes(graph, keys)
    return graph  # type: ignore[return-value]


def key_of(node: object) -> str:
    """The name of a node as every format writes it: text that XML allows."""
    return xml_valid(str(node))
