"""A Chinese page speaks Chinese: Latin words on it are names, identifiers and quotes."""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from dashboard_driver import BERT, ROBERTA, Visit

from ptm_graph.analysis import routes
from ptm_graph.dashboard import reader
from ptm_graph.dashboard.catalogue import entries, words
from ptm_graph.errors import PtmGraphError
from ptm_graph.files import write_text
from ptm_graph.library import Library
from ptm_graph.library.lock import refresh_lock
from ptm_graph.reading_lists.reading import read_bytes, read_file, read_text
from ptm_graph.sources.snapshot import CREDITS
from ptm_graph.words import lists
from ptm_graph.words.wording import sentences
from ptm_graph.workflow import decisions

pytestmark = pytest.mark.no_cover

TECHNICAL = {
    *("arxiv", "semantic", "scholar", "bibtex", "ris", "csl", "json", "csv", "yaml", "markdown"),
    *("graphml", "gexf", "html", "svg", "png", "pdf", "powerpoint", "zotero", "endnote"),
    *("mendeley", "gephi", "igraph", "networkx", "cytoscape", "vosviewer", "graphviz"),
    *("mermaid", "node", "link", "yed", "odc", "http", "https", "utf", "title", "doi", "url"),
    *("rdf", "turtle", "quads", "obsidian"),
    *("crossref", "openalex", "papers", "decisions", "child", "parent", "verdict", "rejected"),
    *("accepted", "set", "ptm", "graph", "build", "refresh", "english", "docs", "lineage"),
    *(
        "latex",
        "tikz",
        "plmpapers",
        "crontab",
        "until",
        "map",
        "mag",
        "acl",
        "anthology",
        "corpusid",
        "pagerank",
    ),
}
"""Names of formats, programs and services, and words that somebody has to type as they are."""
ENGLISH = {
    word.casefold()
    for texts in (*entries().values(), *sentences().values())
    for word in re.findall(r"[A-Za-z]{3,}", re.sub(r"\{\w+\}|“[^”]*”", " ", texts["en"]))
} - TECHNICAL
"""Words of our own English; a Chinese page must not have them outside names."""
NAMING = ("name", "title", "venue", "authors", "family", "aliases", "key_phrases")
NOT_SHOWN = {
    *("id", "key", "icon", "url_path", "type", "css", "spec", "language", "code_text", "theme"),
    *(
        "deferred_file_id",
        "form_id",
        "shortcut",
        "selection_default",
        "page_script_hash",
        "columns",
    ),
}


def shown(app: Any) -> Iterator[str]:
    """Every text of a page: labels, options, help, HTML without its tags, cells of tables."""
    for element in app._tree:
        proto = getattr(element, "proto", None)
        if proto is not None:
            for text in strings(proto):
                bare = re.sub(
                    r"<style.*?</style>|<script>.*?</script>|<a\b.*?</a>", "", text, flags=re.S
                )
                yield from html.unescape(re.sub(r"<[^>]*>", "\n", bare)).splitlines()
    for table in app.dataframe:
        frame: pd.DataFrame = table.value
        labels = json.loads(table.proto.columns or "{}")
        yield from (str(labels.get(name, {}).get("label", name)) for name in frame)
        # a truth value is drawn as a tick, and has no words
        cells = (cell for name in frame for cell in frame[name])
        yield from (str(cell) for cell in cells if not isinstance(cell, bool | np.bool_))


def strings(proto: Any) -> Iterator[str]:
    """The texts of a message of Streamlit's, at any depth."""
    for field, held in proto.ListFields():
        if field.name in NOT_SHOWN:
            continue
        single = isinstance(held, str | bytes | int | float) or hasattr(held, "ListFields")
        for one in [held] if single else list(held):
            if isinstance(one, str):
                yield one
            elif hasattr(one, "ListFields"):
                yield from strings(one)


def english(text: str, names: Iterable[str] = ()) -> list[str]:
    """Parts of a line that have words of our own English and are no name."""
    # what stands in quotation marks is others' words
    bare = re.sub(r"“[^”]*”|https?://\S+|\(\d+%\)|^\d+\. | \(\d{4}\)$", "", text.replace("\\", ""))
    parts = re.split(r" · |[；：、，（）]|, | – | — | → | ← |的背景|是 | 等|源自", bare)
    return [
        part
        for part in map(str.strip, parts if has_english(bare) else ())
        if has_english(part) and not any(is_named(one, names) for one in (text, bare, part))
    ]


