"""Facts from a snapshot outlive a night in which only abstracts arrive."""

from __future__ import annotations

from dataclasses import replace

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.keeping import carried, never_poorer
from ptm_graph.words.model import Citation
from ptm_graph.words.records import FULL_TEXT

SNAPSHOT = carried(
    {"first_person": 0.5, "spoken_of": 7.0, "label_distils": 1.0, "abstract_name": 1.0}, (1, 4)
)
SCHOLAR = {"sentences": "semantic scholar"}
ABSTRACT = {"abstract": "arxiv"}


def stored(facts: CitationFacts) -> Citation:
    return Citation(
        "child",
        "parent",
        facts=facts.facts,
        sentence_numbers=facts.sentence_numbers,
        rests_on=facts.rests_on,
    )


def together(new: CitationFacts, known: CitationFacts) -> CitationFacts:
    (one,) = never_poorer([new], [stored(known)])
    return one


def test_what_was_read_from_sentences_stays_where_only_abstracts_are_known() -> None:
    new = CitationFacts({"abstract_title": 0.4, "abstract_similarity": 0.3}, rests_on=ABSTRACT)
    kept = together(new, SNAPSHOT)
    assert kept.facts == {
        "abstract_title": 0.4,
        "abstract_similarity": 0.3,
        "first_person": 0.5,
        "spoken_of": 7.0,
        "label_distils": 1.0,
    }
    assert (kept.sentence_numbers, kept.mentions) == ((1, 4), 2)
    assert kept.rests_on == {"abstract": "arxiv", "sentences": "snapshot"}


def test_what_was_read_from_an_abstract_stays_where_none_is_known() -> None:
    new = CitationFacts({"first_person": 1.0, "spoken_of": 2.0}, (3, 5), 2, SCHOLAR)
    kept = together(new, SNAPSHOT)
    assert kept.facts == {
        "first_person": 1.0,
        "spoken_of": 2.0,
        "abstract_name": 1.0,
        "label_distils": 1.0,
    }
    assert (kept.sentence_numbers, kept.mentions) == ((3, 5), 2)


def test_facts_of_abstracts_stay_while_one_that_was_compared_is_not_here() -> None:
    """Similarities count against the whole list; a missing abstract makes everything a change."""
    told = [
        carried({"abstract_title": 0.1, "abstract_similarity": 0.2, "label_distils": 1.0}, None),
        carried({"abstract_title": 0.3, "abstract_similarity": 0.4}, (1, 2)),
    ]
    read = [
        CitationFacts({"abstract_title": 0.5, "abstract_similarity": 0.6}, rests_on=ABSTRACT),
        CitationFacts({"abstract_title": 0.7, "label_faster": 1.0}, rests_on=ABSTRACT),
    ]
    kept = never_poorer(read, list(map(stored, told)))
    assert [one.facts for one in kept] == [one.facts for one in told]
    assert [one.rests_on for one in kept] == [one.rests_on for one in told]
    assert never_poorer(told, list(map(stored, read))) == kept
    assert never_poorer(read, list(map(stored, kept))) == kept
    whole = replace(read[1], facts={**read[1].facts, "abstract_similarity": 0.8})
    first, second = never_poorer([read[0], whole], list(map(stored, kept)))
    assert first == read[0]
    assert second.facts == whole.facts


def test_fewer_sentences_than_the_snapshot_saw_replace_nothing() -> None:
    new = CitationFacts({"first_person": 1.0}, (0,), 1, SCHOLAR)
    kept = together(new, SNAPSHOT)
    assert (kept.facts, kept.mentions) == (SNAPSHOT.facts, 2)
    assert kept.rests_on["sentences"] == "snapshot"


def test_what_is_read_again_from_texts_replaces_what_was_read_from_them() -> None:
    both = {**ABSTRACT, **SCHOLAR}
    known = CitationFacts({"first_person": 1.0, "label_distils": 1.0}, (0, 1), 2, both)
    new = CitationFacts({"abstract_title": 0.4, "first_person": 0.0}, (0,), 1, both)
    assert together(new, known) == new


