"""Families of a list that names none, and those that a person gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx

FAMILY_BY = "family_by"
"""Node attribute: who put the paper into its family; absent: the reading list."""
COMMUNITIES, PERSON = "communities", "person"
_MOST_PAPERS = 5000
"""A longer list stays without automatic families."""


def put_families(citations: nx.DiGraph[str], given: Mapping[str, str]) -> None:
    """Give each paper of the list its family: a person's word, else the list's, else a community.

    Communities are looked for only where the list names no family at all: papers that cite
    each other more than others, named by their key phrases
    (:func:`ptm_graph.analysis.communities`). Where a person has put most of a community into
    one family, all of it is that family, so that a renamed community keeps its name when the
    list grows.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citing → cited; ``family`` and ``family_by`` of its papers are set.
    given : mapping
        Key → family, by a person.
    """
    listed = {key: data for key, data in citations.nodes(data=True) if data.get("seed")}
    named = any(data.get("family") for data in listed.values())
    for key in given.keys() & listed.keys():
        listed[key].update({"family": given[key], FAMILY_BY: PERSON})
    if not named and 1 < len(listed) <= _MOST_PAPERS:
        _put_communities(citations, listed, given)


def _put_communities(
    citations: nx.DiGraph[str], listed: Mapping[str, dict[str, Any]], given: Mapping[str, str]
) -> None:
    from ptm_graph.analysis import communities

    for community in communities(citations, listed):
        if len(community.papers) < 2:
            continue
        spoken = Counter(given[key] for key in community.papers if key in given)
        name, count = spoken.most_common(1)[0] if spoken else ("", 0)
        if count * 2 <= len(community.papers):
            name = community.name
        for key in community.papers:
            if key not in given:
                listed[key].update({"family": name, FAMILY_BY: COMMUNITIES})
