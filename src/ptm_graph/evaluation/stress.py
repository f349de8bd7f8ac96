"""Stress tests: what is left of the figures when evidence is taken away.

Each test changes the citation graph and computes the facts anew from the texts, as a
library with less to go on would have them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import networkx as nx

from ptm_graph.errors import InputError
from ptm_graph.evaluation.gold import GoldSet
from ptm_graph.facts.citation_facts import for_reference_list
from ptm_graph.facts.coined_names import names_of, pattern
from ptm_graph.words import lists
from ptm_graph.words.model import Citation, Paper

Transform = Callable[["nx.DiGraph[str]"], "nx.DiGraph[str]"]

HIDDEN = "X"
"""What replaces every hidden name."""


def names_hidden(citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Every coined name and alias replaced by X in titles, abstracts and sentences."""
    changed = citations.copy()
    names = {key: names_of(_paper(key, data)) for key, data in citations.nodes(data=True)}
    for key, data in changed.nodes(data=True):
        around = {name for other in (key, *citations.successors(key)) for name in names[other]}
        for attribute in ("title", "abstract", "key_phrases"):
            if data.get(attribute):
                data[attribute] = _hidden(str(data[attribute]), around)
        data["name"] = data["title"] = data.get("title") or HIDDEN
        data.pop("aliases", None)
        for attribute in ("derived_names", "short_names", "contributions"):
            data.pop(attribute, None)
    for citing, _, data in changed.edges(data=True):
        around = {
            name for other in (citing, *citations.successors(citing)) for name in names[other]
        }
        if data.get("sentences"):
            data["sentences"] = _hidden(str(data["sentences"]), around)
    return _with_new_facts(changed)


def _hidden(text: str, names: set[str]) -> str:
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if name in text:
            text = pattern(name).sub(HIDDEN, text)
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text)
    return text


def half_the_sentences(citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Every second citing sentence dropped, chosen by a hash of its text."""
    changed = citations.copy()
    for _, _, data in changed.edges(data=True):
        if data.get("sentences"):
            kept = [text for text in str(data["sentences"]).split("\n") if _even(text)]
            data["sentences"] = "\n".join(kept)
    return _with_new_facts(changed)


def years_shuffled(citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Dates dealt out anew among the papers, in the order of a hash of their keys.

    A control: a method that leans on dates alone falls to chance here.
    """
    changed = citations.copy()
    keys = sorted(changed)
    dealt = sorted(keys, key=lambda key: hashlib.sha256(key.encode()).hexdigest())
    dates = ("year", "date", "date_precision")
    held = {key: {name: citations.nodes[key].get(name) for name in dates} for key in keys}
    for key, giver in zip(keys, dealt, strict=True):
        for name in dates:
            if held[giver][name] is None:
                changed.nodes[key].pop(name, None)
            else:
                changed.nodes[key][name] = held[giver][name]
    return changed


def hub_of(gold: GoldSet) -> str:
    """The paper that most children of the gold set are drawn under."""
    fame = Counter(one.parent for one in gold.relations)
    if not fame:
        raise InputError("the gold set has no relation whose papers the library knows")
    return min(fame, key=lambda key: (-fame[key], key))


STRESSES: Mapping[str, Transform] = MappingProxyType(
    {"names": names_hidden, "sentences": half_the_sentences, "years": years_shuffled}
)
"""Name → change of the graph; ``hub`` excludes :func:`hub_of` from the candidates."""


def _even(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def _with_new_facts(citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Recompute facts, mentions and sentence numbers of every reference list."""
    if not any("sentences" in data for _, _, data in citations.edges(data=True)):
        raise InputError(
            "this stress test needs the citing sentences, which the library does not carry: "
            "run refresh first"
        )
    papers = {key: _paper(key, data) for key, data in citations.nodes(data=True)}
    for citing in sorted(citations):
        edges = [
            (cited, citations.edges[citing, cited])
            for cited in sorted(citations.successors(citing))
        ]
        read = [(papers[cited], _citation(citing, cited, data)) for cited, data in edges]
        if all(one.sentences is None for _, one in read) and papers[citing].abstract is None:
            continue
        for (_, data), facts in zip(edges, for_reference_list(papers[citing], read), strict=True):
            for name in [name for name in data if name.startswith("fact_")]:
                del data[name]
            data.update({f"fact_{name}": value for name, value in facts.facts.items()})
            if facts.mentions is not None:
                data["mentions"] = facts.mentions
                data["sentence_numbers"] = " ".join(map(str, facts.sentence_numbers or ()))
    return citations


def _paper(key: str, data: Mapping[str, Any]) -> Paper:
    return Paper(
        key=key,
        title=str(data.get("title") or ""),
        aliases=lists.split(data.get("aliases")),
        authors=lists.split(data.get("authors")) or None,
        abstract=data.get("abstract"),
    )


def _citation(citing: str, cited: str, data: Mapping[str, Any]) -> Citation:
    known = "mentions" in data or "sentences" in data
    sentences = tuple(text for text in str(data.get("sentences") or "").split("\n") if text)
    return Citation(citing, cited, sentences=sentences if known else None)
