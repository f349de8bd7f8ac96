"""Numbers about references, from made-up full texts."""

from __future__ import annotations

import pytest

from ptm_graph.facts.full_text_facts import Said, for_full_text
from ptm_graph.words.model import Paper, Passage

ALPHA = Paper("alpha", "AlphaNet: A Network for Sequences")
OTHER = Paper("other", "OtherNet: Another Network")


def facts(
    *passages: Passage, said: Said | None = None, others: tuple[int, ...] = ()
) -> dict[str, float]:
    first, _ = for_full_text(said or Said(), [(ALPHA, passages), (OTHER, ())], others)
    return {name.removeprefix("text_"): value for name, value in first.items()}


def test_counts_places_and_kinds() -> None:
    found = facts(
        Passage("Nets [*] exist.", "1 Introduction", "introduction", 0.0, 0, 2),
        Passage("We extend [*] here.", "3 Our net", "method", 0.4, 7),
        Passage("So do we [*].", "3 Our net", "method", 0.5, 7),
        others=(5, 1),
    )
    assert found["mentions"] == 3
    assert (found["share"], found["rank"], found["rank_share"]) == (0.6, 1, 0.25)
    assert (found["first"], found["last"]) == (0.0001, 0.5)
    assert (found["sections"], found["paragraphs"]) == (2, 2)
    assert (found["in_introduction"], found["in_method"]) == (1, 2)
    assert (found["alone"], found["fewest"], found["beside"]) == (2, 1, 1.3333)
    assert (found["first_person"], found["cue_extends"], found["own_extends"]) == (2, 1, 1)


def test_a_cue_far_from_the_citation_speaks_of_something_else() -> None:
    far = Passage("We extend this, " + "and so forth, " * 9 + "as is known [*].")
    assert "cue_extends" not in facts(far)
    assert facts(Passage("We extend [*] and […].", beside=4))["own_extends"] == 0.25


def test_a_reference_that_is_never_cited_has_its_rank() -> None:
    assert facts(others=(2,)) == {"mentions": 0, "share": 0, "rank": 1, "rank_share": 0.3333}


def test_names_without_a_citation() -> None:
    said = Said(
        "BetaNet: AlphaNet for graphs",
        "We turn AlphaNet around. OtherNet is worse.",
        ("2 Background > AlphaNet",),
        ("We replace the decoder of AlphaNet.", "We thank everybody."),
    )
    found = facts(Passage("AlphaNet is old.", named=True), said=said)
    names = ("named", "title", "abstract", "headings", "own_statements")
    assert [found[name] for name in names] == [1, 1, 1, 1, 1]
    assert found["mentions"] == 0


@pytest.mark.parametrize("text", ["", None, "[*]" * 2000, "\0 we extend \ud800"])
def test_hostile_text_does_no_harm(text: str | None) -> None:
    assert facts(Passage(text))["mentions"] == 1
