"""Learn the weights of the lineage score from the sources that readers marked for 500 papers.

    python scripts/fit_lineage_weights.py DATA [--libraries FOLDER] [--write]

DATA is the folder of annotated papers (PST-Bench, arXiv 2402.16009; not shipped). The weights
maximise the likelihood of picking the marked sources from each paper's references
(conditional logit), with a Gaussian prior around the ``starting_weights`` of
``weights.json``: signals that hardly ever fire in these papers, such as names that only a
reading list gives, keep what is known of them otherwise. Signs that the method fixes (a
list-like sentence never speaks *for* descent) are kept.

A second step scales the scores and sets the constant against *none of them*, so that the
softmax over a child's references gives the probability of being a source: maximum
likelihood on scores of papers that the weights were not fitted on.

The papers of the smaller gold sets that are among the 500 are left out of the shipped
weights, so that the figures on those sets are figures on unseen papers. ``--write`` writes
``weights.json``; the constants of the reading list are set on the family sets.

``reliability.json`` says how often candidates of a confidence were right, by models that never
saw them; ``--reliability`` measures and writes that alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))

from annotated_libraries import HUNDREDS, TEXTS, Made, made
from phrase_lexicon import Lexicon, Presence, learn

from ptm_graph.facts import phrases as phrases_module
from ptm_graph.lineage import weights as weights_module
from ptm_graph.lineage.graph_signals import explained_away
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import SHOWN_CANDIDATES
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.score import probabilities, score_lists
from ptm_graph.lineage.signals import EXPLAINED_AWAY, SIGNALS
from ptm_graph.lineage.time_order import time_orders
from ptm_graph.lineage.weights import Knowledge, default_weights
from ptm_graph.words.titles import normal

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NAMES = tuple(signal.name for signal in SIGNALS)
WEIGHTS = Path(weights_module.__file__).with_name("weights.json")
RELIABILITY = WEIGHTS.with_name("reliability.json")
LEXICON = Path(phrases_module.__file__).with_name("phrases.json")

PRIOR_STRENGTH, NEW_STRENGTH = 50.0, 3.0
"""Weight of the prior: half of this times the squared distance from the starting weight; the
second for signals of which nothing was known before."""

OF_TEXT = frozenset(name for name in NAMES if name.startswith("text_"))
"""Signals of full texts."""

SPOKEN = OF_TEXT | {
    *("spoken_of", "spoken_share", "extends", "builds", "starts", "adapts", "based", "listing"),
    *("alone", "undivided", "adapts_often", "compared_often", "contrasts", "used_as_material"),
    *("influential", "used_by_others"),
}
"""Signals of citing sentences, whoever tells them."""

RARE: Mapping[str, frozenset[str]] = {
    "full text": frozenset({"own_record"}),
    "structure": frozenset(
        {
            *("title_name", "name_within", "abstract_extends", "abstract_name"),
            *("abstract_compares", "survey", "own_record"),
        }
    ),
}
"""Signals that say much where they fire and fire too rarely here to be learned anew. Where full
texts tell more, what an abstract says is left to the data."""

PHRASES = NAMES.index("text_phrases")

NEW = frozenset({"undivided", "adapts_often", "abstract_title", *OF_TEXT})

SPREAD_STRENGTH = 100.0
"""Weight of the prior, per squared spread of a signal, where it lies around zero."""

PHRASES_STRENGTH, PHRASES_SPREAD = 10.0, 0.35
"""The same for what the phrases say, which is no signal until they are learned."""

NEGATIVE = frozenset(
    {"listing", "compared_often", "used_as_material", "tool", "material", "survey", "own_record"}
)
FREE = frozenset(
    {"contrasts", "newest", "cocited_closely", "used_by_others", "abstract_compares",
     "cited_by_fellows", *OF_TEXT}
)  # fmt: skip
"""Signals whose sign is left to the data; all others are kept at or above zero."""

FAMILY_AMONG = (
    "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
    "LXMERT: Learning Cross-Modality Encoder Representations from Transformers",
    "Pre-Training with Whole Word Masking for Chinese BERT",
)
"""Children of the family diagram that are among the 500 under other identifiers."""

MISSING = 0.1
"""Share of papers whose parents are not among their known references; an assumption (of the
drawn parents of the family diagram, 7 of 38 are not)."""

SPLITS, FOLDS = 10, 5

MARGIN, MOST_PARENTS = 0.5, 3
"""How far below the best parent a further one may lie, and how many there may be."""

FURTHER = {"list": 0.4, "all": 0.5}
"""Least confidence of a further parent. Of the second candidates of the 500 papers, those
with 0.3 or more were right in one of six cases; within a reading list two parents are
drawn more often."""

PARENTS = 1.5
"""Marked sources a paper: 742 for 500."""

LIST_START = 2.0
"""How far ahead of other references a paper of the reading list starts. It was so before
and is kept: a likelihood fit on the family sets asks for 4.8, because a diagram draws no
parent outside itself, and would make a parent of any listed reference."""

COVERAGE = 0.4
"""Share of papers for which a parent is named; sets the threshold."""


@dataclass(frozen=True)
class Example:
    """One child with all its references; rows are references."""

    child: str
    title: str
    references: ReferenceLists
    values: Floats
    """(references, signals), unknown ones filled."""
    eligible: Flags
    """(references,): which rows may be a parent."""
    drawn: Flags
    """(references,)"""
    drawn_in_all: int
    """Drawn parents, uncited ones included."""
    listed: Flags
    """(references,): papers of the gold set."""
    tiers: tuple[str, ...]
    """(references,)"""
    is_survey: bool
    phrases: tuple[frozenset[str], ...] = ()
    """(references,): phrases near the citations, where the full text was read."""


def examples(one: Made) -> list[Example]:
    """The children of one gold set whose references are known."""
    index = CitationIndex(one.citations)
    papers = {index.number[key] for key in one.gold.papers}
    found = []
    for child, parents in one.gold.parents().items():
        number = index.number[child]
        if index.references_of(number):
            drawn = frozenset(index.number[parent] for parent in parents)
            found.append(_example(one, index, number, drawn, papers))
    return found


def _example(
    one: Made, index: CitationIndex, child: int, drawn: frozenset[int], papers: set[int]
) -> Example:
    references = ReferenceLists(index, [child])
    scored = score_lists(references, default_weights())
    times = time_orders(index, references.citing, references.cited)
    return Example(
        index.keys[child],
        normal(str(index.node(child).get("title") or index.keys[child])),
        references,
        scored.filled[:, : len(SIGNALS)],
        (times == "before") | ((times == "concurrent") & (scored.tiers == "A")),
        np.array([cited in drawn for cited in references.cited.tolist()], dtype=bool),
        len(drawn),
        np.array([cited in papers for cited in references.cited.tolist()], dtype=bool),
        tuple(scored.tiers.tolist()),
        index.is_survey(child),
        tuple(
            one.phrases.get((index.keys[child], index.keys[cited]), frozenset())
            for cited in references.cited.tolist()
        ),
    )


def without_sentences(data: Sequence[Example]) -> list[Example]:
    """The same papers as if nobody had told how they cite: structure alone."""
    spoken = [at for at, name in enumerate(NAMES) if name in SPOKEN]
    explicit = [at for at, signal in enumerate(SIGNALS) if signal.kind == "explicit"]
    found = []
    for one in data:
        values = one.values.copy()
        values[:, spoken] = 0.0
        stated = np.flatnonzero((values[:, explicit] >= 0.5).any(axis=1)).tolist()
        tiers = tuple(
            tier if tier == "name only" else "A" if at in stated else "C"
            for at, tier in enumerate(one.tiers)
        )
        found.append(replace(one, values=values, tiers=tiers))
    return found


@dataclass(frozen=True)
class Prior:
    """What is believed of the weights before any paper is seen."""

    start: Floats
    strength: Floats
    """Half of this times the squared distance from the start is taken off the likelihood."""
    away: float
    """Weight of being explained away, which is not fitted."""


def prior_of(knowledge: Knowledge, data: Sequence[Example]) -> Prior:
    """The prior of a state of knowledge.

    With sentences alone it lies around what was known before. Where the full text tells, or
    nothing but structure, weights are held near zero alike, by how far the values spread,
    except of signals that hardly ever fire in these papers.
    """
    start, away = starting_weights()
    if knowledge == "sentences":
        new = np.array([name in NEW for name in NAMES])
        return Prior(start, np.where(new, NEW_STRENGTH, PRIOR_STRENGTH), away)
    spread = np.vstack([one.values for one in data]).std(axis=0)
    spread[PHRASES] = PHRASES_SPREAD
    strength = SPREAD_STRENGTH * np.where(spread > 0, spread, 1.0) ** 2
    strength[PHRASES] = PHRASES_STRENGTH * PHRASES_SPREAD**2
    rare = np.array([name in RARE[knowledge] for name in NAMES])
    return Prior(np.where(rare, start, 0.0), np.where(rare, PRIOR_STRENGTH, strength), 0.0)


def fit(data: Sequence[Example], prior: Prior) -> Floats:
    """Maximum a posteriori weights of the conditional logit."""
    held = [
        (one.values[one.drawn], one.values[~one.drawn & one.eligible])
        for one in data
        if one.drawn.any() and (~one.drawn & one.eligible).any()
    ]
    positive = np.vstack([drawn for drawn, _ in held])
    rivals = np.vstack([others for _, others in held])
    starts = np.cumsum([0, *(len(others) for _, others in held[:-1])])
    home = np.repeat(np.arange(len(held)), [len(drawn) for drawn, _ in held])
    shares = np.repeat([1 / len(drawn) for drawn, _ in held], [len(drawn) for drawn, _ in held])
    lengths = [len(others) for _, others in held]
    start, strength = prior.start, prior.strength

    def loss(weights: Floats) -> tuple[float, Floats]:
        own, other = positive @ weights, rivals @ weights
        top = max(float(own.max()), float(other.max()))
        own, other = np.exp(own - top), np.exp(other - top)
        whole = np.add.reduceat(other, starts)
        partition = own + whole[home]
        pull = np.add.reduceat(shares / partition, _firsts(home))
        gradient = positive.T @ (shares * (own / partition - 1)) + rivals.T @ (
            other * np.repeat(pull, lengths)
        )
        away = weights - start
        total = -float(shares @ np.log(own / partition))
        return (
            total + float((strength * away) @ away) / 2,
            gradient + strength * away,
        )

    bounds = [
        (None, None) if name in FREE else (None, 0.0) if name in NEGATIVE else (0.0, None)
        for name in NAMES
    ]
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def _firsts(home: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(home, prepend=-1))


def scores_of(one: Example, weights: Floats, away: float) -> Floats:
    """Scores without a constant; ``away`` is the weight of being explained away."""
    scores: Floats = one.values @ weights
    found: Floats = scores + away * np.nan_to_num(explained_away(one.references, scores))
    return found


def softmax(scores: Floats) -> Floats:
    """Shares of some rivals; *none of them*, which scores 0, takes the rest."""
    top = max(0.0, float(scores.max(initial=0.0)))
    each = np.exp(scores - top)
    found: Floats = each / (each.sum() + np.exp(-top))
    return found


@dataclass(frozen=True)
class Calibration:
    """What turns scores into probabilities; see ``Weights`` of the package."""

    scale: float
    constant: float
    sharpness: float

    def chances(self, scores: Floats) -> Floats:
        """Probabilities of rivals that compete with each other and with *none of them*."""
        return probabilities(softmax(self.scale * scores + self.constant), PARENTS, self.sharpness)


def calibrate(data: Sequence[Example], scores: Sequence[Floats]) -> Calibration:
    """Scale, constant and sharpness that make the confidence a probability.

    Maximum likelihood of “is a source” over the ``SHOWN_CANDIDATES`` best references of each
    paper. Every annotated paper has a source among its references; so that *none of them*
    is learned too, each paper counts once more, with the weight ``MISSING``, as if its
    sources were not known.
    """
    lists, marks, weights = [], [], []
    for one, score in zip(data, scores, strict=True):
        for kept, weight in ((one.eligible, 1.0), (one.eligible & ~one.drawn, MISSING)):
            if kept.any():
                order = np.argsort(-score[kept], kind="stable")
                lists.append(score[kept][order])
                marks.append(one.drawn[kept][order][:SHOWN_CANDIDATES])
                weights.append(weight)
    padded = np.full((len(lists), max(map(len, lists))), -np.inf)
    right = np.zeros((len(lists), SHOWN_CANDIDATES), dtype=bool)
    for at, (score, mark) in enumerate(zip(lists, marks, strict=True)):
        padded[at, : len(score)] = score
        right[at, : len(mark)] = mark
    there = np.isfinite(padded[:, :SHOWN_CANDIDATES])
    each = np.array(weights)

    def loss(parameters: Floats) -> float:
        tried = _calibration(parameters)
        scaled = tried.scale * padded + tried.constant
        top = np.maximum(0.0, scaled[:, :1])
        rivals = np.exp(scaled - top)
        shares = rivals[:, :SHOWN_CANDIDATES] / (rivals.sum(axis=1, keepdims=True) + np.exp(-top))
        chances = np.clip(probabilities(shares, PARENTS, tried.sharpness), 1e-9, 1 - 1e-9)
        told = np.where(there, np.log(np.where(right, chances, 1 - chances)), 0.0)
        # without a prior, sharpness and scale can trade places
        return float(parameters[2] ** 2) / 2 - float(each @ told.sum(axis=1))

    return _calibration(minimize(loss, np.array([-0.2, -4.0, -0.3]), method="Nelder-Mead").x)


def _calibration(parameters: Floats) -> Calibration:
    return Calibration(
        float(np.exp(parameters[0])), float(parameters[1]), float(np.exp(parameters[2]))
    )


@dataclass(frozen=True)
class Judgement:
    """What a model that never saw a child says of it."""

    child: str
    order: npt.NDArray[np.intp]
    """Rows, best first; those that may not be a parent last."""
    chances: Floats
    """(references,)"""
    named: npt.NDArray[np.intp]
    """Rows named as parents if the best reaches the threshold, best first."""


def fold_of(data: Sequence[Example], seed: int) -> npt.NDArray[np.intp]:
    """A fold for each paper; papers of one title share theirs."""
    titles = sorted({one.title for one in data})
    order = np.random.default_rng(seed).permutation(len(titles))
    folds = {title: int(order[at]) % FOLDS for at, title in enumerate(titles)}
    return np.array([folds[one.title] for one in data])


@dataclass(frozen=True)
class Model:
    """What was learned from some papers."""

    weights: Floats
    away: float
    calibration: Calibration
    lexicon: Lexicon | None = None
    presence: Presence | None = None

    def told(self, data: Sequence[Example], rows: Rows) -> list[Example]:
        """Papers with what the phrases near their citations say."""
        if self.lexicon is None or self.presence is None:
            return list(data)
        return [
            _with_phrases(one, self.lexicon.scores(self.presence, rows.of(one))) for one in data
        ]


class Rows:
    """Where the references of each paper stand among those of all."""

    def __init__(self, data: Sequence[Example]):
        lengths = [len(one.drawn) for one in data]
        starts = np.cumsum([0, *lengths[:-1]])
        self._rows = {
            one.child: np.arange(start, start + length)
            for one, start, length in zip(data, starts.tolist(), lengths, strict=True)
        }
        told = [one.phrases for one in data]
        self.presence = Presence(told) if any(map(any, told)) else None

    def of(self, one: Example) -> npt.NDArray[np.intp]:
        """The rows of one paper."""
        return self._rows[one.child]

    def lexicon(self, data: Sequence[Example]) -> Lexicon | None:
        """The phrases that some papers teach; None where no text was read."""
        if self.presence is None:
            return None
        rows = np.concatenate([self.of(one) for one in data])
        return learn(self.presence, rows, np.concatenate([one.drawn for one in data]))


def _with_phrases(one: Example, scores: Floats) -> Example:
    values = one.values.copy()
    values[:, PHRASES] = scores
    return replace(one, values=values)


def learned(data: Sequence[Example], prior: Prior, seed: int, rows: Rows | None = None) -> Model:
    """Weights from some papers, and a calibration on scores of papers not fitted on.

    What phrases say of a paper is learned from the others, for the weights as well.
    """
    rows = rows or Rows(data)
    folds = fold_of(data, seed)
    others = [
        [one for one, at in zip(data, folds, strict=True) if at != fold] for fold in range(FOLDS)
    ]
    told = list(data)
    if rows.presence is not None:
        for fold in range(FOLDS):
            lexicon = rows.lexicon(others[fold])
            for at in np.flatnonzero(folds == fold).tolist():
                scores = lexicon.scores(rows.presence, rows.of(data[at])) if lexicon else 0.0
                told[at] = _with_phrases(data[at], np.asarray(scores))
    unseen: list[Floats] = [np.zeros(0)] * len(data)
    for fold in range(FOLDS):
        inner = fit([one for one, at in zip(told, folds, strict=True) if at != fold], prior)
        for at in np.flatnonzero(folds == fold).tolist():
            unseen[at] = scores_of(told[at], inner, prior.away)
    calibration = calibrate(told, unseen)
    return Model(fit(told, prior), prior.away, calibration, rows.lexicon(data), rows.presence)


def cross_validated(
    data: Sequence[Example], prior: Prior, splits: int = SPLITS
) -> list[list[Judgement]]:
    """For each seeded split: a judgement of every paper by a model that never saw it."""
    found, rows = [], Rows(data)
    for split in range(splits):
        folds = fold_of(data, split)
        judged: list[Judgement | None] = [None] * len(data)
        for fold in range(FOLDS):
            seen = [one for one, at in zip(data, folds, strict=True) if at != fold]
            model = learned(seen, prior, 1000 + split, rows)
            for at in np.flatnonzero(folds == fold).tolist():
                (one,) = model.told([data[at]], rows)
                judged[at] = judge(one, model)
        found.append([one for one in judged if one is not None])
        print(f"split {split + 1} of {splits}", file=sys.stderr)
    return found


def judge(one: Example, model: Model) -> Judgement:
    """Rank one child's references and give each its probability."""
    calibration = model.calibration
    scores = scores_of(one, model.weights, model.away)
    chances = np.zeros(len(scores))
    chances[one.eligible] = calibration.chances(scores[one.eligible])
    order = np.lexsort((-scores, ~one.eligible))
    least = scores[order[0]] - MARGIN / calibration.scale
    further = [
        row
        for row in order[1:]
        if scores[row] >= least and chances[row] >= FURTHER["all"] and one.tiers[row] != "C"
    ]
    named = () if one.is_survey else (order[0], *further[: MOST_PARENTS - 1])
    return Judgement(one.child, order, chances, np.array(named, dtype=np.intp))


