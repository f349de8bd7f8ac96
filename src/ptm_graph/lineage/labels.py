"""What the child changed, in its authors' words, and how it relates to its parent.

A label says what changed, or there is none: a class where a rule fires on what the authors
say of their own work, and what they say they made, where the parent has none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ptm_graph.facts.change_classes import CHANGE_CLASSES, own_part, quote, tells_difference
from ptm_graph.facts.naming_notes import naming
from ptm_graph.facts.own_words import contributions, own_sentences, says_more
from ptm_graph.facts.relation_types import RELATION_TYPES, saying, strongest
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.words import lists
from ptm_graph.words.model import Label

KEY_PHRASES = "key phrases"
"""Rule of a label from the open vocabulary."""

MOST_CLASSES = 2
MOST_PHRASES = 2
MOST_LABELS = 3

_IMPLIED: Mapping[str, frozenset[str]] = {
    "cross_lingual": frozenset({"multilingual"}),
    "distils": frozenset({"compresses", "faster"}),
    "compresses": frozenset({"faster"}),
    "masking": frozenset({"objective"}),
    "removes": frozenset({"objective"}),
}
"""A class that is there makes these ones superfluous on a drawing."""


def labels(index: CitationIndex, child: int, parent: int) -> tuple[Label, ...]:
    """Labels of one relation, classes first.

    Classes come from the stored facts ``fact_label_<rule>`` and from notes of the list's owner
    that name the parent, phrases from what the child's
    authors say they made (``contributions``). A phrase of which more is in the parent's title,
    names, key phrases and contributions than is not is left out: they share it. A quote is
    added where the graph carries abstract or sentences.
    """
    edge = index.edge(child, parent)
    classes = _class_labels(index, child, edge)
    noted = _noted_labels(index, child, parent, {label.rule for label in classes})
    return (*classes, *noted, *_phrase_labels(index, child, parent))[:MOST_LABELS]


def relation_type(index: CitationIndex, child: int, parent: int) -> Label | None:
    """How the child relates to the parent, by the facts ``fact_type_<name>``; None: not said."""
    edge = index.edge(child, parent)
    name = strongest({name: float(edge.get(f"fact_type_{name}") or 0) for name in RELATION_TYPES})
    if name is None:
        return None
    return Label(TYPE_TEXTS[name], name, saying(name, _sentences(edge)))


TYPE_TEXTS: Mapping[str, str] = {
    "distils": "distils",
    "replaces": "replaces a part",
    "extends": "extends",
    "adapts": "adapts",
    "uses": "uses as a component",
    "compares": "compares with",
}
"""Type of a relation → words for it."""


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
    title, *own = _own_sentences(index, child)
    against = (own_part(text) for text in _sentences(edge) if tells_difference(text))
    texts = [*own, *against, title]
    return [
        Label(CHANGE_CLASSES[rule].text, rule, quote(rule, texts)) for rule in order[:MOST_CLASSES]
    ]


def _noted_labels(
    index: CitationIndex, child: int, parent: int, known: Collection[str]
) -> list[Label]:
    """Classes of which the owner's notes on the child speak where they name the parent."""
    notes = str(index.node(child).get("note") or "").splitlines()
    naming_it = naming(notes, index.names(parent)) if notes else ()
    said = ((rule, quote(rule, naming_it)) for rule in CHANGE_CLASSES if rule not in known)
    dropped = {other for rule in known for other in _IMPLIED.get(rule, ())}
    return [
        Label(CHANGE_CLASSES[rule].text, rule, note, noted=True)
        for rule, note in said
        if note is not None and rule not in dropped
    ][: MOST_CLASSES - min(len(known), MOST_CLASSES)]


def _own_sentences(index: CitationIndex, paper: int) -> tuple[str, ...]:
    data = index.node(paper)
    return own_sentences(str(data.get("title") or ""), data.get("abstract"))


def _sentences(edge: Mapping[str, Any]) -> list[str]:
    return str(edge.get("sentences") or "").splitlines()


def _phrase_labels(index: CitationIndex, child: int, parent: int) -> list[Label]:
    theirs = index.node(parent)
    known = {
        *_made(index, parent),
        *lists.split(theirs.get("key_phrases")),
        *lists.split(theirs.get("short_names")),
        *(str(theirs.get(name) or "") for name in ("title", "name")),
        *index.names(parent),
        *index.names(child),
        *lists.split(index.node(child).get("short_names")),
    }
    found: list[Label] = []
    for phrase in _made(index, child):
        if says_more(phrase, known):
            found.append(Label(phrase, KEY_PHRASES, _where(phrase, _own_sentences(index, child))))
            if len(found) == MOST_PHRASES:
                break
    return found


def _made(index: CitationIndex, paper: int) -> tuple[str, ...]:
    data = index.node(paper)
    if "contributions" in data:
        return lists.split(data["contributions"])
    return contributions(str(data.get("title") or ""), data.get("abstract"))


def _where(phrase: str, texts: Iterable[str]) -> str | None:
    """The sentence with a phrase; the title says it where no other does."""
    wanted = phrase.removeprefix("without ")
    title, *own = texts
    return next((text for text in (*own, title) if wanted.casefold() in text.casefold()), None)
