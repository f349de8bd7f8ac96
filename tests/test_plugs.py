"""A package that is installed beside ours brings formats of its own."""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from ptm_graph import exports, reading_lists
from ptm_graph.errors import ExportError, ReadingListError
from ptm_graph.exports import known_formats as export_formats
from ptm_graph.reading_lists import known_formats as list_formats
from ptm_graph.words.model import SeedEntry

OUTLINE = '''
"""Papers as an outline, and outlines as reading lists."""
from ptm_graph.exports import Format, SeedWriter
from ptm_graph.reading_lists import ListFormat, ReadingList
from ptm_graph.words.model import SeedEntry


def read(text, file=None):
    lines = enumerate(text.splitlines(), 1)
    papers = [(number, line.removeprefix("* ")) for number, line in lines if line.startswith("* ")]
    return ReadingList(tuple(SeedEntry(title, file=file, line=at) for at, title in papers))


def write(job, out):
    for key in job.keys:
        out.write(f"* {job.paper(key)['title']}\\n".encode())


def write_seeds(seeds, out):
    for seed in seeds:
        out.write(f"* {seed.title}\\n".encode())


EXPORT = Format(
    "outline", (".outline",), write, "text/plain", "an outline",
    takes=("parent-child",), seeds=SeedWriter((".outline",), write_seeds),
)
LIST = ListFormat("outline", (".outline",), read, "an outline", lambda text: text.startswith("* "))
OURS = ListFormat("markdown", (".md",), read, "the name of one of ours")
'''
ENTRY_POINTS = """
[ptm_graph.exports]
outline = outline_plug:EXPORT
no_format = outline_plug:write
missing = outline_plug:NOTHING

[ptm_graph.reading_lists]
outline = outline_plug:LIST
crashing = crashing_plug:LIST
taken = outline_plug:OURS
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder as an installer leaves it, with two modules and their entry points."""
    (tmp_path / "outline_plug.py").write_text(OUTLINE, encoding="utf-8")
    (tmp_path / "crashing_plug.py").write_text("1 / 0\n", encoding="utf-8")
    told = tmp_path / "outline_plug-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: outline-plug\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(ENTRY_POINTS)
    return tmp_path


@pytest.fixture
def installed(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(package))
    importlib.invalidate_caches()
    forget()
    yield package
    for name in ("outline_plug", "crashing_plug"):
        sys.modules.pop(name, None)
    forget()


def forget() -> None:
    export_formats.cache_clear()
    list_formats.cache_clear()


@pytest.fixture
def family() -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(direction="parent-child")
    graph.add_node("a", title="Tall trees")
    graph.add_node("b", title="Taller trees")
    graph.add_edge("a", "b")
    return graph


@pytest.mark.usefixtures("installed")
def test_a_reading_list_of_another_packages_format_is_read(tmp_path: Path) -> None:
    listed = tmp_path / "mine.outline"
    listed.write_text("* Tall trees\n* Taller trees\n", encoding="utf-8")
    found = reading_lists.read_reading_list(listed)
    assert [(one.title, one.line) for one in found.entries] == [
        ("Tall trees", 1),
        ("Taller trees", 2),
    ]
    assert reading_lists.read_text("* Tall trees").entries[0].title == "Tall trees"
    assert reading_lists.read_text("* Tall trees", "outline").entries[0].title == "Tall trees"


@pytest.mark.usefixtures("installed")
def test_a_graph_and_a_list_are_written_in_another_packages_format(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    out = exports.export(family, tmp_path / "family.outline")
    assert out.read_text(encoding="utf-8") == "* Tall trees\n* Taller trees\n"
    assert exports.to_bytes(family, "outline") == out.read_bytes()
    assert exports.seeds_to_bytes([SeedEntry("Tall trees")], "outline") == b"* Tall trees\n"


@pytest.mark.usefixtures("installed")
def test_a_format_is_not_given_a_graph_it_does_not_take(family: nx.DiGraph[str]) -> None:
    family.graph["direction"] = "citing-cited"
    with pytest.raises(
        ExportError, match="“outline” does not accept a graph whose edges are citing →"
    ):
        exports.to_bytes(family, "outline")


@pytest.mark.usefixtures("installed")
def test_a_broken_plug_gives_one_line_and_spoils_no_other(
    caplog: pytest.LogCaptureFixture, family: nx.DiGraph[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        assert exports.to_bytes(family, "outline")
        assert list(export_formats()) == [*exports.FORMATS, "outline"]
        assert list(list_formats()) == [*reading_lists.FORMATS, "outline"]
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 4
    assert [line.count("\n") for line in told] == [0] * 4
    assert told[0].startswith("“missing” of outline-plug cannot be used: AttributeError: ")
    assert told[1] == (
        "“no_format” of outline-plug cannot be used: TypeError: it is a function, not a Format"
    )
    assert told[2].endswith("ZeroDivisionError: division by zero")
    assert told[3].endswith("ValueError: the name “markdown” is taken")


def test_without_the_package_its_format_is_unknown(family: nx.DiGraph[str]) -> None:
    forget()
    with pytest.raises(ExportError, match="“outline” is not an export format"):
        exports.to_bytes(family, "outline")
    with pytest.raises(ReadingListError, match="unknown format “outline”"):
        reading_lists.read_text("* Tall trees", "outline")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["export", "--help"], ["seeds", "read", "--help"]]
)
def test_what_is_installed_is_not_looked_for_until_a_format_is_wanted(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom ptm_graph.cli.main import main\n"
        f"status = main({arguments!r})\n"
        "print('loaded:', 'importlib.metadata' in sys.modules, status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: False 0"


def test_the_command_line_says_of_a_broken_plug_one_line(package: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.outline").write_text("* Tall trees\n", encoding="utf-8")
    code = (
        f"import sys\nsys.path.insert(0, {str(package)!r})\n"
        "from ptm_graph.cli.main import main\n"
        f"sys.exit(main(['seeds', 'read', {str(tmp_path / 'mine.outline')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Tall trees" in done.stdout
    broken = [line for line in done.stderr.splitlines() if "cannot be used" in line]
    assert [line.partition(" of ")[0] for line in broken] == ["“crashing”", "“taken”"]
    assert len(done.stderr.splitlines()) == 3  # and what was read in all
