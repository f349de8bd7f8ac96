"""Works that were retracted or withdrawn, and what of a list descends from them."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from ptm_graph.graph.selection import without_proposals
from ptm_graph.words.model import NoticeKind
from ptm_graph.words.notices import gone, kind_in, word
from ptm_graph.words.wording import Said, Value

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Fallen:
    """A work that does not stand any more."""

    key: str
    name: str
    kind: NoticeKind
    descendants: tuple[str, ...]
    """Keys of the papers of the list that descend from it; proposals do not count."""
    names: tuple[str, ...]
    """What these are called."""

    def said(self, language: str = "en") -> Said:
        """How many descend from it, and which."""
        shown = ", ".join(self.names[:_MOST_NAMES])
        more = " …" if len(self.names) > _MOST_NAMES else ""
        what = word(self.kind, language)
        if len(self.descendants) == 1:
            return Said("notice.descends", {"name": self.name, "what": what, "names": shown})
        values: dict[str, Value] = {"name": self.name, "what": what, "names": shown + more}
        return Said("notice.descend", values | {"count": len(self.descendants)})


def fallen(lineage: nx.DiGraph[str]) -> tuple[Fallen, ...]:
    """The retracted and withdrawn works of a lineage from which others descend.

    Linear in the relations for each such work.
    """
    papers = lineage.nodes
    lost = [key for key, data in papers(data=True) if gone(data)]
    if not lost:
        return ()
    whole = not any(data.get("seed") for _, data in papers(data=True))
    stated = without_proposals(lineage)
    found = []
    for key in sorted(lost):
        data = papers[key]
        kind = kind_in(data)
        below = sorted(
            one for one in nx.descendants(stated, key) if whole or papers[one].get("seed")
        )
        if kind is not None and below:
            names = tuple(str(papers[one].get("name") or one) for one in below)
            found.append(Fallen(key, str(data.get("name") or key), kind, tuple(below), names))
    return tuple(found)
