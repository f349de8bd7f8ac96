"""Classes of change by rule."""

import re

from ptm_graph.facts.change_classes import CHANGE_CLASSES, ChangeReader, quote
from ptm_graph.words.model import Paper

PARENT = Paper("parent", "AlphaNet: a network")


def classes(title: str, abstract: str = "", *sentences: str, parent: Paper = PARENT) -> set[str]:
    return set(ChangeReader(Paper("c", title, abstract=abstract)).classes(parent, sentences))


def test_title_abstract_and_sentences_fire_rules() -> None:
    assert "distils" in classes("Distilling AlphaNet")
    assert "cross_modal" in classes("BetaNet", "We propose a model for vision-and-language tasks.")
    assert "removes" in classes("BetaNet", "", "Unlike [1], we remove the NSP loss.")


def test_what_is_said_of_others_or_of_results_is_no_change() -> None:
    assert classes("BetaNet", "Past work was multi-task. Multilingual models are large.") == set()
    assert (
        classes("BetaNet", "Experiments with a multi-task baseline show better results.") == set()
    )
    assert classes("BetaNet", "", "We compare with [1], which is multi-task.") == set()
    assert "more_data" not in classes("BetaNet", "", "With more data than we have, unlike [1].")


def test_what_the_parent_says_itself_is_no_change_but_a_deed_is() -> None:
    parent = Paper("p", "AlphaNet", abstract="A cross-lingual model, distilled.")
    assert classes("Distilling cross-lingual BetaNet", parent=parent) == {"distils"}


def test_not_even_a_deed_is_a_change_where_the_parent_s_title_has_its_words() -> None:
    parent = Paper("p", "Distilling AlphaNet")
    assert classes("Distilling BetaNet", parent=parent) == set()


def test_sentences_of_others_do_not_count() -> None:
    assert "more_data" not in classes("BetaNet", "", "Smith et al. train on more data [1].")
    assert "more_data" in classes("BetaNet", "", "Unlike [1], we train on more data.")


def test_a_removed_layer_is_no_objective_and_a_decoder_no_generation() -> None:
    assert not classes("DeepNet", "", "Unlike [1], we remove the last fully-connected layer.")
    assert "generation" not in classes("SegmentNet: An Encoder-Decoder for Segmentation", "")


def test_the_title_speaks_louder_than_the_abstract() -> None:
    reader = ChangeReader(Paper("c", "Multi-task nets", abstract="We present cross-lingual nets."))
    found = reader.classes(PARENT, [])
    assert found["multi_task"] > found["cross_lingual"]


def test_a_quote_is_the_first_text_that_fires_the_rule() -> None:
    texts = ["Nothing here.", "We distil it.", "Distillation again."]
    assert quote("distils", texts) == "We distil it."
    assert quote("distils", texts[:1]) is None


def test_every_class_reads_well_on_a_drawing() -> None:
    for rule, one in CHANGE_CLASSES.items():
        assert re.fullmatch(r"[a-z_]+", rule)
        assert 3 <= len(one.text) <= 24 and one.text == one.text.strip()
