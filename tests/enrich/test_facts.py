"""Numbers computed from texts are kept, and computed anew only when texts change."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.snapshotting import take_snapshot
from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.library import Library
from ptm_graph.words.model import Paper
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord


def store(library: Library, sentence: str | None = "We extend it.") -> None:
    cited = PaperRecord("semantic scholar", {"mag": "1"}, title="An early work on words")
    citing = library.store_paper(
        PaperRecord("semantic scholar", {"mag": "2"}, title="A later work that cites it")
    )
    reference = ReferenceRecord(cited, sentences=(sentence,) if sentence else None)
    library.store_references(citing, ReferenceList("semantic scholar", (reference,), 1))


def facts(library: Library) -> Mapping[str, float] | None:
    (citation,) = library.iter_citations()
    return citation.facts


def test_facts_are_computed_once(library: Library) -> None:
    store(library)
    assert update_facts(library) == 1
    assert facts(library)
    assert update_facts(library) == 0


def test_a_changed_text_is_read_again(library: Library) -> None:
    store(library)
    update_facts(library)
    before = facts(library)
    store(library, "They list it among others [1, 2, 3, 4, 5].")
    assert update_facts(library) == 1
    assert facts(library) != before


def test_another_way_of_computing_reads_everything_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(library)
    update_facts(library)
    monkeypatch.setattr("ptm_graph.enrich.facts._definition", lambda: "another")
    assert update_facts(library) == 1


def test_facts_of_a_list_without_texts_stay_as_they_are(library: Library) -> None:
    store(library, None)
    assert update_facts(library) == 0
    assert facts(library) is None


def told_by(library: Library, **fields: str | tuple[str, ...] | None) -> Paper:
    """The paper after a service or a snapshot has told something of it and it was read."""
    source = "snapshot" if "derived_names" in fields else "semantic scholar"
    record = PaperRecord(source, {"mag": "2"}, title="A later work that cites it")
    library.store_paper(dataclasses.replace(record, **fields))  # type: ignore[arg-type]
    update_facts(library)
    return library.find("mag:2")


def test_names_an_abstract_derives_from_follow_the_abstract(library: Library) -> None:
    store(library)
    assert told_by(library).derived_names is None
    assert told_by(library, abstract="It extends OldNet.").derived_names == ("OldNet",)
    assert told_by(library, abstract="Nobody is named by it any more.").derived_names == ()


def test_names_of_a_snapshot_stay_where_the_abstract_is_not_known(library: Library) -> None:
    assert told_by(library, derived_names=("OldNet",)).derived_names == ("OldNet",)
    assert told_by(library, venue="Elsewhere").derived_names == ("OldNet",)


def test_a_snapshot_does_not_replace_the_names_that_were_read(library: Library) -> None:
    told_by(library, abstract="It extends OldNet.")
    assert told_by(library, derived_names=("LateNet", "MuchNet")).derived_names == ("OldNet",)


def test_an_abstract_without_known_references_is_read_too(library: Library) -> None:
    assert told_by(library, abstract="It extends OldNet.").derived_names == ("OldNet",)


def test_a_snapshot_takes_the_names_without_the_text(library: Library) -> None:
    paper = PaperRecord("semantic scholar", {"mag": "2"}, title="A", abstract="It extends OldNet.")
    library.store_paper(paper)
    (unread,) = take_snapshot(library).papers.values()
    update_facts(library)
    (read,) = take_snapshot(library).papers.values()
    assert unread.record.derived_names == read.record.derived_names == ("OldNet",)
    assert read.record.abstract is None


def test_facts_that_rest_on_sentences_survive_the_arrival_of_an_abstract(library: Library) -> None:
    """A snapshot brings facts; the next night brings abstracts, and no reference list."""
    store(library, None)
    (citation,) = library.iter_citations()
    with library.writing() as writer:
        numbers = CitationFacts({"first_person": 1.0, "spoken_of": 9.0}, (0, 1, 2))
        cited = writer.number(citation.cited)
        writer.store_facts(writer.number(citation.citing), {cited: numbers})
    record = PaperRecord(
        "semantic scholar", {"mag": "2"}, abstract="Words, and early work on them."
    )
    library.store_paper(record)
    assert update_facts(library) == 1
    (after,) = library.iter_citations()
    assert after.facts is not None
    assert after.facts["spoken_of"] == 9.0
    assert after.facts["first_person"] == 1.0
    assert after.facts["abstract_title"] > 0
    assert after.sentence_numbers == (0, 1, 2)
