"""Time, memory and size of every export of a graph as large as a real citation graph.

    python benchmarks/exports.py [--papers 49367] [FORMAT …]

The graph is made up: words of a fixed vocabulary, three edges for each paper. Each
format runs in a process of its own, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx

from ptm_graph.exports import FORMATS, export

WORDS = [
    "a",
    "model",
    "of",
    "language",
    "that",
    "learns",
    "from",
    "large",
    "unlabelled",
    "text",
    "预训练",
    "with",
    "masked",
    "tokens",
]
ALL_PAPERS = [name for name in FORMATS if name not in ("html", "svg", "png", "pdf", "pptx")]
"""The drawings have a budget of papers."""


def citation_graph(papers: int) -> nx.DiGraph[str]:
    """A graph with abstracts and citing sentences, the same in every run."""
    chance = random.Random(1)

    def text(length: int) -> str:
        return " ".join(chance.choices(WORDS, k=length))

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(kind="citations", direction="citing-cited", fetched="2022-06-30")
    first = datetime.date(1990, 1, 1)
    for number in range(papers):
        date = first + datetime.timedelta(number * 11_600 // papers)
        graph.add_node(
            f"s2:{number:040x}",
            title=text(10),
            name=text(6),
            authors="; ".join(text(2) for _ in range(4)),
            abstract=text(180),
            year=date.year,
            date=str(date),
            venue=text(3),
            citation_count=chance.randrange(10_000),
            references_state="partial",
            seed=False,
        )
    keys = list(graph)
    for number in range(1, papers):
        for cited in {chance.randrange(number) for _ in range(3)}:
            graph.add_edge(keys[number], keys[cited], sentences=text(30), mentions=1)
    return graph


def measure(name: str, papers: int) -> str:
    """One row of the table."""
    graph = citation_graph(papers)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        ending = ".zip" if name == "csv" else FORMATS[name].suffixes[0]
        wall, cpu = time.perf_counter(), time.process_time()
        path = export(graph, Path(folder) / f"graph{ending}")
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        size = path.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cells = (name, papers, f"{wall:.1f}", f"{cpu:.1f}", f"{size:.1f}")
    memory = f"{(peak - before) / 1e3:.0f}"
    return f"| {' | '.join(map(str, cells))} | {memory} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=ALL_PAPERS)
    parser.add_argument("--papers", type=int, default=49_367)
    parser.add_argument("--row", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.row:
        print(measure(arguments.formats[0], arguments.papers))
        return
    print("| format | papers | seconds | of them CPU | MB | MB of memory above the graph |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in arguments.formats:
        command = [sys.executable, __file__, "--row", name, "--papers", str(arguments.papers)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
