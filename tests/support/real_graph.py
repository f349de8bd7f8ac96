"""A citation graph of records with Semantic Scholar's field names, one JSON object a line."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from ptm_graph.facts import citation_facts
from ptm_graph.words import lists
from ptm_graph.words.model import Citation, Paper


def real_graph(folder: Path, name: str = "s2web") -> "nx.DiGraph[str]":
    """The graph of ``NAME_papers.jsonl.gz`` and ``NAME_references.jsonl.gz``, with its facts."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    papers: dict[str, Paper] = {}
    for one in _lines(folder / f"{name}_papers.jsonl.gz"):
        authors = tuple(author["name"] for author in one.get("authors") or () if author["name"])
        key, title = one["paperId"], one.get("title") or ""
        papers[key] = Paper(key, title, authors=authors, abstract=one.get("abstract"))
        values = {
            "title": title,
            "name": title,
            "authors": lists.joined(authors),
            "year": one.get("year"),
            "date": one.get("publicationDate"),
            "citation_count": one.get("citationCount"),
            "reference_count": one.get("referenceCount"),
            "fields_of_study": lists.joined(one.get("fieldsOfStudy") or ()),
            "publication_types": lists.joined(one.get("publicationTypes") or ()),
            "seed": False,
        }
        graph.add_node(key, **{name: value for name, value in values.items() if value is not None})
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in _lines(folder / f"{name}_references.jsonl.gz"):
        if one["citingId"] in papers and one.get("citedId") in papers:
            told[one["citingId"]][one["citedId"]] = one
    for citing, references in told.items():
        _add(graph, papers, citing, references)
    return graph


def _add(
    graph: "nx.DiGraph[str]",
    papers: dict[str, Paper],
    citing: str,
    references: dict[str, dict[str, Any]],
) -> None:
    pairs = [
        (papers[cited], Citation(citing, cited, sentences=tuple(one.get("contexts") or ()) or None))
        for cited, one in references.items()
    ]
    facts = citation_facts.for_reference_list(papers[citing], pairs)
    for (cited, one), found in zip(references.items(), facts, strict=True):
        data: dict[str, Any] = {f"fact_{name}": value for name, value in found.facts.items()}
        if found.sentence_numbers is not None:
            data |= {"sentence_numbers": " ".join(map(str, found.sentence_numbers))}
            data |= {"mentions": found.mentions}
        if one.get("isInfluential") is not None:
            data["influential"] = bool(one["isInfluential"])
        graph.add_edge(citing, cited, **data)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)
