"""Papers in portions of the sizes the services allow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from ptm_graph.sources.service import Offer
from ptm_graph.words.model import Paper

UNKNOWN_LENGTH = 60
"""References a paper is taken to have where the service has not said how many."""

T = TypeVar("T")


class AboutPaper(Protocol):
    """Anything about one paper."""

    @property
    def paper(self) -> Paper:
        """The paper."""


P = TypeVar("P", bound=AboutPaper)


def in_portions(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """Portions of at most ``size``."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def by_length(items: Sequence[P], offer: Offer) -> Iterator[list[P]]:
    """Portions whose reference lists together stay below the service's limit."""
    portion: list[P] = []
    length = 0
    for item in items:
        own = item.paper.reference_count or UNKNOWN_LENGTH
        too_long = offer.nested is not None and length + own > offer.nested
        if portion and (len(portion) == offer.batch or too_long):
            yield portion
            portion, length = [], 0
        portion.append(item)
        length += own
    if portion:
        yield portion


def in_pages(length: int, offer: Offer) -> int:
    """Requests for a list of so many entries."""
    return max(1, math.ceil(length / offer.page)) if offer.page else 1
