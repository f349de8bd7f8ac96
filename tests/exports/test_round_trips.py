"""A thousand odd records come back from each format as they were."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from odd_records import odd_records

from ptm_graph.exports import seeds_to_bytes
from ptm_graph.reading_lists import read_bytes
from ptm_graph.reading_lists.seed_file import addition
from ptm_graph.words.model import SeedEntry

FORMATS = {
    "bib": "bibtex",
    "ris": "ris",
    "csl": "csl-json",
    "csv": "csv",
    "md": "markdown",
    "yaml": "yaml",
}
COUNT = 1_000
"""Records that are read, all of them, from each format."""


@cache
def read_before() -> tuple[SeedEntry, ...]:
    """The records as a reader gives them, who puts spaces, full stops and entities in order."""
    written = seeds_to_bytes(odd_records(COUNT), "csl")
    return read_bytes(written, None, "csl-json").entries


def told(entry: SeedEntry) -> tuple[object, ...]:
    return entry.title, dict(entry.identifiers), entry.authors, entry.year


@pytest.mark.parametrize("format", FORMATS)
def test_records_keep_identifiers_titles_authors_and_years(format: str, tmp_path: Path) -> None:
    entries = read_before()
    assert len(set(map(str, map(told, entries)))) == COUNT
    if format == "yaml":
        written = addition(tmp_path / "a.yaml", entries).after.encode()
    else:
        written = seeds_to_bytes(entries, format)
    found = read_bytes(written, None, FORMATS[format])
    assert found.unused == ()
    if format == "md":  # a heading a family
        families = list(dict.fromkeys(entry.family for entry in entries))
        entries = tuple(sorted(entries, key=lambda entry: families.index(entry.family)))
    assert list(map(told, found.entries)) == list(map(told, entries))
