"""Gold sets: relations drawn by people, read from CSV and matched to a graph."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ptm_graph.errors import ReadingListError
from ptm_graph.words import lists
from ptm_graph.words.cells import unguarded
from ptm_graph.words.identifiers import IDENTIFIER_KINDS
from ptm_graph.words.titles import normal


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """One drawn relation, by keys of the graph."""

    child: str
    parent: str
    labels: tuple[str, ...] = ()
    """What the drawing says changed."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A gold set as far as a graph knows its papers."""

    relations: tuple[GoldRelation, ...]
    unmatched: tuple[str, ...]
    """One line for each row whose child or parent the graph does not know."""

    def parents(self) -> dict[str, frozenset[str]]:
        """Child → its drawn parents, in order of the file."""
        held: dict[str, list[str]] = {}
        for one in self.relations:
            held.setdefault(one.child, []).append(one.parent)
        return {child: frozenset(parents) for child, parents in held.items()}

    @property
    def papers(self) -> frozenset[str]:
        """All papers drawn."""
        return frozenset(key for one in self.relations for key in (one.child, one.parent))


def read_gold(text: str, citations: nx.DiGraph[str], file: str = "gold set") -> GoldSet:
    """Read a gold set.

    Parameters
    ----------
    text : str
        CSV with a header: ``child,parent[,label]`` as key, alias, title or identifier of
        any kind; the columns ``child_id``, ``parent_id``, ``child_title`` and
        ``parent_title`` are used where they are. Several labels are separated by ``;``.
    citations : networkx.DiGraph
        The graph whose papers are meant.
    file : str
        Name for messages.

    Raises
    ------
    ReadingListError
        If a column is missing; names the file and the line.

    Notes
    -----
    A name that several papers bear is matched by id or title, or not at all.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = [name.strip() for name in rows.fieldnames or ()]
    if not {"child", "parent"} <= set(columns):
        raise ReadingListError("a gold set needs the columns child and parent", file, 1)
    finder = _PaperFinder(citations)
    relations: dict[tuple[str, str], GoldRelation] = {}
    unmatched = []
    for row in rows:
        ends = [finder.find(*_ways(row, end)) for end in ("child", "parent")]
        child, parent = ends
        if child is None or parent is None or child == parent:
            lost = " and ".join(
                str(row.get(end))
                for end, key in zip(("child", "parent"), ends, strict=True)
                if not key
            )
            unmatched.append(f"{file}:{rows.line_num}: no single paper for {lost or 'both ends'}")
            continue
        drawn = unguarded(row.get("label") or row.get("relation_label") or "")
        labels = lists.split(drawn)
        known = relations.get((child, parent))
        relations[child, parent] = GoldRelation(
            child, parent, (*(known.labels if known else ()), *labels)
        )
    return GoldSet(tuple(relations.values()), tuple(unmatched))


def _ways(row: Mapping[str, Any], end: str) -> list[str]:
    ways = [row.get(f"{end}_id"), row.get(end), row.get(f"{end}_title")]
    return [str(way).strip() for way in ways if way and str(way).strip()]


class _PaperFinder:
    """Finds papers by key, identifier, alias or title; what is ambiguous stays unfound."""

    def __init__(self, citations: nx.DiGraph[str]):
        self._owners: dict[str, set[str]] = {}
        for key, data in citations.nodes(data=True):
            ways = [key, str(data.get("title") or "")]
            ways += lists.split(data.get("aliases"))
            for kind in IDENTIFIER_KINDS:
                if data.get(kind):
                    ways += [str(data[kind]), f"{kind}:{data[kind]}"]
            for way in ways:
                if way:
                    self._owners.setdefault(_folded(way), set()).add(key)

    def find(self, *ways: str) -> str | None:
        for way in ways:
            owners = self._owners.get(_folded(way), set())
            if len(owners) == 1:
                return next(iter(owners))
        return None


def _folded(way: str) -> str:
    return normal(way) or way.casefold()
