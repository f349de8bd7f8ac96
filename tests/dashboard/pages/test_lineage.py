"""The lineage page: what it shows follows from its address."""

import re
from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA, Visit, asked, texts

from ptm_graph.library import Library
from ptm_graph.words.model import Note, SeedEntry


def test_the_first_visit_explains_the_drawing(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path)
    assert not app.exception
    assert len(app.get("echarts_chart")) == 1
    assert "How to read this drawing" in texts(app)
    assert "Semantic Scholar (ODC-BY)" in texts(app)


def test_a_link_pins_a_paper(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, paper=ROBERTA)
    said = texts(app)
    assert "RoBERTa: A Robustly Optimized BERT Pretraining Approach" in said
    assert re.search(r"\d+ of \d+ references known", said)
    assert asked(app, "paper") == [ROBERTA]


def test_a_link_pins_an_edge_with_its_terms(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, **{"from": BERT, "to": ROBERTA})
    said = texts(app)
    assert "Strongest reasons" in said
    assert "confidence" in said


def test_going_from_a_paper_to_its_parent_and_to_the_edge(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path, paper=ROBERTA)
    app.button(key=f"why {BERT}→{ROBERTA}").click().run()
    assert (asked(app, "from"), asked(app, "to")) == ([BERT], [ROBERTA])
    app.button(key="end 0").click().run()
    assert asked(app, "paper") == [BERT]
    assert "from" not in app.query_params
    app.button(key="unpin").click().run()
    assert "paper" not in app.query_params


