"""What an edge says, in either language: from the names and numbers it is made of.

The engine explains in English; every explanation also carries what it is made of (terms of a
score, codes), and from that the same is said in another language. Where a name is unknown to
the catalogue, the engine's own words stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ptm_graph.lineage import saying
from ptm_graph.lineage.graph import SEPARATOR, terms_of
from ptm_graph.lineage.score import INTERCEPT, SIGNAL_NAMES
from ptm_graph.lineage.weights import default_weights
from ptm_graph.words.model import ScoreTerm
from ptm_graph.words.wording import phrase, sentences

ENGLISH = "en"


def term_text(term: ScoreTerm, language: str) -> str:
    """One term of a score; in English the engine's own, with unrounded numbers."""
    if language == ENGLISH and term.explanation:
        return term.explanation
    if term.name == INTERCEPT:
        return saying.start_text(default_weights().starts_in_list(term.weight), language)
    if term.name not in SIGNAL_NAMES:
        return term.explanation
    return saying.signal_text(term.name, term.value, language, filled=term.filled)


def reason_text(terms: Sequence[ScoreTerm], held: str, language: str) -> str:
    """The strongest reasons among the terms of a score; ``held`` where there are none."""
    if not terms:
        return held
    pro = [term_text(term, language) for term in terms if term.points > 0]
    return saying.reason_text(pro, language)


def edge_reason(data: Mapping[str, Any], language: str) -> str:
    """The strongest reasons for an edge of a lineage graph."""
    held = str(data.get("reason") or "")
    return held if language == ENGLISH else reason_text(terms_of(data), held, language)


def label_text(text: str, language: str) -> str:
    """What changed: classes of change in the language, key phrases as they are."""
    return SEPARATOR.join(named("label", one, language) for one in text.split(SEPARATOR))


def named(group: str, name: str, language: str) -> str:
    """The word of the catalogue for a name of the data; itself where there is none."""
    key = f"{group}.{name}"
    return phrase(key, language) if key in sentences() else name
