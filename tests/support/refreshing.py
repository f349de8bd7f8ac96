"""Refresh a library from the fake services, through the real clients."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fake_services import FakeServices

from ptm_graph.enrich.refresh import RefreshReport, refresh
from ptm_graph.library import Library
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.workflow.reading import read_lists

Refreshed = Callable[..., RefreshReport]


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
    listed = read_lists([seeds])
    chosen = services.settings(**(settings or {}))
    with (
        contextlib.closing(SemanticScholar(chosen)) as scholar,
        contextlib.closing(Arxiv(chosen)) as arxiv,
    ):
        return refresh(
            library,
            listed.entries,
            scholar,
            arxiv,
            unused=listed.unused,
            **{"lists": [seeds], **options},
        )
