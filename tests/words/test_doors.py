"""What comes from outside is checked once: a value no paper can have is unknown and counted."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.imports import read_graph
from ptm_graph.imports.into_library import store
from ptm_graph.library import Library
from ptm_graph.reading_lists import read_text
from ptm_graph.sources.scholar_records import record, reference, tidy, tidy_row
from ptm_graph.words.doors import STAGE, admitted, number
from ptm_graph.words.records import PaperRecord, ReferenceList

SHA = "a" * 40
HOSTILE: tuple[Any, ...] = (
    *(-1, 0, 999, 2101, 9999, 10_000, 2**63, 10**5000, 1.5, math.nan, math.inf, True),
    *("", "x" * 10**6, "a\0b", "\ud800", "2019-02-31", "0000-00-00"),
    *([], {}, [None], [[]], [{}], ["\ud800\0"], {"a": {}}),
)
FIELDS = (
    *("title", "authors", "year", "publicationDate", "venue", "abstract", "fieldsOfStudy"),
    *("publicationTypes", "citationCount", "influentialCitationCount", "referenceCount"),
    *("externalIds",),
)


@pytest.mark.parametrize("field", FIELDS)
def test_no_value_of_a_field_of_a_service_stops_a_library(field: str) -> None:
    with Library.in_memory() as library:
        key = library.store_paper(PaperRecord("arxiv", title="Citing"))
        for value in HOSTILE:
            item = {"paperId": SHA, "title": "A Paper of Some Length", field: value}
            told = reference(tidy_row({"citedPaper": item}, "citedPaper"))
            library.store_references(key, ReferenceList("semantic scholar", (told,)))
        found = list(library.iter_papers())
        library.dump().encode()
    assert len(found) == 2
    assert all(paper.year is None or 1000 <= paper.year <= 2100 for paper in found)


@pytest.mark.parametrize("field", ["contexts", "intents", "isInfluential"])
def test_no_value_of_a_citation_stops_a_library(field: str) -> None:
    with Library.in_memory() as library:
        key = library.store_paper(PaperRecord("arxiv", title="Citing"))
        for value in HOSTILE:
            row = {"citedPaper": {"paperId": SHA, "title": "A Paper"}, field: value}
            told = reference(tidy_row(row, "citedPaper"))
            library.store_references(key, ReferenceList("semantic scholar", (told,)))
        assert len(list(library.iter_citations())) == 1


def test_what_is_refused_is_counted_with_its_reason_and_the_rest_is_kept() -> None:
    with Library.in_memory() as library:
        for year in (0, 12_345, 2019):
            item = {"paperId": SHA, "title": "A Paper", "year": year, "citationCount": 2**63}
            library.store_paper(record(tidy(item)))
        (paper,) = library.iter_papers()
        told = [(one.stage, one.subject, one.reason) for one in library.refused.problems()]
    assert (paper.title, paper.year, paper.citation_count) == ("A Paper", 2019, None)
    assert told == [
        (
            STAGE,
            "year “0” of A Paper and 1 more",
            "semantic scholar: year: no year from 1000 to 2100, taken as unknown",
        ),
        (
            STAGE,
            f"citation_count “{2**63}” of A Paper and 2 more",
            "semantic scholar: citation count: no possible count, taken as unknown",
        ),
    ]


def test_the_good_entries_of_a_list_stay() -> None:
    values, refused = admitted({"authors": ["Ada One", 7, None, "\ud800", "Bo Two"]})
    assert values == {"authors": ("Ada One", "Bo Two")}
    assert [(one.field, one.value, str(one.reason)) for one in refused] == [
        ("authors", "7", "no text")
    ]


@given(st.text("0123456789", min_size=1, max_size=6000))
def test_a_number_of_any_length_is_read(digits: str) -> None:
    assert number(digits) >= 0


@pytest.mark.parametrize("name", ["graph.graphml", "graph.json"])
def test_an_import_takes_impossible_numbers_as_unknown_and_tells_them(
    name: str, tmp_path: Path
) -> None:
    from ptm_graph.exports import export

    papers: nx.DiGraph[str] = nx.DiGraph(direction="citing-cited")
    for key, year, count in (("a", -5, -7), ("b", 12_345, -1), ("c", 2019, 3)):
        papers.add_node(key, title=f"Paper {key}", name=key, year=year, citation_count=count)
    export(papers, tmp_path / name)
    with Library.in_memory() as library:
        stored = store(library, read_graph(tmp_path / name).graph)
        found = {paper.title: (paper.year, paper.citation_count) for paper in library.iter_papers()}
    assert found == {"Paper a": (None, None), "Paper b": (None, None), "Paper c": (2019, 3)}
    assert [one.subject.endswith("and 1 more") for one in stored.refused] == [True, True]


def test_an_import_from_another_program_tells_them_too(tmp_path: Path) -> None:
    file = tmp_path / "graph.json"
    nodes = [{"id": "a", "year": 12_345, "citations": 2**64}, {"id": "b", "year": "2019.0"}]
    text = json.dumps({"nodes": nodes, "links": []}).replace("12345", "9" * 5000)
    file.write_text(text, "utf-8")
    found = read_graph(file)
    assert found.graph.nodes["b"]["year"] == 2019
    assert {"year", "citation_count"}.isdisjoint(found.graph.nodes["a"])
    reasons = {one.reason for one in found.problems}
    assert {"not a valid year; left out", "not a valid citation_count; left out"} <= reasons


def test_a_reading_list_takes_what_no_paper_can_have_as_unknown_and_tells_it() -> None:
    items = [{"title": "A Paper of Some Length \ud800", "issued": {"date-parts": [[2**70]]}}]
    listed = read_text(json.dumps(items), "csl-json")
    assert [(one.title, one.year) for one in listed.entries] == [("A Paper of Some Length", None)]
    with Library.in_memory() as library, library.writing() as writer:
        assert len(writer.replace_entries(listed.entries)) == 1
