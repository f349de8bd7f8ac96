"""How often a label matches what people wrote on the same edge."""

from __future__ import annotations

import re
from collections import Counter
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
    hits: Counter[str] = Counter()
    for one in labelled:
        found = labels(index, index.number[one.child], index.number[one.parent])
        matching = [label for label in found if _match(label.text, one.labels)]
        hits["any"] += bool(matching)
        hits["classes"] += any(label.rule != KEY_PHRASES for label in matching)
        hits["key_phrases"] += any(label.rule == KEY_PHRASES for label in matching)
    total = max(1, len(labelled))
    shares = {name: hits[name] / total for name in ("any", "classes", "key_phrases")}
    return {"edges": float(len(labelled)), **shares}


def _match(label: str, drawn: Sequence[str]) -> bool:
    """Whether two labels share a distinctive word stem (five letters, hyphens ignored)."""
    return any(_stems(label) & _stems(other) for other in drawn)


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)-(?=\w)", "", text.casefold()))
    return {word[:5] for word in words if word not in _GENERIC and len(word) > 1}
