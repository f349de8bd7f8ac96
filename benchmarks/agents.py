"""How long agents wait for an answer, and how long answers are, on the bundled library.

    python benchmarks/agents.py [--library PATH]

Every tool is asked about every paper of the reading list, and ``find`` and ``paper`` about names
that do not exist. The first question to a library, which reads it, and the first for proposals
have rows of their own. Processor time is what an idle machine takes; the wish is 100 ms.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ptm_graph.agents import Answers
from ptm_graph.library import Library
from ptm_graph.workflow.building import make_bundled


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, help="another library than the bundled one")
    given: Path | None = parser.parse_args().library
    with tempfile.TemporaryDirectory() as folder:
        path = given or Path(folder) / "library.db"
        if given is None:
            make_bundled(path)
        with Library.open(path) as library:
            names = [one.name for one in library.iter_papers(seeds_only=True)]
        answers = Answers(path)
        print("| tool | questions | ms, median | ms, 95% | ms, most | characters, most |")
        print("|---|---|---|---|---|---|")
        row("first question", [partial(answers.lineage, names[0])])
        row("find", [partial(answers.find, name) for name in names])
        row("find nothing", [partial(answers.find, name[::-1]) for name in names])
        for tool in ("paper", "lineage", "why", "reading_order", "similar"):
            row(tool, [partial(getattr(answers, tool), name) for name in names])
        row("paper unknown", [partial(answers.paper, name[1:]) for name in names])
        ends = zip(names, names[1:] + names[:1], strict=True)
        row("route", [partial(answers.route, *pair) for pair in ends])
        row("what_is_new", [answers.what_is_new])
        row("first propose", [answers.propose])
        row("propose", [answers.propose] * 10)


def row(name: str, asked: list[Callable[[], str]]) -> None:
    """Ask, and print what it took."""
    took, longest = [], 0
    for one in asked:
        begun = time.process_time()
        longest = max(longest, len(one()))
        took.append((time.process_time() - begun) * 1000)
    took.sort()
    figures = [statistics.median(took), took[int(0.95 * (len(took) - 1))], took[-1]]
    told = " | ".join(f"{value:.0f}" for value in figures)
    print(f"| {name} | {len(took)} | {told} | {longest:,} |", flush=True)


if __name__ == "__main__":
    main()
