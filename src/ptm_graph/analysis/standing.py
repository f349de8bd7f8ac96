"""How the papers around a reading list stand to it, learned from the list's own papers.

Each paper of the list is looked at as if it were not on it: once alone, with all others there
(what is *missing*), and once with only the earlier ones there (what *came next*). Two logistic
regressions tell such papers from the works around the list; a work is ranked by the mean of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from ptm_graph.analysis.csr import Bools, Floats
from ptm_graph.graph.dates import days_of
from ptm_graph.lineage.recalibration import regression
from ptm_graph.lineage.title_words import numbered_words

FEWEST = 20
"""Papers of a list that must be joined by citations before a share of them says anything."""
_SMALLEST_GROUP = 10
_PULL = 1.0
"""How strongly the regressions are held near no difference (L2 on standardised columns)."""
_WORD_WEIGHT = 2.0
"""Papers of the list that a word counts as being in beforehand, at the rate of all works."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one work outside a list stands to it."""

    paper: str
    cites: tuple[str, ...]
    """Papers of the list that it is known to cite."""
    cited_by: tuple[str, ...]
    """Papers of the list that cite it."""
    score: float
    """Orders the works; no probability."""
    on_list: int | None
    """Of the works that stand like it, how many are on the list; None: not measured."""
    works: int | None
    """How many such works there are."""

    @property
    def chance(self) -> float | None:
        """Share of the works standing like this one that are on the list; None: not measured."""
        if self.on_list is None or not self.works:
            return None
        return self.on_list / self.works


def standings(citations: nx.DiGraph[str], listed: Collection[str]) -> tuple[Standing, ...]:
    """Rank the works that cite a list or are cited by it, the likeliest to belong to it first.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citing → cited.
    listed : collection of str
        Keys of the papers of the list; only citations from and to them are read.

    Returns
    -------
    tuple of Standing
        All works outside the list that have a citation from it or to it.

    Notes
    -----
    What is read of a work: which papers of the list it cites (each counted less the more
    papers cite it, by the root of their number), how many cite it, and the words of its title.
    A list of which fewer than :data:`FEWEST` papers are joined by citations teaches nothing:
    works are ordered by the first two alone then, and no chance is given.
    A chance is measured by isotonic regression (pool adjacent violators) over the papers of
    the list, each as if it were not on it, and the works around it. O(citations of the list).
    """
    around = _Around(citations, frozenset(listed))
    if not around.outside:
        return ()
    rows = [*around.inside, *around.outside]
    whole = around.columns(rows)
    labels = np.arange(len(rows)) < len(around.inside)
    measured = len(around.inside) >= FEWEST
    scores = _scores(around, whole, labels) if measured else whole[:, :2].sum(axis=1)
    groups = _groups(scores, labels) if measured else []
    found = []
    for work, score in zip(
        around.outside, scores[len(around.inside) :].round(9).tolist(), strict=True
    ):
        group = next((one for one in groups if score >= one[0]), (0.0, None, None))
        found.append(
            Standing(work, around.cites[work], around.cited_by[work], score, group[1], group[2])
        )
    return tuple(sorted(found, key=lambda one: (-one.score, one.paper)))


def _scores(around: _Around, whole: Floats, labels: Bools) -> Floats:
    """Mean of how likely each row is missing, and how likely it is what came next."""
    earlier = np.concatenate([around.columns(around.inside, earlier=True), whole[~labels]])
    joined = ~labels | (earlier[:, :2] > around.nothing).any(axis=1)
    missing = _probabilities(whole, labels, whole)
    return (missing + _probabilities(earlier[joined], labels[joined], whole)) / 2


