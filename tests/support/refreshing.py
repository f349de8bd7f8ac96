"""Refresh a library from the fake services, through the real clients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fake_services import FakeServices

from ptm_graph.enrich.refresh import RefreshReport, refresh
from ptm_graph.library import Library
from ptm_graph.settings import Settings
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import chosen, opened
from ptm_graph.sources.transport import _trusted as trusted
from ptm_graph.workflow.reading import read_lists

Refreshed = Callable[..., RefreshReport]

FIRST = chosen(("semantic-scholar", "arxiv"))
"""The services that are asked whatever is missing."""


def prepare(seeds: str) -> None:
    """Load what the first refresh of a process loads, without a thread that a fork would lose."""
    import anyio._backends._asyncio  # noqa: F401
    import arxiv  # noqa: F401
    import httpcore  # noqa: F401

    read_lists([Path(seeds)])
    trusted()


def refresh_file(url: str, path: str, seeds: str, *names: str) -> None:
    """Refresh the library in a file; for a process that is going to be killed."""
    with Library.open(path, writable=True) as library:
        kinds = chosen(names) if names else FIRST
        refresh_from(FakeServices(url=url), library, Path(seeds), kinds=kinds)


def refresh_from(
    services: FakeServices,
    library: Library,
    seeds: Path,
    settings: dict[str, Any] | None = None,
    kinds: Sequence[Callable[[Settings], Service]] = FIRST,
    **options: Any,
) -> RefreshReport:
    """Refresh ``library`` with the reading list ``seeds``."""
    listed = read_lists([seeds])
    chosen = services.settings(**(settings or {}))
    with opened(chosen, kinds) as asked:
        return refresh(
            library,
            listed.entries,
            *asked,
            unused=listed.unused,
            **{"lists": [seeds], **options},
        )
