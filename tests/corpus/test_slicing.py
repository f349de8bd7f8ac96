"""A part of a corpus is a library: its most cited papers, and the citations among them."""

from pathlib import Path
from typing import Any

import pytest
from citation_graphs import STRONG, graph
from made_up_dumps import CITATIONS, PAPERS, s2ag

from ptm_graph.cli import main
from ptm_graph.corpus import importing
from ptm_graph.corpus.dumps.registry import DUMPS
from ptm_graph.corpus.from_library import from_graph
from ptm_graph.enrich.facts import update_facts
from ptm_graph.errors import InputError
from ptm_graph.library import Library
from ptm_graph.workflow import corpora


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others take longer to start than such dumps to read."""
    monkeypatch.setattr(importing, "_workers", lambda: 1)


def made(folder: Path, papers: Any = PAPERS, citations: Any = CITATIONS, **options: Any) -> Path:
    dump = s2ag(folder / "dump", papers, citations)
    importing.import_dump(DUMPS["s2ag"], dump, folder / "corpus", **options)
    return folder / "corpus"


def test_a_slice_has_its_papers_citations_texts_and_facts(tmp_path: Path) -> None:
    out = tmp_path / "library.db"
    sliced, missing = corpora.library(made(tmp_path, sentences=True), out)
    assert (sliced.papers, sliced.records, sliced.among, sliced.citations) == (3, 3, 3, 3)
    assert missing == ()
    with Library.open(out, writable=True) as library:
        paper = library.find("DeepTreeNet")
        assert paper.key == "doi:10.5555/second"
        assert paper.abstract == "We present DeepTreeNet, which extends TreeNet."
        found = {(one.citing, one.cited): one for one in library.iter_citations()}
        citation = found["doi:10.5555/second", "arxiv:1501.00001"]
        assert citation.sentences == ("We extend TreeNet (One et al., 2015) by more layers.",)
        assert citation.facts is not None
        assert citation.facts["own_extends"] > 0
        assert (citation.influential, citation.intents) == (True, ("methodology",))
        assert library.paper("s2:" + "c" * 40).references_state == "complete"
        assert update_facts(library) == 0  # they are those of these texts


def test_facts_of_a_corpus_without_sentences_come_along(tmp_path: Path) -> None:
    out = tmp_path / "library.db"
    corpora.library(made(tmp_path), out)
    with Library.open(out) as library:
        facts = [one.facts or {} for one in library.iter_citations() if one.sentences is None]
        assert len(facts) == 3
        assert any(one.get("own_extends") for one in facts)


def test_the_most_cited_are_taken_and_it_is_said_by_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, out = made(tmp_path), tmp_path / "library.db"
    assert main(["corpus", "library", str(corpus), "-o", str(out), "--limit", "2"]) == 0
    told = capsys.readouterr().out
    assert "2 papers, 1 citations among them" in told
    assert "the most cited of 3 papers, by how often they are cited in the world" in told
    with Library.open(out) as library:
        assert {paper.citation_count for paper in library.iter_papers()} == {40, 9}


def test_without_numbers_the_citations_of_the_corpus_count(tmp_path: Path) -> None:
    papers = {key: {"title": f"The paper called {key}"} for key in ("a", "b", "c")}
    from_graph(graph(papers, {("a", "b"): STRONG, ("c", "b"): STRONG}), tmp_path / "corpus")
    sliced, _ = corpora.library(tmp_path / "corpus", tmp_path / "library.db", limit=1)
    assert sliced.in_corpus
    with Library.open(tmp_path / "library.db") as library:
        assert [paper.title for paper in library.iter_papers()] == ["The paper called b"]


def test_a_field_that_nobody_has_is_told_with_those_there_are(tmp_path: Path) -> None:
    corpus, out = made(tmp_path), tmp_path / "library.db"
    sliced, _ = corpora.library(corpus, out, field="computer SCIENCE", since=2015)
    assert sliced.papers == 1
    with pytest.raises(InputError, match="Computer Science"):
        corpora.library(corpus, tmp_path / "other.db", field="'; DROP TABLE chosen")
    with pytest.raises(InputError, match="is there already"):
        corpora.library(corpus, out)
    assert sorted(one.name for one in tmp_path.glob("*.db*")) == ["library.db"]
    assert not list(tmp_path.glob(".*part*"))


def test_what_is_around_a_list_is_a_library_of_this_list(tmp_path: Path) -> None:
    listed, out = tmp_path / "list.yaml", tmp_path / "library.db"
    listed.write_text(
        "- title: 'DeepTreeNet: Trees that grow deeper'\n- title: A paper that nobody wrote\n"
    )
    sliced, missing = corpora.library(made(tmp_path), out, around=[listed], limit=2)
    assert missing == ("A paper that nobody wrote",)
    assert sliced.records == 2  # that of the list, and the most cited one around it
    with Library.open(out) as library:
        states = [(one.key, one.state) for one in library.seed_status()]
        assert states[0] == ("doi:10.5555/second", "resolved")
        assert library.reading_lists() == [listed]


def test_hostile_texts_become_no_more_than_texts(tmp_path: Path) -> None:
    title = "<script>alert(1)</script> \x00\u202e'; DROP TABLE paper; --"
    papers = [{**PAPERS[0], "title": title, "authors": None}, *PAPERS[1:]]
    sliced, _ = corpora.library(made(tmp_path, papers), tmp_path / "library.db")
    assert sliced.papers == 3
