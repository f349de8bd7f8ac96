"""PDF: what can be had without a model – identifiers and title, not the text."""

from __future__ import annotations

from ptm_graph.errors import FullTextError, InputError
from ptm_graph.full_texts.assembling import Header, full_text
from ptm_graph.full_texts.full_text import FullText, Unused
from ptm_graph.pdfs import read_head
from ptm_graph.words.wording import Said


def read(data: bytes, file: str | None = None) -> FullText:
    """Read the identifiers and the title of a PDF, see :func:`ptm_graph.pdfs.read_head`.

    Raises
    ------
    FullTextError
        If it is no PDF, damaged or encrypted.
    """
    try:
        head = read_head(data, file)
    except InputError as error:
        values = {"file": file or "PDF", "error": error.args[0]}
        raise FullTextError(Said("full text.unreadable", values)) from error
    unread = Unused("text", "a PDF's text is read by GROBID; set PTM_GRAPH_GROBID_URL to yours")
    return full_text(Header(head.title, identifiers=head.identifiers), (), (), (unread,))
