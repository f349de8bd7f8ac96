"""Where the lineage is right and where not: by field, year, class of evidence; the worst misses."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))

from fit_lineage_weights import FOLDS, fold_of
from judged_hundreds import Floats, Hundreds, bootstrap, row

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"

MISSES = 20
"""Papers whose worst misses are told in words."""

YEARS = {
    **{"to 2009": 2009, "2010–2015": 2015, "2016–2017": 2017, "2018": 2018, "2019": 2019},
    **{"2020": 2020, "from 2021": 9999},
}
"""Group of years → its last year."""

UNKNOWN = "unknown"


def fields(citations: nx.DiGraph[str], found: Hundreds) -> list[str]:
    """The field of each paper by its venue; ``unknown`` where the table has no such venue."""
    with (BENCHMARKS / "venue_fields.csv").open(encoding="utf-8", newline="") as lines:
        known = {line["venue"]: line["field"] for line in csv.DictReader(lines)}
    return [known.get(citations.nodes[one.child].get("venue"), UNKNOWN) for one in found.data]


def years(citations: nx.DiGraph[str], found: Hundreds) -> list[str]:
    """The group of years of each paper."""
    return [_group(citations.nodes[one.child].get("year")) for one in found.data]


def _group(year: int | None) -> str:
    return next((name for name, last in YEARS.items() if year and year <= last), UNKNOWN)


def by_group(
    states: Mapping[str, Hundreds], called: Mapping[str, str], groups: Sequence[str], head: str
) -> Iterator[str]:
    """A table by field, the largest first, or by year."""
    text = states["full text"]
    heads = (f"{told}: hit@1 / MAP" for told in called.values())
    yield row(head, "papers", *heads, "best candidate, full text: confidence / right")
    yield row(*["---"] * (3 + len(called)))
    counts = Counter(groups)
    order = list(YEARS)
    names = sorted(
        counts,
        key=lambda name: (
            name == UNKNOWN,
            order.index(name) if name in order else -counts[name],
            name,
        ),
    )
    precisions = {name: found.precisions() for name, found in states.items()}
    for name in names:
        inside = np.array([group == name for group in groups])
        low, high = bootstrap(precisions["full text"][inside])
        cells = [
            f"{found.right[:, inside].mean():.2f} / {precisions[state][inside].mean():.2f}"
            + (f" ({low:.2f}–{high:.2f})" if state == "full text" else "")
            for state in called
            for found in (states[state],)
        ]
        sure = f"{text.chances[:, inside].mean():.2f} / {text.right[:, inside].mean():.2f}"
        yield row(name, str(counts[name]), *cells, sure)


# --- what a relation rests on -----------------------------------------------------------------


def classes(states: Mapping[str, Hundreds], called: Mapping[str, str]) -> Iterator[str]:
    """Whether the class of evidence says more than the confidence does."""
    yield row("best candidates", "class", "papers", "confidence", "right")
    yield row(*["---"] * 5)
    for name, told in called.items():
        found = states[name]
        tiers = _tiers(found)
        for tier in sorted(set(tiers.ravel().tolist())):
            inside = tiers == tier
            yield row(
                told,
                tier,
                f"{inside.sum() / len(found.splits):.0f}",
                f"{found.chances[inside].mean():.2f}",
                f"{found.right[inside].mean():.2f}",
            )
    yield ""
    yield row("known of the references", "log loss of the confidence", "with the class", "gain")
    yield row(*["---"] * 4)
    for name, told in called.items():
        found = states[name]
        alone, helped = _losses(found, _tiers(found))
        low, high = bootstrap(alone - helped)
        gain = f"{(alone - helped).mean():+.4f} ({low:+.4f} to {high:+.4f})"
        yield row(told, f"{alone.mean():.4f}", f"{helped.mean():.4f}", gain)


def _tiers(found: Hundreds) -> npt.NDArray[np.str_]:
    return np.array(
        [
            [example.tiers[one.order[0]] for example, one in zip(found.data, judged, strict=True)]
            for judged in found.splits
        ]
    )


def _losses(found: Hundreds, tiers: npt.NDArray[np.str_]) -> tuple[Floats, Floats]:
    """(papers,): log loss of the best candidate by its confidence, and by its class as well.

    Both are a line through the log-odds, learned in other folds; the second has a constant of
    its own for each class.
    """
    losses = np.zeros((2, *found.chances.shape))
    kept = np.clip(found.chances, 1e-4, 1 - 1e-4)
    odds = np.log(kept / (1 - kept))
    kinds = sorted(set(tiers.ravel().tolist()))
    for split in range(len(found.splits)):
        folds = fold_of(found.data, split)
        signs = 2 * found.right[split] - 1
        line = np.column_stack([odds[split], np.ones(len(folds))])
        flags = [tiers[split] == kind for kind in kinds[1:]]
        for at, columns in enumerate((line, np.column_stack([line, *flags]))):
            for fold in range(FOLDS):
                out = folds == fold
                learned = _line(columns[~out], signs[~out])
                losses[at, split, out] = np.logaddexp(0, -signs[out] * (columns[out] @ learned))
    return losses[0].mean(axis=0), losses[1].mean(axis=0)


def _line(columns: Floats, signs: Floats) -> Floats:
    def loss(line: Floats) -> float:
        return float(np.logaddexp(0, -signs * (columns @ line)).sum() + (line[2:] ** 2).sum())

    start = np.array([1.0] + [0.0] * (columns.shape[1] - 1))
    found: Floats = minimize(loss, start, method="BFGS").x
    return found


# --- the worst misses ---------------------------------------------------------------------------


def worst(found: Hundreds) -> list[tuple[int, int, float, float]]:
    """The papers whose best marked source got least: (paper, row, confidence, rank), means."""
    held = []
    for at, example in enumerate(found.data):
        drawn = np.flatnonzero(example.drawn)
        if not len(drawn):
            continue
        each = np.array([judged[at].chances[drawn] for judged in found.splits])
        ranks = np.array(
            [[int(np.flatnonzero(judged[at].order == one)[0]) + 1 for one in drawn]
             for judged in found.splits]
        )  # fmt: skip
        best = int(np.argmax(each.mean(axis=0)))
        held.append(
            (at, int(drawn[best]), float(each[:, best].mean()), float(ranks[:, best].mean()))
        )
    return sorted(held, key=lambda one: (one[2], one[0]))[:MISSES]


def misses(found: Hundreds, citations: nx.DiGraph[str]) -> Iterator[str]:
    """The worst misses in words; the words are in ``benchmarks/lineage_misses.csv``."""
    with (BENCHMARKS / "lineage_misses.csv").open(encoding="utf-8", newline="") as lines:
        told = {(line["child"], line["parent"]): line for line in csv.DictReader(lines)}
    yield row("paper", "marked source", "rank", "kind", "why")
    yield row(*["---"] * 5)
    for at, place, _, rank in worst(found):
        example = found.data[at]
        parent = example.references.index.keys[int(example.references.cited[place])]
        words = told.get((example.child, parent), {"kind": "", "why": "not looked at"})
        titles = (_title(citations, key) for key in (example.child, parent))
        place_in = f"{rank:.0f} of {len(example.drawn)}"
        yield row(*titles, place_in, words["kind"], words["why"])


def _title(citations: nx.DiGraph[str], key: str) -> str:
    title = " ".join(str(citations.nodes[key].get("title") or key).split())
    title = title.replace("|", "\\|").strip(" .")
    return title[:1].upper() + title[1:]
