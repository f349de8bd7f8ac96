"""Words around a citation that speak for or against descent: a lexicon learned from data.

``phrases.json`` has a few hundred phrases of one or two words with their weights. They were
chosen and weighted by ``scripts/fit_lineage_weights.py`` from papers whose sources readers
marked; whoever knows better may correct the file. A phrase counts once for a reference, in
whichever of its sentences it stands near the citation.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from ptm_graph.words.model import HERE, OTHERS, Passage

NEARBY = 12
"""Words on either side of the citation that are read."""

CITED, OTHER = "CITED", "OTHER"
"""How the citation itself, and citations of other works, stand in a phrase."""

_WORD = re.compile(r"CITED|OTHER|[a-z]+(?:-[a-z]+)?")
_ANY_WORD = re.compile(r"[^\W\d_]+")


def phrases_of(passages: Iterable[Passage]) -> frozenset[str]:
    """All phrases near the citations of one reference; O(words)."""
    found: set[str] = set()
    for passage in passages:
        if passage.text and not passage.named:
            for words in _near(passage.text):
                found.update(words)
                found.update(map(" ".join, itertools.pairwise(words)))
    return frozenset(found)


def _near(text: str) -> Iterator[list[str]]:
    """The runs of words around each citation of the reference; runs that overlap are one."""
    lowered = _ANY_WORD.sub(lambda match: match[0].lower(), text)
    marked = lowered.replace(HERE, f" {CITED} ").replace(OTHERS, f" {OTHER} ")
    words = _WORD.findall(marked)
    run: list[str] = []
    last = -1
    for at, word in enumerate(words):
        if word != CITED:
            continue
        begin = max(at - NEARBY, last + 1)
        if begin > last + 1 or not run:
            if run:
                yield run
            run = []
        run += words[begin : at + NEARBY + 1]
        last = min(at + NEARBY, len(words) - 1)
    if run:
        yield run


@cache
def lexicon() -> Mapping[str, float]:
    """Phrase → weight, as the package ships it."""
    read = resources.files("ptm_graph.facts").joinpath("phrases.json").read_text("utf-8")
    return {str(phrase): float(weight) for phrase, weight in json.loads(read)["phrases"].items()}


def phrase_score(passages: Iterable[Passage]) -> float:
    """Sum of the weights of the phrases near the citations of one reference."""
    weights = lexicon()
    return sum(weights[phrase] for phrase in sorted(phrases_of(passages) & weights.keys()))
