"""How much of a text is read: a longer one is not a reading list, and would take minutes."""

from __future__ import annotations

from ptm_graph.errors import ReadingListError
from ptm_graph.words.wording import Said

LARGEST = 32 * 1024 * 1024
"""Bytes of the largest reading list that is read; larger ones are refused."""
LARGEST_TEXT = 6 * 1024 * 1024
"""Characters of the largest Markdown, reStructuredText or plain text that is read."""
MOST_LINKS = 60_000
"""Links of the longest such text: six for each of ten thousand papers."""


def refuse_too_much(text: str, file: str | None) -> None:
    """Refuse a text that is too large to be a list written by people.

    That is one longer than :data:`LARGEST_TEXT`, or with more than :data:`MOST_LINKS`.
    """
    if len(text) > LARGEST_TEXT:
        raise ReadingListError(Said("list.too large", {"size": LARGEST_TEXT // 2**20}), file)
    if max(text.count("://"), text.count("](")) > MOST_LINKS:
        raise ReadingListError(Said("list.too many links", {"most": MOST_LINKS}), file)
