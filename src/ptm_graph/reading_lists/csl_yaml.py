"""Bibliographies in YAML – CSL's ``references:``, Typst's Hayagriva – to entries."""

from __future__ import annotations

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.csl_json import entries_of
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.yaml_nodes import Mapping, Node, Sequence, data_of, nodes
from ptm_graph.words.wording import Said


def read(text: str, file: str | None = None) -> ReadingList:
    """Read CSL-YAML as pandoc and Zotero write it, or a file of Hayagriva.

    Raises
    ------
    ReadingListError
        If it is no YAML without anchors and tags, or holds no items.
    """
    top, text_below = nodes(text, file)
    if text_below is not None:
        from ptm_graph.reading_lists.markdown import read as read_markdown

        return read_markdown(text, file)
    items = _items(top)
    if items is None:
        raise ReadingListError(Said("list.not CSL"), file)
    return entries_of([(data_of(item), item.line) for item in items], None, file)


def _items(top: Node | None) -> tuple[Node, ...] | None:
    if isinstance(top, Mapping):
        for key, value in top.pairs:
            if key.text in ("references", "items", "bibliography") and isinstance(value, Sequence):
                return value.items
        # Hayagriva names each item by its key
        values = tuple(value for _, value in top.pairs)
        return values if values and all(isinstance(one, Mapping) for one in values) else None
    return top.items if isinstance(top, Sequence) else None
