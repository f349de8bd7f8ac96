"""The lineage of the papers of a corpus, by whatever engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ptm_graph.corpus.engines import Engine
from ptm_graph.corpus.layout import Corpus
from ptm_graph.graph.spans import Floats, Ints
from ptm_graph.lineage.time_order import weakest_of_cycles
from ptm_graph.lineage.weights import Weights, default_weights

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from ptm_graph.lineage.relational.lineage import RelationalLineage


@dataclass(frozen=True, slots=True)
class Children:
    """Of which papers parents are sought; what is not given admits all."""

    field: str | None = None
    """Field of study as the source names it; capitals do not matter."""
    since: int | None = None
    """First year."""
    around: tuple[int, ...] | None = None
    """These papers, what they cite and what cites them."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    children: int
    """Papers with at least one parent."""
    relations: int
    broken: int
    """Relations that were left out because they closed a cycle."""


def relational(
    corpus: Corpus, engine: Engine, children: Children | None = None, weights: Weights | None = None
) -> RelationalLineage:
    """The lineage of a corpus as expressions for an engine."""
    from ptm_graph.lineage.relational.lineage import RelationalLineage
    from ptm_graph.lineage.relational.tables import CorpusTables

    papers, citations, cited_by = (
        engine.table(corpus, name) for name in ("papers", "citations", "cited_by")
    )
    tables = CorpusTables(papers, citations, cited_by, keep=engine.keep)
    if children is not None and children != Children():
        sought = engine.keep(_chosen(papers, citations, cited_by, children))
        tables = replace(tables, children=sought)
    return RelationalLineage(tables, weights or default_weights())


def write_lineage(
    corpus: Corpus,
    engine: Engine,
    out: str,
    children: Children | None = None,
    weights: Weights | None = None,
) -> Written:
    """Infer the parents of the papers of a corpus and write them as Parquet.

    Parents may be any references, as for :func:`ptm_graph.lineage.infer` without a reading list.

    Parameters
    ----------
    corpus : Corpus
        Where papers and citations are.
    engine : Engine
        What computes.
    out : str
        The file; a cluster also takes an address (``s3a://…``), where its workers write.
    children : Children, optional
        Of which papers; default: of all.
    weights : Weights, optional
        Default: the weights that ship with the package.

    Notes
    -----
    Columns: ``child`` and ``parent`` (numbers of the corpus), ``rank``, ``score``,
    ``confidence``, ``tier``, ``knowledge``, ``time``, ``measured``, ``start`` and a column
    ``term_<signal>`` for each signal, in log-odds; rows by child and rank.
    """
    import ibis

    found = relational(corpus, engine, children, weights)
    pairs = engine.arrow(found.parents.select("citing", "cited", "score"))
    child, parent = (pairs[name].to_numpy() for name in ("citing", "cited"))
    broken = broken_cycles(child, parent, pairs["score"].to_numpy())
    if broken.any():
        left_out = {"citing": child[broken], "cited": parent[broken]}
        engine.write(found.relations(ibis.memtable(left_out)), out)
    else:
        engine.write(found.relations(), out)
    kept = child[~broken]
    return Written(len(np.unique(kept)), len(kept), int(broken.sum()))


def broken_cycles(child: Ints, parent: Ints, score: Floats) -> npt.NDArray[np.bool_]:
    """Which relations are left out because they are the weakest of a cycle.

    Linear but for the papers that stand in cycles, of which there are few.
    """
    papers, ends = np.unique(np.concatenate((child, parent)), return_inverse=True)
    below, above = np.split(ends, 2)
    shape = (len(papers), len(papers))
    graph = coo_array((np.ones(len(child), dtype=np.int8), (above, below)), shape)
    _, part = connected_components(graph, connection="strong")
    rows = np.flatnonzero(part[below] == part[above])
    ringed = {(int(parent[row]), int(child[row])): round(float(score[row]), 6) for row in rows}
    weakest = {edge for edge, _ in weakest_of_cycles(ringed)}
    broken = np.zeros(len(child), dtype=bool)
    broken[[row for row in rows if (int(parent[row]), int(child[row])) in weakest]] = True
    return broken


def _chosen(papers: Table, citations: Table, cited_by: Table, children: Children) -> Table:
    """Numbers of the papers whose parents are sought."""
    chosen = papers
    if children.field is not None:
        named = papers.fields.map(lambda name: name.lower()).contains(children.field.lower())
        chosen = chosen.filter(named)
    if children.since is not None:
        chosen = chosen.filter(papers.year >= children.since)
    chosen = chosen.select("paper")
    if children.around is None:
        return chosen
    import ibis

    core = ibis.memtable({"paper": np.array(children.around, dtype=np.int64)})
    cited = citations.semi_join(core, citations.citing == core.paper).select(paper="cited")
    citing = cited_by.semi_join(core, cited_by.cited == core.paper).select(paper="citing")
    return chosen.semi_join(ibis.union(core, cited, citing), "paper")
