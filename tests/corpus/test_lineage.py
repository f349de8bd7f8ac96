"""The lineage of a corpus as a file: cycles broken, parts of it, terms that add up."""

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyarrow.parquet as pq
import pytest
from citation_graphs import STRONG, graph
from random_graph import random_graph

from ptm_graph.corpus.engines import engine
from ptm_graph.corpus.from_library import from_graph, without_list
from ptm_graph.corpus.layout import Corpus
from ptm_graph.corpus.lineage import Children, Written, broken_cycles, write_lineage
from ptm_graph.errors import CorpusError, InputError
from ptm_graph.lineage import infer

Rows = list[dict[str, Any]]


def written(corpus: Corpus, out: Path, **options: Any) -> tuple[Written, Rows]:
    memory = options.pop("memory", None)
    with engine(memory=memory) as one:
        told = write_lineage(corpus, one, str(out), **options)
    return told, pq.read_table(out).to_pylist()


def circles() -> "nx.DiGraph[str]":
    """Papers without dates that extend each other in a circle."""
    keys = "abcdef"
    papers: dict[str, dict[str, Any]] = {key: {"title": key * 5} for key in keys}
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "f")]
    return graph(papers, {pair: {**STRONG, "mentions": 9 + at} for at, pair in enumerate(pairs)})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return from_graph(random_graph(7), tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def rows(whole: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    return written(whole, tmp_path_factory.mktemp("out") / "lineage.parquet")[1]


@pytest.mark.parametrize("made", [circles, lambda: random_graph(7)], ids=["circles", "random"])
def test_relations_and_ranks_are_those_of_the_library_without_its_cycles(
    made: Any, tmp_path: Path
) -> None:
    citations = made()
    told, rows = written(from_graph(citations, tmp_path / "corpus"), tmp_path / "out.parquet")
    own = infer(without_list(citations))
    keys = sorted(citations)
    assert [(keys[row["child"]], keys[row["parent"]], row["rank"]) for row in rows] == [
        (one.child, one.parent, one.rank) for one in own.relations
    ]
    assert told == Written(len({row["child"] for row in rows}), len(rows), len(own.broken_cycles))
    assert made is not circles or told.broken == 1


def test_the_terms_add_up_to_the_score(rows: Rows) -> None:
    assert rows
    for row in rows:
        terms = [points for name, points in row.items() if name.startswith("term_")]
        assert row["start"] + sum(terms) == pytest.approx(row["score"], abs=1e-7)


def test_a_part_has_what_its_papers_have_in_the_whole(
    whole: Corpus, rows: Rows, tmp_path: Path
) -> None:
    papers = pq.read_table(whole.files("papers")[0]).to_pylist()
    named = {one["paper"] for one in papers if "Medicine" in (one["fields"] or [])}
    late = {one["paper"] for one in papers if (one["year"] or 0) >= 2013}
    cites = pq.read_table(whole.files("citations")[0], columns=["citing", "cited"]).to_pylist()
    near = {3, *(one["cited"] for one in cites if one["citing"] == 3)}
    near |= {one["citing"] for one in cites if one["cited"] == 3}
    for asked, papers_of in (
        (Children(field="medicine", since=2013), named & late),
        (Children(around=(3,)), near),
    ):
        _, part = written(whole, tmp_path / "part.parquet", children=asked)
        expected = [row for row in rows if row["child"] in papers_of]
        assert part == expected


def test_nobody_s_lineage_is_an_empty_file_with_all_columns(
    whole: Corpus, rows: Rows, tmp_path: Path
) -> None:
    told, none = written(whole, tmp_path / "out.parquet", children=Children(since=3000))
    assert (told, none) == (Written(0, 0, 0), [])
    assert pq.read_schema(tmp_path / "out.parquet").names == list(rows[0])


def test_little_memory_gives_the_same(whole: Corpus, rows: Rows, tmp_path: Path) -> None:
    _, again = written(whole, tmp_path / "out.parquet", memory="150MB")
    assert again == rows


def test_too_little_memory_is_said_in_one_line(whole: Corpus, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"memory \(1MB\) does not suffice"):
        written(whole, tmp_path / "out.parquet", memory="1MB")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["spark", "", "http://127.0.0.1"])
def test_an_unknown_engine_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="no engine"), engine(name):
        pass


@pytest.mark.parametrize("memory", ["", "4", "lots", "-1GB", "1GB; DROP TABLE x"])
def test_a_memory_that_is_no_size_is_refused(memory: str) -> None:
    with pytest.raises(InputError, match="no size of memory"), engine(memory=memory):
        pass


def test_a_damaged_table_is_said_in_one_line(whole: Corpus, tmp_path: Path) -> None:
    corpus = from_graph(circles(), tmp_path / "corpus")
    corpus.files("citations")[0].write_bytes(b"PAR1 no table at all PAR1")
    with pytest.raises(CorpusError, match="citations"):
        written(corpus, tmp_path / "out.parquet")


def test_relations_of_a_great_many_papers_have_their_cycles_found() -> None:
    count = 50_000
    child, parent = np.arange(1, count), np.arange(count - 1)
    child, parent = np.append(child, [5, 70]), np.append(parent, [9, 80])
    score = np.append(np.ones(count - 1), [0.5, 2.0])
    score[74] = 0.25  # 75 ← 74, inside the circle from 70 to 80
    broken = np.flatnonzero(broken_cycles(child, parent, score))
    assert [(int(child[row]), int(parent[row])) for row in broken] == [(75, 74), (5, 9)]
