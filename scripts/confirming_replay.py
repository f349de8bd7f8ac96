"""Confirming by replay: what a reader's keys settle, answered from the annotations.

A paper offers its three best candidates. A reader who answers as the annotators did takes
each marked source among them with one key, or says with one key that none is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from fit_lineage_weights import Example, Judgement
from judged_hundreds import Floats, Hundreds, row

from ptm_graph.lineage.confirming import expected_gain
from ptm_graph.lineage.judging import SHOWN_CANDIDATES
from ptm_graph.words.model import EVEN_ODDS

PAPERS = (100, 200, 300, 400)
"""After how many papers one looks at what was gained."""


def sources_in(example: Example, judged: Judgement, first: int, last: int) -> int:
    """Marked sources among the candidates from one rank up to another, not included."""
    rows = judged.order[first:last]
    return int((example.drawn[rows] & example.eligible[rows]).sum())


def keys_until_all(example: Example, judged: Judgement) -> int | None:
    """Keys until all marked sources are taken; None if not all are offered."""
    taken = sources_in(example, judged, 0, SHOWN_CANDIDATES)
    return taken if taken == example.drawn_in_all else None


def keys_until_one(example: Example, judged: Judgement) -> int | None:
    """Keys until one source is taken, where *none of these* brings the next three."""
    for key in range(SHOWN_CANDIDATES):
        first = key * SHOWN_CANDIDATES
        if sources_in(example, judged, first, first + SHOWN_CANDIDATES):
            return key + 1
    return None


def settled(found: Hundreds) -> tuple[Floats, Floats]:
    """Share of papers with all sources taken, and with one, after one, two, three keys."""
    shares = []
    for count in (keys_until_all, keys_until_one):
        each = [
            count(example, one)
            for judged in found.splits
            for example, one in zip(found.data, judged, strict=True)
        ]
        shares.append(
            np.array([np.mean([key is not None and key <= most for key in each])
                      for most in (1, 2, 3)])
        )  # fmt: skip
    return shares[0], shares[1]


def order_of_gain(data: Sequence[Example], splits: Sequence[Sequence[Judgement]]) -> Iterator[
    tuple[Floats, Floats, Floats]
]:  # fmt: skip
    """Of each split: expected gain of the papers, mistakes put right, and sources taken."""
    for judged in splits:
        gains, mistakes, taken = [], [], []
        for example, one in zip(data, judged, strict=True):
            rows = [at for at in one.order[:SHOWN_CANDIDATES] if example.eligible[at]]
            named = [at in one.named and one.chances[at] >= EVEN_ODDS for at in rows]
            right = example.drawn[rows]
            chances = one.chances[rows].tolist()
            gains.append(expected_gain(zip(chances, named, strict=True), 0))
            mistakes.append(float((right != named).sum()))
            taken.append(float(right.sum()))
        yield np.array(gains), np.array(mistakes), np.array(taken)


def _cumulated(values: Floats, order: Floats) -> list[float]:
    whole = values.sum()
    return [float(values[order[:papers].astype(int)].sum() / whole) for papers in PAPERS]


def confirming(states: Mapping[str, Hundreds], called: Mapping[str, str]) -> Iterator[str]:
    """The section on confirming."""
    yield row("known of the references", "one key", "two keys", "three keys")
    yield row(*["---"] * 4)
    for name, told in called.items():
        whole, one = settled(states[name])
        yield row(f"{told}: all sources taken", *(f"{share:.1%}" for share in whole))
        yield row(f"{told}: a source taken", *(f"{share:.1%}" for share in one))
    yield ""
    heads = (f"{papers} papers" for papers in PAPERS)
    yield row("mistakes put right after, full text", *heads)
    yield row(*["---"] * (1 + len(PAPERS)))
    found = states["full text"]
    orders: dict[str, list[list[float]]] = {}
    for gains, mistakes, _ in order_of_gain(found.data, found.splits):
        best = np.array([0.0])
        orders.setdefault("by expected gain", []).append(
            _cumulated(mistakes, np.argsort(-gains, kind="stable"))
        )
        del best
    for name, each in orders.items():
        yield row(name, *(f"{share:.0%}" for share in np.mean(each, axis=0)))
    yield row("in any order", *(f"{papers / len(found.data):.0%}" for papers in PAPERS))
