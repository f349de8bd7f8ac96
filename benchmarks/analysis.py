"""Measure the analyses against NetworkX and igraph, in one run on one machine.

    python benchmarks/analysis.py [--papers 30000] [--citations 350000] [--json FILE]

The graphs are made here, the same in every run: papers cite earlier ones, often cited
ones more often. Times are processor seconds, the best of three for what is quick, so that
other work on the machine counts little; what matters are the ratios. The transitive
reduction of NetworkX takes minutes at full size, so it is compared on a tenth.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np

from ptm_graph.analysis import (
    GraphArrays,
    communities,
    descendants,
    main_path,
    pagerank,
    routes,
    search_path_counts,
    similar,
    transitive_reduction,
)

QUICK = 1.0
"""Seconds below which a measurement is made three times."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    papers: int
    citations: int
    seconds: float
    other: str | None = None
    other_seconds: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as long the other takes."""
        return None if self.other_seconds is None else self.other_seconds / self.seconds


def synthetic(papers: int, citations: int) -> nx.DiGraph[str]:
    """A citation graph: half of the references are copied from papers cited before."""
    random = np.random.default_rng(20_181_011)
    citing = np.sort(random.integers(1, papers, citations))
    cited = (citing * random.random(citations)).astype(int)
    copied = (np.arange(citations) * random.random(citations)).astype(int)
    earlier = (random.random(citations) < 0.5) & (cited[copied] < citing)
    cited[earlier] = cited[copied][earlier]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(
        (f"{paper:07}", {"year": 1950 + paper * 75 // papers}) for paper in range(papers)
    )
    graph.add_edges_from((f"{a:07}", f"{b:07}") for a, b in zip(citing, cited, strict=True))
    return graph


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of a piece of work."""
    taken: list[float] = []
    while not taken or (len(taken) < 3 and taken[0] < QUICK):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return max(min(taken), 1e-6)


def measured(papers: int, citations: int) -> list[Line]:
    """All lines of the table."""
    graph = synthetic(papers, citations)
    edges = graph.number_of_edges()
    arrays = GraphArrays(graph)
    undirected = graph.to_undirected()
    other = igraph.Graph.from_networkx(graph)
    other_undirected = igraph.Graph.from_networkx(undirected)
    hub = max(graph, key=lambda key: (graph.in_degree(key), key))
    newest = f"{papers - 1:07}"
    lines: list[Line] = []

    def line(what: str, own: Callable[[], Any], *others: tuple[str, Callable[[], Any]]) -> None:
        taken = seconds(own)
        if not others:
            lines.append(Line(what, papers, edges, taken))
        for name, work in others:
            lines.append(Line(what, papers, edges, taken, name, seconds(work)))

    line(
        "arrays", lambda: GraphArrays(graph), ("igraph", lambda: igraph.Graph.from_networkx(graph))
    )
    line(
        "PageRank",
        lambda: pagerank(arrays),
        ("networkx", lambda: nx.pagerank(graph)),
        ("igraph", other.pagerank),
    )
    line("search path counts", lambda: search_path_counts(arrays))
    line("main path, key routes", lambda: main_path(arrays))
    line("reduction, exact", lambda: transitive_reduction(arrays, chains="all"))
    line("reduction, two hops", lambda: transitive_reduction(arrays, chains="two-hop"))
    line(
        "communities", lambda: communities(graph), ("igraph", other_undirected.community_multilevel)
    )
    line(
        "all shortest routes",
        lambda: routes(arrays, newest, hub, follow="either"),
        ("networkx", lambda: list(nx.all_shortest_paths(undirected, newest, hub))),
    )
    line(
        "descendants",
        lambda: descendants(arrays, hub),
        ("networkx", lambda: nx.ancestors(graph, hub)),
    )
    line("neighbours of the hub", lambda: similar(arrays, hub))
    lines.extend(reductions(papers // 10, citations // 10))
    return lines


def reductions(papers: int, citations: int) -> list[Line]:
    """The exact reduction against that of NetworkX, on a graph that it can do."""
    graph = synthetic(papers, citations)
    arrays = GraphArrays(graph)
    own = seconds(lambda: transitive_reduction(arrays, chains="all"))
    theirs = seconds(lambda: nx.transitive_reduction(graph))
    edges = graph.number_of_edges()
    return [Line("reduction, exact", papers, edges, own, "networkx", theirs)]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=30_000)
    parser.add_argument("--citations", type=int, default=350_000)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    lines = measured(arguments.papers, arguments.citations)
    print(f"{'':24}{'papers':>8}{'citations':>11}{'seconds':>9}   {'other':10}seconds   ratio")
    for one in lines:
        row = f"{one.what:24}{one.papers:8}{one.citations:11}{one.seconds:9.3f}"
        if one.other_seconds is not None:
            row += f"   {one.other:10}{one.other_seconds:8.3f}{one.ratio:8.1f}"
        print(row)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"most memory, graphs of all libraries included: {peak} MB")
    if arguments.json:
        data = [{**asdict(one), "ratio": one.ratio} for one in lines]
        arguments.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
