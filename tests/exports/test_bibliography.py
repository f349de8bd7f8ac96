from __future__ import annotations

import json
import re
from typing import Any

import networkx as nx
import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from ptm_graph.exports import seeds_to_bytes, to_bytes
from ptm_graph.exports.entries import Name, citation_key, divided
from ptm_graph.graph.citations import citation_graph
from ptm_graph.imports.into_library import store
from ptm_graph.library import Library
from ptm_graph.words.characters import one_line
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord


def bibtex(graph: nx.DiGraph[str]) -> Any:
    library = parse_string(to_bytes(graph, "bib").decode("utf-8"))
    assert not library.failed_blocks
    return library


def ris(graph: nx.DiGraph[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(to_bytes(graph, "ris").decode("utf-8"))
    return found


def csl(graph: nx.DiGraph[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(to_bytes(graph, "csl"))
    return found


def test_each_format_has_every_paper_once_under_the_same_key(any_graph: nx.DiGraph[str]) -> None:
    keys = [entry.key for entry in bibtex(any_graph).entries]
    assert len(set(keys)) == len(keys) == len(any_graph)
    assert [record["id"] for record in ris(any_graph)] == keys
    assert [item["id"] for item in csl(any_graph)] == keys
    assert all(re.fullmatch(r"[a-z0-9A-Z.-]+", key) for key in keys)


def test_bert_is_a_conference_paper_with_all_that_is_known(family: nx.DiGraph[str]) -> None:
    entry = bibtex(family).entries_dict["devlin-arxiv-1810.04805"]
    fields = {field.key: field.value for field in entry.fields}
    assert entry.entry_type == "inproceedings"
    assert fields["author"].startswith("Devlin, Jacob and Chang, Ming-Wei and ")
    assert fields["year"] == "2019"
    assert fields["booktitle"] == "NAACL"
    assert (fields["eprint"], fields["archiveprefix"]) == ("1810.04805", "arXiv")
    assert fields["doi"] == "10.18653/v1/n19-1423"
    record = next(record for record in ris(family) if record.get("doi"))
    assert (record["type_of_reference"], record["year"]) == ("CONF", "2019")
    assert record["authors"][0] == "Devlin, Jacob"
    item = next(item for item in csl(family) if item["id"] == "devlin-arxiv-1810.04805")
    assert item["issued"] == {"date-parts": [[2019]]}
    assert item["author"][0] == {"family": "Devlin", "given": "Jacob"}


def test_a_preprint_and_an_unknown_date_are_told_as_such(family: nx.DiGraph[str]) -> None:
    types = {item["title"]: item["type"] for item in csl(family)}
    assert types["RoBERTa: A Robustly Optimized BERT Pretraining Approach"] == "article"
    chinese = next(item for item in csl(family) if item["title"].startswith("未知"))
    assert "issued" not in chinese and "author" not in chinese


def test_a_citation_key_does_not_depend_on_the_selection(family: nx.DiGraph[str]) -> None:
    whole = {item["title"]: item["id"] for item in csl(family)}
    part = {item["title"]: item["id"] for item in csl(family.subgraph(list(family)[1:3]))}
    assert part.items() <= whole.items()


def test_hostile_titles_come_back_from_ris_and_csl(hostile: nx.DiGraph[str]) -> None:
    expected = {one_line(data["title"]) for _, data in hostile.nodes(data=True)} - {""}
    assert expected <= {item["title"] for item in csl(hostile)}
    assert expected <= {record["title"] for record in ris(hostile)}


def test_hostile_titles_leave_the_braces_of_bibtex_balanced(hostile: nx.DiGraph[str]) -> None:
    for entry in bibtex(hostile).entries:
        for field in entry.fields:
            depth = 0
            for char in field.value:
                depth += {"{": 1, "}": -1}.get(char, 0)
                assert depth >= 0
            assert depth == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jacob Devlin", Name("Devlin", "Jacob")),
        ("Laurens van der Maaten", Name("van der Maaten", "Laurens")),
        ("Devlin, Jacob", Name("Devlin", "Jacob")),
        ("孙宇", Name("孙宇")),
        ("OpenAI", Name("OpenAI")),
    ],
)
def test_names_are_divided_as_bibliographies_want_them(name: str, expected: Name) -> None:
    assert divided(name) == expected


def test_keys_that_look_alike_get_different_citation_keys() -> None:
    assert citation_key("title:a/b", ()) != citation_key("title:a_b", ())
    assert re.fullmatch(r"title-[0-9a-f]{8}", citation_key("title:未知", ()))


def test_a_name_with_a_semicolon_stays_one_author() -> None:
    library = Library.in_memory()
    names = ("Gon&#xe7;alo One", "Bo Two")
    library.store_paper(PaperRecord("import", {"mag": "7"}, title="Tall trees", authors=names))
    graph = citation_graph(library)
    item = csl(graph)[0]
    assert [f"{name['given']} {name['family']}" for name in item["author"]] == list(names)
    assert "Gon&amp;#xe7;alo One; Bo Two" in to_bytes(graph, "vos").decode()
    other = Library.in_memory()
    store(other, graph)
    assert other.find("Tall trees").authors == names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The ATLAS Collaboration", Name("The ATLAS Collaboration")),
        ("Widget Consortium", Name("Widget Consortium")),
        ("Institute for Widgets", Name("Institute for Widgets")),
        ("Harry Connick Jr.", Name("Connick", "Harry", "Jr.")),
        ("Connick, Harry, Jr.", Name("Connick", "Harry", "Jr.")),
        ("Connick, Jr., Harry", Name("Connick", "Harry", "Jr.")),
        ("Guy L. Steele III", Name("Steele", "Guy L.", "III")),
        ("Teresa Teamer", Name("Teamer", "Teresa")),
        ("Plato", Name("Plato")),
    ],
)
def test_groups_and_generations_are_told_from_family_names(name: str, expected: Name) -> None:
    assert divided(name) == expected


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (r"Widgets in $\mathcal{O}(n^2)$ & more", r"{Widgets in $\mathcal{O}(n^2)$ \& more}"),
        (r"Evil $\input{x}$ widgets", r"{Evil \$\textbackslash{}input"),
        (r"Evil $x^{2$ widgets", r"{Evil \$x\textasciicircum{}"),
        ("From $5 to $10", r"{From \$5 to \$10}"),
    ],
)
def test_a_formula_of_a_list_stays_one_if_it_only_typesets(title: str, written: str) -> None:
    assert written in seeds_to_bytes([SeedEntry(title)], "bib").decode()


def test_a_formula_of_a_service_becomes_one_again() -> None:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.store_paper(PaperRecord("arxiv", {"arxiv": "2001.00001"}, r"In $\mathcal{O}(n^2)$"))
    assert r"{In $\mathcal{O}$(n$^{2}$)}" in to_bytes(citation_graph(library), "bib").decode()


def test_a_withdrawn_paper_is_marked_wherever_it_is_named() -> None:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.store_paper(
            PaperRecord("arxiv", {"arxiv": "2001.00001"}, "Widgets", comment="Withdrawn.")
        )
    graph = citation_graph(library)
    assert graph.nodes["arxiv:2001.00001"]["withdrawn"] is True
    for name in ("dot", "mermaid", "gexf", "svg", "md"):
        assert "(withdrawn)" in to_bytes(graph, name).decode(), name


def test_exports_say_whom_the_records_came_from() -> None:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.store_paper(PaperRecord("arxiv", {"arxiv": "2001.00001"}, "Widgets"))
        writer.store_paper(PaperRecord("reading list", {"arxiv": "2001.00002"}, "Gadgets"))
    assert "From arXiv" in to_bytes(citation_graph(library), "bib").decode()
