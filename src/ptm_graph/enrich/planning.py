"""What a refresh would ask for, and how long that takes, without asking."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ptm_graph.enrich.asking import asked_by_scholar, asked_for_cited_ids, unresolved_entries
from ptm_graph.enrich.batching import UNKNOWN_LENGTH, batches, by_length
from ptm_graph.enrich.staleness import Due
from ptm_graph.library import Library
from ptm_graph.settings import Settings
from ptm_graph.sources import arxiv, semantic_scholar
from ptm_graph.sources.rate_limit import allowed_interval
from ptm_graph.sources.scholar_answers import PAGE
from ptm_graph.sources.semantic_scholar import service_id
from ptm_graph.words.model import Paper, SeedEntry

ANSWER_TIME = 0.7
"""Seconds an answer usually takes; counts where it is longer than the interval."""

MOST_CITATIONS = 10_000
"""Citing papers the service gives of one paper."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a refresh to come."""

    what: str
    service: Literal["Semantic Scholar", "arXiv"]
    papers: int
    requests: int
    estimated: bool = False
    """True where it depends on answers that nobody has yet."""


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


def plan(
    library: Library,
    entries: Sequence[SeedEntry],
    settings: Settings,
    due: Callable[[Library], Due],
    *,
    citations: int = 0,
) -> Plan:
    """Count what a refresh would ask for. The library is left as it is.

    Parameters
    ----------
    library : Library
        Open for reading; it is copied into memory.
    entries : sequence of SeedEntry
        The reading list.
    settings : Settings
        Intervals between requests.
    due : callable
        Library → what is due in it.
    citations : int, default 0
        As for :func:`ptm_graph.enrich.refresh.refresh`.
    """
    with library.copy() as copied:
        with copied.writing() as writer:
            writer.replace_entries(entries)
        steps = tuple(_steps(copied, due(copied), citations))
    s2 = max(
        allowed_interval(settings.s2_url, settings.s2_interval, semantic_scholar.LEAST_INTERVAL),
        ANSWER_TIME,
    )
    pause = max(
        allowed_interval(settings.arxiv_url, settings.arxiv_interval, arxiv.LEAST_INTERVAL),
        ANSWER_TIME,
    )
    seconds = sum(step.requests * (pause if step.service == "arXiv" else s2) for step in steps)
    return Plan(steps, seconds)


def _steps(library: Library, due: Due, citations: int) -> list[Step]:
    unnamed = len(unresolved_entries(library, due))
    named = _seeds(due, "metadata", lambda paper: service_id(paper.identifiers))
    dated = _seeds(due, "arxiv", lambda paper: paper.identifiers.get("arxiv"))
    # a seed without a Semantic Scholar id gets one from its metadata, and is asked on then
    listing = _seeds(due, "references", asked_by_scholar, also=named)
    steps = [
        Step("titles to resolve", "Semantic Scholar", unnamed, unnamed),
        Step("titles to resolve", "arXiv", unnamed, unnamed, estimated=True),
        Step(
            "metadata",
            "Semantic Scholar",
            len(named),
            len(list(batches(named, semantic_scholar.BATCH))),
        ),
        Step("first dates", "arXiv", len(dated), len(list(batches(dated, arxiv.BATCH)))),
        Step("reference lists", "Semantic Scholar", len(listing), _pages(listing, _references)),
    ]
    if citations:
        cited = _seeds(due, "citations", asked_by_scholar, also=named)
        steps.append(
            Step("citing papers", "Semantic Scholar", len(cited), _pages(cited, _citations))
        )
    steps.append(_neighbours(library, due, listing))
    return [step for step in steps if step.requests]


def _seeds(
    due: Due,
    what: str,
    asked_as: Callable[[Paper], str | None],
    also: Sequence[tuple[str, Paper]] = (),
) -> list[tuple[str, Paper]]:
    found = {paper.key: (asked, paper) for asked, paper in due.papers(what, asked_as) if paper.seed}
    for asked, paper in also:
        if asked_as(paper) is None:
            found.setdefault(paper.key, (asked, paper))
    return list(found.values())


def _neighbours(library: Library, due: Due, listing: Sequence[tuple[str, Paper]]) -> Step:
    """Papers that the seeds cite: those known, and about as many as new lists will name."""
    known = list(due.papers("cited ids", asked_for_cited_ids))
    new = sum(
        paper.reference_count or UNKNOWN_LENGTH
        for _, paper in listing
        if paper.references_known is None
    )
    batches_of_new = math.ceil(new * UNKNOWN_LENGTH / semantic_scholar.NESTED)
    requests = len(list(by_length(known))) + batches_of_new
    return Step(
        "citations of references",
        "Semantic Scholar",
        len(known) + new,
        requests,
        estimated=bool(new),
    )


def _pages(papers: Sequence[tuple[str, Paper]], length: Callable[[Paper], int]) -> int:
    return sum(max(1, math.ceil(length(paper) / PAGE)) for _, paper in papers)


def _references(paper: Paper) -> int:
    return paper.reference_count or 0


def _citations(paper: Paper) -> int:
    return min(paper.citation_count or 0, MOST_CITATIONS)
