"""Make the small dump in ``examples/academic-graph`` from the bundled library.

Usage::

    python scripts/make_example_dump.py

Facts only: identifiers, titles, names, dates, counts, and who cites whom. The papers of the
reading list, and what at least three of them cite.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ptm_graph import Library
from ptm_graph.words.model import Citation, Paper

PLACE = Path(__file__).parents[1] / "examples" / "academic-graph"
CITED_BY = 3


def main() -> None:
    """Write the files."""
    library = Library.bundled()
    listed = {key for _, key in library.seed_entries()}
    citations = [one for one in library.iter_citations() if one.citing in listed]
    cited = Counter(one.cited for one in citations)
    chosen = listed | {key for key, count in cited.items() if count >= CITED_BY}
    papers = sorted((one for one in library.iter_papers() if one.key in chosen), key=_key)
    number = {paper.key: at for at, paper in enumerate(papers, 1)}
    known = [one for one in citations if one.cited in number]
    known.sort(key=lambda one: (number[one.citing], number[one.cited]))
    _write("papers", (_paper(number[paper.key], paper) for paper in papers))
    _write("citations", (_citation(number, one) for one in known))
    print(f"{len(papers):,} papers, {len(known):,} citations")


def _key(paper: Paper) -> str:
    return paper.key


def _paper(number: int, paper: Paper) -> dict[str, Any]:
    names = {"doi": "DOI", "arxiv": "ArXiv", "acl": "ACL", "mag": "MAG", "pmid": "PubMed"}
    s2 = paper.identifiers.get("s2")
    return {
        "corpusid": number,
        "externalids": {
            name: paper.identifiers[kind]
            for kind, name in names.items()
            if kind in paper.identifiers
        },
        "url": f"https://www.semanticscholar.org/paper/{s2}" if s2 else None,
        "title": paper.title,
        "authors": [{"authorId": None, "name": name} for name in paper.authors or ()],
        "venue": paper.venue or "",
        "year": paper.year,
        "referencecount": paper.reference_count,
        "citationcount": paper.citation_count,
        "influentialcitationcount": paper.influential_citation_count,
        "s2fieldsofstudy": [
            {"category": field, "source": "external"} for field in paper.fields_of_study or ()
        ],
        "publicationtypes": list(paper.publication_types or ()) or None,
        "publicationdate": None if paper.published is None else str(paper.published),
    }


def _citation(number: Mapping[str, int], one: Citation) -> dict[str, Any]:
    return {
        "citingcorpusid": number[one.citing],
        "citedcorpusid": number[one.cited],
        "isinfluential": bool(one.influential),
        "contexts": None,
        "intents": [[intent] for intent in one.intents or ()] or None,
    }


def _write(name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    place = PLACE / name / "part-0.jsonl.gz"
    place.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    place.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main()
