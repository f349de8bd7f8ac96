"""Papers, relations and quotes as plain data, each with who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ptm_graph.agents.pages import Data
from ptm_graph.agents.shelf import State
from ptm_graph.library.merging import plain_source
from ptm_graph.lineage import Candidate
from ptm_graph.lineage.reliability import meaning
from ptm_graph.lineage.saying import relation_sentence
from ptm_graph.words.characters import one_line
from ptm_graph.words.model import Paper, Relation, tier_in_words
from ptm_graph.words.notices import notices_of, said, source_title
from ptm_graph.workflow.quoting import MOST_QUOTES, Quote, link_of, notes
from ptm_graph.workflow.quoting import said as quoted_of

LONGEST_NAME, LONGEST_TITLE, LONGEST_TEXT = 100, 250, 1500
OURS, LIST = "ptm-graph", "reading list"
"""Givers of what is computed here, and of what its owner says."""
_MOST = 12


def short(text: str, most: int = LONGEST_TITLE) -> str:
    """A text of others on one line, cut where it is long."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def giver_of(paper: Paper, field: str) -> str | None:
    """Who said what is held of a field of a paper."""
    named = paper.provenance.get(field)
    return None if named is None else short(source_title(plain_source(named)), LONGEST_NAME)


def brief(paper: Paper) -> Data:
    """A paper in a line; its key is told where it is named."""
    link = link_of(paper)
    told: Data = {
        "name": short(paper.name, LONGEST_NAME),
        "title": short(paper.title),
        "date": str(paper.published or paper.year or "") or None,
        "link": link,
        "giver": giver_of(paper, "title"),
    }
    if fallen := notices_of(paper):
        told["notice"] = str(said(fallen[0]))
    return told


def quoted(text: str, giver: str | None, **of: str | None) -> Data:
    """Words of others: to the letter but for control characters and breaks of lines."""
    line = one_line(text)
    cut = len(line) > LONGEST_TEXT
    if cut:
        line = line[: LONGEST_TEXT - 1] + "…"
    cut = cut or line.startswith("…") or line.endswith("…")
    return {"quoted": line, **({"cut": True} if cut else {}), "giver": giver, **of}


def share(value: float | None) -> float | None:
    """A confidence, chance or strength as it is told: never as certainty."""
    return None if value is None else min(0.99, max(0.01, round(value, 2)))


def relation_told(state: State, relation: Relation, quotes: int = 1) -> Data:
    """A relation: what it says, how sure it is, who says so, what is quoted, what weakens it."""
    decision = state.decisions_of.get((relation.parent, relation.child))
    means = None if decision is not None else meaning(relation)
    parent, child = (short(name, LONGEST_NAME) for name in relation.called)
    sentences = {relation.parent: relation.evidence.sentences}
    found = quoted_of(state.library, relation.child, sentences)[relation.parent]
    given = _citation_giver(state, relation)
    return {
        "parent": relation.parent,
        "child": relation.child,
        "says": short(relation_sentence(relation, child, parent), 400),
        "confidence": share(relation.confidence) if decision is None else None,
        "means": None if means is None else str(means),
        "perhaps": relation.proposal,
        "because": short(relation.reason, 400) or None,
        "rests_on": tier_in_words(relation.tier),
        "giver": OURS if decision is None else f"{decision.verdict} by {short(decision.by, 60)}",
        "citation_giver": given,
        "weak": [str(note) for note in notes(relation, found)][:_MOST],
        "quotes": [_quote(state, relation, one, given) for one in found[:quotes]],
    }


def candidate_told(state: State, one: Candidate) -> Data:
    """A candidate: the relation it is, or would be, with the verdict on it."""
    decision = state.decisions_of.get((one.relation.parent, one.relation.child))
    others = (two for two in state.decisions_of.values() if two.child == one.relation.child)
    if decision is not None:
        is_parent = decision.verdict != "rejected"
    else:
        is_parent = one.chosen and not any(two.verdict == "set" for two in others)
    relation = replace(one.relation, decision=decision.verdict if decision else None)
    told = relation_told(state, relation, MOST_QUOTES)
    if not is_parent:  # it would read as if it were one
        told |= {"says": None, "perhaps": False}
    return {**told, "is_parent": is_parent, "verdict": str(one.verdict)}


def _quote(state: State, relation: Relation, one: Quote, given: str | None) -> Data:
    section = {"section": short(one.section, LONGEST_NAME)} if one.section else {}
    if one.noted:
        return quoted(one.text, LIST)
    if state.library.passages(relation.child).get(relation.parent):
        given = "full text"
    return quoted(one.text, given, paper=relation.child, **section)


def _citation_giver(state: State, relation: Relation) -> str | None:
    data: Any = state.citations.get_edge_data(relation.child, relation.parent)
    given = None if data is None else data.get("given_by")
    return None if given is None else source_title(plain_source(str(given)))


def facts_of(state: State, paper: Paper) -> list[Data]:
    """What is known of a paper, a statement each, with its giver."""
    known, stated = paper.references_known, paper.reference_count
    values: list[tuple[str, Any, str]] = [
        ("authors", _listed(paper.authors), "authors"),
        ("venue", paper.venue and short(paper.venue), "venue"),
        ("published", str(paper.published) if paper.published else None, "published"),
        ("citations in the whole world", paper.citation_count, "citation_count"),
        ("references", {"known": known, "stated": stated}, "reference_count"),
        ("identifiers", dict(paper.identifiers), "identifiers"),
        ("also called", _listed(paper.aliases), "aliases"),
        ("on the reading list", paper.seed, "seed"),
        ("family", paper.family and short(paper.family, LONGEST_NAME), "family"),
    ]
    own = ("aliases", "seed", "family")
    found: list[Data] = [
        {
            "fact": name,
            "value": value,
            "giver": LIST if of in own else giver_of(paper, of),
        }
        for name, value, of in values
        if value is not None
    ]
    found += [
        {"fact": short(name, LONGEST_NAME), **quoted(value, LIST)}
        for name, value in paper.properties.items()
    ]
    found += [
        {
            "fact": "notice",
            "value": str(said(one)),
            "link": one.link,
            "giver": source_title(one.source),
        }
        for one in notices_of(paper)
    ]
    found += [{"fact": "note", **quoted(one.text, LIST)} for one in paper.notes]
    found += [
        {
            "fact": f"resource: {short(one.kind, 30)}",
            "value": short(one.title or ""),
            "link": short(one.url, 500),
            "giver": LIST,
        }
        for one in paper.resources
    ]
    if paper.abstract:
        giver = giver_of(paper, "abstract")
        found.append({"fact": "abstract", **quoted(paper.abstract, giver, paper=paper.key)})
    return found


def _listed(texts: Sequence[str] | None) -> list[str] | None:
    if not texts:
        return None
    shown = [short(one, LONGEST_NAME) for one in texts[:_MOST]]
    return shown if len(texts) <= _MOST else [*shown, f"and {len(texts) - _MOST} more"]
