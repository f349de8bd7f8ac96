"""Papers in batches of the sizes the services allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ptm_graph.sources import semantic_scholar
from ptm_graph.words.model import Paper

UNKNOWN_LENGTH = 60
"""References a paper is taken to have where the service has not said how many."""


def batches(items: Sequence[tuple[str, Paper]], size: int) -> Iterator[list[tuple[str, Paper]]]:
    """Batches of at most ``size`` papers."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def by_length(items: Iterable[tuple[str, Paper]]) -> Iterator[list[tuple[str, Paper]]]:
    """Batches whose reference lists together stay below the service's limit."""
    batch: list[tuple[str, Paper]] = []
    length = 0
    for asked, paper in items:
        own = paper.reference_count or UNKNOWN_LENGTH
        full = len(batch) == semantic_scholar.BATCH or length + own > semantic_scholar.NESTED
        if batch and full:
            yield batch
            batch, length = [], 0
        batch.append((asked, paper))
        length += own
    if batch:
        yield batch
