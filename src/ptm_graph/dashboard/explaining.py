"""Explanations in the reader's language, made of names and numbers, not of sentences.

The library explains in English; every explanation also carries what it is made of
(terms of a score, counts, dates), and from that the same is said here in any language.
Where a name is unknown to the catalogue, the library's own words are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ptm_graph.dashboard.catalogue import DEFAULT, Words
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.reader import Opened
from ptm_graph.graph.selection import is_proposal
from ptm_graph.lineage import Candidate
from ptm_graph.lineage.graph import SEPARATOR, terms_of
from ptm_graph.lineage.score import INTERCEPT
from ptm_graph.lineage.weights import default_weights
from ptm_graph.words.model import Relation, ScoreTerm, percent
from ptm_graph.words.wording import understood

if TYPE_CHECKING:
    from ptm_graph.analysis import ReadingStep, Reason

_NAMED = 3
"""Papers a reading reason names."""
_TOLD = 3
"""Reasons told of a relation, and of a runner-up that lost."""


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
    """One term of a score in words; in English the library's own, with unrounded numbers."""
    if words.language == DEFAULT and term.explanation:
        return term.explanation
    name = _variant(term)
    if not words.has(f"term.{name}"):
        return term.explanation
    said = words(
        f"term.{name}",
        share=f"{term.value:.0%}",
        count=round(2**term.value - 1),
        worth=f"{2**term.value - 1:.1f}",
        amount=f"{term.value:.1f}",
    )
    return words("term.filled", said=said) if term.filled else said


def _variant(term: ScoreTerm) -> str:
    """The name of a term, with what its value changes in the wording."""
    if term.name in ("spoken_of", "compared_often"):
        count = round(2**term.value - 1)
        least = "one" if term.name == "compared_often" else "none"
        return f"{term.name}_{least if count < 1 else 'one' if count == 1 else 'many'}"
    if term.name == "recent":
        return f"{term.name}_{'more' if term.value > 0 else 'less' if term.value < 0 else 'same'}"
    if term.name == INTERCEPT:
        inside = term.weight == default_weights().intercepts["list"]
        return "any_in_list" if inside else "any"
    return term.name


def reason_text(words: Words, relation: Relation) -> str:
    """The strongest reasons for a relation."""
    return _reason(words, relation.evidence.terms, relation.reason)


def edge_reason(words: Words, data: Mapping[str, Any]) -> str:
    """The strongest reasons for an edge of a lineage graph."""
    held = str(data.get("reason") or "")
    if words.language == DEFAULT or not data.get("terms"):
        return held
    return _reason(words, terms_of(data), held)


def _reason(words: Words, terms: Sequence[ScoreTerm], held: str) -> str:
    if not terms:
        return held
    pro = [term_text(words, term) for term in terms if term.points > 0][:_TOLD]
    return words("reason.and").join(pro) if pro else words("reason.nothing")


def label_text(words: Words, text: str) -> str:
    """What changed: classes of change in the reader's language, key phrases as they are."""
    return SEPARATOR.join(words.named("label", one) for one in text.split(SEPARATOR))


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
    places = [place for place, one in enumerate(ranked) if one.relation.parent == parent]
    rival = places[0] if places and places[0] > 0 else 1
    if len(ranked) <= rival:
        return None
    first, second = ranked[0], ranked[rival]
    better, worse = (name_of(opened, one.relation.parent) for one in (first, second))
    if second.order == "after":
        return words("lost.after", worse=worse)
    if second.order == "concurrent" and not second.chosen and second.relation.tier != "A":
        return words("lost.concurrent", worse=worse)
    reasons = [
        f"{term_text(words, term)} ({points:+.1f})"
        for term, points in _ahead(first.relation, second.relation)
        if points > 0
    ][:_TOLD]
    gap = first.relation.score - second.relation.score
    return words(
        "lost.below",
        worse=worse,
        better=better,
        gap=f"{gap:.1f}",
        reasons=words("reason.and").join(reasons),
    )


def _ahead(first: Relation, second: Relation) -> list[tuple[ScoreTerm, float]]:
    """Terms by which one relation is ahead of another, the widest first."""
    ahead: dict[str, float] = {}
    said: dict[str, ScoreTerm] = {}
    for sign, relation in ((1, first), (-1, second)):
        for term in relation.evidence.terms:
            ahead[term.name] = ahead.get(term.name, 0.0) + sign * term.points
            if sign * term.points > 0 or term.name not in said:
                said[term.name] = term
    wide = [(name, round(points, 4)) for name, points in ahead.items() if abs(points) > 1e-9]
    wide.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    return [(said[name], points) for name, points in wide]


# --- why to read a paper ---------------------------------------------------------------------


def reading_reason(words: Words, opened: Opened, step: ReadingStep, reason: Reason) -> str:
    """Why a paper stands where it stands in a reading order."""
    if reason.kind == "descendants":
        return words(
            "reading.descendants_one" if reason.count == 1 else "reading.descendants",
            count=words.number(reason.count),
            names=_names(words, opened, reason.papers, reason.count),
        )
    if reason.kind == "background":
        names = _names(words, opened, reason.papers, len(reason.papers))
        return words("reading.background", names=names)
    if reason.kind == "prepared":
        names = _names(words, opened, reason.papers, len(reason.papers))
        return words("reading.prepared", names=names)
    if reason.kind == "cited":
        return words(
            "reading.cited_one" if reason.count == 1 else "reading.cited",
            count=words.number(reason.count),
        )
    if reason.kind == "parents":
        told = [_descent(words, opened, parent, step.paper) for parent in reason.papers]
        return words("reading.parents", parents=words("reason.and").join(told))
    return words("reading.asked" if reason.kind == "asked" else "reading.apart")


def _descent(words: Words, opened: Opened, parent: str, child: str) -> str:
    data = opened.family.edges[parent, child]
    sure = f" ({percent(float(data['confidence']))})" if "confidence" in data else ""
    label = f", {label_text(words, str(data['label']))}" if data.get("label") else ""
    return f"{perhaps(words, data)}{name_of(opened, parent)}{sure}{label}"


def _names(words: Words, opened: Opened, papers: Sequence[str], count: int) -> str:
    named = [name_of(opened, key) for key in papers[:_NAMED]]
    rest = count - len(named)
    text = words.list(named)
    return words("reading.more", names=text, rest=words.number(rest)) if rest > 0 else text
