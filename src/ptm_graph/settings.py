"""Settings from the environment, checked once, with their defaults and units."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptm_graph.errors import InputError

S2_URL = "https://api.semanticscholar.org"
ARXIV_URL = "https://export.arxiv.org"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; every field has a working default."""

    s2_url: str = S2_URL
    """Base URL of the Semantic Scholar API, without ``/graph/v1``."""
    arxiv_url: str = ARXIV_URL
    """Base URL of the arXiv API, without ``/api/query``."""
    s2_interval: float = 1.0
    """Least seconds between two requests to Semantic Scholar."""
    arxiv_interval: float = 3.0
    """Least seconds between two requests to arXiv."""
    backoff: float = 2.0
    """Seconds to wait before the first repetition of a failed request; doubles each time."""
    deadline: float = 45.0
    """Most seconds one request may take, from first byte sent to last byte received."""
    s2_api_key: str | None = field(default=None, repr=False)
    """Key for Semantic Scholar; never printed."""
    library: Path | None = None
    """Where the library lies; None: in the user's data directory."""
    decisions: Path | None = None
    """File of people's decisions; None: beside the reading list."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``PTM_GRAPH_*`` and ``S2_API_KEY``.

        Raises
        ------
        InputError
            If a number or a URL cannot be used; the message names the variable.
        """
        env = os.environ if environment is None else environment
        library = env.get("PTM_GRAPH_LIBRARY", "").strip()
        decisions = env.get("PTM_GRAPH_DECISIONS", "").strip()
        return cls(
            s2_url=_url(env, "PTM_GRAPH_S2_URL", S2_URL),
            arxiv_url=_url(env, "PTM_GRAPH_ARXIV_URL", ARXIV_URL),
            s2_interval=_seconds(env, "PTM_GRAPH_S2_INTERVAL", 1.0),
            arxiv_interval=_seconds(env, "PTM_GRAPH_ARXIV_INTERVAL", 3.0),
            backoff=_seconds(env, "PTM_GRAPH_BACKOFF", 2.0),
            deadline=_seconds(env, "PTM_GRAPH_DEADLINE", 45.0),
            s2_api_key=env.get("S2_API_KEY", "").strip() or None,
            library=Path(library).expanduser() if library else None,
            decisions=Path(decisions).expanduser() if decisions else None,
        )


def library_path(given: Path | None = None) -> Path:
    """Where the library is: what is given, the environment, or the user's data directory."""
    return given or Settings.from_environment().library or default_library_path()


def default_library_path() -> Path:
    """``library.db`` in the user's data directory for ptm-graph."""
    from platformdirs import user_data_path

    return user_data_path("ptm-graph", appauthor=False) / "library.db"


def _url(env: Mapping[str, str], name: str, default: str) -> str:
    value = env.get(name, "").strip() or default
    if not value.startswith(("http://", "https://")):
        raise InputError(f"{name}: “{value}” is no URL; it must start with http:// or https://")
    return value.rstrip("/")


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    value = env.get(name, "").strip()
    if not value:
        return default
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise InputError(f"{name}: “{value}” is no number of seconds (0 or more)")
    return seconds
