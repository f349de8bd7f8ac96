"""GraphML and GEXF, read piece by piece; entities and external files are refused."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import networkx as nx

from ptm_graph.errors import InputError
from ptm_graph.exports.graphml import VIEW
from ptm_graph.imports.building import Edge, add_edges
from ptm_graph.imports.draft import Draft, is_own
from ptm_graph.words.doors import MOST_PAPERS, MOST_ROWS, MOST_TAGS, Tally, refuse_too_many

_NODE_VIEW, _EDGE_VIEW = "nodegraphics", "edgegraphics"


def read(source: Path, account: Tally) -> Draft:
    """Read GraphML or GEXF, whichever the root element names; XML entities are refused."""
    from defusedxml import DefusedXmlException

    try:
        elements = _elements(source)
        root = next(elements)[1]
        if _local(root) == "graphml":
            return _GraphML(account).read(elements)
        if _local(root) == "gexf":
            return _Gexf(account).read(elements)
    except DefusedXmlException as error:
        raise InputError(f"{source} defines XML entities, which are not read: {error}") from error
    except (ParseError, LookupError, ValueError) as error:
        raise InputError(f"{source} is not well-formed XML: {error}") from error
    raise InputError(f"{source} is XML, but neither GraphML nor GEXF")


def _elements(source: Path) -> Iterator[tuple[str, Element]]:
    from defusedxml.ElementTree import iterparse

    with source.open("rb") as file:
        for number, step in enumerate(iterparse(file, ("start", "end"))):
            refuse_too_many("elements", number, 2 * MOST_TAGS)
            yield step


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


class _GraphML:
    def __init__(self, account: Tally) -> None:
        self.account = account
        self.graph: nx.DiGraph[Any] = nx.DiGraph()
        self.edges: list[Edge] = []
        self.keys: dict[str, tuple[str, str, str]] = {}
        """Key → name, type, yfiles type."""
        self.defaults: dict[str, dict[str, Any]] = {"node": {}, "edge": {}}
        self.names: dict[str, str] = {}
        """Id of a node → name of its paper, where they differ."""
        self.depth = 0
        self.inside = False
        """Whether the reader is in a node or an edge."""

    def read(self, elements: Iterator[tuple[str, Element]]) -> Draft:
        for event, element in elements:
            name = _local(element)
            if event == "start":
                self._open(name, element)
            elif name in ("key", "node", "edge", "hyperedge", "port"):
                self._close(name, element)
            elif name == "data" and self.depth == 1 and not self.inside:
                self._graph_value(element)
            elif name == "graph":
                self.depth -= 1
        own = is_own(self.graph.graph)
        named = (
            (self.names.get(tail, tail), self.names.get(head, head), data)
            for tail, head, data in self.edges
        )
        add_edges(self.graph, named, self.account)
        return Draft(self.graph, "GraphML", own)

    def _open(self, name: str, element: Element) -> None:
        if name in ("node", "edge"):
            self.inside = True
        elif name == "graph":
            self.depth += 1
            if self.depth > 1:
                self.account.note("nested graphs", "their papers are read as if they were outside")
            elif element.get("edgedefault") == "undirected":
                self.account.note(
                    "the graph", "it has no directions; edges are taken from source to target"
                )

    def _close(self, name: str, element: Element) -> None:
        if name == "key":
            self._key(element)
        elif name == "node":
            self.inside = False
            data, identifier = self.defaults["node"] | self._values(element), element.get("id", "")
            self.names[identifier] = data.pop(f"{VIEW}key", identifier)
            self.graph.add_node(self.names[identifier], **data)
            refuse_too_many("papers", len(self.graph), MOST_PAPERS)
            self._forget(element)
        elif name == "edge":
            self.inside = False
            ends = (element.get("source", ""), element.get("target", ""))
            self.edges.append((*ends, self.defaults["edge"] | self._values(element)))
            refuse_too_many("edges", len(self.edges), MOST_ROWS)
            self._forget(element)
        else:
            self.account.note(f"{name}s", "only nodes and edges are read")

    def _forget(self, element: Element) -> None:
        """Free what was read, but keep the place of nested graphs."""
        for child in list(element):
            if _local(child) != "graph":
                element.remove(child)

    def _key(self, element: Element) -> None:
        kind = element.get("yfiles.type") or ""
        key = element.get("id", "")
        name = element.get("attr.name") or key
        self.keys[key] = (name, element.get("attr.type", "string"), kind)
        default = next((child for child in element if _local(child) == "default"), None)
        domain = element.get("for", "all")
        if default is not None and default.text and not kind:
            for wanted in ("node", "edge") if domain == "all" else (domain,):
                if wanted in self.defaults:
                    self.defaults[wanted][name] = self._value(default.text, self.keys[key][1], name)

    def _graph_value(self, element: Element) -> None:
        if len(element) == 0:
            name, kind, _ = self.keys.get(element.get("key", ""), (element.get("key", ""), "", ""))
            self.graph.graph[name] = self._value(element.text or "", kind, name)

    def _values(self, element: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in element:
            if _local(child) != "data":
                continue
            key = child.get("key", "")
            name, kind, yfiles = self.keys.get(key, (key, "string", ""))
            if yfiles or len(child):
                if not key.startswith(VIEW):
                    self._drawn(child, yfiles, found)
            elif key == f"{VIEW}key":
                found[key] = child.text or ""
            elif not key.startswith(VIEW):
                found[name] = self._value(child.text or "", kind, name)
        return found

    def _drawn(self, child: Element, yfiles: str, found: dict[str, Any]) -> None:
        """Of yEd's drawing, only the label says something about the paper."""
        wanted = {_NODE_VIEW: "NodeLabel", _EDGE_VIEW: "EdgeLabel"}.get(yfiles)
        label = next((part for part in child.iter() if _local(part) == wanted), None)
        if label is not None and label.text and label.text.strip():
            found.setdefault("label", " ".join(label.text.split()))
        else:
            self.account.note(f"data “{child.get('key')}”", "a drawing instruction, left out")

    def _value(self, text: str, kind: str, name: str) -> Any:
        try:
            return _typed(text, kind)
        except ValueError:
            self.account.note(f"{name} “{text}”", f"not a valid {kind}, kept as text")
        return text


