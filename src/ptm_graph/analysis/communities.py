"""Communities of papers that cite each other, named by their key phrases."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from ptm_graph.analysis.arrays import GraphArrays, listed
from ptm_graph.analysis.louvain import louvain
from ptm_graph.errors import InputError
from ptm_graph.words import lists

PHRASES = 5
"""Phrases kept for a community."""
_IN_NAME = 2


@dataclass(frozen=True, slots=True)
class Community:
    """Papers that cite each other more than the others."""

    name: str
    """Its two most distinctive phrases; of a single paper, and where no phrase is known, the
    name of its most cited paper."""
    phrases: tuple[str, ...]
    """Most distinctive first; empty where none is known."""
    papers: tuple[str, ...]
    """Keys, most cited inside the community first."""


def communities(
    citations: nx.DiGraph[str],
    papers: Collection[str] | None = None,
    *,
    resolution: float = 1.0,
) -> tuple[Community, ...]:
    """Divide papers into communities by the citations among them.

    Parameters
    ----------
    citations : networkx.DiGraph
        Edges point citing → cited; the node attribute ``key_phrases`` gives the names.
    papers : collection of str, optional
        Keys to divide; default the papers of the reading list, all papers where the
        graph has none.
    resolution : float, default 1.0
        Above 1 gives more and smaller communities.

    Returns
    -------
    tuple of Community
        Largest first. Every paper is in one; a paper that no other cites or is cited by
        is one of its own.

    Raises
    ------
    InputError
        If ``resolution`` is not above 0.

    Notes
    -----
    See :func:`ptm_graph.analysis.louvain.louvain`; direction is ignored, two papers that
    cite each other are joined twice. The weight of a phrase for a community is
    n · log(1 + N / f): n of its papers have it, those with it in their title counted twice,
    f of all N; those of several words count double. A phrase names one community only,
    the largest.
    O(E log V).

    References
    ----------
    .. [1] V. D. Blondel et al., "Fast unfolding of communities in large networks",
       Journal of Statistical Mechanics, 2008.
    .. [2] M. Grootendorst, "BERTopic: Neural topic modeling with a class-based TF-IDF
       procedure", arXiv 2203.05794, 2022 (the weight of a phrase).
    """
    if not resolution > 0:
        raise InputError(f"resolution: {resolution} is not above 0")
    arrays = GraphArrays(citations, papers=listed(citations) if papers is None else papers)
    if not len(arrays):
        return ()
    number = louvain((arrays.later + arrays.later.T).tocsr(), resolution)
    members: list[list[int]] = [[] for _ in range(int(number.max()) + 1)]
    for paper, own in enumerate(number.tolist()):
        members[own].append(paper)
    members.sort(key=lambda group: (-len(group), group[0]))
    return tuple(_described(arrays, [_by_citations(arrays, group) for group in members]))


def _by_citations(arrays: GraphArrays, group: Sequence[int]) -> list[int]:
    chosen = np.array(group)
    inside = arrays.later[chosen][:, chosen].sum(axis=1)
    return [group[place] for place in np.lexsort((chosen, -inside)).tolist()]


def _described(arrays: GraphArrays, groups: Iterable[Sequence[int]]) -> Iterable[Community]:
    attributes = list(arrays.attributes())
    phrases = [_phrases(data) for data in attributes]
    titles = [f" {str(data.get('title') or '').casefold()} " for data in attributes]
    everywhere = Counter(phrase for own in phrases for phrase in own)
    used: set[str] = set()
    for group in groups:
        counts: Counter[str] = Counter()
        for paper in group:
            for phrase in phrases[paper]:
                counts[phrase] += 1 + (f" {phrase} " in titles[paper])
        telling = _telling(counts, everywhere, len(arrays), used)
        words = telling[:_IN_NAME] if len(group) > 1 else ()
        used.update(words)
        first = attributes[group[0]]
        name = ", ".join(words) or str(first.get("name") or arrays.keys[group[0]])
        yield Community(name, telling, tuple(arrays.keys[paper] for paper in group))


def _phrases(data: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lists.split(data.get("key_phrases"))))


def _telling(
    counts: Counter[str], everywhere: Mapping[str, int], papers: int, used: Collection[str]
) -> tuple[str, ...]:
    """The most distinctive phrases that name no other community, none inside another."""
    telling: list[str] = []
    ranked = sorted(
        (-count * (1 + (" " in phrase)) * math.log1p(papers / everywhere[phrase]), phrase)
        for phrase, count in counts.items()
    )
    for _, phrase in ranked:
        words = f" {phrase} "
        inside = any(words in f" {other} " or f" {other} " in words for other in telling)
        if phrase not in used and not inside:
            telling.append(phrase)
        if len(telling) == PHRASES:
            break
    return tuple(telling)
