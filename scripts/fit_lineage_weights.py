"""Learn the weights of the lineage score from relations drawn by people.

    python scripts/fit_lineage_weights.py --gold list:LIBRARY.db:GOLD.csv \
        --gold all:OTHER.db:OTHER.csv [--write]

Each gold set names the candidates (``list`` or ``all``), a library with texts, and a CSV
(``child,parent``). The weights maximise the likelihood of picking the drawn parents from
each child's references (conditional logit), with a Gaussian prior around the
``starting_weights`` of ``weights.json``: with a few dozen children, data may correct the
starting weights but not replace them. Signs that the method fixes (a list-like sentence
never speaks *for* descent) are kept. Figures are printed for the fitted weights, for
leave-one-child-out and for leave-one-gold-set-out; only the latter two say what to expect
elsewhere.

``--explicit LIBRARY.db`` instead learns weights without any gold set, from lists in which
the authors say in so many words that they extend a reference; it prints them and writes
nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

import ptm_graph as pg
from ptm_graph.evaluation.gold import read_gold
from ptm_graph.lineage import weights as weights_module
from ptm_graph.lineage.graph_signals import explained_away
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.reference_list import ReferenceList
from ptm_graph.lineage.score import signal_values
from ptm_graph.lineage.signals import EXPLAINED_AWAY, SIGNALS
from ptm_graph.lineage.time_order import time_order

Floats = npt.NDArray[np.float64]

NAMES = tuple(signal.name for signal in SIGNALS)
WEIGHTS = Path(weights_module.__file__).with_name("weights.json")

PRIOR_WIDTH = 0.7
PRIOR_STRENGTH = 5.0

NEGATIVE = frozenset({"listing", "used_as_material", "tool", "material", "survey"})
FREE = frozenset({"compares", "contrasts", "newest", "cocited_closely", "used_by_others",
                  "abstract_compares", "cited_by_fellows"})  # fmt: skip
"""Signals whose sign is left to the data; all others are kept at or above zero."""

STAND_INS = ("extends", "builds", "abstract_extends")
"""Signals that define the positives of ``--explicit`` and so cannot be learned there."""


@dataclass(frozen=True)
class Example:
    """One child with its eligible candidates."""

    child: str
    source: str
    references: ReferenceList
    rows: npt.NDArray[np.intp]
    """Rows of the candidates that may be parents."""
    values: Floats
    """(references, signals), unknown = 0."""
    drawn: npt.NDArray[np.bool_]
    """(references,)"""
    drawn_in_all: int
    """Drawn parents, uncited ones included."""
    weight: float


def examples(candidates: str, library: str, gold_file: str) -> list[Example]:
    """The children of one gold set."""
    with pg.Library.open(library) as opened:
        citations = pg.citation_graph(opened)
    gold = read_gold(Path(gold_file).read_text(encoding="utf-8"), citations, gold_file)
    index = CitationIndex(citations)
    allowed = frozenset(index.number[key] for key in gold.papers)
    found = []
    for child, parents in gold.parents().items():
        number = index.number[child]
        complete = index.node(number).get("references_state") == "complete"
        if not index.references[number] or (candidates == "list" and not complete):
            continue
        numbers = frozenset(index.number[parent] for parent in parents)
        inside = allowed if candidates == "list" else None
        found.append(_example(index, number, numbers, inside, f"{candidates}:{gold_file}"))
    return [one for one in found if len(one.rows)]


def _example(
    index: CitationIndex,
    child: int,
    parents: frozenset[int],
    allowed: frozenset[int] | None,
    source: str,
) -> Example:
    references = ReferenceList(index, child)
    values = signal_values(references)
    explicit = [at for at, signal in enumerate(SIGNALS) if signal.kind == "explicit"]
    rows = []
    for row, cited in enumerate(references.cited):
        order = time_order(index, child, cited)
        said = bool((np.nan_to_num(values[row, explicit]) >= 0.5).any())
        if (order == "before" or (order == "concurrent" and said)) and (
            allowed is None or cited in allowed
        ):
            rows.append(row)
    drawn = np.array([cited in parents for cited in references.cited], dtype=bool)
    return Example(
        index.keys[child],
        source,
        references,
        np.array(rows, dtype=np.intp),
        np.nan_to_num(values),
        drawn,
        len(parents),
        1.0,
    )


def fit(data: Sequence[Example], start: Floats) -> Floats:
    """Maximum a posteriori weights of the conditional logit."""
    held = []
    for one in data:
        values, drawn = one.values[one.rows], one.drawn[one.rows]
        if drawn.any() and not drawn.all():
            held.append((values[drawn], values[~drawn], one.weight))

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = 0.0, np.zeros_like(weights)
        for positive, negative, weight in held:
            scores = negative @ weights
            top = max(scores.max(), (positive @ weights).max())
            others = np.exp(scores - top)
            for values in positive:
                own = np.exp(values @ weights - top)
                partition = own + others.sum()
                expected = (own * values + others @ negative) / partition
                total -= weight / len(positive) * float(np.log(own / partition))
                gradient -= weight / len(positive) * (values - expected)
        away = (weights - start) / PRIOR_WIDTH
        return (
            total + PRIOR_STRENGTH / 2 * float(away @ away),
            gradient + PRIOR_STRENGTH * away / PRIOR_WIDTH,
        )

    bounds = [
        (None, None) if name in FREE else (None, 0.0) if name in NEGATIVE else (0.0, None)
        for name in NAMES
    ]
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def figures(data: Sequence[Example], weights_of: Mapping[str, Floats], away: float) -> str:
    """hit@1 and MAP of a set of children, each scored with its own weights."""
    hits, precisions = [], []
    for one in data:
        scores = one.values @ weights_of[one.child]
        scores = scores + away * np.nan_to_num(explained_away(one.references, scores))
        order = one.rows[np.argsort(-scores[one.rows], kind="stable")]
        drawn = one.drawn[order]
        hits.append(float(drawn[0]))
        precision = np.cumsum(drawn) / np.arange(1, len(drawn) + 1)
        precisions.append(float((precision * drawn).sum()) / one.drawn_in_all)
    return f"hit@1 {np.mean(hits):.3f}  MAP {np.mean(precisions):.3f}  ({len(data)} children)"


def report(data: Sequence[Example], start: Floats, away: float) -> Floats:
    """Print figures by gold set, fitted and cross-validated; return the fitted weights."""
    fitted = fit(data, start)
    children = sorted({one.child for one in data})
    without_child = {
        child: fit([one for one in data if one.child != child], start) for child in children
    }
    files = sorted({one.source.partition(":")[2] for one in data})
    without_file = {
        file: fit([one for one in data if not one.source.endswith(file)], start) for file in files
    }
    for source in sorted({one.source for one in data}):
        own = [one for one in data if one.source == source]
        file = source.partition(":")[2]
        left = without_file[file]
        names = [one.child for one in own]
        print(source)
        print("  starting weights     ", figures(own, dict.fromkeys(names, start), away))
        print("  fitted               ", figures(own, dict.fromkeys(names, fitted), away))
        print("  leave one child out  ", figures(own, without_child, away))
        print("  leave the set out    ", figures(own, dict.fromkeys(names, left), away))
    return fitted


def learn_from_explicit_pairs(library: str) -> Mapping[str, float]:
    """Weights from lists in which the authors say that they extend or build on a reference."""
    with pg.Library.open(library) as opened:
        index = CitationIndex(pg.citation_graph(opened))
    data = []
    for child in range(len(index.keys)):
        said = frozenset(
            cited
            for cited in index.references[child]
            if any(
                index.edge(child, cited).get(f"fact_{name}", 0.0) >= 1.0
                for name in ("own_extends", "own_builds", "abstract_extends")
            )
        )
        if said and len(index.references[child]) >= 8 and not index.is_survey(child):
            data.append(_example(index, child, said, None, "explicit"))
    hidden = [NAMES.index(name) for name in STAND_INS]
    for one in data:
        one.values[:, hidden] = 0.0
    print(f"{len(data)} lists")
    found = fit(data, np.zeros(len(NAMES)))
    return {name: round(float(value), 2) for name, value in zip(NAMES, found, strict=True)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gold", action="append", default=[], metavar="CANDIDATES:LIBRARY:CSV")
    parser.add_argument("--explicit", metavar="LIBRARY")
    parser.add_argument("--write", action="store_true", help="write the fitted weights")
    options = parser.parse_args(arguments)
    if options.explicit:
        print(json.dumps(learn_from_explicit_pairs(options.explicit), indent=2))
        return 0
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    start = np.array([float(stored["starting_weights"].get(name, 0.0)) for name in NAMES])
    data = [one for gold in options.gold for one in examples(*gold.split(":", 2))]
    if not data:
        parser.error("no child with known references in any --gold")
    data = _once_each(data)
    fitted = report(data, start, float(stored["weights"][EXPLAINED_AWAY]))
    if options.write:
        away = stored["weights"][EXPLAINED_AWAY]
        stored["weights"] = {
            name: round(float(value), 2) + 0.0 for name, value in zip(NAMES, fitted, strict=True)
        } | {EXPLAINED_AWAY: away}
        WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    return 0


def _once_each(data: Sequence[Example]) -> list[Example]:
    """A gold set given twice (as list and as all) counts once in sum."""
    times: dict[tuple[str, str], int] = {}
    for one in data:
        name = (one.child, one.source.partition(":")[2])
        times[name] = times.get(name, 0) + 1
    return [
        Example(
            one.child, one.source, one.references, one.rows, one.values, one.drawn,
            one.drawn_in_all, 1.0 / times[one.child, one.source.partition(":")[2]],
        )
        for one in data
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
