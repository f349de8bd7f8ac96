"""What an import gives: the graph, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from ptm_graph.words.model import Problem


@dataclass(frozen=True)
class Imported:
    """A graph from a file."""

    graph: nx.DiGraph[Any]
    """With the attributes of the data model; its direction is in ``graph.graph``."""
    format: str
    """In words, for example ``GraphML``."""
    own: bool
    """Whether this project wrote the file: then nothing was changed or left out."""
    problems: tuple[Problem, ...]
    """What was not understood, the same kind of trouble counted as one."""

    @property
    def account(self) -> str:
        """Readable lines: what was read, and what was not understood."""
        papers, edges = self.graph.number_of_nodes(), self.graph.number_of_edges()
        meaning = {"parent-child": "parent → child", "citing-cited": "citing → cited"}
        direction = meaning.get(str(self.graph.graph.get("direction")), "unknown direction")
        head = f"{self.format}: {papers} papers, {edges} edges ({direction})"
        return "\n".join(
            [head, *(f"- {problem.subject}: {problem.reason}" for problem in self.problems)]
        )