def has_english(text: str) -> bool:
    return not ENGLISH.isdisjoint(re.findall(r"[a-z]{3,}", text.casefold()))


def is_named(text: str, names: Iterable[str]) -> bool:
    start = text.strip().rstrip("…").casefold()
    return any(name.startswith(start) for name in names)


@pytest.fixture(scope="module")
def names(bundled_library_path: Path) -> set[str]:
    """What the bundled library holds that is a name, a key phrase or a quote."""
    opened = reader.opened(bundled_library_path)
    found = {*CREDITS, str(opened.source), *opened.search_options.values()}
    for key, data in opened.citations.nodes(data=True):
        found.update({key, *(str(data.get(name) or "") for name in NAMING)})
        for pair in lists.split_pairs(data.get("properties")).items():
            found.update(pair)
    for *_, data in opened.family.edges(data=True):
        found.update(str(data.get("label") or "").split(" · "))
    with Library.open(bundled_library_path) as library:
        for entry, _ in library.seed_entries():
            found.update({entry.name, entry.title or "", *entry.aliases})
            found.update(str(one.title) for one in entry.resources)
    return {one.replace("\\", "").casefold() for one in found}


VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("lineage", {"paper": BERT}),
    ("lineage", {"from": BERT, "to": ROBERTA}),
    ("lineage", {"show": "citations", "from": ROBERTA, "to": BERT}),
    ("lineage", {"until": "2019-06"}),
    ("papers", {}),
    ("routes", {"a": "arxiv:1706.03762", "b": ROBERTA}),
    ("reading-order", {"paper": ROBERTA}),
    ("compare", {"papers": [BERT, ROBERTA]}),
    ("news", {}),
    ("reading-list", {}),
    ("reading-list", {"part": "add"}),
    ("proposals", {}),
    ("review", {}),
    ("review", {"part": "papers"}),
    ("quality", {}),
]


@pytest.mark.parametrize(("page", "query"), VIEWS)
def test_no_page_says_anything_in_english(
    visit: Visit, bundled_library_path: Path, names: set[str], page: str, query: dict[str, Any]
) -> None:
    app = visit(bundled_library_path, page, lang="zh", **query)
    assert not app.exception
    lines = set(shown(app))
    assert any("\u4e00" <= letter <= "\u9fff" for line in lines for letter in line)
    assert [part for line in lines for part in english(line, names)] == []


def broken_decisions(path: Path) -> None:
    path.write_text("decisions:\n  - {child: a, parent: b, verdict: maybe}\n")
    decisions.read(path)


def held(path: Path) -> None:
    with refresh_lock(path), refresh_lock(path):
        pass


def missing_paper(path: Path) -> None:
    with Library.open(path, writable=True) as library:
        library.find("no such thing")


ERRORS: dict[str, Callable[[Path], object]] = {
    "YAML": lambda _: read_text("papers:\n  - [a\n", "yaml"),
    "tags": lambda _: read_text("papers: !!set {a}\n", "yaml"),
    "JSON": lambda _: read_text("[{]", "csl-json"),
    "table": lambda _: read_text("a,b\n1,2\n", "csv"),
    "format": lambda _: read_text("x", "no-format"),
    "binary": lambda _: read_bytes(b"x\0\0\0\0\0"),
    "encoding": lambda _: read_bytes(b"\xff\xfe\xff"),
    "missing list": lambda path: read_file(path / "none.md"),
    "missing library": lambda path: Library.open(path / "none.db"),
    "decisions": lambda path: broken_decisions(path / "decisions.yaml"),
    "withdrawn": lambda path: decisions.withdraw(path / "decisions.yaml", "a", "b"),
    "folder": lambda path: write_text(path, "x", "decisions"),
    "no folder": lambda path: write_text(path / "none" / "a.yaml", "x", "reading list"),
    "lock": lambda path: held(path / "library.db"),
    "query": lambda path: missing_paper(path / "library.db"),
    "route": lambda _: routes(nx.DiGraph(), "a", "a"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_no_error_is_told_in_english(name: str, tmp_path: Path) -> None:
    with pytest.raises(PtmGraphError) as caught:
        ERRORS[name](tmp_path)
    said = words("zh").told(caught.value).replace(str(tmp_path), "")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said)
    assert english(re.sub(r"/[\w./]+", "", said)) == []


def test_english_is_noticed() -> None:
    assert english("relations shown that are right") != []
    assert (
        english("源自 BERT (69%), 跨语言 · machine translation", ["bert", "machine translation"])
        == []
    )
