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
    "evidence"
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
            if line.startswith("$ ptm-graph") and words[1] not in NEEDS_MORE:
                assert main(words[1:]) == 0, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_repository_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    for target in [*links, *re.findall(r'(?:src|srcset)="([^"]+)"', text)]:
        assert (path.parent / unquote(target)).exists(), target
