"""What the child changed: classes where a rule fires, key phrases otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ptm_graph.facts.change_classes import CHANGE_CLASSES, quote
from ptm_graph.facts.key_phrases import EMPTY_WORDS
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.words import lists
from ptm_graph.words.model import Label

KEY_PHRASES = "key phrases"
"""Rule of a label from the open vocabulary."""

MOST_CLASSES = 3
MOST_PHRASES = 2

_IMPLIED: Mapping[str, frozenset[str]] = {
    "cross_lingual": frozenset({"multilingual"}),
    "distils": frozenset({"compresses", "faster"}),
    "compresses": frozenset({"faster"}),
    "masking": frozenset({"objective"}),
    "removes": frozenset({"objective"}),
}
"""A class that is there makes these ones superfluous on a drawing."""


def labels(index: CitationIndex, child: int, parent: int) -> tuple[Label, ...]:
    """Labels of one relation, most informative first.

    Classes come from the stored facts ``fact_label_<rule>``; a quote is added where the
    graph carries abstract or sentences. Key phrases are those of the child that neither
    the parent's key phrases nor its name nor the child's own name contain.
    """
    edge = index.edge(child, parent)
    return (*_class_labels(index, child, edge), *_phrase_labels(index, child, parent))


def _class_labels(index: CitationIndex, child: int, edge: Mapping[str, Any]) -> list[Label]:
    strengths = {
        rule: float(edge[f"fact_label_{rule}"])
        for rule in CHANGE_CLASSES
        if edge.get(f"fact_label_{rule}")
    }
    if not strengths:
        return []
    dropped = {other for rule in strengths for other in _IMPLIED.get(rule, ())}
    order = sorted(
        (rule for rule in strengths if rule not in dropped),
        key=lambda rule: (-strengths[rule], list(CHANGE_CLASSES).index(rule)),
    )
    texts = _texts(index, child, edge)
    return [
        Label(CHANGE_CLASSES[rule].text, rule, quote(rule, texts)) for rule in order[:MOST_CLASSES]
    ]


def _texts(index: CitationIndex, child: int, edge: Mapping[str, Any]) -> list[str]:
    data = index.node(child)
    abstract = re.split(r"(?<=[.!?])\s+(?=[A-Z])", str(data.get("abstract") or ""))
    sentences = str(edge.get("sentences") or "").split("\n")
    return [text for text in (*abstract, *sentences, str(data.get("title") or "")) if text]


def _phrase_labels(index: CitationIndex, child: int, parent: int) -> list[Label]:
    own, theirs = index.node(child), index.node(parent)
    known = _words(
        f"{theirs.get('key_phrases', '')} {theirs.get('title', '')} {theirs.get('name', '')}"
    )
    known |= {word for name in (*index.names(child), *index.names(parent)) for word in _words(name)}
    title = _words(str(own.get("title") or ""))
    found = []
    for phrase in lists.split(own.get("key_phrases")):
        words = _words(phrase)
        if words and not words & known and _is_telling(phrase, title):
            found.append(Label(phrase, KEY_PHRASES))
            known |= words
        if len(found) == MOST_PHRASES:
            break
    return found


def _is_telling(phrase: str, title: set[str]) -> bool:
    """Whether a phrase says enough alone: of single words only those of the title do."""
    words = phrase.split()
    if not EMPTY_WORDS.isdisjoint(words):
        return False
    return len(words) > 1 or "-" in phrase or _words(phrase) <= title


def _words(text: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"[^\W_]+", text.casefold())}
