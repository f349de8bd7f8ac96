"""``ptm-graph lineage``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ptm_graph.cli.options import (
    decided_lineage,
    decisions_option,
    json_option,
    library_option,
    open_library,
    print_json,
)
from ptm_graph.words.model import percent

if TYPE_CHECKING:
    import networkx as nx
    from rich.text import Text
    from rich.tree import Tree


@click.command("lineage")
@click.argument("query")
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Generations to follow in each direction.",
)
@library_option
@decisions_option
@json_option
def command(
    query: str,
    depth: int,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Show the ancestors and descendants of a paper, each with the reason.

    QUERY is an alias (BERT), a title, or any identifier or link. Where it may mean
    several papers, they are listed.
    """
    with open_library(library_path) as library:
        paper = library.find(query)
        graph = decided_lineage(library, decisions_path).graph
    if paper.key not in graph:
        graph.add_node(paper.key, title=paper.title, name=paper.name)
    if as_json:
        print_json(
            {
                **_node(graph, paper.key),
                "ancestors": _nested(graph, paper.key, depth, "ancestors"),
                "descendants": _nested(graph, paper.key, depth, "descendants"),
            }
        )
        return
    _print(graph, paper.key, depth)


def _node(graph: nx.DiGraph[str], key: str) -> dict[str, Any]:
    attributes = graph.nodes[key]
    names = ("name", "title", "date", "family")
    return {"key": key, **{name: attributes.get(name) for name in names}}


def _neighbours(
    graph: nx.DiGraph[str], key: str, direction: str
) -> list[tuple[str, dict[str, Any]]]:
    """Parents or children with the attributes of the relation, most confident first."""
    if direction == "ancestors":
        found = [(parent, data) for parent, _, data in graph.in_edges(key, data=True)]
        return sorted(found, key=lambda item: (item[1]["rank"], item[0]))
    found = [(child, data) for _, child, data in graph.out_edges(key, data=True)]
    return sorted(found, key=lambda item: (graph.nodes[item[0]].get("date", "9"), item[0]))


def _nested(
    graph: nx.DiGraph[str], key: str, depth: int, direction: str, seen: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    if depth == 0:
        return []
    seen |= {key}
    return [
        {
            **_node(graph, other),
            "relation": {
                name: data.get(name)
                for name in ("confidence", "tier", "rank", "label", "reason", "decision")
            },
            direction: _nested(graph, other, depth - 1, direction, seen),
        }
        for other, data in _neighbours(graph, key, direction)
        if other not in seen
    ]


def _print(graph: nx.DiGraph[str], key: str, depth: int) -> None:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    # on a terminal lines are wrapped inside the tree, in a pipe each relation is one line
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 10_000)
    attributes = graph.nodes[key]
    title = attributes["title"]
    name = attributes["name"]
    heading = title if title == name else f"{name} – {title}"
    console.print(Text(f"{heading} ({attributes.get('date', 'date unknown')})", style="bold"))
    for direction, words, none in (
        ("ancestors", "descends from", "no parent found in this library"),
        ("descendants", "led to", "nothing in this library descends from it"),
    ):
        tree = Tree(Text(words))
        _Direction(graph, direction, key).grow(tree, key, depth)
        if not tree.children:
            tree.add(Text(none, style="dim"))
        console.print(tree)


class _Direction:
    """One direction of the tree, and who has been shown in it."""

    def __init__(self, graph: nx.DiGraph[str], direction: str, start: str):
        self.graph, self.direction, self.shown = graph, direction, {start}

    def grow(self, tree: Tree, key: str, depth: int) -> None:
        for other, data in _neighbours(self.graph, key, self.direction):
            line = _line(self.graph.nodes[other], data)
            again = other in self.shown
            if again and _neighbours(self.graph, other, self.direction):
                line.append("  (followed above)", style="dim")
            branch = tree.add(line)
            self.shown.add(other)
            if depth > 1 and not again:
                self.grow(branch, other, depth - 1)


def _line(paper: dict[str, Any], relation: dict[str, Any]) -> Text:
    from rich.text import Text

    line = Text(f"{paper['name']} ", style="bold")
    line.append(f"({paper.get('date', 'date unknown')})  ", style="none")
    line.append(f"{percent(relation['confidence'])} {relation['tier']}", style="cyan")
    if relation.get("decision"):
        line.append(f"  {relation['decision']}", style="magenta")
    if relation.get("label"):
        line.append(f"  {relation['label']}", style="green")
    if relation.get("reason"):
        line.append(f"  {relation['reason']}", style="dim")
    return line
