"""Two to four papers side by side, by the address alone."""

from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA, Visit, asked, texts


def test_papers_of_the_address_stand_side_by_side(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "compare", papers=[BERT, ROBERTA])
    assert not app.exception
    assert "<b>RoBERTa</b>" in texts(app) and "What changed" in texts(app)
    markdown, latex = (block.value for block in app.code[:2])
    assert markdown.startswith("|  | BERT") and latex.startswith("\\begin{table}")


def test_where_nothing_is_chosen_a_likely_pair_is_a_click_away(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path, "compare")
    (offered, *_) = (one for one in app.button if (one.key or "").startswith("likely"))
    app = offered.click().run()
    assert not app.exception and len(asked(app, "papers")) == 2 and "What changed" in texts(app)


def test_one_paper_asks_for_a_second(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "compare", papers=BERT)
    assert "Choose two to four papers" in texts(app)
    app.multiselect[0].select(ROBERTA).run()
    assert asked(app, "papers") == [BERT, ROBERTA] and "What changed" in texts(app)


@pytest.mark.parametrize("papers", [["nowhere"], ["nowhere", BERT]])
def test_a_paper_that_is_not_there_is_noted(
    visit: Visit, small_library_path: Path, papers: list[str]
) -> None:
    app = visit(small_library_path, "compare", papers=papers)
    assert not app.exception and "has no meaning here" in texts(app)


def test_a_fifth_paper_is_noted(visit: Visit, bundled_library_path: Path) -> None:
    keys = [BERT, ROBERTA, "arxiv:1906.08237", "arxiv:1706.03762", "arxiv:1909.11942"]
    app = visit(bundled_library_path, "compare", papers=keys)
    assert not app.exception and "has no meaning here" in texts(app)
    assert asked(app, "papers") == keys[:4]


def test_a_papers_panel_leads_to_it_and_its_parents(visit: Visit, stated_library: Path) -> None:
    app = visit(stated_library, paper=ROBERTA)
    app.button(key="compare").click().run()
    assert asked(app, "papers")[:2] == [ROBERTA, BERT]


def test_ticked_papers_are_compared(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", pick=[BERT, ROBERTA])
    app.button(key="compare picked").click().run()
    assert asked(app, "papers") == [BERT, ROBERTA]
