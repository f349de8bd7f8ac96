"""Print the tables of results of ``docs/lineage.md``.

Usage::

    python scripts/lineage_tables.py NAME=LIBRARY:GOLD.csv:CANDIDATES[:partial] …

NAME stands in the tables, CANDIDATES is ``list`` or ``all``. The libraries are made by
``ptm-graph refresh``; a gold set is what ``ptm-graph evaluate`` takes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from ptm_graph.evaluation.evaluating import Evaluation, evaluate
from ptm_graph.evaluation.gold import GoldSet, read_gold
from ptm_graph.evaluation.stress import STRESSES, hub_of
from ptm_graph.graph.citations import citation_graph

STRESS_NAMES = {
    "nothing": None,
    "all names hidden": "names",
    "half of the sentences": "sentences",
    "years shuffled": "years",
    "the commonest parent no candidate": "hub",
}


@dataclass(frozen=True)
class Task:
    """One gold set on one library."""

    name: str
    citations: nx.DiGraph[str]
    gold: GoldSet
    candidates: str
    partial: bool

    def run(self, stress: str | None = None) -> Evaluation:
        """Evaluate, with something taken away if asked."""
        graph = self.citations if stress in (None, "hub") else STRESSES[str(stress)](self.citations)
        return evaluate(
            graph,
            self.gold,
            candidates="all" if self.candidates == "all" else "list",
            complete_only=not self.partial,
            excluded=frozenset({hub_of(self.gold)}) if stress == "hub" else frozenset(),
        )


def read_task(text: str) -> Task:
    """Read ``NAME=LIBRARY:GOLD:CANDIDATES[:partial]``."""
    from ptm_graph.library import Library

    name, _, rest = text.partition("=")
    library, gold, candidates, *partial = rest.split(":")
    with Library.open(library) as opened:
        citations = citation_graph(opened)
    drawn = read_gold(Path(gold).read_text(encoding="utf-8"), citations, gold)
    return Task(name, citations, drawn, candidates, bool(partial))


def row(*cells: str) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def tables(tasks: Iterable[Task]) -> Iterator[str]:
    """Give the lines of all tables."""
    tasks = list(tasks)
    results = [task.run() for task in tasks]
    yield row("gold set", "hit@1", "hit@3", "MRR", "MAP", "edges P / R / F1", "coverage")
    yield row(*["---"] * 7)
    for task, result in zip(tasks, results, strict=True):
        figures = result.figures()
        edges = " / ".join(f"{figures[name]:.2f}" for name in ("precision", "recall", "f1"))
        main = [f"{figures[name]:.2f}" for name in ("hit@1", "hit@3", "mrr", "map")]
        label = f"{task.name}, {task.candidates} ({len(result.children)})"
        yield row(label, *main, edges, f"{figures['coverage']:.2f}")
    yield ""
    for task, result in zip(tasks, results, strict=True):
        low, high = result.intervals["hit@1"]
        yield f"- {task.name}, {task.candidates}: hit@1 {low:.2f}–{high:.2f} (95 % bootstrap)"
        hub = hub_of(task.gold)
        others = [one for one in result.children if hub not in one.drawn]
        if others:
            right = sum(one.hit for one in others)
            yield f"  not drawn under the commonest parent: {right:.0f} of {len(others)} right"
    yield ""
    yield row("rule", *(f"{task.name}, {task.candidates}: hit@1 / MAP" for task in tasks))
    yield row(*["---"] * (len(tasks) + 1))
    ours = [f"**{one.figures()['hit@1']:.2f} / {one.figures()['map']:.2f}**" for one in results]
    yield row("**this method**", *ours)
    for rule in results[0].baselines:
        shown = [one.baselines[rule] for one in results]
        yield row(rule, *(f"{one['hit@1']:.2f} / {one['map']:.2f}" for one in shown))
    yield ""
    yield row("taken away", *(f"{task.name}, {task.candidates}: hit@1 / MAP" for task in tasks))
    yield row(*["---"] * (len(tasks) + 1))
    for name, stress in STRESS_NAMES.items():
        cells = []
        for task in tasks:
            result = task.run(stress)
            figures = result.figures()
            measured = f"{figures['hit@1']:.2f} / {figures['map']:.2f}"
            cells.append(measured if result.children else "–")
        yield row(name, *cells)
    yield ""
    for task, result in zip(tasks, results, strict=True):
        if result.labels.get("edges"):
            shares = ", ".join(
                f"{name.replace('_', ' ')} {value:.0%}"
                for name, value in result.labels.items()
                if name != "edges"
            )
            yield f"- {task.name}: labels of {result.labels['edges']:.0f} edges match: {shares}"


if __name__ == "__main__":
    for line in tables(read_task(argument) for argument in sys.argv[1:]):
        print(line)
