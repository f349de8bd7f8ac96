"""Libraries of the annotated papers, made from the folder of data as a user would make them.

The folder (not part of the project) holds ``gold/*.csv``, the records under ``data/`` and
``tools/scholar_server.py``, a stand-in that serves these records as Semantic Scholar and
arXiv would. Each library is what ``ptm-graph refresh`` makes of a reading list from it.
"""

from __future__ import annotations

import contextlib
import csv
import json
import socket
import sqlite3
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx

import ptm_graph as pg
from ptm_graph import bundled
from ptm_graph.enrich.full_texts import Reading, add_full_texts
from ptm_graph.evaluation.gold import GoldSet, read_gold
from ptm_graph.facts.phrases import phrases_of
from ptm_graph.full_texts import tei
from ptm_graph.settings import Settings
from ptm_graph.workflow.refreshing import refresh_library

HUNDREDS = "source_tracing_dev"
"""The gold set of 500 papers of many fields; the weights are learned from it."""

TEXTS = "source_tracing_dev_texts"
"""The same papers with their full texts."""


@dataclass(frozen=True)
class Made:
    """A gold set and the citation graph of the library made for it."""

    gold: GoldSet
    citations: nx.DiGraph[str]
    phrases: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """Keys of citing and cited paper → phrases near the citations, where a full text is read."""


_SERVED: Mapping[str, tuple[str, ...]] = {
    HUNDREDS: ("--data", "source_tracing"),
    "plm_family": (),
    "model_summary": (),
    "direct_source_dev": ("--large",),
}
"""Name of a gold set → the records that the stand-in serves for it."""

_BUNDLED_LIST = ("plm_family", "model_summary")
"""Gold sets about the bundled reading list; for the others the papers drawn are the list."""


def made(data: Path, names: Sequence[str], folder: Path) -> dict[str, Made]:
    """Make the libraries of some gold sets in a folder; what is there already is kept."""
    found = {}
    for name in names:
        library = folder / (f"{name}.db" if name not in _BUNDLED_LIST else "bundled.db")
        gold = data / "gold" / f"{HUNDREDS if name == TEXTS else name}.csv"
        if not library.exists():
            print(f"making {library.name}", file=sys.stderr)
            if name == TEXTS:
                made(data, [HUNDREDS], folder)
                _add_texts(data, folder / f"{HUNDREDS}.db", library)
            else:
                _refresh(data, name, gold, library)
        with pg.Library.open(library) as opened:
            citations = pg.citation_graph(opened)
            phrases = {
                (citing, cited): phrases_of(passages)
                for citing in (citations if name == TEXTS else ())
                for cited, passages in opened.passages(citing).items()
            }
        marked = read_gold(gold.read_text(encoding="utf-8"), citations, gold.name)
        found[name] = Made(marked, citations, phrases)
    return found


def _add_texts(data: Path, source: Path, library: Path) -> None:
    texts = data / "data" / "source_tracing"
    with (texts / "full_texts.csv").open(encoding="utf-8", newline="") as lines:
        papers = {row["file"]: f"s2:{row['paper_id']}" for row in csv.DictReader(lines)}
    part = library.with_suffix(".part")
    with (
        contextlib.closing(sqlite3.connect(source)) as original,
        contextlib.closing(sqlite3.connect(part)) as copy,
    ):
        original.backup(copy)
    with (
        tarfile.open(texts / "full_texts.tar.xz") as archive,
        pg.Library.open(part, writable=True) as opened,
    ):
        seeds = opened.iter_papers(seeds_only=True)
        listed = {f"s2:{paper.identifiers.get('s2')}" for paper in seeds}
        wanted = (one for one in archive if papers.get(one.name) in listed)
        readings = (
            Reading(text, one.name, "tei", paper=papers[one.name])
            for one in wanted
            for text in tei.read(_content(archive, one), one.name)
        )
        add_full_texts(opened, readings)
    part.rename(library)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return b"" if stream is None else stream.read()


def _refresh(data: Path, name: str, gold: Path, library: Path) -> None:
    listed = bundled.seed_list() if name in _BUNDLED_LIST else _list_of(gold, library)
    part = library.with_suffix(".part")
    with _serving(data, _SERVED[name]) as url:
        settings = Settings.from_environment(
            {
                "PTM_GRAPH_S2_URL": url,
                "PTM_GRAPH_ARXIV_URL": url,
                "PTM_GRAPH_S2_INTERVAL": "0",
                "PTM_GRAPH_ARXIV_INTERVAL": "0",
            }
        )
        refresh_library(part, [listed], settings=settings)
    part.rename(library)


def _list_of(gold: Path, library: Path) -> Path:
    """A reading list of the papers drawn: children alone where there are hundreds."""
    ends = ("child",) if gold.stem == HUNDREDS else ("child", "parent")
    with gold.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ids = dict.fromkeys(row[f"{end}_id"] for row in rows for end in ends if row[f"{end}_id"])
    listed = library.with_suffix(".yaml")
    papers = [{"identifiers": {"s2": one}} for one in ids]
    listed.write_text(json.dumps({"papers": papers}), encoding="utf-8")
    return listed


@contextlib.contextmanager
def _serving(data: Path, records: Sequence[str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = data / "tools" / "scholar_server.py"
    process = subprocess.Popen(  # noqa: S603 - the stand-in of the folder one named oneself
        [sys.executable, str(server), "--port", str(port), *records], stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("the stand-in server ended before it answered")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/__stats"):  # noqa: S310
            return
        time.sleep(0.2)
    raise SystemExit("the stand-in server does not answer")
