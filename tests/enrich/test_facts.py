"""Numbers computed from texts are kept, and computed anew only when texts change."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ptm_graph.enrich.facts import update_facts
from ptm_graph.library import Library
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
