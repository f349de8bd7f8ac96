"""``streamlit run app.py`` at the top of the repository starts the dashboard."""

import ast
import sys
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from dashboard_driver import TIMEOUT, started

from ptm_graph.dashboard.serving import SETTINGS
from ptm_graph.dashboard.serving.server import HOSTS

ROOT = Path(__file__).parents[1]


def test_it_only_starts_the_dashboard() -> None:
    body = ast.parse((ROOT / "app.py").read_text(encoding="utf-8")).body
    assert [type(one).__name__ for one in body] == ["Expr", "Import", "ImportFrom", "Assign"]


def test_it_is_as_safe_as_the_command() -> None:
    tables = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    said = {
        f"{table}.{name}": value for table, held in tables.items() for name, value in held.items()
    }
    assert said == {**SETTINGS, "server.allowedHosts": list(HOSTS)}


def test_it_answers_on_this_machine_only(small_library_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.port=0", "--server.headless=true"]
    with started([*command, *options], small_library_path) as (url, said):
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=TIMEOUT) as answer:
            assert answer.status == 200
        foreign = urllib.request.Request(f"{url}/_stcore/health", headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(foreign, timeout=TIMEOUT)
    assert url.startswith("http://127.0.0.1:")
    assert "Network URL" not in "".join(said)
