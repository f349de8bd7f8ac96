"""Snapshots come back as they were, and damage is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import InputError
from ptm_graph.sources import snapshot
from ptm_graph.sources.snapshot import Snapshot, SnapshotPaper, SnapshotReference
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import PaperRecord
from ptm_graph.words.titles import clean
from ptm_graph.words.typeset import plain

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
TEXT = TEXT.map(clean).filter(bool)  # as a record keeps it
COUNT = st.none() | st.integers(0, 10**7)


@st.composite
def papers(draw: st.DrawFn, key: str) -> SnapshotPaper:
    record = PaperRecord(
        source="snapshot",
        identifiers=draw(st.dictionaries(st.sampled_from(["isbn", "ssrn"]), TEXT)),
        title=draw(TEXT.filter(plain)),
        authors=draw(st.none() | st.lists(TEXT, min_size=1, max_size=3).map(tuple)),
        year=draw(st.none() | st.integers(1900, 2100)),
        published=draw(st.none() | st.builds(PartialDate, st.integers(1900, 2100))),
        citation_count=draw(COUNT),
        reference_count=draw(COUNT),
        key_phrases=draw(st.none() | st.lists(TEXT, min_size=1, max_size=3).map(tuple)),
        derived_names=draw(st.none() | st.lists(TEXT, min_size=1, max_size=3).map(tuple)),
    )
    reference = st.builds(
        SnapshotReference,
        cited=st.just(key),
        listed=st.booleans(),
        influential=st.none() | st.booleans(),
        intents=st.none() | st.lists(TEXT, min_size=1, max_size=2).map(tuple),
        sentence_numbers=st.none() | st.lists(st.integers(0, 99), max_size=3).map(tuple),
        facts=st.none() | st.dictionaries(TEXT, st.integers(0, 50).map(float), min_size=1),
    )
    return SnapshotPaper(
        key=key,
        record=record,
        references_state=draw(st.sampled_from(["complete", "partial", "unknown"])),
        references=draw(st.lists(reference, max_size=2).map(tuple)),
        unresolved=draw(st.lists(st.tuples(st.none() | TEXT, COUNT, TEXT), max_size=2).map(tuple)),
    )


@given(papers("one"), papers("two"), TEXT)
def test_a_snapshot_survives_writing_and_reading(
    one: SnapshotPaper, two: SnapshotPaper, provenance: str
) -> None:
    written = Snapshot(provenance, {"one": one, "two": two})
    text = snapshot.write(written)
    assert snapshot.read(text) == written
    assert snapshot.write(snapshot.read(text)) == text


def test_a_snapshot_is_one_paper_a_line_ordered_by_key() -> None:
    both = {key: SnapshotPaper(key, PaperRecord("snapshot", title=key)) for key in ("b", "a")}
    lines = snapshot.write(Snapshot("x", both)).split("\n")[:-1]
    assert [json.loads(line)["key"] for line in lines[1:]] == ["a", "b"]


def test_unknown_values_are_left_out_and_zero_is_not() -> None:
    paper = SnapshotPaper("a", PaperRecord("snapshot", title="A", citation_count=0))
    fields = json.loads(snapshot.write(Snapshot("x", {"a": paper})).splitlines()[1])
    assert fields["cited"] == 0
    assert "year" not in fields


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("{}", "not a ptm-graph snapshot"),
        ("[]", "not a ptm-graph snapshot"),
        ('{"format":"ptm-graph snapshot","version":99}', "upgrade ptm-graph"),
        ('{"format":"ptm-graph snapshot","version":1,"provenance":"x","papers":2}', "is truncated"),
        (
            '{"format":"ptm-graph snapshot","version":1,"provenance":"x","papers":1}\n{"key":',
            "x.jsonl:2: damaged",
        ),
        (
            '{"format":"ptm-graph snapshot","version":1,"provenance":"x","papers":1}\n{"key":"a"}',
            "x.jsonl:2: damaged",
        ),
    ],
)
def test_a_file_that_is_no_whole_snapshot_is_refused_by_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        snapshot.read(text, "x.jsonl")


def test_a_binary_file_is_no_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"x\.jsonl"):
        snapshot.read_file(path)
