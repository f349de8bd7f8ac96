"""The published accuracy is read from the document, whatever its figures are."""

from pathlib import Path

from dashboard_driver import ROOT, Visit, texts

from ptm_graph.dashboard.published import published_accuracy, table_beginning


def test_the_figures_are_those_of_the_document() -> None:
    found = published_accuracy()
    assert found is not None
    assert "best candidate right" in found.heads
    assert "500 papers" in found.rows[0][0], "other fields come before the family"
    document = (ROOT / "docs" / "lineage.md").read_text(encoding="utf-8")
    assert all(f"| {' | '.join(row)} |" in document for row in found.rows)


def test_the_document_ships_with_the_package() -> None:
    assert '"docs/lineage.md" = "ptm_graph/data/lineage.md"' in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )


def test_another_table_is_no_table_of_results() -> None:
    lines = ["| rule | x |", "|---|---|", "| a | 1 |", "", "| gold set | y |", "|---|:--|"]
    assert table_beginning(lines, "gold set") is None
    found = table_beginning([*lines, "| b | 2 |", "| c |", "text", "| d | 3 |"], "gold set")
    assert found is not None
    assert (found.heads, found.rows) == (("gold set", "y"), (("b", "2"),))


def test_the_page_shows_the_figures(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "quality")
    found = published_accuracy()
    assert found is not None
    said = texts(app)
    assert all(head in said for head in found.heads)
    assert all(row[0] in said for row in found.rows)
