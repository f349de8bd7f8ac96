"""What a person asks of a corpus: its lineage, a part of it, and what stands out."""

import json
from pathlib import Path

import pytest
from citation_graphs import STRONG, WEAK, graph

from ptm_graph.cli import main
from ptm_graph.corpus.from_library import from_graph


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A line of four papers and a paper that is cited in passing."""
    papers = {
        f"arxiv:150{at}.0000{at}": {
            "title": f"{name}Net: networks of {name.lower()}",
            "date": f"201{at}-03-01",
            "year": 2010 + at,
            "arxiv": f"150{at}.0000{at}",
            "fields_of_study": "Computer Science",
        }
        for at, name in enumerate(["Alpha", "Beta", "Gamma", "Delta", "Tool"], start=1)
    }
    alpha, beta, gamma, delta, tool = papers
    papers[tool]["date"] = "2001"
    cited = {(beta, alpha): STRONG, (gamma, beta): STRONG, (delta, gamma): STRONG}
    from_graph(graph(papers, cited | {(delta, tool): WEAK}), tmp_path / "corpus")
    return tmp_path / "corpus"


def run(*arguments: object) -> int:
    return main(["corpus", *map(str, arguments)])


def test_the_lineage_of_a_field_is_written_and_what_stands_out_is_shown(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "lineage.parquet"
    assert run("lineage", corpus, "--field", "computer science", "-o", out) == 0
    assert "3 relations of 3 papers" in capsys.readouterr().out
    assert run("top", corpus, out, "-n", 2) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split(maxsplit=1) == ["3", "AlphaNet: networks of alpha (2011)"]
    assert second.split()[0] == "2"
    assert run("top", corpus, out, "--by", "line", "--json") == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert [title.split("Net")[0] for title in line["papers"]] == [
        "Alpha",
        "Beta",
        "Gamma",
        "Delta",
    ]
    assert run("top", corpus, out, "--by", "family") == 0
    assert capsys.readouterr().out.split()[:2] == ["4", "AlphaNet:"]


def test_around_a_list_says_what_of_it_the_corpus_lacks(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("https://arxiv.org/abs/1502.00002\nhttps://arxiv.org/abs/2401.00001\n")
    out = tmp_path / "around.parquet"
    assert run("lineage", corpus, "--around", listed, "-o", out) == 0
    said = capsys.readouterr()
    assert "2 relations of 2 papers" in said.out  # those of Beta and of Gamma, which cites it
    assert "not in the corpus: 1 entries" in said.err and "2401.00001" in said.err


def test_a_list_of_which_the_corpus_has_nothing_is_refused(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("https://arxiv.org/abs/2401.00001\n")
    assert run("lineage", corpus, "--around", listed, "-o", tmp_path / "out.parquet") == 1
    assert "no paper of the list" in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("content", [b"", b"PAR1 nothing PAR1"])
def test_a_file_that_is_no_lineage_is_refused(
    content: bytes, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(content)
    assert run("top", corpus, tmp_path / "file") == 1
    assert run("top", corpus, corpus / "papers" / "part-0.parquet") == 1
    assert capsys.readouterr().err.count("no lineage that") == 2


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_computed(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("papers", "citations", "cited_by"):
        (corpus / table / "part-0.parquet").write_bytes(b"nobody reads this")
    assert run("lineage", corpus, "-o", tmp_path / "no folder" / "out.parquet") == 1
    assert "no folder" in capsys.readouterr().err
