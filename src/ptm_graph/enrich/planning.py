"""What a refresh would ask for, and how long that takes, without asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ptm_graph.enrich.stages import Stage
from ptm_graph.enrich.staleness import Due
from ptm_graph.enrich.table import stages
from ptm_graph.enrich.text_stages import TextWishes
from ptm_graph.library import Library
from ptm_graph.settings import Settings
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import opened
from ptm_graph.words.model import SeedEntry

ANSWER_TIME = 0.7
"""Seconds an answer usually takes; counts where it is longer than the interval."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a refresh to come."""

    what: str
    service: str
    """What people call it."""
    papers: int
    requests: int
    estimated: bool = False
    """True where it depends on answers that nobody has yet."""
    least: int = 0
    """Requests at least, where their number depends on answers."""
    most: int | None = None
    """Requests at most; None: that cannot be said."""
    seconds: float = 0.0
    """How long its requests take, about."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A refresh to come."""

    steps: tuple[Step, ...]
    seconds: float
    """How long it takes if no service makes us wait."""

    @property
    def requests(self) -> int:
        """Requests of all steps."""
        return sum(step.requests for step in self.steps)

    @property
    def bounds(self) -> tuple[int, int]:
        """Requests of all steps at least, and at most as far as that can be said."""
        most = sum(one.requests if one.most is None else one.most for one in self.steps)
        return sum(step.least for step in self.steps), most


def plan(
    library: Library,
    entries: Sequence[SeedEntry],
    settings: Settings,
    due: Callable[[Library], Due],
    *,
    citations: int = 0,
    texts: TextWishes | None = None,
    services: Sequence[Callable[[Settings], Service]] | None = None,
) -> Plan:
    """Count what a refresh would ask for, on a copy: the library is left as it is.

    ``due`` says what is due in a library; ``citations``, ``texts`` and ``services`` are as
    for :func:`ptm_graph.enrich.refresh.refresh`.
    """
    with library.copy() as copied, opened(settings, services) as asked:
        with copied.writing() as writer:
            writer.replace_entries(entries)
        return _counted(stages(asked, citations=citations, texts=texts), copied, due(copied))


def seconds_of(stage: Stage, library: Library, due: Due) -> float:
    """How long the requests of a stage take, about."""
    counted = stage.requests(stage.expected(library, due)) if stage.wanted else {}
    return sum(
        n * max(service.interval, ANSWER_TIME)
        for service, n in counted.items()
        if not service.local
    )


def _counted(table: Sequence[Stage], library: Library, due: Due) -> Plan:
    steps: list[Step] = []
    seconds = 0.0
    for stage in table:
        expected = stage.expected(library, due)
        papers = len(expected.questions) + expected.more
        least = stage.requests(replace(expected, more=0))
        known = expected.most if expected.estimated else expected.more
        most = None if known is None else stage.requests(replace(expected, more=known))
        for service, requests in stage.requests(expected).items():
            if not (requests or (most or {}).get(service)) or not stage.wanted:
                continue
            # a service that comes second is asked only for what the first does not know
            estimated = expected.estimated or service is not stage.service
            took = requests * max(service.interval, ANSWER_TIME)
            own = least[service] if service is stage.service else 0
            steps.append(
                Step(
                    stage.title,
                    service.source.title,
                    papers,
                    requests,
                    estimated,
                    least=own,
                    most=None if most is None else most[service],
                    seconds=took,
                )
            )
            seconds += took
    return Plan(tuple(steps), seconds)