class _Gexf:
    def __init__(self, account: Tally) -> None:
        self.account = account
        self.graph: nx.DiGraph[Any] = nx.DiGraph()
        self.edges: list[Edge] = []
        self.titles: dict[tuple[str, str], tuple[str, str]] = {}
        """Class and id of an attribute → its title and type."""
        self.attribute_class = "node"

    def read(self, elements: Iterator[tuple[str, Element]]) -> Draft:
        for event, element in elements:
            name = _local(element)
            if event == "start":
                if name == "attributes":
                    self.attribute_class = element.get("class", "node")
                elif name == "graph" and element.get("defaultedgetype") == "undirected":
                    self.account.note(
                        "the graph", "it has no directions; edges are taken from source to target"
                    )
            elif name == "attribute":
                declared = (element.get("title", ""), element.get("type", "string"))
                self.titles[self.attribute_class, element.get("id", "")] = declared
            elif name == "node":
                self._node(element)
            elif name == "edge":
                self._edge(element)
        add_edges(self.graph, self.edges, self.account)
        return Draft(self.graph, "GEXF")

    def _node(self, element: Element) -> None:
        data = self._values(element, "node")
        if element.get("label"):
            data.setdefault("label", element.get("label"))
        start = element.get("start")
        if start and "date" not in data and "year" not in data:
            data["date"] = start
        self.graph.add_node(element.get("id", ""), **data)
        refuse_too_many("papers", len(self.graph), MOST_PAPERS)
        element.clear()

    def _edge(self, element: Element) -> None:
        data = self._values(element, "edge")
        for name in ("label", "weight"):
            if element.get(name):
                data.setdefault(name, element.get(name))
        self.edges.append((element.get("source", ""), element.get("target", ""), data))
        refuse_too_many("edges", len(self.edges), MOST_ROWS)
        element.clear()

    def _values(self, element: Element, owner: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in element.iter():
            name = _local(part)
            if name == "attvalue":
                identifier = part.get("for") or part.get("id") or ""
                title, kind = self.titles.get((owner, identifier), (identifier, "string"))
                if title in found:
                    self.account.note(f"attribute “{title}”", "changes in time, first value kept")
                else:
                    text = part.get("value", "")
                    found[title] = text
                    with contextlib.suppress(ValueError):
                        found[title] = _typed(text, kind)
            elif name == "spell":
                self.account.note("spells", "more than one time span; left out")
        return found


def _typed(text: str, kind: str) -> Any:
    """A value of a type of GraphML or GEXF; ValueError where it is not of the type."""
    if kind == "boolean":
        truth = {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())
        if truth is None:
            raise ValueError(text)
        return truth
    if kind in ("integer", "long", "int", "short"):
        return int(text)
    return float(text) if kind in ("float", "double") else text
