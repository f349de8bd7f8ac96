"""Linked data that others' programs read, check and count."""

from __future__ import annotations

import sys
from typing import Any

import networkx as nx
import pyshacl
import pytest
import rdflib
from noticed import LINK, fill
from rdflib.namespace import OWL, RDF, XSD

from ptm_graph.errors import ExportError
from ptm_graph.exports import to_bytes
from ptm_graph.exports.rdf import CITO, PREFIXES, VOCABULARY, shapes
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.lineage import lineage_graph
from ptm_graph.lineage.labels import TYPE_TEXTS
from ptm_graph.words.wording import Said

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SPACES = {name: rdflib.Namespace(space) for name, space in PREFIXES.items()}
CITES, DCTERMS, FABIO, PROV = (SPACES[name] for name in ("cito", "dcterms", "fabio", "prov"))
PTM = SPACES["ptm"]
BERT = rdflib.URIRef("https://arxiv.org/abs/1810.04805")
ELMO = rdflib.URIRef("https://arxiv.org/abs/1802.05365")
ROBERTA = rdflib.URIRef("https://arxiv.org/abs/1907.11692")
XLNET = rdflib.URIRef("https://arxiv.org/abs/1906.08237")


def read(graph: nx.DiGraph[str], name: str = "ttl", **options: Any) -> Any:
    form = {"ttl": "turtle", "jsonld": "json-ld"}[name]
    return rdflib.Graph().parse(data=to_bytes(graph, name, **options), format=form)


def quads(graph: nx.DiGraph[str]) -> Any:
    found = rdflib.Dataset()
    found.parse(data=to_bytes(graph, "nq"), format="nquads")
    return found


def count(found: Any, kind: rdflib.URIRef) -> int:
    return len(set(found.subjects(RDF.type, kind)))


def test_papers_citations_and_relations_come_back_in_number(any_graph: nx.DiGraph[str]) -> None:
    found = read(any_graph)
    assert count(found, FABIO.Work) == any_graph.number_of_nodes()
    forward = any_graph.graph.get("kind") == "lineage"
    tiers = [data.get("tier") for *_, data in any_graph.edges(data=True)]
    assert count(found, PTM.Relation) == (len(tiers) if forward else 0)
    cited = [tier for tier in tiers if tier != "name only"] if forward else tiers
    assert count(found, CITES.Citation) == len(set(found.subject_objects(CITES.cites)))
    assert count(found, CITES.Citation) == len(cited)


def test_three_formats_say_the_same(any_graph: nx.DiGraph[str]) -> None:
    turtle = set(read(any_graph))
    assert set(read(any_graph, "jsonld")) == turtle
    assert {tuple(quad[:3]) for quad in quads(any_graph).quads()} == turtle


def test_every_export_meets_its_shapes(any_graph: nx.DiGraph[str]) -> None:
    told = rdflib.Graph().parse(data=shapes(), format="turtle")
    conforms, _, report = pyshacl.validate(read(any_graph), shacl_graph=told)
    assert conforms, report


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [(BERT, PTM.key), (None, CITES.hasCitedEntity), (None, PTM.proposal)],
)
def test_the_shapes_notice_what_is_missing(
    family: nx.DiGraph[str], subject: Any, predicate: Any
) -> None:
    found = read(family)
    found.remove((subject, predicate, None))
    told = rdflib.Graph().parse(data=shapes(), format="turtle")
    assert not pyshacl.validate(found, shacl_graph=told)[0]


def test_doi_and_arxiv_id_are_iris_of_one_paper(family: nx.DiGraph[str]) -> None:
    found = read(family)
    doi = rdflib.URIRef("https://doi.org/10.18653/v1/n19-1423")
    assert (BERT, OWL.sameAs, doi) in found
    acl = rdflib.URIRef("https://aclanthology.org/N19-1423/")
    assert str(acl).rstrip("/") in {
        str(one).rstrip("/") for one in found.objects(BERT, SPACES["schema"].sameAs)
    }
    told = {str(one) for one in found.objects(BERT, DCTERMS.identifier)}
    assert told == {"arxiv:1810.04805", "doi:10.18653/v1/n19-1423", "acl:N19-1423"}


def test_authors_stay_in_order_and_dates_as_precise_as_they_are(family: nx.DiGraph[str]) -> None:
    found = read(family)
    (listed,) = found.objects(BERT, SPACES["bibo"].authorList)
    names = [
        str(found.value(found.value(listed, RDF[f"_{number}"]), SPACES["foaf"].name))
        for number in range(1, 5)
    ]
    assert names == ["Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova"]
    kinds = {paper: found.value(paper, DCTERMS.date).datatype for paper in (BERT, ROBERTA, XLNET)}
    assert kinds == {BERT: XSD.date, ROBERTA: XSD.gYearMonth, XLNET: XSD.gYear}


def test_a_date_that_is_none_stays_a_text(family: nx.DiGraph[str]) -> None:
    for key, date in (("arxiv:1810.04805", "2019-02-31"), ("arxiv:1802.05365", "spring")):
        family.nodes[key]["date"] = date
    found = read(family)
    for paper, date in ((BERT, "2019-02-31"), (ELMO, "spring")):
        assert found.value(paper, DCTERMS.date) == rdflib.Literal(date)


@pytest.mark.parametrize("kind", sorted(TYPE_TEXTS.values()))
def test_a_type_is_a_property_of_cito_only_where_it_says_as_much(
    family: nx.DiGraph[str], kind: str
) -> None:
    family.edges["arxiv:1802.05365", "arxiv:1810.04805"]["relation_type"] = kind
    found = read(family)
    said = {predicate for predicate in found.predicates(BERT, ELMO) if predicate in CITES}
    expected = {"extends": "extends", "replaces a part": None, "compares with": None}
    name = expected.get(kind, "usesMethodIn")
    assert said == {CITES.cites, *([CITES[name]] if name else [])}
    (citation,) = found.subjects(PTM.child, BERT)
    assert found.value(citation, PTM.relationType) == rdflib.Literal(kind)
    assert set(CITO) <= set(TYPE_TEXTS.values())


