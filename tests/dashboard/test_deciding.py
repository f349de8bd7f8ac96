"""A correction: any paper can be chosen, nothing without a choice, and undo is no error."""

from __future__ import annotations

from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA, Visit, asked, texts
from streamlit.testing.v1 import AppTest

from ptm_graph.dashboard.finding import exact_first, found
from ptm_graph.dashboard.reader import likely_parents, opened
from ptm_graph.library import Library
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow import decisions

EDGE = f"{BERT}→{ROBERTA}"
FAR = "mag:77"


@pytest.fixture
def library(own_library: Path) -> Path:
    """A library with a paper that nobody cites, and another with its name in the title."""
    with Library.open(own_library, writable=True) as opened_:
        for number, title in (("77", "Stone-GPT"), ("78", "Stone-GPT, Revisited")):
            opened_.store_paper(PaperRecord("import", {"mag": number}, title=title))
    return own_library


def choosing(visit: Visit, library: Path, query: str | None = None) -> AppTest:
    """The menu that corrects RoBERTa ← BERT, and what is found in it."""
    app = visit(library, **{"from": BERT, "to": ROBERTA})
    app.session_state[f"choose {EDGE}"] = True
    app.run()
    if query is not None:
        app.text_input(key=f"find parent {EDGE}").set_value(query).run()
    assert not app.exception
    return app


def offered(app: AppTest) -> list[str]:
    return [str(one) for box in app.radio if "parent" in str(box.key) for one in box.options]


def chosen(app: AppTest) -> list[str | None]:
    return [box.value for box in app.radio if "parent" in str(box.key)]


def held(library: Path) -> dict[tuple[str, str], str]:
    path = opened(library).decisions_path
    return {one.pair: one.verdict for one in decisions.read(path)}


def pinned(app: AppTest) -> tuple[list[str], list[str]]:
    return asked(app, "from"), asked(app, "to")


def test_likely_parents_come_first_and_none_is_chosen(visit: Visit, library: Path) -> None:
    app = choosing(visit, library)
    best = [one.relation.parent for one in likely_parents(opened(library), ROBERTA)]
    names = [str(opened(library).citations.nodes[key]["name"]) for key in best if key != BERT]
    assert [one.replace("\\", "") for one in offered(app)] == names[:5]
    assert chosen(app) == [None]
    assert app.button(key=f"save {EDGE}").disabled


def test_what_is_called_nothing_offers_and_saves_nothing(visit: Visit, library: Path) -> None:
    app = choosing(visit, library, "no such paper anywhere")
    assert offered(app) == []
    assert "No paper of the library" in texts(app)
    assert app.button(key=f"save {EDGE}").disabled


def test_words_that_several_titles_have_choose_none(visit: Visit, library: Path) -> None:
    app = choosing(visit, library, "language")
    assert len(offered(app)) > 1
    assert chosen(app) == [None]
    assert app.button(key=f"save {EDGE}").disabled


def test_a_paper_that_is_no_reference_is_found_by_name_and_named_on_the_button(
    visit: Visit, library: Path
) -> None:
    app = choosing(visit, library, "xlnet")
    assert chosen(app) != [None]
    assert app.button(key=f"save {EDGE}").label == "XLNet is the parent"


def test_a_correction_is_told_pinned_and_undone_without_an_error(
    visit: Visit, library: Path
) -> None:
    app = choosing(visit, library, FAR)
    app.button(key=f"save {EDGE}").click().run()
    assert not app.exception
    assert held(library) == {(FAR, ROBERTA): "set"}
    assert pinned(app) == ([FAR], [ROBERTA])
    said = texts(app)
    assert "Stone-GPT is the parent of RoBERTa: your decision" in said
    assert "<b>your decision</b>" in said and "parent number 1" in said
    app.button(key="undo toast").click().run()
    assert not app.exception
    assert held(library) == {}
    assert pinned(app) == ([BERT], [ROBERTA])
    assert "has no meaning here" not in texts(app)
    assert "Undone" in texts(app)
    app.button(key="undo toast").click().run()
    assert held(library) == {(FAR, ROBERTA): "set"}


def test_the_toast_goes_with_the_next_thing_that_is_done(visit: Visit, library: Path) -> None:
    app = visit(library, **{"from": BERT, "to": ROBERTA})
    app.button(key="accept").click().run()
    assert "undo toast" in {one.key for one in app.button}
    app.button(key="unpin").click().run()
    assert "undo toast" not in {one.key for one in app.button}


