"""What a paper is called on the pages."""

from __future__ import annotations

from ptm_graph.dashboard.reader import Opened


def name_of(opened: Opened, key: str) -> str:
    """Short name of a paper; its key where the library does not know it."""
    if key in opened.citations:
        return str(opened.citations.nodes[key].get("name") or key)
    return key
