"""The table of all papers."""

from pathlib import Path

from dashboard_driver import Visit, asked, texts


def test_the_whole_library_is_listed(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers")
    assert not app.exception
    table = app.dataframe[0].value
    assert "BERT" in set(table["name"])
    assert len(table) > 50


def test_a_search_by_author_stands_in_the_address(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", list="1")
    app.text_input[0].set_value("devlin").run()
    assert list(app.dataframe[0].value["name"]) == ["BERT"]
    assert asked(app, "q") == ["devlin"]


def test_a_search_that_finds_nothing_says_so(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", q="no such paper at all")
    assert "No paper fits" in texts(app)
