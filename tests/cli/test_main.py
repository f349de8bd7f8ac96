"""The command line as a whole: help, errors, exit statuses."""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from running import Run

from ptm_graph.cli.main import COMMANDS, main, module_of

HEAVY = {
    "rich",
    "streamlit",
    "pyvis",
    "arxiv",
    "semanticscholar",
    "networkx",
    "pandas",
    "scipy",
    "numpy",
}


@pytest.mark.parametrize(
    "code", ["import ptm_graph", "from ptm_graph.cli import main; main(['-h'])"]
)
def test_neither_the_package_nor_its_help_loads_anything_heavy(code: str) -> None:
    script = f"import sys\n{code}\nprint('loaded', *sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split("loaded ")[-1].split())
    assert "ptm_graph" in loaded
    assert loaded & HEAVY == set()


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ptm_graph", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("ptm-graph, version ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_exists_and_explains_itself(name: str, run: Run) -> None:
    command = importlib.import_module(module_of(name)).command
    assert command.name == name
    assert run(name, "--help").out.startswith(f"Usage: ptm-graph {name}")


def test_every_command_module_is_listed() -> None:
    folder = Path(str(importlib.import_module("ptm_graph.cli").__file__)).parent
    with_command = {
        f"ptm_graph.cli.{path.stem}"
        for path in folder.glob("*.py")
        if "\ncommand = " in (text := path.read_text(encoding="utf-8")) or "\ndef command(" in text
    }
    assert with_command == {module_of(name) for name in COMMANDS}


def test_a_mistyped_command_is_a_usage_error_with_a_hint(run: Run) -> None:
    outcome = run("linage", "BERT")
    assert outcome.status == 2
    assert "Did you mean “lineage”?" in outcome.err


def test_a_missing_library_says_how_to_make_one(run: Run) -> None:
    outcome = run("lineage", "BERT")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "ptm-graph build" in outcome.err


def test_an_unexpected_error_is_one_line_without_a_trace(
    run: Run, monkeypatch: pytest.MonkeyPatch, small_library_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("ptm_graph.library.store.Library.find", fail)
    outcome = run("lineage", "BERT", "--library", small_library_path)
    assert outcome.status == 1
    assert outcome.err.startswith("ptm-graph: unexpected ZeroDivisionError: division by zero;")
    assert outcome.err.count("\n") == 1


def test_debug_shows_the_trace(run: Run) -> None:
    outcome = run("--debug", "lineage", "BERT")
    assert outcome.status == 1
    assert outcome.err.startswith("Traceback")
    assert "no library there" in outcome.err


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_no_message_and_no_trace_shows_a_key_or_a_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, small_library_path: Path, debug: list[str]
) -> None:
    monkeypatch.setenv("S2_API_KEY", "hush-hush")
    monkeypatch.setenv("PTM_GRAPH_S2_URL", "https://ada:p%40ssw0rd@example.org/api")

    def fail(*_: object) -> None:
        raise ValueError("https://ada:p%40ssw0rd@example.org/: ada, p@ssw0rd, hush-hush")

    monkeypatch.setattr("ptm_graph.library.store.Library.find", fail)
    said = run(*debug, "lineage", "BERT", "--library", small_library_path).err
    assert "ValueError: https://…@example.org/: ada, …, …" in said
    assert "hush" not in said
    assert "ssw0rd" not in said


@pytest.mark.parametrize(("encoding", "mark"), [("ascii", "?"), ("cp1252", "·"), ("utf-8", "·")])
def test_a_terminal_without_a_character_gets_another_one_in_its_place(
    encoding: str, mark: str, monkeypatch: pytest.MonkeyPatch, small_library_path: Path
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding=encoding))
    assert main(["lineage", "RoBERTa", "--library", str(small_library_path)]) == 0
    sys.stdout.flush()
    assert f"longer training {mark} reproduces" in out.getvalue().decode(encoding)


def test_a_file_on_windows_gets_every_character(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    module = sys.modules["ptm_graph.cli.main"]  # the package has a function of that name
    monkeypatch.setattr(module, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding="cp1252"))
    assert main(["--help"]) == 0
    print("→", flush=True)
    assert out.getvalue().decode("utf-8").rstrip().endswith("→")