def starting_weights() -> tuple[Floats, float]:
    """The prior's middle, and the fixed weight of being explained away."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))["starting_weights"]
    return np.array([float(stored[name]) for name in NAMES]), float(stored[EXPLAINED_AWAY])


def list_threshold(sets: Sequence[Sequence[Example]], model: Model) -> float:
    """Threshold for papers of a reading list: the best F1 of the edges of the family sets."""
    calibration = model.calibration
    data = [one for held in sets for one in held if (one.listed & one.eligible).any()]
    drawn_in_all = sum(one.drawn_in_all for one in data)
    best = []
    for one in data:
        inside = one.listed[one.eligible]
        ahead = np.where(inside, LIST_START / calibration.scale, 0.0)
        scores = scores_of(one, model.weights, model.away)[one.eligible] + ahead
        chances = np.where(inside, calibration.chances(scores), 0.0)
        at = int(np.argmax(chances))
        best.append((float(chances[at]), bool(one.drawn[one.eligible][at])))

    def f1(threshold: float) -> float:
        named = [right for chance, right in best if chance >= threshold]
        return 2 * sum(named) / (len(named) + drawn_in_all)

    found = max(np.arange(0.2, 0.51, 0.01), key=lambda one: (round(f1(one), 6), one))
    return round(float(found), 2)


def held_out(sets: Mapping[str, Sequence[Example]]) -> frozenset[str]:
    """Titles of the 500 that belong to a smaller gold set as well."""
    direct = {one.title for one in sets["direct_source_dev"]}
    return frozenset(direct | {normal(title) for title in FAMILY_AMONG})


def fitted(sets: Mapping[str, Sequence[Example]], threshold: float) -> tuple[dict[str, Any], Model]:
    """All numbers of ``weights.json``, rounded, and the model of full texts."""
    others = held_out(sets)
    models = {}
    for name, data in by_knowledge(sets).items():
        kept = [one for one in data if one.title not in others]
        models[name] = learned(kept, prior_of(name, kept), 0)
    base = models["sentences"]
    families = [sets["plm_family"], sets["model_summary"]]
    least = list_threshold(families, base)
    return {
        "parents": PARENTS,
        "thresholds": {"list": least, "all": threshold},
        "further": FURTHER,
        "margin": MARGIN,
        "most_parents": MOST_PARENTS,
        **_numbers_of(base),
        "states": {name: _numbers_of(models[name]) for name in ("full text", "structure")},
    }, models["full text"]


def _numbers_of(model: Model) -> dict[str, Any]:
    calibration = model.calibration
    scaled = np.round(calibration.scale * model.weights, 2) + 0.0
    constant = round(calibration.constant, 1)
    return {
        "intercepts": {"list": round(constant + LIST_START, 1), "all": constant},
        "sharpness": round(calibration.sharpness, 2),
        "weights": dict(zip(NAMES, map(float, scaled), strict=True))
        | {EXPLAINED_AWAY: round(calibration.scale * model.away, 2) + 0.0},
    }


def by_knowledge(sets: Mapping[str, Sequence[Example]]) -> dict[Knowledge, Sequence[Example]]:
    """The 500 papers by how much is known of their references."""
    return {
        "full text": sets[TEXTS],
        "sentences": sets[HUNDREDS],
        "structure": without_sentences(sets[HUNDREDS]),
    }


def least_confidence(splits: Sequence[Sequence[Judgement]], coverage: float = COVERAGE) -> float:
    """Threshold at which that share of the papers has a parent, mean of the splits."""
    each = []
    for judged in splits:
        best = sorted(
            (float(one.chances[one.named[0]]) if len(one.named) else 0.0 for one in judged),
            reverse=True,
        )
        each.append(best[round(coverage * len(best)) - 1])
    return float(np.floor(1000 * np.mean(each)) / 1000)


BOUNDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
"""Where groups of like confidence begin and end."""
FEWEST = 8
"""Papers in a group, mean of the splits; smaller ones join their neighbour."""


def reliability(data: Sequence[Example], splits: Sequence[Sequence[Judgement]]) -> dict[str, Any]:
    """How often candidates of a confidence were right: the best of each paper, and the next two.

    Of two candidates with one confidence the best of a paper is mostly right more often.
    """
    found: dict[str, Any] = {"splits": len(splits)}
    for name, places in (("best", slice(0, 1)), ("further", slice(1, SHOWN_CANDIDATES))):
        pairs = [
            (one.chances[row], example.drawn[row])
            for judged in splits
            for example, one in zip(data, judged, strict=True)
            for row in one.order[places]
            if example.eligible[row]
        ]
        found[name] = _grouped(np.array(pairs, dtype=float), len(splits))
    return found


def _grouped(pairs: Floats, splits: int) -> list[dict[str, float]]:
    """(candidates, 2), confidence and whether right, in groups large enough; highest first."""
    places = np.searchsorted(BOUNDS, pairs[:, 0], side="right") - 1
    groups: list[tuple[float, float, Floats]] = []
    for at in range(len(BOUNDS) - 2, -1, -1):
        groups.append((BOUNDS[at], BOUNDS[at + 1], pairs[places == at]))
        while len(groups) > 1 and min(len(held) for *_, held in groups[-2:]) < FEWEST * splits:
            if at and len(groups[-2][2]) >= FEWEST * splits:
                break  # what comes below may fill it
            (_, high, above), (low, _, below) = groups[-2:]
            groups[-2:] = [(low, high, np.vstack([above, below]))]
    return [
        {
            "from": low,
            "to": high,
            "said": round(float(held[:, 0].mean()), 3),
            "right": round(float(held[:, 1].mean()), 3),
            "papers": round(len(held) / splits),
        }
        for low, high, held in groups
    ]


def measured_reliability(sets: Mapping[str, Sequence[Example]]) -> dict[str, Any]:
    """The tables of every state of knowledge."""
    return {
        name: reliability(data, cross_validated(data, prior_of(name, data)))
        for name, data in by_knowledge(sets).items()
    }


def write_reliability(tables: Mapping[str, Any]) -> None:
    """Store the tables with where they come from."""
    made = {"by": PROVENANCE["by"], "from": MEASURED}
    text = json.dumps({"made": made, "states": tables}, indent=1)
    RELIABILITY.write_text(text + "\n", encoding="utf-8")


def all_examples(data: Path, folder: Path) -> dict[str, list[Example]]:
    """The children of every gold set."""
    names = (HUNDREDS, TEXTS, "plm_family", "model_summary", "direct_source_dev")
    return {name: examples(one) for name, one in made(data, names, folder).items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of annotated papers")
    parser.add_argument("--libraries", type=Path, help="keep the refreshed libraries here")
    parser.add_argument("--write", action="store_true", help="write weights and reliability")
    parser.add_argument("--reliability", action="store_true", help="write reliability.json alone")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.libraries or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sets = all_examples(options.data, folder)
        if options.reliability:
            write_reliability(measured_reliability(sets))
            return 0
        told = sets[HUNDREDS]
        splits = cross_validated(told, prior_of("sentences", told))
        found, of_texts = fitted(sets, least_confidence(splits))
    print(json.dumps(found, indent=2))
    if options.write:
        write_reliability(measured_reliability(sets))
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        text = json.dumps(
            {"made": PROVENANCE, **found, "starting_weights": stored["starting_weights"]},
            indent=2,
            ensure_ascii=False,
        )
        WEIGHTS.write_text(text + "\n", encoding="utf-8")
        if of_texts.lexicon is not None and of_texts.presence is not None:
            phrases = {"made": PROVENANCE, "phrases": of_texts.lexicon.told(of_texts.presence)}
            LEXICON.write_text(json.dumps(phrases, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


MEASURED = (
    "the best candidates of 500 papers of PST-Bench (arXiv 2402.16009), all fields of computer "
    f"science, judged by models that never saw them: mean of seeded splits into {FOLDS} folds"
)
PROVENANCE = {
    "by": "scripts/fit_lineage_weights.py",
    "from": "sources that readers marked for 500 papers of PST-Bench (Zhang et al. 2024, "
    "arXiv 2402.16009): their full texts, the citing sentences of their records, or structure "
    "alone; papers of the smaller gold sets left out. The threshold of the reading list was set "
    "on the family sets.",
    "starting_weights": "what was known before: published figures and judgement, held at the "
    "middle of the prior",
}


if __name__ == "__main__":
    sys.exit(main())
