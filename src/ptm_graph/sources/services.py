"""The services there are; what asks them names none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from ptm_graph.settings import Settings
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.sources.service import Service

SERVICES: tuple[Callable[[Settings], Service], ...] = (SemanticScholar, Arxiv)
"""How each service is opened."""


@contextlib.contextmanager
def opened(
    settings: Settings, services: Sequence[Callable[[Settings], Service]] = SERVICES
) -> Iterator[tuple[Service, ...]]:
    """Open services (by default all), and close them in the end. Nothing is asked yet."""
    with contextlib.ExitStack() as stack:
        yield tuple(stack.enter_context(contextlib.closing(one(settings))) for one in services)


def ranked(services: Sequence[Service]) -> list[Service]:
    """Services in the order in which they are asked: whose word counts most comes first."""
    return sorted(services, key=lambda one: (-one.source.rank, one.source.name))
