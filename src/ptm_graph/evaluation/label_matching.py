"""How often a label matches what people wrote on the same edge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ptm_graph.evaluation.gold import GoldSet
from ptm_graph.facts.coined_names import words_of
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.labels import KEY_PHRASES, labels

_GENERIC = words_of("a add adds an and change changes for model new of on the to with")


def label_figures(index: CitationIndex, gold: GoldSet) -> dict[str, float]:
    """Share of labelled gold edges for which some label matches a drawn one.

    Counted over all labelled edges whose papers are in the graph, chosen or not, and
    apart for classes and for open key phrases.
    """
    labelled = [one for one in gold.relations if one.labels]
    by_class = by_phrase = by_any = 0
    for one in labelled:
        found = labels(index, index.number[one.child], index.number[one.parent])
        classes = any(
            _match(label.text, one.labels) for label in found if label.rule != KEY_PHRASES
        )
        phrases = any(
            _match(label.text, one.labels) for label in found if label.rule == KEY_PHRASES
        )
        by_class += classes
        by_phrase += phrases
        by_any += classes or phrases
    total = max(1, len(labelled))
    return {
        "edges": float(len(labelled)),
        "any": by_any / total,
        "classes": by_class / total,
        "key_phrases": by_phrase / total,
    }


def _match(label: str, drawn: Sequence[str]) -> bool:
    """Whether two labels share a distinctive word stem (five letters, hyphens ignored)."""
    return any(_stems(label) & _stems(other) for other in drawn)


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)-(?=\w)", "", text.casefold()))
    return {word[:5] for word in words if word not in _GENERIC and len(word) > 1}
