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

    intercept: float
    """Log-odds of a reference about which nothing is known."""
    threshold: float
    """Least score of a parent."""
    margin: float
    """How far below the best parent a further one may lie."""
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
        intercept=float(data["intercept"]),
        threshold=float(data["threshold"]),
        margin=float(data["margin"]),
        most_parents=int(data["most_parents"]),
        weights=MappingProxyType({name: float(value) for name, value in data["weights"].items()}),
    )


@cache
def default_weights() -> Weights:
    """The weights that ship with the package."""
    path = resources.files("ptm_graph.lineage").joinpath("weights.json")
    return parse(path.read_text(encoding="utf-8"))
