"""The lists written by hand for the measurement are themselves in order."""

import json
from pathlib import Path

import pytest

from ptm_graph.words.identifiers import canonical

EXPECTED = sorted((Path(__file__).parent / "expected").glob("*.json"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_an_expected_list_has_canonical_identifiers_and_ordered_lines(path: Path) -> None:
    papers = json.loads(path.read_text(encoding="utf-8"))["papers"]
    assert papers
    for paper in papers:
        assert paper["title"]
        assert paper["line"] >= 1
        assert all(url.startswith("http") for url in paper["resources"])
        for kind, value in paper["identifiers"].items():
            assert canonical(kind, value).value == value
            assert paper["linked"]
    assert len(EXPECTED) == 5