class _Around:
    """The papers of a list and the works that a citation joins to it."""

    def __init__(self, citations: nx.DiGraph[str], listed: frozenset[str]):
        self.cites: dict[str, tuple[str, ...]] = {}
        self.cited_by: dict[str, tuple[str, ...]] = {}
        seeds = sorted(key for key in listed if key in citations)
        cites: dict[str, list[str]] = {}
        cited_by: dict[str, list[str]] = {}
        self.popularity: dict[str, int] = {}
        for seed in seeds:
            citing = [key for key in citations.predecessors(seed) if key != seed]
            self.popularity[seed] = len(citing)
            for key in citing:
                cites.setdefault(key, []).append(seed)
            for key in citations.successors(seed):
                if key != seed:
                    cited_by.setdefault(key, []).append(seed)
        works = sorted(cites.keys() | cited_by.keys())
        # where nobody asked who cites the list, what its own papers cite tells nothing of others
        strange = any(key not in listed for key in cites)
        self.cites = {key: tuple(cites.get(key, ())) if strange else () for key in works}
        self.cited_by = {key: tuple(cited_by.get(key, ())) for key in works}
        self.inside = [
            key for key in works if key in listed and (self.cites[key] or self.cited_by[key])
        ]
        self.outside = [key for key in works if key not in listed]
        self.days = {key: days_of(citations.nodes[key]) for key in seeds}
        self._words = self._title_scores(citations, listed)

    nothing = np.log([0.05, 0.5])
    """The first two columns of a work that has no citation from the list and to it."""

    def columns(self, keys: Sequence[str], *, earlier: bool = False) -> Floats:
        """(works, 3): papers of the list cited, those citing, words of the title.

        With ``earlier``, only papers of the list that are older than each work are there.
        """
        found = np.empty((len(keys), 3))
        for row, key in enumerate(keys):
            cites, cited_by = self.cites[key], self.cited_by[key]
            if earlier:
                cites, cited_by = self._older(key, cites), self._older(key, cited_by)
            told = sum(1 / np.sqrt(1 + self.popularity[one]) for one in cites)
            found[row, 0] = np.log(0.05 + told)
            found[row, 1] = np.log(0.5 + len(cited_by))
            found[row, 2] = self._words[key]
        return found

    def _older(self, key: str, papers: Sequence[str]) -> tuple[str, ...]:
        own = self.days[key]
        known = ((one, self.days[one]) for one in papers)
        return tuple(one for one, day in known if own is None or day is None or day[0] < own[0])

    def _title_scores(
        self, citations: nx.DiGraph[str], listed: frozenset[str]
    ) -> Mapping[str, float]:
        """Mean log-ratio of how frequent the words of a title are on the list and anywhere."""
        keys = [*self.inside, *self.outside]
        words, lengths = numbered_words([str(citations.nodes[key].get("title")) for key in keys])
        parts = [part.tolist() for part in np.split(words, np.cumsum(lengths)[:-1])][: len(keys)]
        whole = Counter(word for part in parts for word in part)
        own = Counter(word for part in parts[: len(self.inside)] for word in part)
        count, scores = len(self.inside), {}
        for key, part in zip(keys, parts, strict=True):
            self_counted = int(key in listed)
            total = 0.0
            for word in part:
                rate = (whole[word] - self_counted) / max(1, len(keys) - self_counted)
                expected = (count - self_counted) * rate + _WORD_WEIGHT
                total += np.log((own[word] - self_counted + _WORD_WEIGHT) / expected)
            scores[key] = total / np.sqrt(max(1, len(part)))
        return scores


def _probabilities(columns: Floats, labels: Bools, asked: Floats) -> Floats:
    """Probabilities of being on the list, by a logistic regression that is held near none."""
    middle, spread = columns.mean(axis=0), columns.std(axis=0)
    spread[spread == 0] = 1

    def standard(values: Floats) -> Floats:
        return np.column_stack([np.ones(len(values)), (values - middle) / spread])

    held, marks = standard(columns), labels.astype(float)
    pull = np.array([0.0, *np.full(columns.shape[1], _PULL)])

    found = regression(held, marks, np.zeros(held.shape[1]), pull)
    probabilities: Floats = np.exp(-np.logaddexp(0, -(standard(asked) @ found)))
    return probabilities


def _groups(scores: Floats, labels: Bools) -> list[tuple[float, int, int]]:
    """Lowest score, papers of the list and all works of each group; the best group first."""
    order = np.argsort(-scores, kind="stable")
    held, marks = scores[order].round(9).tolist(), labels[order].tolist()
    found: list[tuple[float, int, int]] = []
    start = 0
    while start < len(held):
        end = min(len(held), start + _SMALLEST_GROUP)
        while end < len(held) and held[end] == held[end - 1]:
            end += 1
        found.append((held[end - 1], sum(marks[start:end]), end - start))
        start = end
        while len(found) > 1 and found[-2][1] * found[-1][2] <= found[-1][1] * found[-2][2]:
            low, right, works = found.pop()
            found[-1] = (low, found[-1][1] + right, found[-1][2] + works)
    return found
