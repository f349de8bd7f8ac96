"""A snapshot of a library carries its facts, and gives the same lineage without its texts."""

from __future__ import annotations

import dataclasses

from ptm_graph.enrich import build
from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.snapshotting import take_snapshot
from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.lineage import lineage_graph
from ptm_graph.sources import snapshot as snapshots
from ptm_graph.words.model import PartialDate, Passage, SeedEntry
from ptm_graph.words.records import FULL_TEXT, PaperRecord, ReferenceList, ReferenceRecord

ENTRIES = (
    SeedEntry(title="Oak: Growing Tall Trees", aliases=("Oak",)),
    SeedEntry(title="MegaOak: Growing Taller Trees", aliases=("MegaOak",)),
)


def grown_library() -> Library:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.replace_entries(ENTRIES)
    oak = PaperRecord(
        "semantic scholar",
        {"arxiv": "1703.00001"},
        title="Oak: Growing Tall Trees",
        abstract="We grow trees with patient watering.",
        published=PartialDate(2017, 3, 2),
        citation_count=12,
    )
    mega = PaperRecord(
        "semantic scholar",
        {"arxiv": "1801.00002"},
        title="MegaOak: Growing Taller Trees",
        abstract="We extend Oak with more water. MegaOak outgrows Oak.",
        published=PartialDate(2018, 1, 9),
        reference_count=2,
    )
    library.store_paper(oak)
    sentences = ("We extend Oak [1].", "Our trees are based on Oak [1].", "Oak [1] is tall.")
    library.store_references(
        library.store_paper(mega),
        ReferenceList(
            "semantic scholar",
            (
                ReferenceRecord(
                    oak, influential=True, intents=("methodology",), sentences=sentences
                ),
                ReferenceRecord(None, title="A Lost Report", year=1999, reason="nobody has it"),
            ),
            stated_count=2,
        ),
    )
    update_facts(library)
    return library


def rebuilt(library: Library) -> Library:
    text = snapshots.write(take_snapshot(library, "a test"))
    again = Library.in_memory()
    build(again, ENTRIES, snapshots.read(text))
    return again


def test_no_text_gets_into_a_snapshot() -> None:
    text = snapshots.write(take_snapshot(grown_library()))
    for word in ("We extend", "trees with patient", "MegaOak outgrows", "is tall"):
        assert word not in text


def test_a_library_built_from_the_snapshot_knows_the_same_facts() -> None:
    library = grown_library()
    again = rebuilt(library)
    paper, copy = library.find("MegaOak"), again.find("MegaOak")
    assert copy.key == paper.key
    assert copy.published == paper.published
    assert copy.references_state == paper.references_state == "complete"
    assert copy.references_known == paper.references_known == 2
    (lost,), (told,) = library.unresolved_references(), again.unresolved_references()
    assert told == dataclasses.replace(lost, givers=("snapshot",))
    assert copy.abstract is None


def test_the_lineage_is_the_same_with_and_without_texts() -> None:
    library = grown_library()
    full = lineage_graph(citation_graph(library))
    bare = lineage_graph(citation_graph(rebuilt(library)))
    assert list(full.edges) == [("arxiv:1703.00001", "arxiv:1801.00002")]
    for (*_, one), (*_, other) in zip(full.edges(data=True), bare.edges(data=True), strict=True):
        assert one["score"] == other["score"]
        assert one["terms"] == other["terms"]
        assert one["label"] == other["label"]
    assert "sentences" in next(iter(full.edges(data=True)))[2]
    assert "sentences" not in next(iter(bare.edges(data=True)))[2]


def test_taking_a_snapshot_of_the_copy_changes_nothing() -> None:
    library = grown_library()
    first = snapshots.write(take_snapshot(library, "x"))
    assert snapshots.write(take_snapshot(rebuilt(library), "x")) == first


def test_facts_of_full_texts_are_carried_and_their_words_are_not() -> None:
    said = Passage("We extend [*] in words of our own.", "2 Method", "method", 0.5, 1)
    with Library.in_memory() as library:
        child, parent = (
            library.store_paper(PaperRecord("import", {"mag": number}, title))
            for number, title in (("1", "A Made-up Child"), ("2", "A Made-up Parent"))
        )
        cited = ReferenceRecord(None, "A Made-up Parent", passages=(said,))
        with library.writing() as writer:
            ends = writer.number(child), writer.number(parent)
            writer.place_references(ends[0], ReferenceList(FULL_TEXT, (cited,), 1), [ends[1]])
            told = CitationFacts({"text_mentions": 1.0}, rests_on={FULL_TEXT: "file"})
            writer.store_facts(ends[0], {ends[1]: told})
        text = snapshots.write(take_snapshot(library, "made up"))
    assert '"text_mentions"' in text
    assert "words of our own" not in text
