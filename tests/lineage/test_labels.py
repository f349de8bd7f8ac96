"""Labels of a relation."""

from citation_graphs import listed

from ptm_graph.lineage.labels import labels


def test_labels_name_the_change_and_then_the_child_s_own_phrases() -> None:
    references = listed(
        {"key_phrases": "cross-lingual transfer; alpha network; language pairs"},
        {
            "key_phrases": "alpha network",
            "edge_fact_label_cross_lingual": 3.0,
            "edge_fact_label_multilingual": 1.0,
        },
    )
    index = references.index
    found = labels(index, index.number["child"], index.number["a"])
    assert [label.text for label in found] == [
        "cross-lingual",
        "cross-lingual transfer",
        "language pairs",
    ]
    assert found[0].rule == "cross_lingual" and found[1].rule == "key phrases"


def test_words_that_say_nothing_alone_are_no_labels() -> None:
    references = listed(
        {
            "title": "Networks that read maps",
            "key_phrases": "impact; gains; city centre; point absolute; maps; well-read",
        },
        {"title": "Networks"},
    )
    index = references.index
    found = labels(index, index.number["child"], index.number["a"])
    assert [label.text for label in found] == ["city centre", "maps"]
