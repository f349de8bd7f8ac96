"""Facts from a snapshot outlive a night in which only abstracts arrive."""

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.keeping import never_poorer
from ptm_graph.words.model import Citation

KNOWN = Citation(
    "child",
    "parent",
    facts={"first_person": 0.5, "spoken_of": 7.0, "label_distils": 1.0, "abstract_name": 1.0},
    sentence_numbers=(1, 4),
)


def test_what_was_read_from_sentences_stays_where_only_abstracts_are_known() -> None:
    new = CitationFacts({"abstract_title": 0.4, "abstract_similarity": 0.3})
    kept = never_poorer(new, KNOWN)
    assert kept.facts == {
        "abstract_title": 0.4,
        "abstract_similarity": 0.3,
        "first_person": 0.5,
        "spoken_of": 7.0,
        "label_distils": 1.0,
    }
    assert (kept.sentence_numbers, kept.mentions) == ((1, 4), 2)


def test_what_was_read_from_an_abstract_stays_where_none_is_known() -> None:
    new = CitationFacts({"first_person": 1.0, "spoken_of": 2.0}, sentence_numbers=(3,), mentions=1)
    kept = never_poorer(new, KNOWN)
    assert kept.facts == {"first_person": 1.0, "spoken_of": 2.0, "abstract_name": 1.0}
    assert (kept.sentence_numbers, kept.mentions) == ((3,), 1)


def test_what_was_read_again_replaces_what_was_stored() -> None:
    new = CitationFacts({"abstract_title": 0.4, "first_person": 0.0}, (0,), 1)
    assert never_poorer(new, KNOWN) is new
    assert never_poorer(new, Citation("child", "parent")) is new
