"""Papers, citations and relations of a graph as pandas data frames.

:meth:`Library.papers` and :meth:`Library.citations` give the frames of a library; these
give those of a graph, a part of it included.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ptm_graph.errors import InputError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_TYPES = {int: "Int64", float: "Float64", bool: "boolean", str: "str"}
_FIRST = ("name", "title", "authors", "year", "date", "venue", "family", "seed", "citation_count")


def papers_frame(graph: nx.DiGraph[str]) -> pd.DataFrame:
    """Papers of a citation or lineage graph, one row each.

    Parameters
    ----------
    graph : networkx.DiGraph
        With the attributes of ``docs/data-model.md``.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``key``, in the order of the graph; a column for each attribute that
        any paper has. Unknown values are missing (``<NA>``), so whole numbers stay whole.

    Notes
    -----
    O(papers · attributes).
    """
    import pandas as pd

    rows = [dict(data) for _, data in graph.nodes(data=True)]
    index = pd.Index(list(graph), name="key", dtype=object)
    return _frame(rows, _FIRST, index)


def citations_frame(graph: nx.DiGraph[str]) -> pd.DataFrame:
    """Citations of a citation graph, one row each.

    Parameters
    ----------
    graph : networkx.DiGraph
        Its edges point citing → cited.

    Returns
    -------
    pandas.DataFrame
        Columns ``citing``, ``cited`` and one for each attribute that any edge has.

    Raises
    ------
    InputError
        If the graph says that its edges are relations.
    """
    return _edges(graph, "citing-cited", ("citing", "cited"))


def relations_frame(graph: nx.DiGraph[str]) -> pd.DataFrame:
    """Relations of a lineage graph, one row each.

    Parameters
    ----------
    graph : networkx.DiGraph
        Its edges point parent → child.

    Returns
    -------
    pandas.DataFrame
        Columns ``parent``, ``child`` and one for each attribute that any edge has:
        ``confidence`` from 0 to 1, ``score`` in log-odds, ``tier``, ``rank``, ``label`` …

    Raises
    ------
    InputError
        If the graph says that its edges are citations.
    """
    return _edges(graph, "parent-child", ("parent", "child"))


def _edges(
    graph: nx.DiGraph[str],
    direction: Literal["citing-cited", "parent-child"],
    ends: tuple[str, str],
) -> pd.DataFrame:
    said = graph.graph.get("direction", direction)
    if said != direction:
        raise InputError(f"the edges of this graph are {said}, not {direction}")
    rows = [{ends[0]: one, ends[1]: other, **data} for one, other, data in graph.edges(data=True)]
    return _frame(
        rows, (*ends, "label", "relation_type", "confidence", "tier", "rank", "reason"), None, ends
    )


def _frame(
    rows: list[dict[str, Any]], first: Iterable[str], index: Any, always: Iterable[str] = ()
) -> pd.DataFrame:
    import pandas as pd

    known = {name for row in rows for name in row} | set(always)
    names = [name for name in first if name in known]
    names += sorted(known.difference(names))
    columns = {
        name: pd.Series([row.get(name) for row in rows], index=index, dtype=_type(rows, name))
        for name in names
    }
    return pd.DataFrame(columns, index=index)


def _type(rows: Iterable[dict[str, Any]], name: str) -> str:
    found = {type(row[name]) for row in rows if row.get(name) is not None}
    if found == {int, float}:
        return "Float64"
    return _TYPES.get(found.pop(), "object") if len(found) == 1 else "object"
