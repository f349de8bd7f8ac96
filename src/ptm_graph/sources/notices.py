"""What titles and comments say of a work itself: that it was retracted or withdrawn."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from ptm_graph.words import titles
from ptm_graph.words.model import Notice, NoticeKind
from ptm_graph.words.records import SourceName

# only in capitals: journals head the notice itself with “Retracted:” and the title of the work
_MARK = re.compile(
    r"[\[(*]?\s*(RETRACTED|WITHDRAWN|REMOVED|TEMPORARY REMOVAL)"
    r"(?:\s+(?:ARTICLE|PAPER|CHAPTER|MANUSCRIPT))?\s*[\])*:–—-]+\s*(?=\S*\w)"
)
_BEGINNING, _LONGEST = 200, 2_000
"""Characters of a title, and of a comment, that are looked at."""
_WORK = r"(?:paper|article|submission|manuscript|preprint|work|note|version)"
_WITHDRAWN = re.compile(
    rf"(?:^\W*|[.;]\s+)(?:(?:this|the)\s+)?(?:arxiv\s+)?(?:{_WORK}\s+)?(?:has\s+been|is|was|is\s+being)?\s*"
    r"\bwithdrawn\b(?!\s+from\b)",
    re.IGNORECASE,
)


def marked(title: Any, source: SourceName) -> tuple[Any, tuple[Notice, ...]]:
    """A title without the mark that its journal put before it, and what that says.

    >>> marked("RETRACTED: A Widget", "crossref")
    ('A Widget', (Notice(kind='retraction', source='crossref', date=None, link=None),))
    """
    bare = title.lstrip() if isinstance(title, str) else ""
    found = _MARK.match(bare[:_BEGINNING])
    if found is None:
        return title, ()
    kind: NoticeKind = "retraction" if found[1] == "RETRACTED" else "withdrawal"
    return bare[found.end() :], (Notice(kind, source),)


def is_withdrawn(comment: str | None) -> bool:
    """Whether the authors of a preprint, or its archive, say that they took it back.

    One that was only withdrawn from a conference was not.
    """
    return _WITHDRAWN.search(titles.clean((comment or "")[:_LONGEST])) is not None


def of_doi(doi: str) -> str:
    """The address of a notice."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"
