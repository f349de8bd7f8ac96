"""Turn a reading list into a lineage of papers that a researcher can trust.

>>> import ptm_graph as pg
>>> library = pg.Library.bundled()
>>> citations = pg.citation_graph(library)      # citing → cited
>>> family = pg.lineage_graph(citations)        # parent → child, evidence on every edge
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ptm_graph._version import __version__

if TYPE_CHECKING:
    from ptm_graph.exports import export
    from ptm_graph.graph.citations import citation_graph
    from ptm_graph.graph.frames import citations_frame, papers_frame, relations_frame
    from ptm_graph.lineage import lineage_graph
    from ptm_graph.notebook import Library, show

__all__ = [
    "Library",
    "__version__",
    "citation_graph",
    "citations_frame",
    "export",
    "lineage_graph",
    "papers_frame",
    "relations_frame",
    "show",
]

_HOMES = {
    "Library": "ptm_graph.notebook",
    "citation_graph": "ptm_graph.graph.citations",
    "lineage_graph": "ptm_graph.lineage",
    "export": "ptm_graph.exports",
    "papers_frame": "ptm_graph.graph.frames",
    "citations_frame": "ptm_graph.graph.frames",
    "relations_frame": "ptm_graph.graph.frames",
    "show": "ptm_graph.notebook",
}


def __getattr__(name: str) -> Any:
    # loaded when first used: importing the package must not load graphs or pandas
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
