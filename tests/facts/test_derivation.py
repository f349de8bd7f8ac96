"""Names that an abstract derives from, and those it only mentions."""

from __future__ import annotations

import pytest
from effort import within
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.facts.derivation import LONGEST_ABSTRACT, MOST_NAMES, derived_names
from ptm_graph.words.model import Paper


def told(abstract: str, title: str = "OurNet: a net of ours") -> tuple[str, ...]:
    return derived_names(Paper("ours", title, abstract=abstract))


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        ("OurNet is based on OldNet with a collection of tricks.", ("OldNet",)),
        ("We extend OldNet and GPT-2 to trees.", ("OldNet", "GPT-2")),
        ("It is initialized from OldNet's weights.", ("OldNet",)),
        ("Ours is a variant of Tree-XL.", ("Tree-XL",)),
        ("We distil OldNet-based models into a small one.", ("OldNet",)),
        ("A plain net, built on two GRNs, is enough.", ("GRN",)),
        ("We adapt Mask R-CNN to trees.", ("Mask R-CNN", "R-CNN")),
        ("We modify OldNet-flow a little.", ("OldNet-flow", "OldNet")),
        ("Ours improves on OldNet 2.0 where leaves are few.", ("OldNet 2.0",)),
    ],
)
def test_a_name_near_a_cue_of_derivation_is_told(abstract: str, names: tuple[str, ...]) -> None:
    assert told(abstract) == names


@pytest.mark.parametrize(
    "abstract",
    [
        "Unlike OldNet, ours is built from scratch.",
        "OurNet extends to trees and outperforms OldNet.",
        "An enhanced net gains 4 points over OldNet.",
        "A generalized net that is faster than the original OldNet.",
        "Our net is based on attention.",
        "OldNet is well known.",
        "OurNet can be adapted to anything.",
        "Our variant is at example.org/OldNet and builds on what McTree et al. said.",
        "We modify the work of \\cite{mctree2018deep}.",
        "We extend an LSTM.",
        "",
    ],
)
def test_a_name_that_is_no_origin_is_not_told(abstract: str) -> None:
    assert told(abstract) == ()


def test_a_name_far_from_the_cue_is_not_told() -> None:
    far = "a collection of improvements of many kinds, each of which was tried on its own before, "
    assert told(f"It is based on OldNet with {far}and the LAMB optimiser.") == ("OldNet",)


def test_a_name_set_against_in_one_clause_may_be_an_origin_in_another() -> None:
    assert told("Unlike TallNet, ours is based on OldNet.") == ("OldNet",)


def test_an_alias_is_a_name_of_ones_own() -> None:
    paper = Paper("x", "A net", aliases=("TreeNet",), abstract="TreeNet extends OldNet to trees.")
    assert derived_names(paper) == ("OldNet",)


def test_only_so_many_names_of_so_long_a_text_are_kept() -> None:
    assert len(told(" ".join(f"We extend Net{n}." for n in range(99)))) == MOST_NAMES
    assert told("x " * LONGEST_ABSTRACT + "We extend OldNet.") == ()


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    names = told(f"We extend OldNet. {text}")
    assert names[0] == "OldNet"
    assert len(names) <= MOST_NAMES


@pytest.mark.parametrize(
    "piece",
    ["BERT-", "extend ", "AB.", "Unlike ", "We extend BERT-", "A ", "((", "e+e+", "than T5"],
)
def test_hostile_text_takes_no_longer_than_its_length_deserves(piece: str) -> None:
    # a safety net: it takes a hundredth of a second
    within(60, lambda: told(piece * (1_000_000 // len(piece))))
