"""What docs/architecture.md says of adding something is all there is to do.

Each example is applied to a copy of the sources; then the new thing is used as a person
would use it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

TOP = Path(__file__).parent.parent
DOCUMENT = TOP / "docs" / "architecture.md"

USES = {
    "a reading-list format": (
        2,
        """
from pathlib import Path
from ptm_graph.cli import main
from ptm_graph.reading_lists import read_text
Path("mine.outline").write_text("* Tall trees\\nstones\\n", encoding="utf-8")
assert main(["seeds", "read", "mine.outline"]) == 0
found = read_text("* Tall trees\\nstones\\n")
assert [one.title for one in found.entries] == ["Tall trees"]
assert [(one.subject, one.line) for one in found.unused] == [("stones", 2)]
""",
    ),
    "an export": (
        2,
        """
from pathlib import Path
from ptm_graph.cli import main
assert main(["export", "family.outline"]) == 0
lines = Path("family.outline").read_text(encoding="utf-8").splitlines()
days = [line[:12] for line in lines]
assert len(lines) > 50 and days == sorted(days) and days[0].startswith("* 201"), lines
""",
    ),
    "a command": (
        2,
        """
from ptm_graph.cli import main
assert main(["oldest"]) == 0
assert main(["--help"]) == 0
""",
    ),
    "a page": (
        3,
        """
from ptm_graph.cli import main
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from ptm_graph.dashboard.serving import PAGE
for language, heading in (("en", "Oldest paper"), ("zh", "最早的论文")):
    app = AppTest.from_file(str(PAGE), default_timeout=120)
    app._page_hash = calc_hash("oldest")
    app.query_params["lang"] = language
    app.run()
    assert not app.exception, app.exception
    assert [one.value for one in app.subheader] == [heading], app.subheader
""",
    ),
    "a signal": (
        5,
        """
import ptm_graph as pg
from ptm_graph.corpus.layout import TABLES
from ptm_graph.lineage.relational.signals import OF_ROWS
assert "own_material" in TABLES["citations"].columns and "own_material" in OF_ROWS
from ptm_graph.lineage.graph import relations
with pg.Library.open("library.db") as library:
    found = relations(pg.lineage_graph(pg.citation_graph(library)))
said = {term.explanation for one in found for term in one.evidence.terms
        if term.name == "own_material"}
assert "the authors say they use it as data or a tool" in said, said
""",
    ),
}
"""What is added → how many files that touches, and a program that uses it."""


def examples(thing: str) -> list[tuple[str, str]]:
    """File and text of each block of a section."""
    tokens = MarkdownIt("commonmark").parse(DOCUMENT.read_text(encoding="utf-8"))
    found, here = [], False
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            here = token.content == f"To add {thing}"
        elif here and token.type == "fence":
            title = re.search(r'title="([^"]+)"', token.info)
            assert title is not None, token.info
            found.append((title[1], token.content))
    return found


def apply(folder: Path, file: str, text: str) -> None:
    """Make a new file, or put lines behind the one that the block begins with."""
    path = folder / file
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        return
    place, _, addition = text.partition("\n")
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.count(place) == 1, f"{file} has no single line {place!r}"
    lines.insert(lines.index(place) + 1, addition.rstrip("\n"))
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("thing", sorted(USES))
def test_what_the_document_adds_works_and_touches_no_other_file(
    thing: str, tmp_path: Path, bundled_library_path: Path
) -> None:
    number_of_files, program = USES[thing]
    files = examples(thing)
    assert len({file for file, _ in files}) == number_of_files
    for name in ("src", "seeds"):  # with the bytecode, which stays that of what stays
        shutil.copytree(TOP / name, tmp_path / name)
    shutil.copy(bundled_library_path, tmp_path / "library.db")
    for file, text in files:
        apply(tmp_path, file, text)
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "src"),
        "PTM_GRAPH_LIBRARY": str(tmp_path / "library.db"),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"import ptm_graph; print(ptm_graph.__file__)\n{program}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path))
