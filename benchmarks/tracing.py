"""How often ``ptm-graph trace`` finds the ancestors that people drew, for ``docs/tracing.md``.

``python benchmarks/tracing.py DATA`` prints the table. DATA is a folder with
``gold/plm_family.csv`` (``child_id``, ``parent_id``, ``parent_title``), ``data/ptm`` (records and
references) and ``tools/scholar_server.py``, which serves these as the two services would; it is
run on a free port. Each of the 29 children is traced three generations up with a budget of 60
papers, from nothing but its identifier. Beside it two baselines that follow the eight most cited,
or the eight most influential, references of each paper, generation by generation, to 60 papers.

The ancestors of a child are all papers from which lines of the drawing lead to it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import networkx as nx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from packed_lines import packed_lines  # noqa: E402

from ptm_graph.errors import InputError  # noqa: E402
from ptm_graph.library import Library  # noqa: E402
from ptm_graph.settings import Endpoint, Settings  # noqa: E402
from ptm_graph.words.titles import normal  # noqa: E402
from ptm_graph.workflow.opening import lineage_of  # noqa: E402
from ptm_graph.workflow.tracing import Bounds, trace  # noqa: E402

UP, BUDGET, BRANCHES = 3, 60, 8
FEW = 10

Follow = Callable[[str], Sequence[str]]


def sha(key: str) -> str:
    """The service's id of a paper; stand-ins are turned into one."""
    return key if re.fullmatch("[0-9a-f]{40}", key) else hashlib.sha1(key.encode()).hexdigest()


def drawn_in(path: Path) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Child → its drawn ancestors, and their titles."""
    drawing: nx.DiGraph[str] = nx.DiGraph()
    titles: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            parent, child = sha(row["parent_id"]), sha(row["child_id"])
            drawing.add_edge(parent, child)
            titles[parent] = normal(row["parent_title"])
    children = [key for key in drawing if drawing.in_degree(key)]
    return {key: nx.ancestors(drawing, key) for key in children}, titles


def references_in(folder: Path) -> tuple[dict[str, list[dict[str, Any]]], dict[str, int]]:
    """Paper → its references with a record, and how often each paper is cited."""
    lists: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in packed_lines(folder / "references.jsonl.gz"):
        if row.get("citedId"):
            lists[sha(row["citingId"])].append(row)
    counts = {
        sha(row["paperId"]): row.get("citationCount") or 0
        for row in packed_lines(folder / "papers.jsonl.gz")
    }
    return lists, counts


def followed(start: str, follow: Follow) -> list[str]:
    """The papers a baseline finds, in its order."""
    found, layer = [start], [start]
    for _ in range(UP):
        after = [one for key in layer for one in follow(key)[:BRANCHES]]
        layer = [one for one in dict.fromkeys(after) if one not in found]
        found += layer
    return found[1 : BUDGET + 1]


def baselines(folder: Path) -> dict[str, Follow]:
    """Name → how it orders the references of a paper."""
    lists, counts = references_in(folder)

    def cited(key: str) -> list[str]:
        own = {sha(row["citedId"]) for row in lists.get(key, ())}
        return sorted(own, key=lambda one: (-counts.get(one, 0), one))

    def influential(key: str) -> list[str]:
        rank = {
            sha(row["citedId"]): (not row.get("isInfluential"), -len(row.get("contexts") or ()))
            for row in lists.get(key, ())
        }
        return sorted(rank, key=lambda one: (rank[one], -counts.get(one, 0), one))

    return {"most cited references": cited, "influential references": influential}


def traced(start: str, settings: Settings, titles: dict[str, str]) -> tuple[list[str], list[str]]:
    """What a trace enlists, the likeliest first, and the ancestors its lineage draws."""
    by_title = {title: key for key, title in titles.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        try:
            done = trace(path, [f"s2:{start}"], Bounds(up=UP, papers=BUDGET), settings=settings)
        except InputError as error:
            print(f"{start}: {error}", file=sys.stderr)
            return [], []
        with Library.open(path) as library:
            names = {
                one.key: one.identifiers.get("s2") or by_title.get(normal(one.title), one.key)
                for one in library.iter_papers()
            }
            lineage = lineage_of(library).graph
    above = [one for one in done.papers if one.generation > 0]
    listed = [names[one.key] for one in sorted(above, key=lambda one: -one.probability)]
    root = done.papers[0].key
    tree = [names[key] for key in (nx.ancestors(lineage, root) if root in lineage else ())]
    asked = sum(done.report.requests.values())
    print(f"{done.papers[0].name}: {len(listed)} papers, {asked} requests", file=sys.stderr)
    return listed, tree


@contextmanager
def serving(data: Path) -> Iterator[Settings]:
    """Settings that lead to the records as the services would give them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(data / "tools" / "scholar_server.py"), "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{url}/__stats", timeout=10).close()
                break
            except OSError:
                time.sleep(0.1)
        endpoint = Endpoint(url, 0.0)
        yield Settings({"s2": endpoint, "arxiv": endpoint}, backoff=0.01)
    finally:
        server.terminate()
        server.wait()


def row(name: str, found: dict[str, list[str]], drawn: dict[str, set[str]], most: int) -> str:
    """Precision and recall over all children together."""
    kept = {key: found[key][:most] for key in drawn}
    hits = sum(len(drawn[key] & set(kept[key])) for key in drawn)
    papers, wanted = sum(map(len, kept.values())), sum(map(len, drawn.values()))
    mean = papers / len(drawn)
    precision = hits / papers if papers else 0.0
    return f"| {name} | {mean:.1f} | {precision:.2f} | {hits / wanted:.2f} |"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    drawn, titles = drawn_in(data / "gold" / "plm_family.csv")
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name, follow in baselines(data / "data" / "ptm").items():
        for child in sorted(drawn):
            found[name][child] = followed(child, follow)
    tree: dict[str, list[str]] = {}
    with serving(data) as settings:
        for child in sorted(drawn):
            found["trace"][child], tree[child] = traced(child, settings, titles)
    wanted = sum(map(len, drawn.values()))
    print(f"{len(drawn)} papers with {wanted} drawn ancestors\n")
    print("| | papers | precision | recall |\n|---|---|---|---|")
    print(row("trace: the ancestors its lineage draws", tree, drawn, BUDGET))
    for name in ("trace", *baselines(data / "data" / "ptm")):
        for most in (FEW, BUDGET):
            print(row(f"{name}: the first {most}", found[name], drawn, most))
    return 0


if __name__ == "__main__":
    sys.exit(main())