def test_a_build_over_facts_that_were_computed_changes_nothing_and_so_does_another() -> None:
    both = {**ABSTRACT, **SCHOLAR}
    known = CitationFacts({"abstract_title": 0.4, "first_person": 0.0}, (0, 3), 2, both)
    assert together(SNAPSHOT, known) == known
    assert together(known, SNAPSHOT) == known


def test_the_order_in_which_facts_come_does_not_matter() -> None:
    new = CitationFacts({"abstract_title": 0.4}, rests_on=ABSTRACT)
    one, other = together(new, SNAPSHOT), together(SNAPSHOT, new)
    assert one == other
    assert together(SNAPSHOT, one) == together(new, one) == one


def test_sentences_that_are_not_here_are_none_of_those_that_are() -> None:
    """Numbers tell which references share a sentence; two lists of them count apart."""
    read = CitationFacts({"first_person": 1.0}, (0, 1, 2), 3, SCHOLAR)
    unread = CitationFacts({}, (), 0, SCHOLAR)
    listed = [stored(SNAPSHOT), stored(replace(SNAPSHOT, sentence_numbers=(4,)))]
    first, second = never_poorer([read, unread], listed)
    assert (first.sentence_numbers, second.sentence_numbers) == ((0, 1, 2), (3,))
    again = never_poorer([read, unread], [stored(first), stored(second)])
    assert again == [first, second]


READ = CitationFacts(
    {"first_person": 1.0, "text_mentions": 3.0},
    (0, 1, 2),
    rests_on={"sentences": FULL_TEXT, FULL_TEXT: "file"},
)


def test_what_a_full_text_told_outlives_new_sentences_of_a_service() -> None:
    new = CitationFacts({"first_person": 0.2, "spoken_of": 1.0}, (0,), 1, SCHOLAR)
    kept = together(new, replace(READ, rests_on=SCHOLAR | {FULL_TEXT: "file"}))
    assert kept.facts == {"first_person": 0.2, "spoken_of": 1.0, "text_mentions": 3.0}
    assert kept.rests_on == SCHOLAR | {FULL_TEXT: "file"}


def test_facts_of_words_that_are_not_kept_stay() -> None:
    new = CitationFacts({"first_person": 0.2}, (0,), 1, SCHOLAR)
    assert together(new, READ).facts == READ.facts
    again = CitationFacts({"first_person": 0.5}, (0, 1), 2, {"sentences": FULL_TEXT})
    assert together(again, READ).facts == {"first_person": 0.5, "text_mentions": 3.0}


def test_a_full_text_alone_leaves_what_titles_and_sentences_told() -> None:
    new = CitationFacts({"text_mentions": 5.0}, rests_on={FULL_TEXT: "arxiv"})
    known = CitationFacts({"title_name": 1.0, "first_person": 0.5}, (0, 4), rests_on=SCHOLAR)
    kept = together(new, known)
    assert kept.facts == {"title_name": 1.0, "first_person": 0.5, "text_mentions": 5.0}
    assert kept.sentence_numbers == (0, 4)


def test_a_snapshot_brings_what_it_was_made_from() -> None:
    told = carried({"text_mentions": 2.0}, None)
    assert together(told, CitationFacts()).rests_on == {FULL_TEXT: "snapshot"}
    assert together(told, READ).facts["text_mentions"] == 3.0
    assert together(READ, told).facts["text_mentions"] == 3.0


def test_sentences_of_two_grounds_share_no_number() -> None:
    new = [CitationFacts({"listing": 1.0}, (0,), 1, SCHOLAR)] * 2
    kept = never_poorer(new, [stored(READ), stored(CitationFacts())])
    assert [one.sentence_numbers for one in kept] == [(0, 1, 2), (3,)]


def test_a_class_of_change_that_is_not_read_again_from_the_same_abstract_has_gone() -> None:
    known = CitationFacts({"abstract_title": 0.4, "label_distils": 1.0}, rests_on=ABSTRACT)
    new = CitationFacts({"abstract_title": 0.5}, rests_on=ABSTRACT)
    assert together(new, known).facts == new.facts
