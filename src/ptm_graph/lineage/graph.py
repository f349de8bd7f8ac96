"""The lineage as a NetworkX graph with scalar attributes, and back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import networkx as nx

from ptm_graph.lineage.infer import infer
from ptm_graph.lineage.labels import TYPE_TEXTS
from ptm_graph.lineage.reliability import meaning
from ptm_graph.lineage.results import Lineage
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.weights import Weights
from ptm_graph.words import lists
from ptm_graph.words.model import Evidence, Label, Relation, ScoreTerm
from ptm_graph.words.wording import understood

SEPARATOR = " · "


def lineage_graph(
    citations: nx.DiGraph[str],
    *,
    candidates: Candidates | None = None,
    until: datetime.date | None = None,
    weights: Weights | None = None,
) -> nx.DiGraph[str]:
    """Infer the lineage and give it as a graph whose edges point parent → child.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citation graph, citing → cited, as in ``docs/data-model.md``.
    candidates, until, weights
        As in :func:`ptm_graph.lineage.infer`.

    Returns
    -------
    networkx.DiGraph
        Every paper of the reading list and every parent is a node with the attributes it
        has in ``citations``; edge attributes as in ``docs/data-model.md``, all scalar.
    """
    return to_graph(
        citations, infer(citations, candidates=candidates, until=until, weights=weights)
    )


def to_graph(citations: nx.DiGraph[str], lineage: Lineage) -> nx.DiGraph[str]:
    """A lineage as a graph whose edges point parent → child.

    Nodes are the reading list's papers (all papers with a relation where there is no
    list) plus their parents; a child without a parent carries its reason as the node
    attribute ``abstention``, a pair of concurrent works stands as the graph attribute
    ``concurrent`` (JSON).
    """
    named = {key for one in lineage.relations for key in (one.parent, one.child)}
    named |= {one.child for one in lineage.abstentions}
    family: nx.DiGraph[str] = nx.DiGraph()
    family.graph.update(citations.graph)  # where the data is from, and whom to credit
    family.graph.update(kind="lineage", direction="parent-child")
    for key, data in citations.nodes(data=True):
        if key in named or data.get("seed"):
            family.add_node(key, **data)
    for abstention in lineage.abstentions:
        family.nodes[abstention.child]["abstention"] = str(abstention.reason)
    for relation in lineage.relations:
        family.add_edge(relation.parent, relation.child, **edge_attributes(relation))
    family.graph["concurrent"] = json.dumps(
        [[pair.one, pair.other] for pair in lineage.concurrent], ensure_ascii=False
    )
    family.graph["missing_parents"] = json.dumps(
        [[one.paper, list(one.children)] for one in lineage.missing_parents], ensure_ascii=False
    )
    return family


def edge_attributes(relation: Relation) -> dict[str, Any]:
    """A relation as scalar edge attributes; unknown ones are absent."""
    evidence = relation.evidence
    attributes: dict[str, Any] = {
        "score": relation.score,
        "confidence": relation.confidence,
        "tier": relation.tier,
        "proposal": relation.proposal,
        "rank": relation.rank,
        "label": SEPARATOR.join(label.text for label in relation.labels),
        "relation_type": kind.text if (kind := relation.relation_type) else None,
        "relation_type_quote": kind.quote if kind else None,
        "reason": relation.reason,
        "terms": _json(
            [
                {
                    "name": term.name,
                    "value": term.value,
                    "weight": term.weight,
                    "explanation": term.explanation,
                    **({"filled": True} if term.filled else {}),
                }
                for term in evidence.terms
            ]
        ),
        "labels": _json(
            [
                {
                    "text": label.text,
                    "rule": label.rule,
                    "quote": label.quote,
                    **({"noted": True} if label.noted else {}),
                }
                for label in relation.labels
            ]
        ),
        "sentences": "\n".join(evidence.sentences) or None,
        "notes": lists.joined(map(str, evidence.notes)),
        "intents": lists.joined(evidence.intents or ()),
        "mentions": evidence.mentions,
        "decision": relation.decision,
        "knowledge": relation.knowledge,
        "field_measured": relation.field_measured,
        "recalibrated": relation.recalibrated,
        "confidence_means": str(said) if (said := meaning(relation, own=False)) else None,
    }
    return {name: value for name, value in attributes.items() if value is not None}


def relations(graph: nx.DiGraph[str]) -> list[Relation]:
    """The edges of a lineage graph as relations, by child and rank.

    The inverse of :func:`edge_attributes`: reading back what was written gives equal
    relations.
    """
    found = [
        replace(_relation(*edge), names=(name_of(graph, edge[0]), name_of(graph, edge[1])))
        for edge in graph.edges(data=True)
    ]
    return sorted(found, key=lambda one: (one.child, one.rank, one.parent))


def name_of(graph: nx.DiGraph[str], key: str) -> str:
    """What a paper of a graph is called; its key where nobody said."""
    data = graph.nodes[key]
    return str(data.get("name") or data.get("title") or key)


def terms_of(data: Mapping[str, Any]) -> tuple[ScoreTerm, ...]:
    """The terms of the score of an edge; empty where it carries none."""
    return tuple(ScoreTerm(**term) for term in json.loads(data.get("terms") or "[]"))


def _relation(parent: str, child: str, data: dict[str, Any]) -> Relation:
    return Relation(
        parent=parent,
        child=child,
        score=float(data["score"]),
        confidence=float(data["confidence"]),
        tier=data["tier"],
        rank=int(data["rank"]),
        labels=tuple(Label(**label) for label in json.loads(data.get("labels") or "[]")),
        relation_type=_type(data),
        reason=str(data.get("reason") or ""),
        evidence=Evidence(
            terms=terms_of(data),
            sentences=tuple(text for text in str(data.get("sentences") or "").split("\n") if text),
            intents=lists.split(data.get("intents")) or None,
            mentions=data.get("mentions"),
            notes=tuple(map(understood, lists.split(data.get("notes")))),
        ),
        decision=data.get("decision"),
        knowledge=data.get("knowledge"),
        field_measured=data.get("field_measured"),
        recalibrated=data.get("recalibrated"),
    )


def _type(data: Mapping[str, Any]) -> Label | None:
    text = data.get("relation_type")
    if not text:
        return None
    rule = next((name for name, said in TYPE_TEXTS.items() if said == text), "decision")
    return Label(str(text), rule, data.get("relation_type_quote"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
