"""A family is renamed and a paper moved beside the drawing, and both can be taken back."""

from pathlib import Path

from dashboard_driver import BERT, Visit

from ptm_graph.workflow import decisions


def named(library: Path) -> dict[str, str]:
    return dict(decisions.read_file(library.parent / "decisions.yaml").families.papers)


def test_a_family_is_renamed_for_all_its_papers_and_back(visit: Visit, own_library: Path) -> None:
    app = visit(own_library)
    chosen = next(box for box in app.selectbox if box.label == "Family")
    old = str(chosen.value)
    next(box for box in app.text_input if box.label == "New name").set_value("Mine").run()
    app.button("rename family").click().run()
    assert not app.exception
    assert set(named(own_library).values()) == {"Mine"}
    chosen = next(box for box in app.selectbox if box.label == "Family")
    assert "Mine" in chosen.options and old not in chosen.options
    app.button("undo family").click().run()
    assert named(own_library) == {}


def test_the_pinned_paper_is_moved_to_another_family(visit: Visit, own_library: Path) -> None:
    app = visit(own_library, paper=BERT)
    box = next(box for box in app.selectbox if box.label.startswith("To the family"))
    there = box.options[0]
    box.select(there).run()
    app.button(f"move family {BERT}").click().run()
    assert not app.exception
    assert named(own_library) == {BERT: there}


def test_a_family_gets_a_name_in_the_other_language_which_a_chinese_page_shows(
    visit: Visit, own_library: Path
) -> None:
    app = visit(own_library)
    chosen = next(box for box in app.selectbox if box.label == "Family")
    old = str(chosen.value)
    next(box for box in app.text_input if "中文" in box.label).set_value("我的类别").run()
    app.button("rename family").click().run()
    assert not app.exception
    told = decisions.read_file(own_library.parent / "decisions.yaml").families
    assert (told.papers, dict(told.names)[old]) == ((), (("en", old), ("zh", "我的类别")))
    app = visit(own_library, lang="zh")
    assert "我的类别" in next(box for box in app.selectbox if box.label == "类别").options
    assert "我的类别" in next(box for box in app.multiselect if box.label == "类别").options
