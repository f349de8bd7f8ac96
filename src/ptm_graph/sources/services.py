"""The services there are; what asks them names none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from ptm_graph.errors import InputError
from ptm_graph.settings import Settings
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.crossref import Crossref
from ptm_graph.sources.openalex import OpenAlex
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.sources.service import Service
from ptm_graph.words.wording import Said

SERVICES: tuple[type[SemanticScholar | Arxiv | OpenAlex | Crossref], ...] = (
    *(SemanticScholar, Arxiv, OpenAlex, Crossref),
)
"""The class of each service."""
USUAL = ("semantic-scholar", "arxiv", "openalex", "crossref")
"""Names of those that are asked where nobody chooses; the last two where something is missing."""


def name_of(service: Service | type[Service]) -> str:
    """What a service is called in a command: ``semantic-scholar``."""
    return service.source.name.replace(" ", "-")


def chosen(names: Sequence[str] | None = None) -> tuple[Callable[[Settings], Service], ...]:
    """How the services with these names are opened; None: the usual ones.

    Raises
    ------
    InputError
        If there is none of such a name.
    """
    known: dict[str, Callable[[Settings], Service]] = {name_of(one): one for one in SERVICES}
    wanted = USUAL if names is None else names
    for name in wanted:
        if name not in known:
            raise InputError(Said("service.unknown", {"name": name, "known": ", ".join(known)}))
    return tuple(opener for name, opener in known.items() if name in wanted)


@contextlib.contextmanager
def opened(
    settings: Settings, services: Sequence[Callable[[Settings], Service]] | None = None
) -> Iterator[tuple[Service, ...]]:
    """Open services (by default those the settings name), and close them in the end.

    Nothing is asked yet.
    """
    wanted = chosen(settings.services) if services is None else services
    with contextlib.ExitStack() as stack:
        yield tuple(stack.enter_context(contextlib.closing(one(settings))) for one in wanted)


def ranked(services: Sequence[Service]) -> list[Service]:
    """Services in the order in which they are asked: whose word counts most comes first.

    Before all others comes what is on this machine.
    """
    return sorted(services, key=lambda one: (not one.local, -one.source.rank, one.source.name))
