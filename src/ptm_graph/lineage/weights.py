"""The weights of the score: data in one readable file, ``weights.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ptm_graph.lineage.recalibration import Recalibration

Knowledge = Literal["full text", "sentences", "structure"]
"""What is known of a child's references: the paper's own text with sections and places; citing
sentences as a service tells them; the list alone."""

KNOWLEDGE: tuple[Knowledge, ...] = ("full text", "sentences", "structure")


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
    states: Mapping[Knowledge, Weights] = field(default_factory=lambda: MappingProxyType({}))
    """What differs by what is known of a child's references; the rest is as here."""
    recalibration: Recalibration | None = None
    """What a person's decisions make of the confidences; None: they are as shipped."""

    def given(self, knowledge: Knowledge) -> Weights:
        """The weights for a child of whose references so much is known."""
        return self.states.get(knowledge, self)

    def starts_in_list(self, start: float) -> bool:
        """Whether a starting value is that of a paper of the reading list, in any state."""
        return any(one.intercepts["list"] == start for one in self.by_state)

    @property
    def by_state(self) -> tuple[Weights, ...]:
        """The weights of every state, in the order of :data:`KNOWLEDGE`."""
        return tuple(map(self.given, KNOWLEDGE))

    def column(self, signal: str) -> npt.NDArray[np.float64]:
        """(states,): weight of a signal in every state."""
        return np.array([one.of(signal) for one in self.by_state])

    def of(self, signal: str) -> float:
        """Weight of a signal; 0 where the file names none."""
        return self.weights.get(signal, 0.0)


def parse(text: str) -> Weights:
    """Read weights from JSON in the form of ``weights.json``."""
    data = json.loads(text)
    common = _parsed(data)
    states = {name: _parsed({**data, **own}) for name, own in data.get("states", {}).items()}
    return replace(common, states=MappingProxyType(states))


def _parsed(data: Mapping[str, Any]) -> Weights:
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


def recalibrated(recalibration: Recalibration | None) -> Weights:
    """The weights that ship with the package, with what a person's decisions make of them."""
    return replace(default_weights(), recalibration=recalibration)


@cache
def default_weights() -> Weights:
    """The weights that ship with the package."""
    path = resources.files("ptm_graph.lineage").joinpath("weights.json")
    return parse(path.read_text(encoding="utf-8"))
