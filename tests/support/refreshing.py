"""Refresh a library from the fake services, through the real clients."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fake_services import FakeServices

from ptm_graph.enrich import read_entries
from ptm_graph.enrich.refresh import RefreshReport, refresh
from ptm_graph.library import Library
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.sources.transport import _trusted as trusted

Refreshed = Callable[..., RefreshReport]


def prepare(seeds: str) -> None:
    """Load what the first refresh of a process loads, without a thread that a fork would lose."""
    import anyio._backends._asyncio  # noqa: F401
    import arxiv  # noqa: F401
    import httpcore  # noqa: F401

    read_entries([Path(seeds)])
    trusted()


def refresh_file(url: str, path: str, seeds: str) -> None:
    """Refresh the library in a file; for a process that is going to be killed."""
    with Library.open(path, writable=True) as library:
        refresh_from(FakeServices(url=url), library, Path(seeds))


def refresh_from(
    services: FakeServices,
    library: Library,
    seeds: Path,
    settings: dict[str, Any] | None = None,
    **options: Any,
) -> RefreshReport:
    """Refresh ``library`` with the reading list ``seeds``."""
    entries, unused = read_entries([seeds])
    chosen = services.settings(**(settings or {}))
    with (
        contextlib.closing(SemanticScholar(chosen)) as scholar,
        contextlib.closing(Arxiv(chosen)) as arxiv,
    ):
        return refresh(
            library, entries, scholar, arxiv, unused=unused, **{"lists": [seeds], **options}
        )
