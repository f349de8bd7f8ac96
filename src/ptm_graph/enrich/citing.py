"""Which of the papers that cite a paper are worth having."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ptm_graph.words.identifiers import paper_key
from ptm_graph.words.records import CitingRecord, PaperRecord

Preference = Literal["influential", "recent"]


def chosen(
    citing: Sequence[CitingRecord], count: int, preference: Preference
) -> list[CitingRecord]:
    """Choose citing papers, the most informative first.

    Those for which the service calls the citation influential, by how often they are cited
    themselves; or the newest.
    """
    recent = sorted(citing, key=lambda one: (_day(one.citing), _identity(one.citing)), reverse=True)
    if preference == "recent":
        return recent[:count]
    return sorted(
        recent,
        key=lambda one: (one.influential is not True, -(one.citing.citation_count or 0)),
    )[:count]


def _day(record: PaperRecord) -> str:
    return str(record.published or record.year or "")


def _identity(record: PaperRecord) -> str:
    return paper_key(record.identifiers, record.title)
