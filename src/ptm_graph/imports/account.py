"""What an import gives: the graph, and what was not understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Account:
    """Collects trouble while a file is read: counted by its reason, with the first example."""

    file: str
    _counts: Counter[str] = field(default_factory=Counter)
    _first: dict[str, str] = field(default_factory=dict)

    def note(self, subject: str, reason: str) -> None:
        """Tell that something was not understood."""
        self._counts[reason] += 1
        self._first.setdefault(reason, subject if len(subject) <= 80 else subject[:79] + "…")

    def problems(self) -> tuple[Problem, ...]:
        """One problem for each reason, in the order in which they came up."""
        return tuple(
            Problem("import", _subject(self._first[reason], count), reason, self.file)
            for reason, count in self._counts.items()
        )


def _subject(first: str, count: int) -> str:
    return first if count == 1 else f"{first} and {count - 1} more"
