"""Explanations in the reader's language, made of names and numbers, not of sentences.

The library explains in English; every explanation also carries what it is made of
(terms of a score, counts, dates), and from that the same is said here in any language.
Where a name is unknown to the catalogue, the library's own words are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ptm_graph.analysis.reading_order import reason_text as reason_in_words
from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.reader import Opened
from ptm_graph.dashboard.safe_text import as_html
from ptm_graph.graph.selection import is_proposal
from ptm_graph.lineage import Candidate, in_words, saying
from ptm_graph.lineage.reliability import legend, meaning
from ptm_graph.words.model import Relation, ScoreTerm
from ptm_graph.words.wording import sure, understood

if TYPE_CHECKING:
    from ptm_graph.analysis import ReadingStep, Reason


def references_text(words: Words, known: int, stated: int | None) -> str:
    """How many of its references are known of a paper."""
    if stated is None:
        return words("paper.references_known_only", known=words.number(known))
    counts = {"known": words.number(known), "stated": words.number(stated)}
    if known > stated:
        return words("paper.references_beyond", **counts)
    return words("paper.references_known", **counts)


# --- terms of a score ------------------------------------------------------------------------


def term_text(words: Words, term: ScoreTerm) -> str:
    """One term of a score in words."""
    return in_words.term_text(term, words.language)


def reason_text(words: Words, relation: Relation) -> str:
    """The strongest reasons for a relation."""
    return in_words.reason_text(relation.evidence.terms, relation.reason, words.language)


def edge_reason(words: Words, data: Mapping[str, Any]) -> str:
    """The strongest reasons for an edge of a lineage graph."""
    return in_words.edge_reason(data, words.language)


def label_text(words: Words, text: str) -> str:
    """What changed: classes of change in the reader's language, key phrases as they are."""
    return in_words.label_text(text, words.language)


def sure_text(words: Words, relation: Relation | Mapping[str, Any]) -> str:
    """How sure a relation is: its confidence, or that the person decided."""
    if isinstance(relation, Relation):
        return sure(relation.confidence, relation.decision, words.language)
    return sure(float(relation["confidence"]), relation.get("decision"), words.language)


def meaning_text(words: Words, relation: Relation | Mapping[str, Any]) -> str:
    """What the confidence of a relation means; nothing where that is not known."""
    said = meaning(relation)
    return "" if said is None else words.told(said)


def show_legend(words: Words, relations: Iterable[Relation | Mapping[str, Any]]) -> None:
    """Show what the confidences of a list of relations mean."""
    said = "<br>".join(as_html(words.told(one), 300) for one in legend(relations))
    if said:
        st.html(f'<div class="pg-muted">{said}</div>')


def perhaps(words: Words, relation: Mapping[str, Any]) -> str:
    """“perhaps ” before what is said of a proposal; nothing before what is stated."""
    return words("edge.perhaps") if is_proposal(relation) else ""


# --- why there is no relation ----------------------------------------------------------------


def abstention_text(words: Words, opened: Opened, child: str) -> str:
    """Why a paper has no parent; the reason it carries where nothing was inferred."""
    found = next((one for one in opened.lineage.abstentions if one.child == child), None)
    if found is not None:
        return words.told(found.reason)
    held = opened.family.nodes[child].get("abstention")
    return words.told(understood(str(held))) if held else words("paper.no_parent")


# --- why the runner-up lost ------------------------------------------------------------------


def lost_text(words: Words, opened: Opened, ranked: Sequence[Candidate], parent: str) -> str | None:
    """Why the candidate asked about (or else the second one) is not the best one."""
    pair = saying.compared(ranked, parent)
    if pair is None:
        return None
    better, worse = (name_of(opened, one.relation.parent) for one in pair)
    ahead = saying.lead(pair[0].relation, pair[1].relation)
    terms = [f"{term_text(words, term)} ({points:+.1f})" for term, points in ahead if points > 0]
    return saying.lost_text(*pair, (better, worse), terms, words.language)


# --- why to read a paper ---------------------------------------------------------------------


def reading_reason(words: Words, opened: Opened, step: ReadingStep, reason: Reason) -> str:
    """Why a paper stands where it stands in a reading order."""
    if reason.kind == "parents":
        names = [_descent(words, opened, parent, step.paper) for parent in reason.papers]
    else:
        names = [name_of(opened, key) for key in reason.papers]
    return reason_in_words(reason.kind, reason.count, names, words.language)


def _descent(words: Words, opened: Opened, parent: str, child: str) -> str:
    data = opened.family.edges[parent, child]
    held = f" ({sure_text(words, data)})" if "confidence" in data else ""
    label = f", {label_text(words, str(data['label']))}" if data.get("label") else ""
    return f"{perhaps(words, data)}{name_of(opened, parent)}{held}{label}"
