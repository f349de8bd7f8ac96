"""A comparison as Markdown and LaTeX: whatever the texts hold, the table stays a table."""

import re
from collections.abc import Callable

import networkx as nx
import pytest

from ptm_graph.exports.comparison import in_latex, in_markdown
from ptm_graph.workflow.comparing import Comparison, compare, rows

HOSTILE = "a | b & c \\ {x} $y$ #1 ~ ^ _ % <script>\n\\end{table} [0] \x1b[31m"


@pytest.fixture
def hostile() -> Comparison:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key in "abc":
        graph.add_node(key, name=HOSTILE, title=HOSTILE, note=HOSTILE, tags=HOSTILE)
        graph.nodes[key]["properties"] = f"{HOSTILE}: {HOSTILE}"
    graph.add_edges_from([("a", "c"), ("b", "c")])
    return compare(nx.DiGraph(), graph, ["a", "b"])


def test_markdown_has_as_many_cells_in_every_row(hostile: Comparison) -> None:
    table = [line for line in in_markdown(hostile).splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {4}
    assert len(table) == len(rows(hostile)) + 2
    assert "<script>" not in in_markdown(hostile) and "\x1b" not in in_markdown(hostile)


def test_latex_has_as_many_cells_in_every_row_and_ends_once(hostile: Comparison) -> None:
    text = in_latex(hostile)
    lines = [line for line in text.splitlines() if line.endswith(r" \\")]
    assert {len(re.findall(r"(?<!\\)&", line)) for line in lines} == {2}
    assert text.count("\\end{table}") == 1 and text.count("\\begin{table}") == 1
    for line in lines:
        bare = re.sub(r"\\(?:text\w+|[{}$&#%_\\])", "", line)
        assert not re.search(r"[$#%~^_<>|]", bare)
        assert bare.count("{") == bare.count("}")
    assert "\x1b" not in text


@pytest.mark.parametrize("written", [in_markdown, in_latex])
def test_shared_references_are_listed(hostile: Comparison, written: Callable[..., str]) -> None:
    assert "Shared references" in written(hostile)
    assert "共同参考文献" in written(hostile, "zh")
