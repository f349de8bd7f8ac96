"""Time and memory of the lineage of a whole graph, and whether it is what it was.

    python benchmarks/lineage.py --library FILE [--gold FILE] [--keep FILE] [--against FILE]
    python benchmarks/lineage.py --records PAPERS REFERENCES [--keep FILE] [--against FILE]

The graph is that of a library, or made from records (JSON lines, gzip, in Semantic Scholar's
field names; ``contexts`` are the citing sentences). Seconds are those of the processor, over
all threads. ``--keep`` writes every relation, abstention and other finding; ``--against``
compares them with a file that was kept by another version of the code: texts and order must be
equal, numbers within 1e-12 before they are rounded. ``--why`` asks for one child as well.
"""

from __future__ import annotations

import argparse
import math
import pickle
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import networkx as nx
from packed_lines import packed_lines

import ptm_graph as pg
from ptm_graph.evaluation.evaluating import evaluate
from ptm_graph.evaluation.gold import read_gold
from ptm_graph.facts.citation_facts import for_reference_list
from ptm_graph.lineage import infer, why
from ptm_graph.words.model import Citation, Paper


def graph_of_records(papers: Path, references: Path) -> nx.DiGraph[str]:
    """The citation graph of two files of records, with all facts."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    known: dict[str, Paper] = {}
    for row in packed_lines(papers):
        key, authors = row["paperId"], [one["name"] for one in row.get("authors") or ()]
        title = row.get("title") or key
        known[key] = Paper(key, title, authors=tuple(authors) or None, abstract=row.get("abstract"))
        data = {
            "title": title,
            "name": title,
            "authors": "; ".join(authors) or None,
            "abstract": row.get("abstract"),
            "year": row.get("year"),
            "date": row.get("publicationDate"),
            "citation_count": row.get("citationCount"),
            "reference_count": row.get("referenceCount"),
            "references_state": "unknown",
            "seed": False,
        }
        graph.add_node(key, **{name: value for name, value in data.items() if value is not None})
    lists: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in packed_lines(references):
        if row.get("citedId") in known and row["citingId"] in known:
            lists[row["citingId"]].setdefault(row["citedId"], row)
    for citing, cited in lists.items():
        graph.nodes[citing]["references_state"] = "partial"
        _add_list(graph, known, citing, cited)
    return graph


def _add_list(
    graph: nx.DiGraph[str], known: dict[str, Paper], citing: str, cited: dict[str, Any]
) -> None:
    pairs = []
    for key, row in cited.items():
        sentences = tuple(" ".join(text.split()) for text in row.get("contexts") or ())
        pairs.append((known[key], Citation(citing, key, sentences=sentences or None)))
    facts = for_reference_list(known[citing], pairs)
    for (paper, citation), found in zip(pairs, facts, strict=True):
        data: dict[str, Any] = {f"fact_{name}": value for name, value in found.facts.items()}
        if citation.sentences:
            data["sentences"] = "\n".join(citation.sentences)
            data["influential"] = bool(cited[paper.key].get("isInfluential"))
        if found.mentions is not None:
            data["mentions"] = found.mentions
            data["sentence_numbers"] = " ".join(map(str, found.sentence_numbers or ()))
        graph.add_edge(citing, paper.key, **data)


def measured(what: str, work: Callable[[], Any]) -> Any:
    """Do a piece of work, tell its seconds and the most memory so far, and give its result."""
    start = time.process_time()
    result = work()
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:40}{seconds:8.2f} s{peak:7} MB", flush=True)
    return result


_NUMBER = re.compile(r"[0-9]+(?:[.][0-9]+)?")


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Where two results differ: texts, order and lengths at all, numbers by more than 1e-12."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from differences(one[name], other[name], f"{place}.{name}")
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other):
            yield f"{place}: {len(one)} and {len(other)}"
        for at, (left, right) in enumerate(zip(one, other, strict=False)):
            yield from differences(left, right, f"{place}[{at}]")
    elif isinstance(one, float) and isinstance(other, float):
        # what is shown is rounded to four and six digits, where a last bit can tip it
        if not math.isclose(one, other, rel_tol=1e-12, abs_tol=1.01e-6):
            yield f"{place}: {one!r} and {other!r}"
    elif isinstance(one, str) and isinstance(other, str):
        if _NUMBER.sub("0", one) != _NUMBER.sub("0", other) or any(
            abs(float(left) - float(right)) > 0.1001
            for left, right in zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
        ):
            yield f"{place}: {one!r} and {other!r}"
    elif one != other:
        yield f"{place}: {one!r} and {other!r}"


def main() -> int:
    """Print seconds and memory, and what differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--records", type=Path, nargs=2, metavar=("PAPERS", "REFERENCES"))
    parser.add_argument("--made", type=Path, help="keeps the graph made from the records")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--why", metavar="CHILD")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--against", type=Path)
    arguments = parser.parse_args()
    if arguments.library:
        with pg.Library.open(arguments.library) as library:
            graph = measured("reading the library", lambda: pg.citation_graph(library))
    elif arguments.made and arguments.made.exists():
        graph = pickle.loads(arguments.made.read_bytes())
    else:
        graph = measured("making the graph", lambda: graph_of_records(*arguments.records))
        if arguments.made:
            arguments.made.write_bytes(pickle.dumps(graph))
    children = [key for key in sorted(graph) if graph.out_degree(key)]
    print(f"{len(graph)} papers, {graph.number_of_edges()} citations, {len(children)} lists")
    found: dict[str, Any] = {}
    lineage = measured(
        "lineage of all lists", lambda: infer(graph, candidates="all", children=children)
    )
    found["lineage"] = asdict(lineage)
    del lineage
    if arguments.why:
        answer = measured("why, of one child", lambda: why(graph, arguments.why))
        found["why"] = asdict(answer)
    if arguments.gold:
        gold = read_gold(arguments.gold.read_text(encoding="utf-8"), graph, arguments.gold.name)
        found["evaluation"] = measured(
            "evaluation",
            lambda: evaluate(graph, gold, candidates="all", complete_only=False).as_dict(),
        )
    if arguments.keep:
        arguments.keep.write_bytes(pickle.dumps(found))
    if arguments.against:
        kept = pickle.loads(arguments.against.read_bytes())
        unlike = list(differences(kept, found))
        print(f"{len(unlike)} differences from {arguments.against.name}", *unlike[:20], sep="\n")
        return bool(unlike)
    return 0


if __name__ == "__main__":
    sys.exit(main())
