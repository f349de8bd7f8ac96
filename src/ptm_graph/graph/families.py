"""The families of a graph in a fixed order: each has one colour, whatever part is drawn."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx

from ptm_graph.words import lists

ORDER = "families"
"""Graph-level attribute: the families of the graph that this one is a part of."""
NAMES = "family_names"
"""Graph-level attribute: family → language → its name there, as JSON."""


def families_of(graph: nx.DiGraph[Any], attribute: str = "family") -> list[str]:
    """Names of families in the order of their colours.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph, or a part of one that :func:`keep_families` has marked.
    attribute : str, default ``"family"``
        Node attribute that names the family.

    Returns
    -------
    list of str
        Those of the whole graph first, where it is known; then the largest first.
    """
    told = lists.split(graph.graph.get(ORDER)) if attribute == "family" else ()
    sizes = Counter(
        str(data[attribute]) for _, data in graph.nodes(data=True) if data.get(attribute)
    )
    by_size = sorted(sizes, key=lambda name: (-sizes[name], name))
    return list(dict.fromkeys((*told, *by_size)))


def keep_families(part: nx.DiGraph[Any], whole: nx.DiGraph[Any]) -> None:
    """Let a part of a graph know the families of the whole, so that colours stay the same."""
    told = lists.joined(families_of(whole))
    if told is not None:
        part.graph[ORDER] = told


Names = Mapping[str, Mapping[str, str]]
"""Family → language → its name there."""


def names_in(text: object) -> dict[str, dict[str, str]]:
    """Read names of families from JSON; what is none, as in a file of others, names nothing."""
    try:
        told = json.loads(str(text or "{}"))
    except (ValueError, RecursionError):
        return {}
    return {
        family: {language: name for language, name in names.items() if isinstance(name, str)}
        for family, names in (told if isinstance(told, dict) else {}).items()
        if isinstance(names, dict)
    }


def add_names(graph: nx.DiGraph[Any], more: Names) -> None:
    """Let a graph know names of its families, in place of those it knows already."""
    if more:
        held = names_in(graph.graph.get(NAMES))
        for family, names in more.items():
            held[family] = {**held.get(family, {}), **names}
        graph.graph[NAMES] = json.dumps(held, ensure_ascii=False, sort_keys=True)


def shown_families(graph: nx.DiGraph[Any], language: str) -> dict[str, str]:
    """Family → what it is called in a language; no two are called the same.

    Parameters
    ----------
    graph : networkx.DiGraph
        With the attributes of the data model.
    language : str
        ``en`` or ``zh``; where it has no name for a family, the list's own stays.
    """
    names, found = names_in(graph.graph.get(NAMES)), dict[str, str]()
    families = families_of(graph)
    taken = {family for family in families if language not in names.get(family, {})}
    for family in families:
        name = names.get(family, {}).get(language)
        while name in taken:
            name = f"{name} ({family})"
        taken.add(name or family)
        found[family] = name or family
    return found


def in_language(graph: nx.DiGraph[Any], language: str) -> nx.DiGraph[Any]:
    """The graph with its families called as in a language; itself where all are already."""
    shown = shown_families(graph, language)
    if all(family == name for family, name in shown.items()):
        return graph
    said = graph.copy()
    for _, data in said.nodes(data=True):
        if data.get("family"):
            data["family"] = shown[str(data["family"])]
    said.graph.pop(NAMES)
    said.graph[ORDER] = lists.joined(shown.values())
    return said