def test_values_that_mean_nothing_are_noted_and_dropped(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(
        small_library_path, paper="arxiv:0000.00000", show="<b>", conf="900", tier=["A", "Z"], x="1"
    )
    said = texts(app)
    assert not app.exception
    assert said.count("has no meaning here") == 5
    assert "&lt;b&gt;" in said
    assert set(app.query_params) == {"tier"}
    assert asked(app, "tier") == ["A"]


@pytest.mark.parametrize("value", ["--5", "5-", "٥", "1e3", "9" * 400, ""])
def test_what_is_no_number_is_noted(visit: Visit, small_library_path: Path, value: str) -> None:
    for name in ("conf", "papers", "since"):
        app = visit(small_library_path, **{name: value})
        assert not app.exception
        assert "has no meaning here" in texts(app)
    for page, name in (("papers", "since"), ("reading-order", "pace")):
        assert not visit(small_library_path, page, **{name: value}).exception


def test_the_future_cannot_be_travelled_to(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, until="9999")
    assert "has no meaning here" in texts(app)
    assert "until" not in app.query_params


def test_a_lock_that_was_not_there_yet_is_told(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, until="2018-12", lock=ROBERTA)
    assert "The locked paper did not exist yet, so nothing is locked" in texts(app)


def test_a_lock_is_told_and_let_go_without_a_pinned_paper(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path, lock=BERT)
    assert "Locked on BERT" in app.button(key="hidden locked").label
    app.button(key="hidden locked").click().run()
    assert "lock" not in app.query_params


def test_why_nothing_is_drawn_is_told(visit: Visit, small_library_path: Path) -> None:
    assert "None of the papers had been published" in texts(visit(small_library_path, until="1800"))
    assert "No paper matches these filters" in texts(
        visit(small_library_path, conf="100", tier="C")
    )


def test_a_rejected_relation_is_shown_with_the_way_back(
    visit: Visit, small_library_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(small_library_path.read_bytes())
    app = visit(path, **{"from": BERT, "to": ROBERTA})
    app.button(key="reject").click().run()
    assert not app.exception
    assert "rejected by a person" in texts(app)
    assert "has no meaning here" not in texts(app)
    app.button(key="undo").click().run()
    assert "Strongest reasons" in texts(app)


def test_what_is_pinned_is_let_go_beside_the_list(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, side="list", paper=BERT)
    app.button(key="unpin").click().run()
    assert "paper" not in app.query_params


def test_filters_stand_in_the_address(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, conf="60", single="1")
    sliders = {slider.label: slider for slider in app.slider}
    assert sliders["Minimum confidence"].value == 60
    sliders["Minimum confidence"].set_value(80).run()
    assert asked(app, "conf") == ["80"]
    app.button(key="reset").click().run()
    assert "conf" not in app.query_params


def test_a_locked_lineage_is_walked_in_date_order(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, paper=BERT)
    app.button(key="lock").click().run()
    assert asked(app, "lock") == [BERT]
    seen = []
    while not app.button(key="next").disabled:
        app.button(key="next").click().run()
        seen.append(asked(app, "paper")[0])
        assert len(seen) < 20
    assert ROBERTA in seen
    app.button(key="unlock").click().run()
    assert "lock" not in app.query_params


def test_the_list_has_what_the_drawing_has(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, side="list")
    listed = next(radio for radio in app.radio if "by date" in radio.label)
    assert any(option.startswith("BERT") for option in listed.options)
    listed.set_value(BERT).run()
    assert asked(app, "paper") == [BERT]


def test_citations_are_drawn_when_asked_for(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, show="citations", **{"from": ROBERTA, "to": BERT})
    assert not app.exception
    assert "cited in" in texts(app)


def test_the_interface_speaks_chinese(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, lang="zh")
    assert "如何阅读此图" in texts(app)
    assert asked(app, "lang") == ["zh"]


def test_the_language_is_switched_there_and_back(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, lang="zh")
    app.button(key="language").click().run()
    assert "How to read this drawing" in texts(app)
    assert "lang" not in app.query_params
    app.button(key="language").click().run()
    assert "如何阅读此图" in texts(app)
    assert asked(app, "lang") == ["zh"]
    app.button(key="language").click().run()
    assert "How to read this drawing" in texts(app)


def test_the_signs_explained_are_those_that_are_drawn(visit: Visit, stated_library: Path) -> None:
    lineage, cited = (
        texts(visit(stated_library)),
        texts(visit(stated_library, show="citations")),
    )
    assert "from a parent to a child" in lineage
    assert "the authors' words" in lineage
    assert "from a paper to a later paper that cites it" in cited
    assert "the authors' words" not in cited
    assert "new since the last refresh" not in lineage + cited


def test_the_search_box_is_empty_again_when_a_paper_is_chosen(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path)
    box = next(one for one in app.selectbox if one.label == "Find a paper")
    box.select_index(0).run()
    assert not app.exception
    assert len(asked(app, "paper")) == 1
    assert next(one for one in app.selectbox if one.label == "Find a paper").value is None


def test_places_to_start_are_drawn(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, family="Autoregressive language models")
    starts = [one.key for one in app.button if str(one.key).startswith("most ")]
    assert f"most {BERT}" not in starts


def test_proposals_are_drawn_explained_and_counted_apart(
    visit: Visit, proposed_library: Path
) -> None:
    app = visit(proposed_library)
    assert not app.exception
    said = texts(app)
    assert "Proposals among them: " in said
    assert "Pale dotted arrows are proposals below 50%" in said
    assert "perhaps: a proposal below 50%" in said
    assert not [one for one in app.button if str(one.key).startswith("most ")]


def test_what_is_stated_needs_no_words_about_proposals(visit: Visit, stated_library: Path) -> None:
    app = visit(stated_library)
    assert "proposal" not in texts(app)
    assert [one for one in app.button if str(one.key).startswith("most ")]


def test_proposals_are_hidden_or_count_as_descent_by_the_address(
    visit: Visit, proposed_library: Path
) -> None:
    hidden = visit(proposed_library, proposals="hidden")
    assert "proposals hidden" in hidden.button(key="hidden proposals").label
    hidden.button(key="hidden proposals").click().run()
    assert "proposals" not in hidden.query_params
    counted = visit(proposed_library, proposals="counted")
    assert [one for one in counted.button if str(one.key).startswith("most ")]
    assert "has no meaning here" in texts(visit(proposed_library, proposals="some"))


def test_a_lock_says_which_proposals_it_does_not_follow(
    visit: Visit, proposed_library: Path
) -> None:
    app = visit(proposed_library, lock=BERT)
    assert "lead out of the lock" in app.button(key="hidden not_followed").label
    app.button(key="hidden not_followed").click().run()
    assert not app.exception
    assert asked(app, "proposals") == ["counted"]
    assert "hidden not_followed" not in {one.key for one in app.button}


def test_the_panel_of_a_paper_keeps_proposals_apart(visit: Visit, proposed_library: Path) -> None:
    said = texts(visit(proposed_library, paper=ROBERTA))
    assert "Parents (0)" in said
    assert "Perhaps from (" in said
    edge = texts(visit(proposed_library, **{"from": BERT, "to": ROBERTA}))
    assert "it does not count as descent until somebody accepts it" in edge


def test_a_name_only_can_be_filtered_by_the_address(visit: Visit, stated_library: Path) -> None:
    app = visit(stated_library, tier="name only")
    assert not app.exception
    assert "has no meaning here" not in texts(app)
    assert asked(app, "tier") == ["name only"]


@pytest.fixture
def noted_library(tmp_path: Path) -> Path:
    """Two papers, one with what its owner says, which is an attack."""
    path = tmp_path / "noted.db"
    entries = [
        SeedEntry(
            "Widgets for everybody",
            ("WidgetNet",),
            {"arxiv": "2001.00001"},
            notes=(Note("turns <b>without</b> GearNet", "en", "/lists/mine.md", 7),),
            tags=("MLM",),
            properties={"teeth": "24 <i>"},
        ),
        SeedEntry("Gears for nobody", ("GearNet",), {"arxiv": "2001.00002"}, tags=("LM",)),
    ]
    with Library.open(path, writable=True) as library, library.writing() as writer:
        one, other = writer.replace_entries(entries)
        writer.store_citing_pairs([(one, other)], "import")
    return path


def test_what_the_owner_says_stands_first_on_the_panel_and_is_escaped(
    visit: Visit, noted_library: Path
) -> None:
    said = texts(visit(noted_library, paper="arxiv:2001.00001"))
    assert said.index("Your note") < said.index("1 reference known")
    assert "turns &lt;b&gt;without&lt;/b&gt; GearNet" in said
    assert "mine.md, line 7" in said and "/lists" not in said
    assert "24 &lt;i&gt;" in said and "MLM" in said


def test_tags_filter_the_lineage(visit: Visit, noted_library: Path) -> None:
    app = visit(noted_library, tag="MLM", single="1")
    (chosen,) = [one for one in app.multiselect if one.label == "Tags"]
    assert (chosen.options, chosen.value) == (["MLM", "LM"], ["MLM"])
    assert asked(visit(noted_library, tag="no such tag"), "tag") == []


def test_tags_colour_the_dots_and_are_explained(visit: Visit, noted_library: Path) -> None:
    app = visit(noted_library, colour="tag", single="1")
    assert not app.exception
    assert "</span> MLM</span>" in texts(app) and "no tag" in texts(app)
    assert "colour" not in visit(noted_library, colour="loud").query_params


def test_the_list_stands_above_the_details_of_what_is_chosen(
    visit: Visit, stated_library: Path
) -> None:
    app = visit(stated_library, side="list", paper=ROBERTA)
    assert app.radio and "RoBERTa: A Robustly" in texts(app)
    app = visit(stated_library, side="list", **{"from": BERT, "to": ROBERTA})
    assert app.radio and "Strongest reasons" in texts(app)


def test_a_panel_begins_with_a_sentence(visit: Visit, stated_library: Path) -> None:
    said = texts(visit(stated_library, paper=ROBERTA))
    title, sentence = said.index("RoBERTa: A Robustly"), said.index('"pg-said">RoBERTa ')
    assert title < sentence < said.index("Yinhan Liu")
    chinese = texts(visit(stated_library, lang="zh", **{"from": BERT, "to": ROBERTA}))
    assert '"pg-said">RoBERTa ' in chinese and "最有力的依据" in chinese


def test_a_figure_is_saved_as_wide_as_a_paper_wants_it(
    visit: Visit, bundled_library_path: Path
) -> None:
    app = visit(bundled_library_path, "lineage")
    assert not [one for one in app.radio if "width" in str(one.key)]
    next(one for one in app.selectbox if "format" in str(one.key)).select("tikz").run()
    (width,) = (one for one in app.radio if "width" in str(one.key))
    assert width.options[1:] == ["one of two columns", "the page between its margins"]
    assert not app.exception