def test_a_decision_taken_back_later_leads_to_the_relation_that_is_inferred(
    visit: Visit, library: Path
) -> None:
    app = choosing(visit, library, FAR)
    app.button(key=f"save {EDGE}").click().run()
    again = visit(library, **{"from": FAR, "to": ROBERTA})
    again.button(key="undo").click().run()
    assert pinned(again) == ([BERT], [ROBERTA])
    assert "has no meaning here" not in texts(again)


def test_the_browsers_way_back_to_what_was_undone_is_no_error(visit: Visit, library: Path) -> None:
    app = choosing(visit, library, FAR)
    app.button(key=f"save {EDGE}").click().run()
    app.button(key="undo toast").click().run()
    app.query_params["from"] = FAR
    app.run()
    assert "has no meaning here" not in texts(app)
    assert asked(app, "paper") == [ROBERTA]


def test_a_person_who_corrects_herself_leaves_one_parent(visit: Visit, library: Path) -> None:
    app = visit(library, **{"from": BERT, "to": ROBERTA})
    app.button(key="accept").click().run()
    app = choosing(visit, library, FAR)
    app.button(key=f"save {EDGE}").click().run()
    assert held(library) == {(FAR, ROBERTA): "set"}
    app.button(key="undo toast").click().run()
    assert held(library) == {(BERT, ROBERTA): "accepted"}


def test_a_descendant_is_no_parent(visit: Visit, stated_library: Path) -> None:
    family = opened(stated_library).family
    child = next(iter(family.succ[ROBERTA]), None)
    if child is None:
        app = visit(stated_library, **{"from": BERT, "to": ROBERTA})
        child, edge = ROBERTA, next(f"{one}→{BERT}" for one in family.pred[BERT])
        parent = edge.partition("→")[0]
        app = visit(stated_library, **{"from": parent, "to": BERT})
    else:
        edge = EDGE
        app = visit(stated_library, **{"from": BERT, "to": ROBERTA})
    app.session_state[f"choose {edge}"] = True
    app.run()
    app.text_input(key=f"find parent {edge}").set_value(child).run()
    assert "descends from" in texts(app)
    assert app.button(key=f"save {edge}").disabled


@pytest.mark.parametrize(
    ("query", "first", "exact"),
    [
        ("stone-gpt", FAR, FAR),
        ("Stone GPT", FAR, FAR),
        ("stone", FAR, None),
        ("BERT", BERT, BERT),
        ("https://arxiv.org/abs/1810.04805", BERT, BERT),
        (BERT, BERT, BERT),
        ("revisited stone", "mag:78", None),
    ],
)
def test_an_exact_name_is_found_before_what_contains_it(
    library: Path, query: str, first: str, exact: str | None
) -> None:
    keys, named = found(opened(library), query)
    assert keys[0] == first
    assert named == exact


@pytest.mark.parametrize("query", ["", "   ", "-", "\u0000", "x" * 10_000, "10.1/no", "%"])
def test_odd_queries_find_nothing_wrong(library: Path, query: str) -> None:
    keys, named = found(opened(library), query)
    assert named is None
    assert len(keys) <= 8


def test_a_search_box_begins_with_the_paper_of_exactly_the_name() -> None:
    lines = ["Inception-ResNet — On residuals", "Wide ResNet", "ResNet — Deep residuals", "Other"]
    names = [["Inception-ResNet"], ["Wide ResNet"], ["ResNet"], ["Other"]]
    assert list(exact_first("iwro", lines, names)) == ["r", "i", "w", "o"]


def test_a_short_name_within_a_word_moves_only_papers_of_the_list_before_names() -> None:
    lines = ["DistilBERT — Sentiment", "NTI — Trees", "BERT — Deep"]
    names = [["DistilBERT"], ["NTI"], ["BERT"]]
    assert list(exact_first("dnb", lines, names)) == ["d", "n", "b"]
    assert list(exact_first("dnb", lines, names, {"n", "b"})) == ["b", "d", "n"]


def test_names_that_contain_each_other_are_all_listed_once() -> None:
    lines = ["A b — of B a", "B a — of A b", "b — a"]
    assert sorted(exact_first("xyz", lines, [["A b"], ["B a"], ["b", ""]])) == ["x", "y", "z"]


def test_the_search_box_of_a_library_obeys(library: Path) -> None:
    held_ = opened(library)
    keys = held_.search_options.arranged()
    lines = [held_.search_options[key].casefold() for key in keys]
    assert sorted(keys) == sorted(held_.citations)
    matching = [key for key, line in zip(keys, lines, strict=True) if "bert" in line]
    assert matching[0] == BERT
