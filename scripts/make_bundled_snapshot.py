"""Make the snapshot that ships with the package from a refreshed library.

Usage::

    python scripts/make_bundled_snapshot.py LIBRARY PROVENANCE [UNKNOWN.json]

The records this snapshot comes from state some things that nobody knows; they are
taken out, for unknown is not false:

- a day that is always the first of the month stands for “some day of the month”;
- ``UNKNOWN.json`` maps Semantic Scholar ids to the fields (``s2``, ``citation_count``,
  ``influential_citation_count``, ``reference_count``) that were filled in without a
  source. A reference list whose length is unknown does not count as complete.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ptm_graph import bundled
from ptm_graph.enrich.snapshotting import take_snapshot
from ptm_graph.files import write_text
from ptm_graph.library import Library
from ptm_graph.sources.snapshot import SnapshotPaper, write
from ptm_graph.words.identifiers import paper_key
from ptm_graph.words.model import PartialDate


def without_invented_day(paper: SnapshotPaper) -> SnapshotPaper:
    """Drop the day of a date that may only stand for “some day of the month”."""
    date = paper.record.published
    if date is None or date.day != 1:
        return paper
    record = dataclasses.replace(paper.record, published=PartialDate(date.year, date.month))
    return dataclasses.replace(paper, record=record)


def without(paper: SnapshotPaper, unknown: Sequence[str]) -> SnapshotPaper:
    """Drop the fields of a paper that nobody knows."""
    counts = {name: None for name in unknown if name != "s2"}
    identifiers = {
        kind: value
        for kind, value in paper.record.identifiers.items()
        if not (kind == "s2" and "s2" in unknown)
    }
    state = paper.references_state
    if "reference_count" in unknown and state == "complete":
        state = "partial"
    record = dataclasses.replace(paper.record, identifiers=identifiers, **counts)  # type: ignore[arg-type]
    return dataclasses.replace(paper, record=record, references_state=state)


def renamed(papers: Mapping[str, SnapshotPaper]) -> dict[str, SnapshotPaper]:
    """Give papers that lost the identifier they were named by a key of their own."""
    keys = {
        key: key
        if key in _names(paper)
        else paper_key(paper.record.identifiers, paper.record.title)
        for key, paper in papers.items()
    }
    return {
        keys[key]: dataclasses.replace(
            paper,
            key=keys[key],
            references=tuple(
                dataclasses.replace(one, cited=keys[one.cited]) for one in paper.references
            ),
        )
        for key, paper in papers.items()
    }


def _names(paper: SnapshotPaper) -> set[str]:
    return {f"{kind}:{value}" for kind, value in paper.record.identifiers.items()}


def main() -> None:
    """Write the bundled snapshot."""
    library_path, provenance, *rest = sys.argv[1:]
    unknown = json.loads(Path(rest[0]).read_text(encoding="utf-8")) if rest else {}
    with Library.open(library_path) as library:
        snapshot = take_snapshot(library, provenance)
    papers = {
        key: without_invented_day(
            without(paper, unknown.get(paper.record.identifiers.get("s2", ""), ()))
        )
        for key, paper in snapshot.papers.items()
    }
    write_text(bundled.snapshot(), write(dataclasses.replace(snapshot, papers=renamed(papers))))
    print(f"{bundled.snapshot()}: {len(papers)} papers")


if __name__ == "__main__":
    main()
