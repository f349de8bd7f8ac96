"""Reading list and snapshot → library, without a network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.resolving import too_short
from ptm_graph.facts.keeping import carried
from ptm_graph.library import Library
from ptm_graph.library.merging import title_key
from ptm_graph.library.writing import Writer
from ptm_graph.sources.snapshot import Snapshot, SnapshotPaper, SnapshotReference
from ptm_graph.words import titles
from ptm_graph.words.identifiers import with_implied
from ptm_graph.words.model import Problem, SeedEntry
from ptm_graph.words.records import ReferenceList, ReferenceRecord
from ptm_graph.words.wording import Said

STAGE = "snapshot"
"""Stage under which papers missing from the snapshot are recorded."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    entries: int
    """Entries of the reading lists."""
    seeds: int
    """Papers they name."""
    papers: int
    """Papers in the library, references of the seeds included."""
    citations: int
    missing: tuple[Problem, ...]
    """Seeds the snapshot knows nothing about."""
    unused: tuple[Problem, ...]
    """What the reading lists contain that could not be used."""


def build(
    library: Library,
    entries: Sequence[SeedEntry],
    snapshot: Snapshot,
    *,
    unused: Sequence[Problem] = (),
    lists: Sequence[str | Path] = (),
    whole: bool = False,
) -> BuildReport:
    """Fill a library with entries and what a snapshot knows about them.

    Taken are the papers the entries name, the papers these cite, and the citations
    between all of them; the rest of the snapshot stays out, unless ``whole``.

    Parameters
    ----------
    library : Library
        Open for writing. What it already holds is kept where it is more.
    entries : sequence of SeedEntry
        The reading list.
    snapshot : Snapshot
        Facts to fill in.
    unused : sequence of Problem, optional
        What reading the lists could not use; recorded in the library.
    lists : sequence of Path, optional
        Files the entries come from; a later refresh reads them again.
    whole : bool, default False
        Whether all papers of the snapshot are taken, as for one of this very library.
    """
    index = _Index(snapshot)
    with library.writing() as writer:
        numbers = writer.replace_entries(entries)
        taken: dict[str, int] = {}
        missing = []
        for entry, number in zip(entries, numbers, strict=True):
            paper = index.find(entry)
            if paper is None:
                missing.append(_missing(entry))
            elif paper.key not in taken:
                taken[paper.key] = writer.store_paper(paper.record, number)
        seeds = list(taken)
        if whole:
            for key, one in snapshot.papers.items():
                if key not in taken:
                    taken[key] = writer.store_paper(one.record)
            seeds = [key for key in taken if snapshot.papers[key].references_state != "unknown"]
        _take_references(writer, snapshot, seeds, taken)
        writer.replace_problems((STAGE, "reading list"), [*unused, *missing])
        writer.set_meta("snapshot", snapshot.provenance)
        writer.set_reading_lists(lists)
    update_facts(library)
    return BuildReport(
        entries=len(entries),
        seeds=len(set(numbers)),
        papers=library.paper_count(),
        citations=library.citation_count(),
        missing=tuple(missing),
        unused=tuple(unused),
    )


def _take_references(
    writer: Writer, snapshot: Snapshot, seeds: Sequence[str], taken: dict[str, int]
) -> None:
    for key in seeds:
        for reference in snapshot.papers[key].references:
            if reference.cited not in taken:
                cited = snapshot.papers[reference.cited]
                taken[reference.cited] = writer.store_paper(cited.record)
    for key in seeds:
        _store_list(writer, snapshot.papers[key], taken)
    of_seeds = set(seeds)
    for key in sorted(taken):
        paper = snapshot.papers[key]
        _store_pairs(
            writer,
            taken,
            paper,
            [one for one in paper.references if key not in of_seeds or not one.listed],
        )


def _store_list(writer: Writer, paper: SnapshotPaper, taken: dict[str, int]) -> None:
    listed = [one for one in paper.references if one.listed]
    references = [_reference_record(one) for one in listed]
    numbers: list[int | None] = [taken[one.cited] for one in listed]
    for title, year, reason in paper.unresolved:
        references.append(ReferenceRecord(cited=None, title=title, year=year, reason=reason))
        numbers.append(None)
    stated = len(references) if paper.references_state == "complete" else None
    writer.place_references(
        taken[paper.key],
        ReferenceList(source="snapshot", references=tuple(references), stated_count=stated),
        numbers,
    )


def _store_pairs(
    writer: Writer,
    taken: dict[str, int],
    paper: SnapshotPaper,
    references: Sequence[SnapshotReference],
) -> None:
    """Store citations that are known without the list they are in."""
    citing = writer.current(taken[paper.key])
    known = {taken[one.cited]: one for one in references if one.cited in taken}
    writer.store_citing_pairs(((citing, cited) for cited in known), "snapshot")
    writer.store_facts(
        citing,
        {
            cited: carried(one.facts, one.sentence_numbers)
            for cited, one in known.items()
            if one.facts or one.sentence_numbers is not None
        },
    )


def _reference_record(reference: SnapshotReference) -> ReferenceRecord:
    return ReferenceRecord(
        cited=None,
        influential=reference.influential,
        intents=reference.intents,
        facts=reference.facts,
        sentence_numbers=reference.sentence_numbers,
    )


class _Index:
    """Finds the paper of a snapshot that an entry names."""

    def __init__(self, snapshot: Snapshot):
        self._by_identifier: dict[tuple[str, str], SnapshotPaper] = {}
        self._by_title: dict[str, list[SnapshotPaper]] = defaultdict(list)
        for paper in snapshot.papers.values():
            for item in with_implied(paper.record.identifiers).items():
                self._by_identifier.setdefault(item, paper)
            self._by_title[title_key(paper.record.title or "")].append(paper)

    def find(self, entry: SeedEntry) -> SnapshotPaper | None:
        for item in with_implied(entry.identifiers).items():
            if item in self._by_identifier:
                return self._by_identifier[item]
        if too_short(entry):
            return None
        for paper in self._by_title.get(title_key(entry.title or ""), ()):
            if titles.same_work(
                entry.title or "",
                paper.record.title or "",
                year=entry.year,
                other_year=paper.record.year,
                authors=entry.authors,
                other_authors=paper.record.authors,
            ):
                return paper
        return None


def _missing(entry: SeedEntry) -> Problem:
    return Problem(
        stage=STAGE,
        subject=entry.name,
        reason=str(Said("unused.not in the snapshot")),
        file=entry.file,
        line=entry.line,
    )
