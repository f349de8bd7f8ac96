"""PDF: what can be had without a model – identifiers and title, not the text."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts.assembling import Header, full_text
from ptm_graph.full_texts.full_text import FullText, Unused
from ptm_graph.full_texts.xml_trees import parsed
from ptm_graph.words.identifiers import Identifier, find_identifier, with_implied
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said
from ptm_graph.words.xml import text_of

LONGEST_PAGE = 2 * 1024 * 1024
"""Bytes of drawing commands of the longest first page that is read."""

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>]+")
_ARXIV = re.compile(r"\barXiv:\s*((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)")
_NO_TITLE = re.compile(
    r"untitled|microsoft|\.(?:docx?|tex|dvi|pdf|indd|rtf|ps)\b|^(?:\S+\s*){0,1}$|\blayout\b|paper\s*id",
    re.IGNORECASE,
)
_TITLE_LETTERS = range(10, 300)


def read(data: bytes, file: str | None = None) -> FullText:
    """Read the identifiers and the title of a PDF: metadata, XMP, first page.

    Raises
    ------
    FullTextError
        If it is no PDF, damaged or encrypted.
    """
    # a parser of damaged files warns at every step
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        fields = {name: str(value) for name, value in (reader.metadata or {}).items()}
        xmp_title, xmp = _xmp(reader)
        runs = _first_page(reader)
    except Exception as error:  # whatever a parser of PDFs does with a hostile file
        reason = f"damaged PDF, {type(error).__name__}"
        said = Said("full text.unreadable", {"file": file or "PDF", "error": reason})
        raise FullTextError(said) from error
    titles = (fields.get("/Title"), xmp_title, _largest(runs))
    title = next((one for one in titles if one and not _NO_TITLE.search(clean(one))), None)
    page = clean("".join(text for _, text in runs))
    found: dict[str, str] = {}
    for known in _identifiers([*fields.values(), xmp], page):
        found.setdefault(known.kind, known.value)
    unread = Unused("text", "a PDF's text is read by GROBID; set PTM_GRAPH_GROBID_URL to yours")
    return full_text(Header(title, identifiers=with_implied(found)), (), (), (unread,))


def _xmp(reader: Any) -> tuple[str | None, str]:
    """The title in the XMP data, and all its text."""
    stream = reader.trailer["/Root"].get("/Metadata")
    if stream is None:
        return None, ""
    try:
        root, _ = parsed(stream.get_object().get_data(), None)
    except FullTextError:
        return None, ""
    values = [str(value) for one in root.iter() for value in one.attrib.values()]
    return text_of(root.find(".//title")) or None, " ".join([text_of(root), *values])


def _first_page(reader: Any) -> list[tuple[float, str]]:
    """Upright and turned text of the first page, with its size (0: turned)."""
    page = reader.pages[0]
    content = page.get_contents()
    if content is None or len(content.get_data()) > LONGEST_PAGE:
        return []
    runs: list[tuple[float, str]] = []

    def take(text: str, matrix: Any, text_matrix: Any, _: Any, size: float) -> None:
        upright = abs(text_matrix[1]) < 1e-3 and abs(matrix[1]) < 1e-3
        runs.append((round(abs(size * text_matrix[3] * matrix[3]), 1) if upright else 0.0, text))

    page.extract_text(visitor_text=take)
    return runs


def _largest(runs: list[tuple[float, str]]) -> str | None:
    """The largest text of a page that is as long as a title."""
    sizes = sorted({size for size, text in runs if size and text.strip()}, reverse=True)
    for size in sizes[:3]:
        said = clean(" ".join(text for one, text in runs if one == size))
        if sum(map(str.isalpha, said)) in _TITLE_LETTERS:
            return said
    return None


def _identifiers(metadata: list[str], page: str) -> Iterator[Identifier]:
    """Those of the metadata; arXiv's stamp; the DOI of the page, if there is only one."""
    for text in [*metadata, page]:
        named = _ARXIV.search(text)
        if named and (known := find_identifier(f"arxiv:{named[1]}")):
            yield known
        dois = {one for found in _DOI.findall(text) if (one := find_identifier(found))}
        if len(dois) == 1:
            yield dois.pop()
