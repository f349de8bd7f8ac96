"""TEI as GROBID writes it: OpenAlex's content, and what users' own GROBID gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts.assembling import Header, full_text
from ptm_graph.full_texts.full_text import FullText, ListedReference, SectionKind, Unused
from ptm_graph.full_texts.line_numbers import without_line_numbers
from ptm_graph.full_texts.marks import Mark, Raw, RawParagraph, understood
from ptm_graph.full_texts.outline import Outline
from ptm_graph.full_texts.xml_trees import XML_ID, parsed, running, year_in
from ptm_graph.words.identifiers import find_identifier, with_implied
from ptm_graph.words.wording import Said
from ptm_graph.words.xml import Element, text_of

_CAPTION = re.compile(r"\s*(?:Figure|Fig\.|Table|Tab\.|Algorithm|图|表)\s*\d+\s*[.:：]")
_NO_TEXT = frozenset({"formula", "graphic", "table", "label"})
_RUNNING = frozenset({"p", "ref", "hi", "s", "item", "list", "q", "quote", "rs"})


def read(data: bytes, file: str | None = None) -> Iterator[FullText]:
    """Read a TEI file, which is one paper, or several in a ``teiCorpus``.

    Raises
    ------
    FullTextError
        If it is too large, no XML, or no TEI.
    """
    root, wrong = parsed(data, file)
    if root.tag not in ("TEI", "teiCorpus"):
        raise FullTextError(Said("full text.no paper", {"file": file or "XML", "format": "TEI"}))
    for paper in root.iter("TEI"):
        yield _paper(paper, wrong)


def _paper(root: Element, wrong: list[Unused]) -> FullText:
    listed, unkeyed = _references(root)
    text = root.find("text")
    raw = list(_paragraphs(text)) if text is not None else []
    without_line_numbers([one.parts for one in raw])
    return full_text(_header(root), *understood(raw, list(listed.values()), (*wrong, *unkeyed)))


# --- the text --------------------------------------------------------------------------------


def _paragraphs(text: Element) -> Iterator[RawParagraph]:
    numbered = any(head.get("n") for head in text.iter("head"))
    outline = Outline(numbered=numbered)
    for part in text:
        if part.tag in ("body", "front"):
            for child in part:
                yield from _block(child, outline, None)
        elif part.tag == "back":
            for child in part:
                yield from _behind(child, outline)


def _behind(child: Element, outline: Outline) -> Iterator[RawParagraph]:
    """What stands behind the text: appendices, thanks and the like; not the references."""
    kind = child.get("type")
    if kind == "references" or child.tag == "listBibl":
        return
    if kind not in (None, "annex") and next(child.iter("head"), None) is None:
        outline.open(str(kind).capitalize(), level=1)
    yield from _block(child, outline, "appendix" if kind == "annex" else None)


def _block(element: Element, outline: Outline, kind: SectionKind | None) -> Iterator[RawParagraph]:
    tag = element.tag
    if tag == "div":
        loose: list[Raw] = []
        for child in element:
            if child.tag == "head":
                outline.open(text_of(child), number=child.get("n"))
            elif child.tag in ("div", "p", "figure", "note", "list"):
                yield from _block(child, outline, kind)
            elif child.tag in _RUNNING:
                mark = _link(child)
                loose.extend([mark] if mark else _raw(child))
                loose.append(child.tail or "")
        if loose:
            yield RawParagraph(loose, outline.path, kind)
    elif tag == "figure":
        yield RawParagraph(_figure(element), outline.path, "caption")
    elif tag == "note":
        foot = element.get("place") == "foot"
        yield RawParagraph(_raw(element), outline.path, "footnote" if foot else kind)
    elif tag == "list":
        for item in element:
            yield RawParagraph(_raw(item), outline.path, kind)
    elif tag in _RUNNING:
        parts = _raw(element)
        first = parts[0] if parts and isinstance(parts[0], str) else ""
        caption = _CAPTION.match(first) is not None
        yield RawParagraph(parts, outline.path, "caption" if caption else kind)


def _figure(element: Element) -> list[Raw]:
    parts: list[Raw] = []
    for child in element:
        if child.tag in ("head", "figDesc", "note"):
            parts.extend(_raw(child))
            parts.append(" ")
    return parts


def _raw(element: Element) -> list[Raw]:
    return running(element, _link, _NO_TEXT)


def _link(element: Element) -> Mark | None:
    if element.tag != "ref" or element.get("type") not in ("bibr", "biblio"):
        return None
    target = element.get("target")
    return Mark(text_of(element), tuple(target.replace("#", "").split()) if target else ())


# --- header and reference list -----------------------------------------------------------------


def _header(root: Element) -> Header:
    source = root.find("teiHeader/fileDesc/sourceDesc/biblStruct")
    title = text_of(root.find("teiHeader/fileDesc/titleStmt/title"))
    if source is not None and not title:
        title = text_of(source.find("analytic/title"))
    date = root.find("teiHeader/fileDesc/publicationStmt/date")
    year = None if source is None else _year(source)
    return Header(
        title or None,
        text_of(root.find("teiHeader/profileDesc/abstract")) or None,
        () if source is None else _authors(source),
        year if year or date is None else year_in(date.get("when") or date.text),
        {} if source is None else _identifiers(source),
    )


def _references(root: Element) -> tuple[dict[str, ListedReference], list[Unused]]:
    listed: dict[str, ListedReference] = {}
    wrong: list[Unused] = []
    for number, one in enumerate(root.iterfind("text/back//listBibl/biblStruct"), 1):
        key = one.get(XML_ID)
        if not key or key in listed:
            reason = "has no key" if not key else "has a key that another reference has"
            wrong.append(Unused(f"reference {number}", f"{reason}; kept as [{number}]"))
            key = str(number)
        listed[key] = _reference(key, one)
    return listed, wrong


def _reference(key: str, one: Element) -> ListedReference:
    title = venue = raw = None
    for element in one.iter("title", "note"):
        if element.tag == "note":
            if element.get("type") == "raw_reference":
                raw = text_of(element) or None
        elif found := text_of(element):
            if title is None:
                title = found
            elif venue is None:
                venue = found
    if title is None and raw is None:
        raw = _printed(one) or None
    return ListedReference(
        key,
        title,
        _authors(one),
        _year(one),
        venue,
        with_implied(_identifiers(one)),
        None if title else raw,
    )


def _printed(one: Element) -> str:
    """What little is known of a reference without a title, as one line."""
    return " ".join(
        piece for element in one.iter() if (piece := " ".join((element.text or "").split()))
    )


def _authors(one: Element) -> tuple[str, ...]:
    """Authors of a paper, of its volume where it has none of its own."""
    for place in ("analytic", "monogr"):
        names = (
            " ".join(text for part in name if part.tag != "roleName" and (text := text_of(part)))
            for name in one.iterfind(f"{place}/author/persName")
        )
        found = tuple(name for name in names if name)
        if found:
            return found
    return ()


def _year(one: Element) -> int | None:
    dates = (year_in(date.get("when") or date.text) for date in one.iter("date"))
    return next((year for year in dates if year), None)


def _identifiers(one: Element) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element in one.iter("idno", "ptr"):
        kind = (element.get("type") or "").lower()
        if kind in ("issn", "isbn", "md5", "grant-number"):
            continue
        value = element.get("target") if element.tag == "ptr" else text_of(element)
        known = find_identifier(value or "") or find_identifier(f"{kind}:{value}")
        if known is not None:
            found.setdefault(known.kind, known.value)
    return found
