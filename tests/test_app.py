"""``streamlit run app.py`` at the top of the repository starts the dashboard."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from dashboard_driver import free_port, wait_until_healthy

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
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    process = subprocess.Popen(
        [*command, f"--server.port={port}", "--server.headless=true"],
        cwd=ROOT,
        env={**os.environ, "PTM_GRAPH_LIBRARY": str(small_library_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        said = process.communicate(timeout=30)[0]
    assert re.search(rf"URL.*http://127.0.0.1:{port}", said)
    assert "Network URL" not in said
