"""A library from a reading list and a snapshot, without a network."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from fake_services import FakeServices
from refreshing import Refreshed

from ptm_graph.enrich import build
from ptm_graph.enrich.snapshotting import take_snapshot
from ptm_graph.library import Library
from ptm_graph.reading_lists import read_files
from ptm_graph.sources.snapshot import Snapshot
from ptm_graph.words.model import Problem, SeedEntry


@pytest.fixture
def snapshot(library: Library, refreshed: Refreshed) -> Snapshot:
    refreshed()
    return take_snapshot(library, "a synthetic world")


def test_a_build_has_the_facts_of_the_refreshed_library(
    library: Library, snapshot: Snapshot, seeds: Path
) -> None:
    listed = read_files([seeds])
    with Library.in_memory() as built:
        report = build(built, listed.entries, snapshot, unused=listed.unused, lists=[seeds])
        assert report.missing == ()
        assert (report.seeds, report.papers, report.citations) == (
            5,
            library.paper_count(),
            library.citation_count(),
        )
        for paper in library.iter_papers():
            facts = built.paper(paper.key)
            assert facts.abstract is None
            for name in ("title", "authors", "published", "identifiers", "references_known"):
                assert getattr(facts, name) == getattr(paper, name)
        ours = {(one.citing, one.cited): one for one in library.iter_citations()}
        for one in built.iter_citations():
            known = ours.pop((one.citing, one.cited))
            assert (one.influential, one.intents) == (known.influential, known.intents)
            assert one.facts == known.facts
            assert one.sentences is None
        assert not ours
        assert built.unresolved_references() == tuple(
            dataclasses.replace(one, givers=("snapshot",))
            for one in library.unresolved_references()
        )


def test_two_builds_are_equal_and_building_again_changes_nothing(
    snapshot: Snapshot, seeds: Path
) -> None:
    entries = read_files([seeds]).entries
    with Library.in_memory() as one, Library.in_memory() as other:
        build(one, entries, snapshot)
        build(other, entries, snapshot)
        assert one.dump() == other.dump()
        build(one, entries, snapshot)
        assert one.dump() == other.dump()


def test_a_build_takes_nothing_away_from_a_refreshed_library(
    library: Library, snapshot: Snapshot, seeds: Path
) -> None:
    entries = read_files([seeds]).entries
    before = [*map(repr, library.iter_papers()), *map(repr, library.iter_citations())]
    build(library, entries, snapshot)
    assert [*map(repr, library.iter_papers()), *map(repr, library.iter_citations())] == before


def test_a_build_adds_no_reference_without_a_record_a_second_time(
    services: FakeServices, library: Library, refreshed: Refreshed, seeds: Path
) -> None:
    for edges in services.world.references.values():
        edges.reverse()  # what has no record is not the last, as it is in a snapshot
    refreshed()
    before = library.dump()
    build(library, read_files([seeds]).entries, take_snapshot(library, "a synthetic world"))
    assert library.dump() == before


def test_what_is_computed_after_a_build_is_said_to_come_from_no_snapshot(
    refreshed: Refreshed, snapshot: Snapshot, seeds: Path
) -> None:
    with Library.in_memory() as built:
        build(built, read_files([seeds]).entries, snapshot)
        assert "snapshot" in {paper.provenance.get("key_phrases") for paper in built.iter_papers()}
        refreshed(built)
        told = [paper.provenance.keys() for paper in built.iter_papers() if paper.abstract]
        assert not {"key_phrases", "derived_names"}.intersection(*told)


def test_a_refresh_after_a_build_ends_as_a_refresh_alone(
    services: FakeServices, library: Library, refreshed: Refreshed, snapshot: Snapshot, seeds: Path
) -> None:
    entries = read_files([seeds]).entries
    with Library.in_memory() as built:
        build(built, entries, snapshot)
        refreshed(built)
        assert {p.key: p.abstract for p in built.iter_papers()} == {
            p.key: p.abstract for p in library.iter_papers()
        }
        assert [(c.citing, c.cited, c.sentences) for c in built.iter_citations()] == [
            (c.citing, c.cited, c.sentences) for c in library.iter_citations()
        ]


def test_what_the_snapshot_does_not_know_is_named_with_its_line(snapshot: Snapshot) -> None:
    entries = [
        SeedEntry(title="A paper nobody has heard of", file="my.yaml", line=7),
        SeedEntry(title="Encoders Learned from Sparse Text in Setting 0"),
    ]
    unused = [Problem("reading list", "line", "not understood", "my.yaml", 3)]
    with Library.in_memory() as built:
        report = build(built, entries, snapshot, unused=unused)
        (missing,) = report.missing
        assert (missing.file, missing.line) == ("my.yaml", 7)
        assert built.problems() == (*unused, missing)
        assert built.find("A paper nobody has heard of").seed, "and it is a paper all the same"


def test_a_title_of_another_version_is_not_taken_for_it(snapshot: Snapshot) -> None:
    entries = [SeedEntry(title="Encoders Learned from Sparse Text in Setting 7")]
    with Library.in_memory() as built:
        assert len(build(built, entries, snapshot).missing) == 1


def test_a_title_too_short_to_name_a_work_is_resolved_by_no_snapshot_either(
    snapshot: Snapshot,
) -> None:
    key, paper = next(iter(snapshot.papers.items()))
    record = dataclasses.replace(paper.record, title="Mask R-CNN", year=2017)
    papers = {**snapshot.papers, key: dataclasses.replace(paper, record=record)}
    named = dataclasses.replace(snapshot, papers=papers)
    for entry, missing in (
        (SeedEntry(title="Mask R-CNN"), 1),
        (SeedEntry(title="Mask R-CNN", year=2017), 0),
        (SeedEntry(title="Mask R-CNN", identifiers=record.identifiers), 0),
    ):
        with Library.in_memory() as built:
            assert len(build(built, [entry], named).missing) == missing
