"""Labels and types of a relation."""

from citation_graphs import listed

from ptm_graph.lineage.labels import labels, relation_type
from ptm_graph.words.model import Label


def label_texts(child: dict[str, object], parent: dict[str, object]) -> list[str]:
    index = listed(child, parent).index
    return [one.text for one in labels(index, index.number["child"], index.number["a"])]


def test_labels_name_the_change_and_then_what_the_child_says_it_made() -> None:
    index = listed(
        {"contributions": "adapter tuning; alpha network; parallel sentences"},
        {
            "key_phrases": "alpha network",
            "edge_fact_label_cross_lingual": 3.0,
            "edge_fact_label_multilingual": 1.0,
        },
    ).index
    found = labels(index, index.number["child"], index.number["a"])
    assert [one.text for one in found] == ["cross-lingual", "adapter tuning", "parallel sentences"]
    assert found[0].rule == "cross_lingual" and found[1].rule == "key phrases"


def test_a_topic_that_parent_and_child_share_is_no_label() -> None:
    parent: dict[str, object] = {"title": "Multitask learning of maps", "name": "MapNet"}
    assert label_texts({"contributions": "multi-task map learning"}, parent) == []
    assert label_texts({"contributions": "MapNet decoder"}, parent) == []
    assert label_texts({"contributions": "sparse map learning"}, parent) == ["sparse map learning"]


def test_contributions_that_nobody_stored_are_read_from_the_texts() -> None:
    abstract = "Maps are old. We propose a sparse reading head, called ReadHead."
    child = {"title": "Reading maps", "abstract": abstract}
    index = listed(child, {"title": "Networks"}).index
    (found,) = labels(index, index.number["child"], index.number["a"])
    quoted = "We propose a sparse reading head, called ReadHead."
    assert found == Label("sparse reading head", "key phrases", quoted)


def test_a_type_comes_with_the_sentence_that_says_it() -> None:
    said = "Many read maps [1].\nWe extend the network of [1] to globes."
    index = listed({}, {"edge_fact_type_extends": 1.0, "edge_sentences": said}).index
    found = relation_type(index, index.number["child"], index.number["a"])
    assert found == Label("extends", "extends", "We extend the network of [1] to globes.")


def test_no_type_where_nobody_says_it() -> None:
    index = listed({}, {"edge_fact_cue_extends": 1.0}).index
    assert relation_type(index, index.number["child"], index.number["a"]) is None


def test_a_note_of_the_owner_that_names_the_parent_gives_a_label_marked_as_hers() -> None:
    told = "Unlike MapNet it is multilingual.\nIt is a distilled model."
    index = listed({"note": told}, {"name": "MapNet", "aliases": "MapNet"}).index
    (found,) = labels(index, index.number["child"], index.number["a"])
    assert (found.rule, found.quote, found.noted) == (
        "multilingual",
        "Unlike MapNet it is multilingual.",
        True,
    )


def test_what_the_authors_say_of_a_change_comes_before_a_note() -> None:
    told = {"note": "Unlike MapNet it is multilingual."}
    parent = {"name": "MapNet", "aliases": "MapNet", "edge_fact_label_multilingual": 1.0}
    index = listed(told, parent).index
    (found,) = labels(index, index.number["child"], index.number["a"])
    assert not found.noted
