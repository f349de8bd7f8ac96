"""What a paper is called on the pages, and how complete its references."""

from __future__ import annotations

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.reader import Opened
from ptm_graph.words.notices import sign


def name_of(opened: Opened, key: str) -> str:
    """Short name of a paper, and the sign of what became of it; its key where it is unknown."""
    if key in opened.citations:
        data = opened.citations.nodes[key]
        return f"{data.get('name') or key}{sign(data)}"
    return key


def completeness(words: Words, state: str, known: int | None, stated: int | None) -> str:
    """How complete a list of references is; one of which few works have a record says both."""
    if state == "complete" and known is not None and stated is not None and known < stated:
        return words("state.complete_list", missing=words.number(stated - known))
    return words.named("state", state)
