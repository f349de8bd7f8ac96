"""``ptm-graph lineage``."""

from __future__ import annotations

import shlex
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
    proposals_option,
)
from ptm_graph.cli.screen import console, examples, say_legend
from ptm_graph.words.model import EVEN_ODDS, percent, tier_in_words
from ptm_graph.words.notices import kind_in, mark, word
from ptm_graph.words.wording import sure

if TYPE_CHECKING:
    import networkx as nx
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from ptm_graph.lineage import Parentless, Suggestion
    from ptm_graph.words.model import Relation


@click.command(
    "lineage",
    epilog=examples("lineage RoBERTa", "lineage 1706.03762 --depth 1", "lineage --parentless"),
)
@click.argument("query", required=False)
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Generations to follow in each direction.",
)
@click.option(
    "--parentless",
    "without_parent",
    is_flag=True,
    help="Instead of one paper: all papers without a parent, their best candidates, and how to "
    "accept one.",
)
@proposals_option
@library_option
@decisions_option
@json_option
def command(
    query: str | None,
    depth: int,
    without_parent: bool,
    proposals: bool,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Show the ancestors and descendants of a paper, each with the reason.

    QUERY is an alias (BERT), a title, or any identifier or link; if it could mean several
    papers, they are listed. A relation is a proposal to confirm: it comes with its
    confidence and with what it rests on. Below 50% it is shown as “perhaps” and not
    followed.
    """
    from ptm_graph.lineage import parentless

    if without_parent == bool(query):
        raise click.UsageError("name a paper, or give --parentless")
    with open_library(library_path) as library:
        paper = library.find(query) if query else None
        found = decided_lineage(library, decisions_path)
    graph, inferred = found.graph, found.inferred.lineage
    rejected = {one.pair for one in found.decisions if one.verdict == "rejected"}
    without = parentless(graph, inferred, rejected)
    for key in {item.relation.parent for one in without for item in one.candidates} - set(graph):
        graph.add_node(key, **found.citations.nodes[key])  # a candidate may be in no relation
    if paper is None:
        _show_parentless(graph, without, as_json=as_json)
        return
    if paper.key not in graph:
        graph.add_node(paper.key, title=paper.title, name=paper.name)
    lonely = next((one for one in without if one.child == paper.key), None)
    tree = _Tree(graph, proposals)
    if as_json:
        print_json(
            {
                **_node(graph, paper.key),
                "ancestors": tree.nested(paper.key, depth, "ancestors"),
                "descendants": tree.nested(paper.key, depth, "descendants"),
                "perhaps": {
                    way: tree.perhaps(paper.key, way) for way in ("ancestors", "descendants")
                },
                "without_parent": None if lonely is None else _told(graph, lonely),
            }
        )
        return
    tree.print(paper.key, depth, lonely)


def _node(graph: nx.DiGraph[str], key: str) -> dict[str, Any]:
    attributes = graph.nodes[key]
    names = ("name", "title", "date", "family", "notice")
    return {"key": key, **{name: attributes.get(name) for name in names}}


class _Tree:
    """What a paper descends from and what from it, as data and on the screen."""

    def __init__(self, graph: nx.DiGraph[str], proposals: bool):
        self.graph, self.proposals = graph, proposals

    def neighbours(
        self, key: str, direction: str, *, proposed: bool = False
    ) -> list[tuple[str, dict[str, Any]]]:
        """Parents or children with the attributes of the relation.

        Parents come by rank, children by date; ``proposed`` gives those that are not
        followed, because they are proposals.
        """
        up = direction == "ancestors"
        edges = self.graph.in_edges(key, data=True) if up else self.graph.out_edges(key, data=True)
        found = [(edge[0] if up else edge[1], edge[2]) for edge in edges]
        leaf = [(other, data) for other, data in found if self.is_leaf(data) == proposed]
        if up:
            return sorted(leaf, key=lambda item: (item[1]["rank"], item[0]))
        return sorted(leaf, key=lambda item: (self.graph.nodes[item[0]].get("date", "9"), item[0]))

    def is_leaf(self, relation: dict[str, Any]) -> bool:
        from ptm_graph.graph.selection import is_proposal

        return not self.proposals and is_proposal(relation)

    def nested(
        self, key: str, depth: int, direction: str, seen: frozenset[str] = frozenset()
    ) -> list[dict[str, Any]]:
        """Generation inside generation, as data."""
        if depth == 0:
            return []
        seen |= {key}
        return [
            {
                **self.related(other, data),
                direction: self.nested(other, depth - 1, direction, seen),
                "perhaps": self.perhaps(other, direction),
            }
            for other, data in self.neighbours(key, direction)
            if other not in seen
        ]

    def perhaps(self, key: str, direction: str) -> list[dict[str, Any]]:
        """The proposals that are not followed."""
        held = self.neighbours(key, direction, proposed=True)
        return [self.related(other, data) for other, data in held]

    def related(self, key: str, relation: dict[str, Any]) -> dict[str, Any]:
        names = ("confidence", "tier", "proposal", "rank", "label", "relation_type", "reason")
        told = {name: relation.get(name) for name in (*names, "decision", "confidence_means")}
        return {**_node(self.graph, key), "relation": told}

    def print(self, key: str, depth: int, lonely: Parentless | None) -> None:
        from rich.text import Text
        from rich.tree import Tree

        screen = console()
        attributes = self.graph.nodes[key]
        title, name = attributes["title"], attributes["name"]
        heading = title if title == name else f"{name} – {title}"
        if (kind := kind_in(attributes)) is not None:
            heading = f"{heading} – {word(kind)}"
        screen.print(Text(f"{heading} ({attributes.get('date', 'date unknown')})", style="bold"))
        leaves = 0
        shown: list[Relation | dict[str, Any]] = []
        for direction, words, none in (
            ("ancestors", "descends from", "no parent found in this library"),
            ("descendants", "led to", "no paper in this library descends from it"),
        ):
            tree = Tree(Text(words))
            grown = _Direction(self, direction, key)
            grown.grow(tree, key, depth)
            if not tree.children:
                tree.add(Text(none, style="dim"))
            screen.print(tree)
            leaves += grown.leaves
            shown += grown.relations
        if lonely is not None:
            _print_parentless(screen, self.graph, lonely)
            shown += [one.relation for one in lonely.candidates]
        say_legend(shown)
        if leaves:
            screen.print(Text(_not_followed(leaves), style="dim"))


class _Direction:
    """One direction of the tree, and who has been shown in it."""

    def __init__(self, of: _Tree, direction: str, start: str):
        self.of, self.direction, self.shown = of, direction, {start}
        self.leaves = 0
        """Proposals shown and not followed."""
        self.relations: list[dict[str, Any]] = []
        """All that were shown."""

    def grow(self, tree: Tree, key: str, depth: int) -> None:
        of, direction = self.of, self.direction
        for other, data in of.neighbours(key, direction):
            line = _line(of.graph.nodes[other], data)
            self.relations.append(data)
            again = other in self.shown
            if again and of.neighbours(other, direction):
                line.append("  (followed above)", style="dim")
            branch = tree.add(line)
            self.shown.add(other)
            if depth > 1 and not again:
                self.grow(branch, other, depth - 1)
        for other, data in of.neighbours(key, direction, proposed=True):
            tree.add(_line(of.graph.nodes[other], data))
            self.relations.append(data)
            self.leaves += 1


# --- papers without a parent ------------------------------------------------------------------


def _show_parentless(
    graph: nx.DiGraph[str], found: tuple[Parentless, ...], *, as_json: bool
) -> None:
    from rich.text import Text

    if as_json:
        print_json([_told(graph, one) for one in found])
        return
    screen = console()
    proposed = sum(one.proposed for one in found)
    heading = f"{len(found)} papers without a parent, {proposed} of them with proposals only"
    screen.print(Text(heading, style="bold"))
    screen.print(Text("sorted by how much a decision matters", style="dim"))
    for one in found:
        screen.print()
        attributes = graph.nodes[one.child]
        screen.print(
            Text(f"{attributes['name']} ({attributes.get('date', 'date unknown')})", style="bold")
        )
        _print_parentless(screen, graph, one)
    screen.print()
    say_legend([item.relation for one in found for item in one.candidates])


def _told(graph: nx.DiGraph[str], one: Parentless) -> dict[str, Any]:
    """A paper without a parent as data."""
    return {
        **_node(graph, one.child),
        "reason": str(one.reason),
        "proposed": one.proposed,
        "descendants": one.descendants,
        "candidates": [
            {
                **_node(graph, suggestion.relation.parent),
                "confidence": suggestion.relation.confidence,
                "confidence_means": _means(suggestion.relation),
                "tier": suggestion.relation.tier,
                "reason": suggestion.relation.reason,
                "verdict": str(suggestion.verdict),
                "accept": _command(suggestion),
            }
            for suggestion in one.candidates
        ],
    }


def _print_parentless(screen: Console, graph: nx.DiGraph[str], one: Parentless) -> None:
    from rich.text import Text

    screen.print(Text(f"  without a parent: {one.reason}", style="yellow"))
    for suggestion in one.candidates:
        relation = suggestion.relation
        line = Text().append("  perhaps " if one.proposed else "  ", style="dim")
        line.append(f"{graph.nodes[relation.parent]['name']} ", style="bold")
        held = sure(relation.confidence, relation.decision)
        line.append(f"{held}, {tier_in_words(relation.tier)}", style="cyan")
        line.append(f"  {suggestion.verdict}", style="magenta")
        line.append(f"  {relation.reason}", style="dim")
        screen.print(line)
        screen.print(Text(f"    {_command(suggestion)}", style="dim"))


def _means(relation: Relation) -> str | None:
    from ptm_graph.lineage.reliability import meaning

    said = meaning(relation)
    return None if said is None else str(said)


def _command(suggestion: Suggestion) -> str:
    """What to type to make it the parent."""
    pair = (suggestion.relation.child, suggestion.relation.parent)
    return f"ptm-graph relation set {shlex.join(pair)}"


def _not_followed(proposals: int) -> str:
    noun, verb = ("proposal", "is") if proposals == 1 else ("proposals", "are")
    told = f"{proposals} {noun} below {percent(EVEN_ODDS)} {verb} shown as “perhaps”"
    return f"{told} and not followed; --proposals counts them as descent"


def _line(paper: dict[str, Any], relation: dict[str, Any]) -> Text:
    from rich.text import Text

    from ptm_graph.graph.selection import is_proposal

    perhaps = is_proposal(relation)
    line = Text().append("perhaps " if perhaps else "", style="dim")
    line.append(f"{paper['name']}{mark(paper)} ", style="dim" if perhaps else "bold")
    line.append(f"({paper.get('date', 'date unknown')})  ", style="none")
    held = sure(relation["confidence"], relation.get("decision"))
    line.append(f"{held}, {tier_in_words(relation['tier'])}", style="cyan")
    if relation.get("decision"):
        line.append(f"  {relation['decision']}", style="magenta")
    if relation.get("label"):
        line.append(f"  {relation['label']}", style="green")
    if relation.get("reason"):
        line.append(f"  {relation['reason']}", style="dim")
    return line
