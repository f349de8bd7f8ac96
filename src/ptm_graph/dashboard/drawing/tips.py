"""What the drawing says about a paper or an edge under the pointer, as escaped HTML."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.explaining import (
    edge_reason,
    label_text,
    meaning_text,
    references_text,
    sure_text,
)
from ptm_graph.dashboard.safe_text import as_tip
from ptm_graph.graph.dates import date_of
from ptm_graph.graph.selection import is_proposal
from ptm_graph.layout.labels import brief
from ptm_graph.words.notices import SIGNS, kind_in, word

_SHORT = 160


def paper_tips(
    graph: nx.DiGraph[str], words: Words, sizes: Mapping[str, float | None]
) -> dict[str, str]:
    """Key → title, date, citations and completeness."""
    tips = {}
    for key, data in graph.nodes(data=True):
        name, title = str(data.get("name") or key), str(data.get("title") or "")
        lines = [f"<b>{as_tip(name, 80)}</b>"]
        if title and title != name:
            lines.append(as_tip(title, _SHORT))
        if (kind := kind_in(data)) is not None:
            lines.append(f"{SIGNS[kind]} {word(kind, words.language)}")
        date = date_of(data)
        world, here = data.get("citation_count"), sizes.get(key)
        cited = (
            words("paper.citations", count=words.number(world))
            if world is not None or here is None
            else words("paper.cited_here", count=words.number(here))
        )
        lines.append(f"{words.date(date) if date else words('paper.no_date')} · {cited}")
        known, stated = data.get("references_known"), data.get("reference_count")
        if known is not None and stated is not None:
            lines.append(references_text(words, known, stated))
        tips[key] = "<br>".join(lines)
    return tips


def edge_tips(graph: nx.DiGraph[str], words: Words) -> dict[tuple[str, str], str]:
    """Tail and head → names, what changed, confidence and reason."""
    tips = {}
    for tail, head, data in graph.edges(data=True):
        names = " → ".join(
            as_tip(str(graph.nodes[key].get("name") or key), 50) for key in (tail, head)
        )
        lines = [f"<b>{names}</b>"]
        if is_proposal(data):
            lines.append(f"<i>{words('edge.proposal')}</i>")
        if data.get("label"):
            lines.append(as_tip(label_text(words, str(data["label"])), _SHORT))
        if "confidence" in data:
            named = "" if data.get("decision") else f" {words('edge.confidence')}"
            tier = words.named("tier_name", str(data["tier"]))
            lines.append(f"{sure_text(words, data)}{named} · {tier}")
            if named and (means := meaning_text(words, data)):
                lines.append(as_tip(means, _SHORT))
        elif data.get("mentions") is not None:
            lines.append(words("edge.mentions", count=data["mentions"]))
        if data.get("reason"):
            lines.append(as_tip(edge_reason(words, data), _SHORT))
        tips[tail, head] = "<br>".join(lines)
    return tips


def edge_labels(graph: nx.DiGraph[str], words: Words) -> dict[tuple[str, str], str]:
    """Tail and head → what changed, in the reader's language; a proposal's has a question mark."""
    return {
        (tail, head): brief(label_text(words, str(data["label"]))) + "?" * is_proposal(data)
        for tail, head, data in graph.edges(data=True)
        if data.get("label")
    }
