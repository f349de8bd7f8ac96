"""``streamlit run app.py`` at the top of the repository starts the dashboard."""

import ast
from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "app.py"


def test_it_only_calls_the_dashboard() -> None:
    body = ast.parse(APP.read_text(encoding="utf-8")).body
    assert [type(one).__name__ for one in body] == ["Expr", "ImportFrom", "Expr"]


def test_it_shows_the_drawing(small_library_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(small_library_path))
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    assert not app.exception
    assert len(app.get("echarts_chart")) == 1
