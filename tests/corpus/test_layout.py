"""A corpus lies on disk as its layout says; what is no whole corpus is refused in one line."""

import json
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest
from citation_graphs import STRONG, WEAK, graph

from ptm_graph.corpus.from_library import from_graph
from ptm_graph.corpus.layout import INFO, LAYOUT, OPTIONAL, TABLES, Corpus
from ptm_graph.errors import CorpusError


@pytest.fixture
def family() -> "nx.DiGraph[str]":
    return graph(
        {
            "b": {"title": "BetaNet: extending AlphaNet", "date": "2016-01", "arxiv": "1601.00001"},
            "a": {"title": "AlphaNet: a network", "authors": "Ann One; Bo Two", "abstract": "We."},
            "c": {"title": "A survey of networks", "year": 2017, "citation_count": 7},
        },
        {("b", "a"): {**STRONG, "sentence_numbers": "3 1"}, ("c", "a"): WEAK, ("c", "c"): WEAK},
    )


def test_each_table_has_its_columns_and_its_order(
    family: "nx.DiGraph[str]", tmp_path: Path
) -> None:
    corpus = from_graph(family, tmp_path / "corpus")
    assert corpus.info.rows == {
        "papers": 3,
        "citations": 2,
        "cited_by": 2,
        "ids": 4,  # one and three titles
        "abstracts": 1,
    }
    for name in corpus.info.rows:
        (file,) = corpus.files(name)
        table = pq.read_table(file)
        assert table.schema.equals(TABLES[name].schema())
        keys = [tuple(row[one] for one in TABLES[name].order) for row in table.to_pylist()]
        assert keys == sorted(set(keys)) and len(keys) == corpus.info.rows[name]


def test_a_citation_has_its_facts_and_the_stored_signals(
    family: "nx.DiGraph[str]", tmp_path: Path
) -> None:
    corpus = from_graph(family, tmp_path / "corpus")
    first, second = pq.read_table(corpus.files("citations")[0]).to_pylist()
    assert (first["citing"], first["cited"], second["citing"]) == (1, 0, 2)
    assert first["sentence_numbers"] == [1, 3] and second["sentence_numbers"] is None
    assert (first["own_extends"], first["listing"], second["listing"]) == (2.0, None, 1.0)
    assert (first["title_name"], second["title_name"]) == (1.0, 0.0)


def test_what_a_corpus_cannot_hold_is_counted(family: "nx.DiGraph[str]", tmp_path: Path) -> None:
    assert from_graph(family, tmp_path / "corpus").info.left_out == {"self-citation": 1}


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is no corpus"):
        Corpus(tmp_path / "none")
    (tmp_path / "notes.txt").write_text("something else")
    with pytest.raises(CorpusError, match="there is no corpus"):
        Corpus(tmp_path)


def test_a_corpus_whose_import_has_not_ended_is_refused(
    family: "nx.DiGraph[str]", tmp_path: Path
) -> None:
    from_graph(family, tmp_path)
    (tmp_path / INFO).unlink()
    with pytest.raises(CorpusError, match="half made"):
        Corpus(tmp_path)


def test_a_newer_layout_is_refused(family: "nx.DiGraph[str]", tmp_path: Path) -> None:
    from_graph(family, tmp_path)
    told = json.loads((tmp_path / INFO).read_text())
    (tmp_path / INFO).write_text(json.dumps({**told, "layout": LAYOUT + 1, "moons": 3}))
    with pytest.raises(CorpusError, match="newer version"):
        Corpus(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"layout": "x"}', '{"layout": null}', "\0"])
def test_a_damaged_description_is_refused(
    text: str, family: "nx.DiGraph[str]", tmp_path: Path
) -> None:
    from_graph(family, tmp_path)
    (tmp_path / INFO).write_text(text)
    with pytest.raises(CorpusError, match=r"“corpus\.json” is missing"):
        Corpus(tmp_path)


@pytest.mark.parametrize("name", sorted(set(TABLES) - OPTIONAL))
def test_a_corpus_without_a_table_is_refused(
    name: str, family: "nx.DiGraph[str]", tmp_path: Path
) -> None:
    from_graph(family, tmp_path)
    next((tmp_path / name).iterdir()).unlink()
    with pytest.raises(CorpusError, match=name):
        Corpus(tmp_path)
