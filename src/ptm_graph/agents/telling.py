"""Papers, relations and quotes as plain data, each with who says so."""

from __future__ import annotations

from collections.abc import Sequence
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
from ptm_graph.workflow.quoting import Quote, link_of, notes
from ptm_graph.workflow.quoting import said as quoted_of

LONGEST_NAME, LONGEST_TITLE, LONGEST_TEXT = 100, 250, 1500
OURS, LIST = "ptm-graph", "reading list"
"""Givers of what is computed here, and of what its owner says."""
_MOST = 12
_REASONS = 3


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


def quotes_of(state: State, child: str, relation: Relation, most: int = 2) -> list[Data]:
    """What is quoted of a relation: the owner's notes, then the citing paper."""
    parent = relation.parent
    found = _said(state, child, relation)
    data = state.citations.get_edge_data(child, parent) or {}
    given = data.get("given_by")
    giver = None if given is None else source_title(plain_source(str(given)))
    read = bool(state.library.passages(child).get(parent)) if found else False
    return [
        quoted(
            one.text,
            "your note" if one.noted else "full text" if read else giver,
            **{} if one.noted else {"paper": child},
            **{"section": short(one.section, LONGEST_NAME)} if one.section else {},
        )
        for one in found[:most]
    ]


def _said(state: State, child: str, relation: Relation) -> Sequence[Quote]:
    parent = relation.parent
    return quoted_of(state.library, child, {parent: relation.evidence.sentences})[parent]


def relation_told(state: State, relation: Relation, quotes: int = 1) -> Data:
    """A relation: what it says, how sure it is, who says so."""
    pair = relation.parent, relation.child
    decision = state.decisions_of.get(pair)
    means = None if decision is not None else meaning(relation)
    parent, child = (short(name, LONGEST_NAME) for name in relation.called)
    told: Data = {
        "parent": pair[0],
        "child": pair[1],
        "says": short(relation_sentence(relation, child, parent), 400),
        "confidence": round(relation.confidence, 2) if decision is None else None,
        "means": None if means is None else str(means),
        "perhaps": relation.proposal,
        "because": short(relation.reason, 400) or None,
        "rests_on": tier_in_words(relation.tier),
        "giver": OURS if decision is None else f"{decision.verdict} by {short(decision.by, 60)}",
        "citation_giver": _citation_giver(state, relation),
        "quotes": quotes_of(state, relation.child, relation, quotes),
    }
    return told


def candidate_told(state: State, one: Candidate) -> Data:
    """A candidate: the relation it is or would be, its verdict and strongest terms."""
    relation = one.relation
    terms = [term.explanation for term in relation.evidence.terms if term.points > 0]
    weak = notes(relation, _said(state, relation.child, relation))
    return {
        **relation_told(state, relation, 2),
        "chosen": one.chosen,
        "verdict": str(one.verdict),
        "because": "; ".join(terms[:_REASONS]) or None,
        "weak": [str(note) for note in weak][:_MOST],
    }


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
        ("identifiers", dict(paper.identifiers), "title"),
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
