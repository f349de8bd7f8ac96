"""Facts from titles, abstracts and citing sentences of synthetic papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.facts.citation_facts import CitationFacts, for_reference_list, key_phrases
from ptm_graph.words.model import Citation, Paper, Passage

CHILD = Paper(
    "child",
    "BetaNet: Extending AlphaNet to Graphs",
    abstract="We extend AlphaNet to graphs. BetaNet outperforms OtherNet on three data sets.",
)
PARENT = Paper("parent", "AlphaNet: A Network for Sequences", authors=("Ada Alpha",))
RIVAL = Paper("rival", "OtherNet: Another Network", authors=("Olga Other",))


def facts_of(
    *references: tuple[Paper, tuple[str, ...] | None], child: Paper = CHILD
) -> list[CitationFacts]:
    return for_reference_list(
        child,
        [
            (paper, Citation(child.key, paper.key, sentences=sentences))
            for paper, sentences in references
        ],
    )


def test_unknown_texts_give_unknown_mentions() -> None:
    (one,) = facts_of((PARENT, None))
    assert one.mentions is None and one.sentence_numbers is None
    assert "first_person" not in one.facts


def test_a_reference_without_sentences_in_a_read_paper_has_none() -> None:
    _, silent = facts_of((PARENT, ("We use AlphaNet [1].",)), (RIVAL, ()))
    assert silent.mentions == 0 and silent.sentence_numbers == ()


def test_a_sentence_cut_short_elsewhere_counts_once() -> None:
    whole = "We build our whole model on top of the AlphaNet architecture [1], as others do."
    (one,) = facts_of((PARENT, (whole, whole[: len(whole) - 12], f"  {whole} ")))
    assert one.mentions == 1


def test_two_references_of_one_sentence_share_its_number() -> None:
    shared = "AlphaNet [1] and OtherNet [2] are networks that people have used."
    first, second = facts_of((PARENT, (shared, "AlphaNet is new.")), (RIVAL, (shared,)))
    assert set(first.sentence_numbers or ()) & set(second.sentence_numbers or ()) == {0}
    assert first.mentions == 2 and second.mentions == 1


def test_first_person_extension_is_counted_as_such() -> None:
    (one,) = facts_of((PARENT, ("We extend AlphaNet [1] to graphs.", "Networks are nice [1].")))
    assert one.facts["own_extends"] == 1.0
    assert one.facts["first_person"] == 0.5


def test_a_cue_in_a_list_of_works_counts_in_part() -> None:
    text = "We extend earlier networks [1], [2], [3], [4], [5] in many ways."
    (one,) = facts_of((PARENT, (text,)))
    assert one.facts["own_extends"] == 0.2
    assert one.facts["listing"] == 1.0


def test_the_abstract_tells_the_extended_from_the_outperformed() -> None:
    parent, rival = facts_of((PARENT, None), (RIVAL, None))
    assert parent.facts["abstract_extends"] == 1.0 and parent.facts["title_name"] == 1.0
    assert rival.facts["abstract_compares"] == 1.0 and "title_name" not in rival.facts


def test_a_cue_of_the_abstract_speaks_only_of_names_near_it() -> None:
    child = Paper(
        "child",
        "GammaNet",
        abstract="GammaNet is based on AlphaNet with a long collection of improvements that were "
        "all tried before by many others, among them a schedule and the OtherNet optimiser.",
    )
    based, trained = facts_of((PARENT, None), (RIVAL, None), child=child)
    assert based.facts["abstract_extends"] == 1.0
    assert "abstract_extends" not in trained.facts
    assert trained.facts["abstract_name"] == 1.0


def test_rare_words_of_a_title_in_the_abstract_count_more_than_common_ones() -> None:
    graphs = Paper("graphs", "Another Network for Graphs")
    plain = Paper("plain", "Another Network")
    tree, common, _ = facts_of((graphs, None), (plain, None), (RIVAL, None))
    assert tree.facts["abstract_title"] > common.facts["abstract_title"] == 0.0
    (unknown,) = facts_of((graphs, None), child=Paper("child", "GammaNet"))
    assert "abstract_title" not in unknown.facts


def test_a_name_that_two_references_bear_is_left_out() -> None:
    twin = Paper("twin", "AlphaNet: Something Else Entirely")
    one, other = facts_of((PARENT, None), (twin, None))
    assert "title_name" not in one.facts and "title_name" not in other.facts


def test_the_same_abstract_is_more_alike_than_another() -> None:
    like = Paper("like", "Graphs", abstract=CHILD.abstract)
    unlike = Paper("unlike", "Cells", abstract="Proteins fold in living cells at night.")
    one, other = facts_of((like, None), (unlike, None))
    assert one.facts["abstract_similarity"] > 0.5 > other.facts["abstract_similarity"]


def test_change_classes_become_facts_unless_the_parent_has_them() -> None:
    child = Paper(
        "child", "Cross-lingual BetaNet", abstract="We build and present a multi-task model."
    )
    plain = Paper("plain", "AlphaNet")
    same = Paper("same", "A cross-lingual network")
    one, other = facts_of((plain, None), (same, None), child=child)
    assert one.facts["label_cross_lingual"] == 3.0
    assert "label_cross_lingual" not in other.facts
    assert other.facts["label_multi_task"] == 1.0


def test_hostile_text_does_no_harm() -> None:
    evil = Paper("evil", "(((((", aliases=("a+*[", "\u202e\x00"), authors=("((", ""))
    (one,) = facts_of((evil, ("[" * 5000, "((((a+*[ \x00" * 50)))
    assert one.mentions == 1


def test_key_phrases_prefer_what_tells_the_paper_apart() -> None:
    papers = [
        Paper("one", "Sparse attention for language models", abstract="Sparse attention is cheap."),
        Paper("two", "Dense retrieval for language models"),
        Paper("three", "A study of language models"),
    ]
    found = key_phrases(papers)
    assert found["one"][0] == "sparse attention"
    assert found["two"][0] == "dense retrieval"
    assert key_phrases([Paper("none", "We and they")]) == {}


# --- with the paper itself --------------------------------------------------------------------

SAID = "We therefore build our encoder on AlphaNet [*], which is simple and fast to train."


def merged_facts(
    told: tuple[str, ...], said: tuple[Passage, ...], other: tuple[Passage, ...] = ()
) -> list[CitationFacts]:
    return for_reference_list(
        CHILD,
        [
            (PARENT, Citation("child", "parent", sentences=told, passages=said)),
            (RIVAL, Citation("child", "rival", passages=other)),
        ],
    )


@pytest.mark.parametrize(
    "told",
    [
        "We therefore build our encoder on AlphaNet [12], which is simple and fast to train.",
        "We therefore build our encoder on AlphaNet (Alpha et al., 2018), which is simple and fast",
        "build our encoder on AlphaNet, which is simple and fast to train.",
        "Nets are old. We therefore build our encoder on AlphaNet [3], which is simple and fast "
        "to train. Others differ.",
        "We therefore build our encoder on AlphaNet [1], which is simple and ﬁne to train.",
    ],
    ids=["numbers", "author and year", "cut", "longer", "misread"],
)
def test_what_a_service_tells_of_a_passage_is_that_passage(told: str) -> None:
    one, other = merged_facts((told,), (Passage(SAID),))
    assert (one.mentions, one.facts["alone"], one.facts["spoken_of"]) == (1, 1.0, 1.0)
    assert other.mentions == 0


@given(st.integers(0, 20), st.integers(60, 90), st.text(" .,;“”-", max_size=5))
def test_however_a_service_cuts_a_passage_it_counts_once(begin: int, end: int, noise: str) -> None:
    told = noise + SAID.replace("[*]", "[7, 9]")[begin:end] + noise
    one, _ = merged_facts((told,), (Passage(SAID),))
    assert one.mentions == 1


def test_the_paper_knows_how_many_works_its_sentence_cites() -> None:
    told = "We extend AlphaNet [1] and others."
    (one, _) = merged_facts((told,), (Passage("We extend AlphaNet [*] and others […].", beside=5),))
    assert (one.facts["listing"], one.facts["own_extends"]) == (1.0, 0.2)


def test_another_sentence_of_the_service_still_counts() -> None:
    one, _ = merged_facts(("Nobody has doubted AlphaNet [1] since.",), (Passage(SAID),))
    assert one.mentions == 2


def test_a_sentence_that_only_names_a_work_speaks_of_it() -> None:
    named = Passage("OtherNet is trained in the same way.", named=True)
    _, other = merged_facts((), (Passage(SAID),), (named,))
    assert (other.mentions, other.facts["spoken_of"]) == (0, 1.0)


def test_passages_without_words_tell_nothing_of_sentences() -> None:
    one, _ = merged_facts((), (Passage(None, place=0.5),))
    assert one.mentions is None
