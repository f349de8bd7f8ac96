"""What a paper is called on the pages."""

from __future__ import annotations

from ptm_graph.dashboard.reader import Opened
from ptm_graph.words.notices import sign


def name_of(opened: Opened, key: str) -> str:
    """Short name of a paper, and the sign of what became of it; its key where it is unknown."""
    if key in opened.citations:
        data = opened.citations.nodes[key]
        return f"{data.get('name') or key}{sign(data)}"
    return key
