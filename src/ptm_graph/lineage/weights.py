"""The weights of the score: data in one readable file, ``weights.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything the score and the choice of parents read from data."""

    intercepts: Mapping[str, float]
    """Log-odds, against *none of them*, of a candidate about which nothing is known: of a
    paper of the reading list where parents are sought there (``list``), of any other
    reference (``all``)."""
    parents: float
    """How many parents a paper has on average; see
    :func:`ptm_graph.lineage.score.probabilities`."""
    sharpness: float
    """How far confidences lie from one half; see there."""
    thresholds: Mapping[str, float]
    """Least confidence of a parent, for candidates ``list`` and ``all``."""
    further: Mapping[str, float]
    """Least confidence of a further parent, likewise."""
    margin: float
    """How far below the score of the best parent that of a further one may be."""
    most_parents: int
    """Parents a child may have at most."""
    weights: Mapping[str, float]
    """Name of the signal → log-odds for each unit of its value."""

    def of(self, signal: str) -> float:
        """Weight of a signal; 0 where the file names none."""
        return self.weights.get(signal, 0.0)


def parse(text: str) -> Weights:
    """Read weights from JSON in the form of ``weights.json``."""
    data = json.loads(text)
    return Weights(
        intercepts=_numbers(data["intercepts"]),
        parents=float(data["parents"]),
        sharpness=float(data["sharpness"]),
        thresholds=_numbers(data["thresholds"]),
        further=_numbers(data["further"]),
        margin=float(data["margin"]),
        most_parents=int(data["most_parents"]),
        weights=_numbers(data["weights"]),
    )


def _numbers(data: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType({name: float(value) for name, value in data.items()})


@cache
def default_weights() -> Weights:
    """The weights that ship with the package."""
    path = resources.files("ptm_graph.lineage").joinpath("weights.json")
    return parse(path.read_text(encoding="utf-8"))
