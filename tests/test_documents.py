"""What README and docs/ promise is run as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from ptm_graph.cli import main

TOP = Path(__file__).parent.parent
DOCUMENTS = sorted([*TOP.glob("*.md"), *(TOP / "docs").glob("*.md")])
NEEDS_MORE = {"app", "refresh", "schedule", "changes", "merge", "split", "seeds", "relation"} | {
    *("evidence", "trace", "corpus", "--corpus", "upkeep"),
}
"""Commands that need a browser, a service, or something of the reader's; they have tests of
their own."""


def blocks(path: Path, language: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


@pytest.fixture(autouse=True)
def in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundled_already: None
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(tmp_path / "library.db"))


@pytest.mark.documents
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_python_examples_run(path: Path) -> None:
    names: dict[str, object] = {}
    for example in blocks(path, "python"):
        exec(compile(example, str(path), "exec"), names)


@pytest.mark.documents
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_run_in_the_order_they_stand(path: Path) -> None:
    for number, example in enumerate(blocks(path, "yaml")):
        Path("mine.yaml" if number == 0 else f"mine{number}.yaml").write_text(
            example, encoding="utf-8"
        )
    for console in blocks(path, "console"):
        for line in console.splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if line.startswith("$ ptm-graph") and not NEEDS_MORE.intersection(words):
                assert main(words[1:]) == 0, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_repository_lead_somewhere(path: Path) -> None:
    fences = r"^(`{3,})[^\n]*\n.*?^\1$"  # what an example shows is in the reader's folder
    text = re.sub(fences, "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    for target in [*links, *re.findall(r'(?:src|srcset)="([^"]+)"', text)]:
        assert (path.parent / unquote(target)).exists(), target


def test_every_promise_of_reliability_has_its_row_and_every_row_its_proof() -> None:
    text = (TOP / "docs" / "reliability.md").read_text(encoding="utf-8")
    promised = text.partition("## What is promised")[2].partition("### Where")[0]
    table = text.partition("### Where each promise is shown")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert [row[0].removeprefix("| ") for row in rows] == re.findall(
        r"^- \*\*(.+?)\.\*\*", promised, re.MULTILINE
    )
    for row in rows:
        named = re.findall(r"`(tests/.+?)`", row[-1])
        assert named
        assert all((TOP / name).exists() for name in named), row


def test_every_table_of_reliability_is_there() -> None:
    text = (TOP / "docs" / "reliability.md").read_text(encoding="utf-8")
    measured = (TOP / "benchmarks" / "reliability.py").read_text(encoding="utf-8")
    listed = measured.partition("tables: dict[str, Callable[[], str]] = {")[2].partition("}")[0]
    names = re.findall(r'"([a-z]+)": ', listed)
    assert names
    found = re.findall(r"<!-- (\w+) -->\n\| .*?\n<!-- end -->", text, re.DOTALL)
    assert sorted(found) == sorted(names)
