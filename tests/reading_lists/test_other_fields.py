"""Lists of other fields than machine learning come out with their titles and identifiers."""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

FIELDS = Path(__file__).parent / "other_fields"
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "reading_lists.py"
LISTS = sorted(path for path in FIELDS.iterdir() if path.suffix in (".md", ".rst", ".txt"))


def _benchmark() -> Any:
    spec = importlib.util.spec_from_file_location("benchmark_of_reading_lists", BENCHMARK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("document", LISTS, ids=lambda path: path.stem)
def test_titles_and_identifiers_of_a_list_are_right(document: Path) -> None:
    expected = json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))["papers"]
    assert len(expected) >= 4
    found = _benchmark().right_in(document, expected)
    assert found.wrong == []
    assert (found.titles, found.identifiers, found.superfluous) == (1.0, 1.0, 0)


def test_there_are_lists_of_ten_fields() -> None:
    assert len(LISTS) >= 10
