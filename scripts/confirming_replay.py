"""Confirming by replay: what a reader's keys settle, answered from the annotations.

A paper offers its three best candidates. A reader who answers as the annotators did takes a
marked source with one key, or says with one key that none of the three is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
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


def one_by_one(example: Example, judged: Judgement) -> int | None:
    """Keys until a source is taken, a key for each candidate looked at; None: not in three."""
    return next(
        (at + 1 for at in range(SHOWN_CANDIDATES) if sources_in(example, judged, at, at + 1)), None
    )


def page_by_page(example: Example, judged: Judgement) -> int | None:
    """The same where a key takes one of three at once, and *none of these* shows three more."""
    for page in range(SHOWN_CANDIDATES):
        first = page * SHOWN_CANDIDATES
        if sources_in(example, judged, first, first + SHOWN_CANDIDATES):
            return page + 1
    return None


def every_source(example: Example, judged: Judgement) -> int | None:
    """Keys until all sources are taken, one each; None if not all are among the three."""
    taken = sources_in(example, judged, 0, SHOWN_CANDIDATES)
    return taken if taken == example.drawn_in_all else None


READINGS: Mapping[str, Callable[[Example, Judgement], int | None]] = {
    "a source, candidate by candidate": one_by_one,
    "a source, three at once, “none” shows three more": page_by_page,
    "every source, three at once, a key each": every_source,
}
"""What “settled” may mean → the keys it takes."""


def within(found: Hundreds, keys: Callable[[Example, Judgement], int | None]) -> Floats:
    """Share of papers that one, two and three keys settle, mean of the splits."""
    needed = [
        keys(example, one)
        for judged in found.splits
        for example, one in zip(found.data, judged, strict=True)
    ]
    shares = [np.mean([key is not None and key <= most for key in needed]) for most in (1, 2, 3)]
    return np.array(shares)


def put_right(found: Hundreds) -> Floats:
    """(orders, PAPERS): share of the mistakes put right after so many papers.

    A mistake is a candidate among the three that is named as a parent (as likely as not, or
    more) and not marked, or the other way round. Orders: by expected gain, the surest first.
    """
    each = []
    for judged in found.splits:
        gains, best, mistakes = [], [], []
        for example, one in zip(found.data, judged, strict=True):
            rows = [at for at in one.order[:SHOWN_CANDIDATES] if example.eligible[at]]
            named = [at in one.named and bool(one.chances[at] >= EVEN_ODDS) for at in rows]
            chances = one.chances[rows].tolist()
            gains.append(expected_gain(zip(chances, named, strict=True), 0))
            best.append(max(chances, default=0.0))
            mistakes.append(int((example.drawn[rows] != np.array(named, dtype=bool)).sum()))
        orders = (np.argsort(-np.array(held), kind="stable") for held in (gains, best))
        sums = [np.cumsum(np.array(mistakes)[order])[np.array(PAPERS) - 1] for order in orders]
        each.append(np.array(sums) / sum(mistakes))
    found_mean: Floats = np.mean(each, axis=0)
    return found_mean


def confirming(states: Mapping[str, Hundreds], called: Mapping[str, str]) -> Iterator[str]:
    """The section on confirming."""
    yield row("settled within", "", "one key", "two keys", "three keys")
    yield row(*["---"] * 5)
    for reading, keys in READINGS.items():
        for name, told in called.items():
            yield row(reading, told, *(f"{share:.1%}" for share in within(states[name], keys)))
    yield ""
    found = states["full text"]
    yield row("mistakes put right (full text) after", *(f"{papers} papers" for papers in PAPERS))
    yield row(*["---"] * (1 + len(PAPERS)))
    for order, shares in zip(("expected gain", "the surest first"), put_right(found), strict=True):
        yield row(order, *(f"{share:.0%}" for share in shares))
    yield row("any order", *(f"{papers / len(found.data):.0%}" for papers in PAPERS))
