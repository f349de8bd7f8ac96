"""Zotero's RDF to entries: items with their notes, links, tags and collections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ptm_graph.reading_lists.bibliography import Record, collected
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.reading_lists.xml_records import elements_of, line_of, markup
from ptm_graph.reading_lists.zotero_items import text_of_note
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said
from ptm_graph.words.xml import Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_BESIDE = frozenset(
    ("Journal", "Memo", "Attachment", "Collection", "Series", "Person", "Annotation", "Image")
)
_CONTAINERS = ("{*}isPartOf", "{*}presentedAt", "{*}repository")
_DATES = ("{*}date", "{*}issued", "{*}dateSubmitted")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read Zotero's RDF; resources it refers to are looked for in the file alone."""
    roots, problems = elements_of(text, file, ("{*}RDF",))
    library = _Library(roots)
    records = []
    for item in library.items():
        record = library.record(item)
        if record.title or record.identifiers:
            records.append(record)
        else:
            shown = item.get(f"{_RDF}about") or "item"
            problems.append(unusable(shown, Said("unused.no title"), file, line_of(item)))
    entries, found = collected(records, file)
    return ReadingList(entries, (), (*problems, *found))


def _kind(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element | None) -> str:
    return clean("".join(map(str, element.itertext()))) if element is not None else ""


class _Library:
    def __init__(self, roots: list[Element]) -> None:
        self._all = [child for root in roots for child in root]
        self._by_name = {
            name: child for child in self._all if (name := child.get(f"{_RDF}about")) is not None
        }
        self._folders = dict(self._in_collections())
        self._told: set[Element] = set()

    def items(self) -> Iterator[Element]:
        """What is no belonging of another item."""
        for child in self._all:
            kind = _text(child.find("{*}itemType"))
            if _kind(child) not in _BESIDE and kind not in ("attachment", "note", "annotation"):
                yield child

    def _of(self, item: Element, path: str) -> Iterator[Element]:
        """What an item holds or refers to."""
        for one in item.findall(path):
            yield from one
            named = self._by_name.get(one.get(f"{_RDF}resource", ""))
            if named is not None:
                yield named

    def _in_collections(self) -> Iterator[tuple[str, str]]:
        parents: dict[str, str] = {}
        titles: dict[str, str] = {}
        for one in self._all:
            if _kind(one) == "Collection":
                name = one.get(f"{_RDF}about", "")
                titles[name] = _text(one.find("{*}title"))
                for part in one.findall("{*}hasPart"):
                    parents.setdefault(part.get(f"{_RDF}resource", ""), name)
        for name in parents:
            path: list[str] = []
            above = parents.get(name)
            while above is not None and len(path) < 20:
                path.append(titles.get(above, ""))
                above = parents.get(above)
            yield name, " / ".join(filter(None, reversed(path)))

    def record(self, item: Element) -> Record:
        """What an item says."""
        containers = [one for path in _CONTAINERS for one in self._of(item, path)]
        memos = [one for one in self._of(item, "{*}isReferencedBy") if one not in self._told]
        self._told.update(memos)  # a note has one item; many references would multiply it
        notes = [text_of_note(_html(one)) for one in dict.fromkeys(memos)]
        attached = [one for one in self._of(item, "{*}link") if _kind(one) == "Attachment"]
        about = item.get(f"{_RDF}about", "")
        addresses = [
            _text(one.find(".//{*}URI/{*}value"))
            for one in (item, *(one for one in attached if "pdf" in _text(one.find("{*}type"))))
        ]
        addresses += [about] if "://" in about else []
        family = self._folders.get(about, "")
        return Record(
            title=markup(item.find("{*}title")),
            short_title=_text(item.find("{*}shortTitle")),
            authors=tuple(self._authors(item)),
            year=next(filter(None, (_text(item.find(path)) for path in _DATES)), ""),
            venue=next(filter(None, (_text(one.find("{*}title")) for one in containers)), ""),
            identifiers=tuple(_identifiers(item, containers, addresses)),
            texts=(_text(item.find("{*}description")), _text(item.find("{*}archiveLocation"))),
            urls=tuple(filter(None, addresses)),
            tags=(family,) if family else (),
            keywords=tuple(_text(one) for one in item.findall("{*}subject") if not len(one)),
            note="\n".join(filter(None, notes)),
            line=line_of(item),
        )

    def _authors(self, item: Element) -> Iterator[str]:
        people = item.find("{*}authors")
        for person in people.iter("{*}Person") if people is not None else ():
            given = person.find("{*}givenName")
            given = given if given is not None else person.find("{*}givenname")
            whole = f"{_text(given)} {_text(person.find('{*}surname'))}".strip()
            yield whole or _text(person.find("{*}name"))


def _html(memo: Element) -> str:
    """The HTML of a note, which stands escaped in the XML."""
    value = memo.find("{*}value")
    return "".join(map(str, value.itertext())) if value is not None else ""


def _identifiers(item: Element, containers: list[Element], addresses: list[str]) -> Iterator[str]:
    """Its own identifiers; the DOI of an article may stand with its journal."""
    for home in (item, *containers):
        for one in home.findall("{*}identifier"):
            written = re.sub(r"^(DOI|PMID|PMCID|arXiv)[:\s]\s*", r"\1:", _text(one))
            if not len(one) and find_identifier(written) is not None:
                yield written
    yield from (one for one in addresses if find_identifier(one) is not None)
