"""The example that the documents tell of: two commands from a dump to a lineage."""

from pathlib import Path

import pytest

from ptm_graph.cli import main
from ptm_graph.corpus import importing

DUMP = Path(__file__).parents[2] / "examples" / "academic-graph"


def test_two_commands_import_a_dump_and_print_the_lineage_of_a_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importing, "_workers", lambda: 1)
    corpus = str(tmp_path / "corpus")
    assert main(["corpus", "import", "s2ag", str(DUMP), "-o", corpus]) == 0
    assert "papers" in capsys.readouterr().out
    assert main(["corpus", "lineage", corpus, "--field", "computer science"]) == 0
    shown = capsys.readouterr().out
    assert "RoBERTa: A Robustly Optimized BERT Pretraining Approach (2019)\n    from " in shown
    assert "relations of" in shown
    assert main(["corpus", "check", corpus]) == 0
    assert main(["corpus", "info", corpus]) == 0


def test_a_size_that_is_none_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["corpus", "import", "s2ag", str(DUMP), "-o", str(tmp_path), "--memory", "much"]
    assert main(arguments) != 0
    assert "“much” is no size of memory" in capsys.readouterr().err


def test_a_damaged_corpus_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importing, "_workers", lambda: 1)
    corpus = tmp_path / "corpus"
    assert main(["corpus", "import", "s2ag", str(DUMP), "-o", str(corpus)]) == 0
    place = next((corpus / "cited_by").glob("*.parquet"))
    content = place.read_bytes()
    place.write_bytes(content[: len(content) // 2])
    capsys.readouterr()
    assert main(["corpus", "check", str(corpus)]) == 1
    assert "is damaged" in capsys.readouterr().out
