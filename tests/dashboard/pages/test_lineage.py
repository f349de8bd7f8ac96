"""The lineage page: what it shows follows from its address."""

import re
from pathlib import Path

from dashboard_driver import BERT, ROBERTA, Visit, asked, texts


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
    assert "What speaks for and against it" in said
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
    assert said.count("means nothing here") == 5
    assert "&lt;b&gt;" in said
    assert set(app.query_params) == {"tier"}
    assert asked(app, "tier") == ["A"]


def test_filters_stand_in_the_address(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, conf="60", single="1")
    sliders = {slider.label: slider for slider in app.slider}
    assert sliders["Least confidence"].value == 60
    sliders["Least confidence"].set_value(80).run()
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


def test_the_signs_explained_are_those_that_are_drawn(
    visit: Visit, small_library_path: Path
) -> None:
    lineage, cited = (
        texts(visit(small_library_path)),
        texts(visit(small_library_path, show="citations")),
    )
    assert "from a parent to the child" in lineage
    assert "an explicit sentence or name" in lineage
    assert "from a paper to an earlier one that it cites" in cited
    assert "an explicit sentence or name" not in cited
    assert "came with the last refresh" not in lineage + cited


def test_the_search_box_is_empty_again_when_a_paper_is_chosen(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path)
    box = next(one for one in app.selectbox if one.label == "Find a paper")
    box.select_index(0).run()
    assert not app.exception
    assert len(asked(app, "paper")) == 1
    assert next(one for one in app.selectbox if one.label == "Find a paper").value is None
