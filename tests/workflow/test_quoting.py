"""What a paper itself says of its references is quoted: short, the best first, with its section."""

from __future__ import annotations

import pytest

from ptm_graph.library import Library
from ptm_graph.words.model import Evidence, Note, Passage, Relation, SeedEntry
from ptm_graph.words.records import FULL_TEXT, PaperRecord, ReferenceList, ReferenceRecord
from ptm_graph.words.wording import Said
from ptm_graph.workflow.quoting import LONGEST_QUOTE, MOST_QUOTES, Quote, notes, quotes, said

PLAIN = Passage("Some birds sing [*].", "2 Related Work", "related work", 0.2, 3, 4)
TELLING = Passage("We build on [*] and extend it.", "3 Method > 3.1 Songs", "method", 0.4, 7)


def quoted(*passages: Passage) -> tuple[Quote, ...]:
    with Library.in_memory() as library:
        child, parent = (
            library.store_paper(PaperRecord("import", title=title))
            for title in ("A Made-up Child", "A Made-up Parent")
        )
        cited = ReferenceRecord(None, "A Made-up Parent", passages=passages)
        with library.writing() as writer:
            listed = ReferenceList(FULL_TEXT, (cited,), 1)
            numbers = [writer.number(one) for one in (child, parent)]
            writer.place_references(numbers[0], listed, [numbers[1]])
        return quotes(library, child).get(parent, ())


def test_the_most_telling_sentence_comes_first_with_its_own_heading() -> None:
    assert quoted(PLAIN, TELLING) == (
        Quote("We build on [*] and extend it.", "3.1 Songs"),
        Quote("Some birds sing [*].", "2 Related Work"),
    )


def test_no_more_than_two_are_quoted() -> None:
    many = [Passage(f"Birds sing in way {n} [*].", place=n / 9, paragraph=n) for n in range(9)]
    assert len(quoted(*many)) == MOST_QUOTES


@pytest.mark.parametrize("before", [0, 100, 600])
def test_a_long_sentence_is_cut_around_the_reference(before: int) -> None:
    (quote,) = quoted(Passage("a " * (before // 2) + "we extend [*]" + " z" * 400))
    assert len(quote.text) <= LONGEST_QUOTE
    assert "[*]" in quote.text
    assert quote.text.endswith("…")
    assert quote.text.startswith("…") == (before > LONGEST_QUOTE // 2)


def test_a_library_that_keeps_no_words_quotes_nothing() -> None:
    assert quoted(Passage(None, "3 Method", "method", 0.4, 7)) == ()


def test_a_quoted_relation_is_not_said_to_lack_sentences() -> None:
    weak = [Said("note.counts only"), Said("note.no sentences"), Said("note.concurrent")]
    relation = Relation("a", "b", 1.0, 0.5, "B", evidence=Evidence(notes=tuple(weak)))
    assert notes(relation, ()) == weak
    assert notes(relation, (Quote("We extend [*]."),)) == weak[2:]


def test_a_note_of_the_owner_that_names_the_reference_is_quoted_first_and_marked() -> None:
    child, parent = (
        SeedEntry(f"A Made-up {name}", (alias,), {"mag": number}, notes=notes)
        for name, alias, number, notes in (
            ("Child", "SongNet", "1", (Note("sings louder than Birdbert"), Note("nice"))),
            ("Parent", "BirdBERT", "2", ()),
        )
    )
    with Library.in_memory() as library:
        with library.writing() as writer:
            writer.replace_entries([child, parent])
        told = said(library, "mag:1", {"mag:2": ["We follow [*]."], "mag:1": []})
    assert told["mag:2"][0] == Quote("sings louder than Birdbert", noted=True)
    assert [quote.text for quote in told["mag:2"][1:]] == ["We follow [*]."]
    assert told["mag:1"] == ()


def test_a_note_does_not_stand_in_for_the_sentences_that_are_missing() -> None:
    weak = [Said("note.no sentences")]
    relation = Relation("a", "b", 1.0, 0.5, "B", evidence=Evidence(notes=tuple(weak)))
    assert notes(relation, (Quote("sings louder", noted=True),)) == weak
