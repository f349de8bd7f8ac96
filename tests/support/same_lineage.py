"""Hold the relational lineage of a corpus against that of the library's own code."""

from dataclasses import replace

import networkx as nx
import numpy as np

from ptm_graph.corpus.engines import engine
from ptm_graph.corpus.from_library import without_list
from ptm_graph.corpus.layout import Corpus
from ptm_graph.corpus.lineage import relational
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine as Judge
from ptm_graph.lineage.score import SIGNAL_NAMES
from ptm_graph.lineage.weights import KNOWLEDGE, Weights, default_weights


def every_signal_counts() -> Weights:
    """Weights of which none is 0, different ones in every state."""
    rest = default_weights()
    states = {
        state: replace(
            rest.given(state),
            weights={
                name: (-1) ** at * (0.07 + 0.01 * ((7 * at + place) % 31))
                for at, name in enumerate(SIGNAL_NAMES)
            },
        )
        for place, state in enumerate(KNOWLEDGE)
    }
    low = {"all": 0.02}
    return replace(rest, states=states, thresholds=low, further=low, margin=2.0)


def assert_equal(
    graph: "nx.DiGraph[str]", corpus: Corpus, weights: Weights | None = None, on: str = "duckdb"
) -> tuple[int, int]:
    """Compare all candidates and all parents; how many candidates and relations there were."""
    judge = Judge(CitationIndex(without_list(graph)), weights)
    judged = list(judge.judged(judge.children(None), "all"))
    with engine(on) as one:
        lineage = relational(corpus, one, weights=weights)
        names = ["citing", "cited", "score", "confidence", "time", "tier"]
        rows = one.arrow(lineage.candidates.select(*names).order_by("citing", "cited"))
        parents = one.arrow(lineage.parents.select("citing", "cited", "rank"))
    own = [
        (each.child, int(each.scored.references.cited[row]), each, row)
        for each in judged
        for row in sorted(each.order)
    ]
    own.sort(key=lambda one: one[:2])
    assert [one[:2] for one in own] == list(
        zip(rows["citing"].to_pylist(), rows["cited"].to_pylist(), strict=True)
    )
    scores = [each.scored.scores[row] for _, _, each, row in own]
    np.testing.assert_allclose(rows["score"].to_numpy(), scores, rtol=0, atol=1e-9)
    chances = [each.confidences[row] for _, _, each, row in own]
    np.testing.assert_allclose(rows["confidence"].to_numpy(), chances, rtol=0, atol=1e-9)
    assert rows["tier"].to_pylist() == [each.scored.tier(row) for _, _, each, row in own]
    orders = ["before", "concurrent", "after"]
    assert [orders[at] for at in rows["time"].to_pylist()] == [
        each.times[row] for _, _, each, row in own
    ]
    chosen = {
        (each.child, int(each.scored.references.cited[row]), rank)
        for each in judged
        for rank, row in enumerate(each.chosen, start=1)
    }
    assert set(zip(*(parents[name].to_pylist() for name in parents.column_names), strict=True)) == (
        chosen
    )
    return len(own), len(chosen)
