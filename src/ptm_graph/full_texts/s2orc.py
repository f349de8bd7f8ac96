"""S2ORC: full texts of the Semantic Scholar dumps, of both generations.

That of 2022 has one ``content`` with text and annotations, that of 2025 a ``body`` and a
``bibliography``. Annotations are strings of JSON with offsets into the text.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ptm_graph.errors import FullTextError, IdentifierError
from ptm_graph.full_texts.assembling import Header, full_text
from ptm_graph.full_texts.full_text import FullText, ListedReference, SectionKind, Unused
from ptm_graph.full_texts.line_numbers import without_line_numbers
from ptm_graph.full_texts.marks import Mark, Raw, RawParagraph, understood
from ptm_graph.full_texts.outline import Outline
from ptm_graph.full_texts.xml_trees import year_in
from ptm_graph.words.identifiers import KINDS, canonical, with_implied
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of the longest record that is read."""

_KINDS = {
    name: kind.name
    for kind in KINDS
    for name in (kind.name, kind.given_as.get("semantic scholar", kind.name).lower())
}


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    attributes: Mapping[str, Any]


def read(lines: Iterable[bytes], file: str | None = None) -> Iterator[FullText]:
    """Read the records of a dump, one a line.

    Parameters
    ----------
    lines : iterable of bytes
        The open file.
    file : str, optional
        Its name for messages.

    Raises
    ------
    FullTextError
        If the first line is no record. A later one that is none becomes a paper without
        text whose ``unused`` says so.
    """
    name = file or "JSON lines"
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield _paper(record)
        except (ValueError, RecursionError, TypeError, AttributeError, KeyError) as error:
            if number == 1:
                said = Said("full text.no paper", {"file": name, "format": "S2ORC"})
                raise FullTextError(said) from error
            wrong = Unused(f"{name}:{number}", f"no record of S2ORC ({type(error).__name__})")
            yield FullText(None, None, (), (), (), 0, unused=(wrong,))


class _Part:
    """A text with its annotations, of whatever generation."""

    def __init__(self, data: Any) -> None:
        part: Mapping[str, Any] = data or {}
        self.text: str = part.get("text") or ""
        self._annotations: Mapping[str, Any] = part.get("annotations") or {}
        self._names = {name.replace("_", ""): name for name in self._annotations}

    def spans(self, name: str) -> list[_Span]:
        """Where it says something: in order, each once, within the text."""
        given = self._annotations.get(self._names.get(name, name))
        found = json.loads(given) if isinstance(given, str) and given else given or []
        spans = {
            (int(one["start"]), int(one["end"])): one.get("attributes") or {}
            for one in found
            if one.get("start") is not None and one.get("end") is not None
        }
        return [
            _Span(start, end, attributes)
            for (start, end), attributes in sorted(spans.items(), key=lambda item: item[0])
            if 0 <= start < end <= len(self.text)
        ]

    def within(self, spans: list[_Span], outer: _Span) -> list[_Span]:
        """Those of ordered spans that lie in another."""
        first = bisect_left(spans, outer.start, key=lambda span: span.start)
        last = bisect_right(spans, outer.end, key=lambda span: span.start)
        return [one for one in spans[first:last] if one.end <= outer.end]

    def said(self, span: _Span) -> str:
        return clean(self.text[span.start : span.end])


def _paper(record: Mapping[str, Any]) -> FullText:
    if "content" in record:
        body = bibliography = _Part(record["content"])
    else:
        body, bibliography = _Part(record["body"]), _Part(record.get("bibliography"))
    listed, unused = _references(bibliography)
    raw = _paragraphs(body)
    without_line_numbers([one.parts for one in raw])
    return full_text(_header(record, body), *understood(raw, listed, unused))


def _paragraphs(body: _Part) -> list[RawParagraph]:
    links, headers = body.spans("bibref"), body.spans("sectionheader")
    outline = Outline(numbered=any(one.attributes.get("n") for one in headers))
    blocks: list[tuple[int, _Span, str]] = [
        *((one.start, one, "heading") for one in headers),
        *((one.start, one, "text") for one in body.spans("paragraph")),
        *((one.start, one, "caption") for one in body.spans("figurecaption")),
    ]
    found: list[RawParagraph] = []
    for _, span, what in sorted(blocks, key=lambda block: block[0]):
        if what == "heading":
            number = span.attributes.get("n")
            outline.open(body.said(span), number=str(number) if number else None)
            continue
        kind: SectionKind | None = "caption" if what == "caption" else None
        found.append(RawParagraph(_parts(body, span, links), outline.path, kind))
    return found


def _parts(body: _Part, paragraph: _Span, links: list[_Span]) -> list[Raw]:
    parts: list[Raw] = []
    place = paragraph.start
    for link in body.within(links, paragraph):
        if link.start < place:
            continue
        parts.append(body.text[place : link.start])
        key = link.attributes.get("ref_id")
        parts.append(Mark(body.text[link.start : link.end], (str(key),) if key else ()))
        place = link.end
    parts.append(body.text[place : paragraph.end])
    return parts


def _references(part: _Part) -> tuple[list[ListedReference], list[Unused]]:
    spans = {name: part.spans(name) for name in ("bibtitle", "bibauthor", "bibvenue", "bibyear")}
    listed: list[ListedReference] = []
    unused: list[Unused] = []
    for number, entry in enumerate(part.spans("bibentry"), 1):
        key = entry.attributes.get("id")
        if not key:
            unused.append(Unused(f"reference {number}", f"has no key; kept as [{number}]"))
        said = {
            name: [part.said(one) for one in part.within(some, entry)]
            for name, some in spans.items()
        }
        title = next(iter(said["bibtitle"]), None)
        raw = part.said(entry)
        matched = entry.attributes.get("matched_paper_id")
        listed.append(
            ListedReference(
                str(key or number),
                title,
                tuple(author.strip(" ,;") for author in said["bibauthor"]),
                year_in(" ".join(said["bibyear"]) or raw[len(title or "") :]),
                next(iter(said["bibvenue"]), None),
                {"corpus": str(matched)} if str(matched).isdigit() else {},
                None if title else raw or None,
            )
        )
    return listed, unused


def _header(record: Mapping[str, Any], body: _Part) -> Header:
    given = record.get("title")
    titles = body.spans("title")
    title = given if isinstance(given, str) and given else next(map(body.said, titles), None)
    authors = record.get("authors") or [body.said(one) for one in body.spans("author")]
    names = (one.get("name") if isinstance(one, dict) else one for one in authors)
    abstracts = [body.said(one) for one in body.spans("abstract")]
    year = record.get("year")
    return Header(
        title,
        " ".join(abstracts) or None,
        tuple(clean(name) for name in names if isinstance(name, str) and name.strip()),
        year if isinstance(year, int) else None,
        _identifiers(record),
    )


def _identifiers(record: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    given = record.get("externalids") or record.get("external_ids") or {}
    for name, value in [*given.items(), ("corpus", record.get("corpusid"))]:
        kind = _KINDS.get(str(name).lower())
        if kind is None or value in (None, ""):
            continue
        try:
            known = canonical(kind, str(value))
        except IdentifierError:
            continue
        found.setdefault(known.kind, known.value)
    return with_implied(found)