def test_neither_a_proposal_nor_a_mere_name_says_more_than_it_knows(
    family: nx.DiGraph[str],
) -> None:
    proposal = family.edges["arxiv:1802.05365", "arxiv:1906.08237"]
    proposal["relation_type"] = "extends"
    named = family.edges["arxiv:1810.04805", "arxiv:1907.11692"]
    named |= {"tier": "name only", "relation_type": "extends"}
    found = read(family)
    assert set(found.predicates(XLNET, ELMO)) == {CITES.cites}
    assert not set(found.predicates(ROBERTA, BERT))
    assert {str(one) for one in found.objects(None, PTM.proposal)} == {"true", "false"}


def test_who_said_so_is_a_program_a_person_or_a_service(
    family: nx.DiGraph[str], citations: nx.DiGraph[str]
) -> None:
    edge = family.edges["arxiv:1802.05365", "arxiv:1810.04805"]
    edge |= {"decision": "set", "decided_by": "Ada <&>", "decided_at": "2026-01-02T03:04:05"}
    found = read(family)
    (relation,) = found.subjects(PTM.child, BERT)
    assert found.value(relation, PROV.wasAttributedTo) is None
    (decision,) = found.subjects(PTM.about, relation)
    person = found.value(decision, PROV.wasAttributedTo)
    assert (person, RDF.type, PROV.Person) in found
    assert str(found.value(person, SPACES["foaf"].name)) == "Ada <&>"
    (inferred,) = found.subjects(PTM.child, ROBERTA)
    program = found.value(inferred, PROV.wasAttributedTo)
    assert (program, RDF.type, PROV.SoftwareAgent) in found
    citations.edges["arxiv:1810.04805", "arxiv:1802.05365"]["given_by"] = "crossref"
    cited = read(citations)
    (source,) = cited.objects(None, PROV.hadPrimarySource)
    assert str(cited.value(source, SPACES["foaf"].name)) == "Crossref"


def test_a_parent_that_a_person_set_without_a_reference_is_no_citation(
    family: nx.DiGraph[str],
) -> None:
    edge = family.edges["arxiv:1802.05365", "arxiv:1810.04805"]
    edge["notes"] = str(Said("note.decided"))
    assert (BERT, CITES.cites, ELMO) in read(family)
    edge["notes"] = f"{Said('note.decided')}; {Said('note.no citation')}"
    assert (BERT, CITES.cites, ELMO) not in read(family)


def test_quads_keep_citations_lineage_and_decisions_apart(family: nx.DiGraph[str]) -> None:
    family.edges["arxiv:1802.05365", "arxiv:1810.04805"]["decision"] = "accepted"
    told = to_bytes(family, "nq").decode()
    names = {line.split(" ")[-2] for line in told.splitlines() if "<urn:x-ptm-graph:graph/" in line}
    assert names == {
        f"<urn:x-ptm-graph:graph/{one}>" for one in ("citations", "lineage", "decisions")
    }
    assert "x-rdflib" not in told
    assert all("graph/citations" in line for line in told.splitlines() if "cito/cites>" in line)


def test_notices_say_what_became_of_a_paper() -> None:
    with Library.in_memory() as library:
        fill(library)
        found = read(lineage_graph(citation_graph(library)))
    status = {str(one) for one in found.objects(None, SPACES["schema"].creativeWorkStatus)}
    assert status == {"retracted", "withdrawn", "of concern", "corrected"}
    (notice,) = found.objects(None, CITES.isRetractedBy)
    assert found.value(notice, DCTERMS.source) == rdflib.URIRef(LINK)
    assert str(found.value(notice, DCTERMS.date)) == "2021-03-04"
    assert len(set(found.objects(None, CITES.isCorrectedBy))) == 1


def test_no_hostile_text_is_part_of_an_iri(hostile: nx.DiGraph[str]) -> None:
    for number, key in enumerate(hostile):
        hostile.nodes[key]["notice"] = "retraction"
        hostile.nodes[key]["notice_link"] = hostile.nodes[key]["title"]
        hostile.nodes[key]["s2"] = f"https://example.org/<{number}>"
    found = read(hostile)
    iris = {term for triple in found for term in triple if isinstance(term, rdflib.URIRef)}
    assert len(iris) > 100
    assert all(str(iri).isascii() and not set(str(iri)) & set(' <>"{}|\\^`\n') for iri in iris)
    assert not {iri for iri in iris if str(iri).startswith("javascript:")}


def test_papers_are_named_below_the_base_that_is_asked_for(family: nx.DiGraph[str]) -> None:
    found = read(family, base="https://example.org/list")
    (paper,) = found.subjects(PTM.key, rdflib.Literal("title:未知的模型"))
    assert str(paper).startswith("https://example.org/list/paper/title:%E6")
    assert (BERT, RDF.type, FABIO.Work) in found
    assert not any(VOCABULARY[:-11] + "citation" in str(one) for one in found.subjects())


@pytest.mark.parametrize("base", ["list", "https://ex ample.org/", "https://a/<b>", ""])
def test_a_base_that_is_no_iri_is_refused(family: nx.DiGraph[str], base: str) -> None:
    with pytest.raises(ExportError, match="is no absolute IRI"):
        to_bytes(family, "ttl", base=base)


def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    family: nx.DiGraph[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(ExportError, match=r"pip install 'ptm-graph\[rdf\]'"):
        to_bytes(family, "nq")
