"""Measure the lineage and renew the tables of ``docs/lineage.md``.

    python scripts/lineage_tables.py DATA [--libraries FOLDER] [--write]

DATA is the folder of annotated papers (see ``annotated_libraries.py``). Figures on the 500
papers are cross-validated: the mean of ten seeded splits by paper, papers of one title in
one fold, weights, scale and threshold learned without the papers they judge. The smaller
sets are judged with the shipped weights, from whose training their papers were left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from annotated_libraries import HUNDREDS, TEXTS, Made, made
from confirming_replay import confirming
from fit_lineage_weights import (
    Example,
    cross_validated,
    examples,
    prior_of,
    without_sentences,
)
from judged_hundreds import Floats, Hundreds, bootstrap, row, slope
from lineage_breakdown import by_group, classes, fields, misses, years

from ptm_graph.evaluation.evaluating import Evaluation, evaluate
from ptm_graph.evaluation.stress import STRESSES, hub_of
from ptm_graph.lineage.weights import Knowledge

DOCUMENT = Path(__file__).parents[1] / "docs" / "lineage.md"

SMALLER = (
    ("pretrained models, PLMpapers, list", "plm_family", "list", False),
    ("pretrained models, PLMpapers, all references", "plm_family", "all", True),
    ("direct sources, all references", "direct_source_dev", "all", True),
    ("pretrained models, model summary, list", "model_summary", "list", False),
)
"""Name in the table, gold set, candidates, and whether partial lists count."""

STRESS_NAMES: Mapping[str, str | None] = {
    "nothing": None,
    "all names hidden": "names",
    "half of the sentences": "sentences",
    "years shuffled": "years",
    "the commonest parent no candidate": "hub",
}


# --- the 500 papers, cross-validated ----------------------------------------------------------


def hundreds(found: Hundreds, rules: Evaluation) -> Iterator[str]:
    """The section on the 500 papers."""
    precisions, hits = found.precisions(), found.right.mean(axis=0)
    counts, counted_hits = found.counted()
    low, high = bootstrap(precisions)
    yield row("on all references of a paper, 500 papers", "hit@1", "MAP")
    yield row(*["---"] * 3)
    yield row(
        "**this method**, cross-validated",
        f"**{hits.mean():.3f}**",
        f"**{precisions.mean():.3f}** ({low:.3f}–{high:.3f})",
    )
    yield row("number of citing sentences", f"{counted_hits.mean():.3f}", f"{counts.mean():.3f}")
    for rule, figures in rules.baselines.items():
        if rule not in ("most mentions", "influential, then mentions"):
            yield row(rule, f"{figures['hit@1']:.3f}", f"{figures['map']:.3f}")
    yield ""
    gain = precisions - counts
    low, high = bootstrap(gain)
    yield (
        f"- Paired gain in MAP over counting sentences: {gain.mean():+.3f} "
        f"({low:+.3f} to {high:+.3f}, 95 % bootstrap over papers)."
    )
    precision, coverage = found.shown(found.threshold)
    yield (
        f"- Relations shown (confidence of the best candidate at least {found.threshold:.2f}): "
        f"{precision:.1%} are right; {coverage:.1%} of the papers have one."
    )
    halves = ", ".join(f"{found.at_coverage(share):.2f} at {share}" for share in (0.3, 0.4, 0.5))
    yield f"- Precision of the relations by share of papers that have one: {halves}."
    yield from calibration(found)
    yield ""
    yield row("what a relation rests on", "relations shown", "right")
    yield row(*["---"] * 3)
    for tier, count, share in found.tiers():
        yield row(tier, str(count), f"{share:.0%}")


STATES: Mapping[str, str] = {
    "full text": "full text",
    "sentences": "sentences of a service",
    "structure": "reference lists alone",
}
"""State of knowledge → how the table calls it."""


def knowledge(states: Mapping[str, Hundreds], counted: Floats) -> Iterator[str]:
    """The section on what is known: full text, sentences, structure."""
    heads = ("hit@1", "MAP", "gain over counting", "right at coverage 0.3 / 0.4 / 0.5")
    more = ("slope", "Brier (base rate)", "shown as 0.8 or more")
    yield row("known of the references", *heads, *more)
    yield row(*["---"] * 8)
    for name, called in STATES.items():
        yield row(called, *_told(states[name], counted))
    yield ""
    yield row("best candidates in five groups: confidence / right", *"12345")
    yield row(*["---"] * 6)
    for name, called in STATES.items():
        chances, right = states[name].chances.ravel(), states[name].right.ravel()
        groups = np.array_split(np.argsort(chances, kind="stable"), 5)
        cells = (f"{chances[one].mean():.2f} / {right[one].mean():.2f}" for one in groups)
        yield row(called, *cells)


def _told(found: Hundreds, counted: Floats) -> Iterator[str]:
    precisions, hits = found.precisions(), found.right.mean(axis=0)
    low, high = bootstrap(precisions)
    yield f"{hits.mean():.3f}"
    yield f"{precisions.mean():.3f} ({low:.3f}–{high:.3f})"
    gain = precisions - counted
    low, high = bootstrap(gain)
    yield f"{gain.mean():+.3f} ({low:+.3f} to {high:+.3f})"
    yield " / ".join(f"{found.at_coverage(share):.2f}" for share in (0.3, 0.4, 0.5))
    chances, right = found.chances.ravel(), found.right.ravel()
    shown = chances >= found.threshold
    base = right[shown].mean()
    yield f"{slope(chances[shown], right[shown]):.2f}"
    brier = ((chances - right) ** 2)[shown].mean(), ((base - right) ** 2)[shown].mean()
    yield f"{brier[0]:.3f} ({brier[1]:.3f})"
    sure = chances >= 0.8
    papers = sure.sum() / len(found.splits)
    yield f"{right[sure].mean():.0%} of {papers:.1f}" if sure.any() else "none"


def calibration(found: Hundreds) -> Iterator[str]:
    """How well the confidence says how often it is right."""
    chances, right = found.chances.ravel(), found.right.ravel()
    shown = chances >= found.threshold
    base = right[shown].mean()
    better = (base - right) ** 2 - (chances - right) ** 2
    by_paper = np.where(
        found.chances >= found.threshold, better.reshape(found.chances.shape), np.nan
    )
    seen = ~np.isnan(by_paper).all(axis=0)
    low, high = bootstrap(np.nanmean(by_paper[:, seen], axis=0))
    yield (
        "- Calibration of the best candidate: slope "
        f"{slope(chances[shown], right[shown]):.2f} over the relations shown, "
        f"{slope(chances, right):.2f} over all papers (1 is perfect). Brier score of "
        f"the relations shown {((chances - right) ** 2)[shown].mean():.3f}, of their base rate "
        f"{((base - right) ** 2)[shown].mean():.3f}; better by {low:.3f} to {high:.3f}."
    )
    sure = chances >= 0.8
    if sure.any():
        yield (
            f"- Shown as 0.8 or more: {right[sure].mean():.0%} right "
            f"({sure.sum() / len(found.splits):.1f} papers of 500)."
        )
    half = chances >= 0.5
    yield (
        f"- Shown as 0.5 or more, which counts as descent: {right[half].mean():.0%} right "
        f"({half.sum() / len(found.splits):.0f} papers); below, a proposal: "
        f"{right[shown & ~half].mean():.0%} right."
    )
    yield ""
    yield row("best candidates in five groups of equal size", *("12345"))
    yield row(*["---"] * 6)
    groups = np.array_split(np.argsort(chances, kind="stable"), 5)
    yield row("mean confidence", *(f"{chances[one].mean():.2f}" for one in groups))
    yield row("right", *(f"{right[one].mean():.2f}" for one in groups))


def summary(found: Hundreds, sets: Mapping[str, Made]) -> Iterator[str]:
    """The table that is read first: how often it is right, other fields before the family."""
    heads = ("best candidate right", "relations shown that are right", "papers with one")
    yield row("measured on", *heads)
    yield row(*["---"] * 4)
    precision, coverage = found.shown(found.threshold)
    yield row(
        "many fields, 500 papers, all references",
        f"{found.right.mean():.0%}",
        f"{precision:.0%}",
        f"{coverage:.0%}",
    )
    for name, gold, candidates, partial in SMALLER:
        result = measured(sets[gold], candidates, partial)
        figures = result.figures()
        yield row(
            f"{name} ({len(result.children)} papers)",
            *(f"{figures[one]:.0%}" for one in ("hit@1", "precision", "coverage")),
        )


# --- the smaller sets -------------------------------------------------------------------------


def smaller(sets: Mapping[str, Made]) -> Iterator[str]:
    """The sections on the smaller sets, with the shipped weights."""
    results = [(name, sets[gold], measured(sets[gold], candidates, partial), candidates, partial)
               for name, gold, candidates, partial in SMALLER]  # fmt: skip
    yield row("gold set", "hit@1", "hit@3", "MAP", "edges P / R / F1", "coverage")
    yield row(*["---"] * 6)
    for name, _, result, *_ in results:
        figures = result.figures()
        edges = " / ".join(f"{figures[one]:.2f}" for one in ("precision", "recall", "f1"))
        main = [f"{figures[one]:.2f}" for one in ("hit@1", "hit@3", "map")]
        yield row(f"{name} ({len(result.children)})", *main, edges, f"{figures['coverage']:.2f}")
    yield ""
    for name, gold, result, *_ in results:
        low, high = result.intervals["hit@1"]
        hub = hub_of(gold.gold)
        others = [one for one in result.children if hub not in one.drawn]
        spared = f"{sum(one.hit for one in others):.0f} of {len(others)}"
        apart = f"; not drawn under the commonest parent: {spared} right"
        yield f"- {name}: hit@1 {low:.2f}–{high:.2f} (95 % bootstrap){apart if others else ''}"
    yield ""
    yield row("rule", *(f"{name}: hit@1 / MAP" for name, *_ in results))
    yield row(*["---"] * (len(results) + 1))
    yield row(
        "**this method**", *(f"**{_pair(result.figures())}**" for _, _, result, *_ in results)
    )
    for rule in results[0][2].baselines:
        yield row(rule, *(_pair(result.baselines[rule]) for _, _, result, *_ in results))
    yield ""
    yield row("taken away", *(f"{name}: hit@1 / MAP" for name, *_ in results))
    yield row(*["---"] * (len(results) + 1))
    for name, stress in STRESS_NAMES.items():
        cells = [
            _pair(measured(gold, candidates, partial, stress).figures())
            for _, gold, _, candidates, partial in results
        ]
        yield row(name, *cells)
    yield ""
    for name, _, result, *_ in results:
        if result.labels.get("edges"):
            shares = ", ".join(
                f"{one.replace('_', ' ')} {value:.0%}"
                for one, value in result.labels.items()
                if one != "edges"
            )
            yield f"- {name}: labels of {result.labels['edges']:.0f} edges match: {shares}"


def measured(one: Made, candidates: str, partial: bool, stress: str | None = None) -> Evaluation:
    """Evaluate one set, with something taken away if asked."""
    taken = stress not in (None, "hub")
    return evaluate(
        STRESSES[str(stress)](one.citations) if taken else one.citations,
        one.gold,
        candidates="all" if candidates == "all" else "list",
        complete_only=not partial,
        excluded=frozenset({hub_of(one.gold)}) if stress == "hub" else frozenset(),
    )


def _pair(figures: Mapping[str, float]) -> str:
    return f"{figures['hit@1']:.2f} / {figures['map']:.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of annotated papers")
    parser.add_argument("--libraries", type=Path, help="keep the refreshed libraries here")
    parser.add_argument("--write", action="store_true", help="renew docs/lineage.md")
    options = parser.parse_args(arguments)
    names = (HUNDREDS, TEXTS, *dict.fromkeys(gold for _, gold, *_ in SMALLER))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.libraries or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sets = made(options.data, names, folder)
    data = examples(sets[HUNDREDS])
    found = Hundreds(data, cross_validated(data, prior_of("sentences", data)))
    others: dict[Knowledge, Sequence[Example]] = {
        "full text": examples(sets[TEXTS]),
        "structure": without_sentences(data),
    }
    states = {"sentences": found} | {
        name: Hundreds(own, cross_validated(own, prior_of(name, own)))
        for name, own in others.items()
    }
    citations = sets[HUNDREDS].citations
    rules = measured(sets[HUNDREDS], "all", partial=True)
    parts = {
        "summary": list(summary(found, sets)),
        "hundreds": list(hundreds(found, rules)),
        "knowledge": list(knowledge(states, found.counted()[0])),
        "classes": list(classes(states, STATES)),
        "fields": list(by_group(states, STATES, fields(citations, found), "field")),
        "years": list(by_group(states, STATES, years(citations, found), "year")),
        "confirming": list(confirming(states, STATES)),
        "misses": list(misses(states["full text"], citations)),
        "smaller": list(smaller(sets)),
    }
    text = DOCUMENT.read_text(encoding="utf-8")
    for part, lines in parts.items():
        print("\n".join(lines), end="\n\n")
        before, begin, rest = text.partition(f"<!-- {part} -->\n")
        _, end, after = rest.partition(f"<!-- end of {part} -->")
        if not (begin and end):
            raise SystemExit(f"the page has no place for “{part}”")
        text = before + begin + "\n" + "\n".join(lines) + "\n\n" + end + after
    if options.write:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
