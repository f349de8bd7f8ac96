"""JATS (and NLM): articles of PubMed Central and of publishers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts.assembling import Header, full_text
from ptm_graph.full_texts.full_text import FullText, ListedReference, SectionKind, Unused
from ptm_graph.full_texts.marks import Mark, RawParagraph, understood
from ptm_graph.full_texts.xml_trees import parsed, running, year_in
from ptm_graph.words.identifiers import find_identifier, with_implied
from ptm_graph.words.wording import Said
from ptm_graph.words.xml import Element, text_of

_CITATIONS = ("element-citation", "mixed-citation", "citation", "nlm-citation")
_TITLES = ("article-title", "chapter-title", "part-title", "data-title", "source", "trans-source")
_FLOATS = frozenset({"fig", "table-wrap", "boxed-text", "fn", "fig-group", "table-wrap-group"})
_SILENT = _FLOATS | {
    *("disp-formula", "inline-formula", "tex-math", "math", "graphic", "inline-graphic", "media"),
    *("supplementary-material", "object-id", "table", "alternatives", "label"),
}
_KIND_NAMES = {"pmc": "pmcid", "pmcid": "pmcid", "pmid": "pmid", "doi": "doi", "arxiv": "arxiv"}


def read(data: bytes, file: str | None = None) -> Iterator[FullText]:
    """Read a JATS file: one article, or a set of them.

    Raises
    ------
    FullTextError
        If it is too large, no XML, or holds no article.
    """
    root, wrong = parsed(data, file)
    articles = list(root.iter("article"))
    if not articles:
        raise FullTextError(Said("full text.no paper", {"file": file or "XML", "format": "JATS"}))
    for article in articles:
        yield _article(article, wrong)


def _article(article: Element, wrong: Sequence[Unused]) -> FullText:
    listed, labels, keys = _references(article)
    unused = list(wrong)
    for tag in ("sub-article", "response"):
        others = len(article.findall(tag))
        if others:
            unused.append(Unused(tag, f"{others} beside the article, not read"))
    raw = list(_text(article, keys))
    return full_text(_header(article), *understood(raw, listed, unused, labels))


# --- the text --------------------------------------------------------------------------------


class _Text:
    """Paragraphs in the order of the article, floats behind the paragraph they stand in."""

    def __init__(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        self._keys = keys

    def part(
        self, element: Element, path: tuple[str, ...], kind: SectionKind | None
    ) -> Iterator[RawParagraph]:
        title = text_of(element.find("title")) or text_of(element.find("label"))
        path = (*path, title) if title else path
        for child in element:
            yield from self._block(child, path, kind)

    def _block(
        self, child: Element, path: tuple[str, ...], kind: SectionKind | None
    ) -> Iterator[RawParagraph]:
        tag = child.tag
        if tag in ("sec", "ack", "notes", "glossary", "bio"):
            yield from self.part(child, path, kind)
        elif tag in ("app", "app-group"):
            yield from self.part(child, path, "appendix")
        elif tag in _FLOATS or tag == "fn-group":
            yield from self._float(child, path)
        elif tag not in ("title", "label", "ref-list", "sec-meta") and tag not in _SILENT:
            yield from self._paragraphs(child, path, kind)

    def _paragraphs(
        self, child: Element, path: tuple[str, ...], kind: SectionKind | None
    ) -> Iterator[RawParagraph]:
        inner = [child] if child.tag == "p" else list(child.iter("p")) or [child]
        for one in inner:
            yield RawParagraph(running(one, self._link, _SILENT | {"p"}), path, kind)
        for each in child.iter(*_FLOATS):
            owner = next(one for one in each.iterancestors() if one is child or one.tag in _FLOATS)
            if owner is child:
                yield from self._float(each, path)

    def _float(self, each: Element, path: tuple[str, ...]) -> Iterator[RawParagraph]:
        """Captions and footnotes; a box is text."""
        if each.tag == "boxed-text":
            yield from self.part(each, path, None)
            return
        for one in each.iter("caption", "fn", "table-wrap-foot"):
            if one.tag == "table-wrap-foot" and one.find("fn") is not None:
                continue
            kind: SectionKind = "footnote" if one.tag == "fn" else "caption"
            yield RawParagraph(running(one, self._link, _SILENT), path, kind)
        if each.tag == "fn":
            return
        cells = (running(cell, self._link, _SILENT) for cell in each.iter("td", "th"))
        for parts in cells:
            if any(isinstance(part, Mark) for part in parts):
                yield RawParagraph(parts, path, "caption")

    def _link(self, element: Element) -> Mark | None:
        if element.tag != "xref" or element.get("ref-type") != "bibr":
            return None
        ids = (element.get("rid") or "").split()
        keys = (key for one in ids for key in self._keys.get(one, (one,)))
        return Mark(text_of(element), tuple(dict.fromkeys(keys)))


def _text(article: Element, keys: Mapping[str, tuple[str, ...]]) -> Iterator[RawParagraph]:
    reader = _Text(keys)
    for tag in ("body", "back", "floats-group", "floats-wrap"):
        for part in article.findall(tag):
            yield from reader.part(part, (), None)


# --- header and reference list -----------------------------------------------------------------


def _header(article: Element) -> Header:
    meta = article.find("front/article-meta")
    if meta is None:
        return Header()
    abstract = next(
        (one for one in meta.iterfind("abstract") if not one.get("abstract-type")), None
    )
    people = [
        one
        for one in meta.iterfind("contrib-group/contrib")
        if one.get("contrib-type") in (None, "author")
    ]
    years = [year for one in meta.iterfind("pub-date/year") if (year := year_in(one.text))]
    return Header(
        text_of(meta.find("title-group/article-title")) or None,
        _words(abstract) if abstract is not None else None,
        tuple(name for one in people for name in _names(one)),
        min(years, default=None),
        _identifiers(meta.findall("article-id")),
    )


def _words(element: Element) -> str:
    """The text with a space between blocks, whose titles have no stop."""
    blocks = [text_of(one) for one in element.iter("title", "p")]
    return " ".join(blocks) or text_of(element)


def _references(
    article: Element,
) -> tuple[list[ListedReference], dict[int, str], dict[str, tuple[str, ...]]]:
    """The list, its numbers, and the keys that each id in the file means."""
    listed: list[ListedReference] = []
    labels: dict[int, str] = {}
    keys: dict[str, tuple[str, ...]] = {}
    refs = (ref for part in article.iter("ref-list") for ref in part.iterfind("ref"))
    for number, ref in enumerate(refs, 1):
        name = ref.get("id") or str(number)
        found = _citations(ref) or [ref]
        own = tuple(name if n == 1 else f"{name}.{n}" for n in range(1, len(found) + 1))
        listed.extend(_reference(key, one) for key, one in zip(own, found, strict=True))
        keys.update({one.get("id", key): (key,) for key, one in zip(own, found, strict=True)})
        keys[name] = own
        label = re.fullmatch(r"\W*(\d{1,4})\W*", text_of(ref.find("label")))
        if label:
            labels.setdefault(int(label[1]), name)
    return listed, labels, keys


def _citations(ref: Element) -> list[Element]:
    """What one entry of the list names: several works in some journals."""
    for alternatives in ref.iterfind("citation-alternatives"):
        for tag in _CITATIONS:
            if (one := alternatives.find(tag)) is not None:
                return [one]
    return [one for one in ref if one.tag in _CITATIONS]


def _reference(key: str, one: Element) -> ListedReference:
    titles = [text for tag in _TITLES for each in one.findall(tag) if (text := text_of(each))]
    groups = [
        group
        for group in one.findall("person-group")
        if group.get("person-group-type") in (None, "author")
    ]
    return ListedReference(
        key,
        titles[0] if titles else None,
        tuple(name for group in (one, *groups) for name in _names(group)),
        year_in(text_of(one.find("year")) or text_of(one.find("date"))),
        titles[1] if len(titles) > 1 else None,
        with_implied(_identifiers([*one.iter("pub-id", "ext-link", "uri", "object-id")])),
        None if titles else text_of(one) or None,
    )


def _names(element: Element) -> Iterator[str]:
    for one in element:
        if one.tag == "name":
            pieces = (text_of(one.find("given-names")), text_of(one.find("surname")))
            if any(pieces):
                yield " ".join(piece for piece in pieces if piece)
        elif one.tag in ("string-name", "collab") and (text := text_of(one)):
            yield text
        elif one.tag == "name-alternatives":
            yield from list(_names(one))[:1]


def _identifiers(elements: Sequence[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in elements:
        kind = (one.get("pub-id-type") or one.get("ext-link-type") or "").lower()
        value = text_of(one)
        address = next((str(at) for name, at in one.items() if str(name).endswith("href")), "")
        candidates = (f"{_KIND_NAMES[kind]}:{value}" if kind in _KIND_NAMES else "", address, value)
        known = next((known for text in candidates if (known := find_identifier(text))), None)
        if known is not None:
            found.setdefault(known.kind, known.value)
    return found
