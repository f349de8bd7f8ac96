"""Key phrases: the telling terms of a title and an abstract, by plain counting.

A term is one to three neighbouring words without function words. A term of the
title counts more, a term that many papers use counts less (idf). See Rose et al.
2010 (RAKE) for cutting candidates at function words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ptm_graph.facts.coined_names import words_of
from ptm_graph.words.model import Paper
from ptm_graph.words.titles import clean

MOST_PHRASES = 12
"""Phrases kept for a paper."""

_WORD = re.compile(r"[^\W_][\w+'’]*(?:-[\w+]+)*")
LONG_WORD = re.compile(r"[^\W_]{3,}")
_BREAK = re.compile(r"[.,;:!?()\[\]{}\"“”|/]+|\s[-–—]\s")

FUNCTION_WORDS = words_of(
    """
    a about above across after again against all almost alone along also although always am
    among an and another any are around as at away be became because become been before
    being below between both but by can cannot could did do does doing done down due during
    e each either else end enough et etc even ever every few first for four from further
    furthermore g get given go had has have having he hence her here his how however i if in
    instead into is it its itself just keep last least less let like likely made mainly make
    makes making many may me might more moreover most mostly much must my namely near need
    neither never next no non nor not nothing now of off often on once one only onto or
    other others otherwise our out over own per perhaps quite rather really s same second
    see seem several shall she should since so some still such t take than that the their
    them then there thereby therefore these they third this those though three through
    throughout thus to together too toward towards two under unlike until up upon us use
    used uses using usually v various very via was way we well were what when where whereas
    whether which while who whole whose why will with within without would yet you your
    """
)
"""Words that carry no topic of their own."""

EMPTY_WORDS = words_of(
    """
    ability able achieve achieved achieves achieving aim aims allow allows analysis analyze
    apply approach approaches art article available based benefit best better broad called
    capable challenge challenges challenging code common compare compared comparable
    comparison competitive complex conduct consider contribution current currently daily
    datasets demonstrate demonstrated demonstrates describe design designed develop
    developed difference different difficult easily easy effect effective effectively
    effectiveness efficient efficiently empirical empirically enable enables evaluate
    evaluated evaluation existing experiment experimental experiments explore explored
    extensive find findings framework fully general good great help high higher highly idea
    important improve improved improvement improvements improves improving include including
    information instance introduce introduced introduces introducing investigate issue key
    known lack large largely lead leads leverage main major method methods model models
    modern multiple name named new novel number obtain obtained obtains open outperform
    outperforms outstanding paper particular perform performance performed performs popular
    possible potential powerful present presented presents previous prior problem problems
    process produce promising propose proposed proposes proposing provide provided provides
    purpose question recent recently release released require required requires research
    result results show showed showing shown shows significant significantly simple simply
    single solution solve source special specific specifically standard state state-of-the-
    art strong study substantial substantially success successful successfully suitable
    superior system systems task tasks technique techniques test top typical typically
    unlike usage useful variety wide widely work works year years
    absolute addition additions average beyond bring choice choices contents demand developing
    discuss diverse enhanced evaluating exploring f1 finish five gain gains handle impact impacts
    individual introduction issues know level levels limits looking measure numbers part parts
    http https percent percentage point points presentation represented rich routinely run
    running score
    scores similar url urls vs
    """
)
"""Words that say nothing of what a paper is about, although they are no function words."""


def terms_of(text: str) -> list[str]:
    """Terms of one to three words of a text, folded, in order, with repeats.

    >>> terms_of("We propose masked language modeling.")
    ['masked', 'language', 'modeling', 'masked language', 'language modeling', \
'masked language modeling']
    """
    found: list[str] = []
    for piece in _BREAK.split(clean(text).casefold()):
        for run in _runs(_WORD.findall(piece)):
            for length in (1, 2, 3):
                found.extend(
                    " ".join(run[start : start + length]) for start in range(len(run) - length + 1)
                )
    return found


def _runs(words: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for word in words:
        if word in FUNCTION_WORDS or word in EMPTY_WORDS or word.isdigit() or len(word) < 2:
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if run]


def content_words(text: str) -> frozenset[str]:
    """Folded words of three letters and more, without function words and plural s.

    >>> sorted(content_words("The Networks of a Graph"))
    ['graph', 'network']
    """
    words = LONG_WORD.findall(text.casefold())
    return frozenset([word.removesuffix("s") for word in words if word not in FUNCTION_WORDS])


def key_phrases(papers: Iterable[Paper]) -> dict[str, tuple[str, ...]]:
    """The most telling terms of each paper, best first.

    Parameters
    ----------
    papers : iterable of Paper
        All papers of a collection: how common a term is comes from them.

    Returns
    -------
    dict
        Key of the paper → at most :data:`MOST_PHRASES` terms; no entry for a paper
        whose title and abstract give none.

    Notes
    -----
    Weight of a term: (count in the abstract + 2 in the title) × idf × √words. Terms
    inside a longer chosen term are dropped. Linear in the length of the texts.
    """
    counts: dict[str, Counter[str]] = {}
    shared: Counter[str] = Counter()
    for paper in papers:
        count = Counter(terms_of(paper.abstract[:5000]) if paper.abstract else ())
        for term in dict.fromkeys(terms_of(paper.title)):
            count[term] += 2
        counts[paper.key] = count
        shared.update(count.keys())
    total = len(counts)
    found = {key: _best(count, shared, total) for key, count in counts.items()}
    return {key: phrases for key, phrases in found.items() if phrases}


def _best(count: Counter[str], shared: Counter[str], total: int) -> tuple[str, ...]:
    def weight(term: str) -> float:
        words = term.count(" ") + 1
        repeated = count[term] if words == 1 or count[term] > 1 else 0.5
        return repeated * math.log((total + 1) / (shared[term] + 0.5)) * math.sqrt(words)

    chosen: list[str] = []
    for term in sorted(count, key=lambda term: (-weight(term), term)):
        padded = f" {term} "
        if any(padded in f" {other} " or f" {other} " in padded for other in chosen):
            continue
        chosen.append(term)
        if len(chosen) == MOST_PHRASES:
            break
    return tuple(chosen)
