"""The project's own format: ``papers:`` and a list of entries, kept by hand.

::

    papers:
      - title: "BERT: Pre-training of Deep Bidirectional Transformers for …"
        aliases: [BERT]
        identifiers:
          arxiv: 1810.04805
        family: encoders
        resources:
          - kind: code
            url: https://github.com/google-research/bert
            language: en
        tags: [MLM]
        properties:
          layers: "24"
        note: read first   # or a list of them
    family_names:
      encoders: 编码器   # or {en: Encoders, zh: 编码器}

A title or one identifier is enough; an entry may also be one line of text: a
title, an identifier or a link. Every scalar is read as a string, so that
``2301.10140`` and ``no`` stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ptm_graph.errors import IdentifierError
from ptm_graph.reading_lists.notes import language_of_name, notes_of
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.reading_lists.yaml_nodes import Mapping, Node, Scalar, Sequence, nodes
from ptm_graph.words.identifiers import canonical, find_identifier
from ptm_graph.words.model import IDENTIFIER_KINDS, Note, Problem, Resource, SeedEntry
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import LANGUAGES, Said

ENTRY_KEYS = (
    "title",
    "aliases",
    "identifiers",
    "authors",
    "year",
    "venue",
    "family",
    "resources",
    "tags",
    "properties",
    "note",
    "apart_from",
)
RESOURCE_KINDS = (
    "code",
    "article",
    "video",
    "course",
    "practice",
    "tool",
    "dataset",
    "model",
    "slides",
    "paper",
    "file",
    "note",
    "other",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a seed list.

    What is wrong with one entry (an unknown key, a malformed identifier, neither title nor
    identifier) costs only that piece: it is listed in ``unused`` with its line, and the rest
    is kept.
    """
    return _Reader(file).read(text)


class _Reader:
    def __init__(self, file: str | None):
        self.file = file
        self.unused: list[Problem] = []
        self.names: dict[str, dict[str, str]] = {}

    def refuse(self, subject: str, reason: Said, line: int) -> None:
        self.unused.append(unusable(clean(subject), reason, self.file, line))

    def read(self, text: str) -> ReadingList:
        top, second = nodes(text, self.file)
        entries = [self._entry(node) for node in self._papers(top)]
        if second is not None:
            self.refuse("---", Said("unused.first document"), second)
        return ReadingList(
            tuple(entry for entry in entries if entry is not None),
            (),
            tuple(sorted(self.unused, key=lambda problem: problem.line or 0)),
            family_names=self.names,
        )

    def _papers(self, top: Node | None) -> tuple[Node, ...]:
        if isinstance(top, Sequence):
            return top.items
        if isinstance(top, Scalar):
            self.refuse(top.text, Said("unused.no papers"), top.line)
        if not isinstance(top, Mapping):
            return ()
        papers: tuple[Node, ...] = ()
        for key, value in self._fields(top, ("papers", "family_names")):
            if key.text == "family_names":
                if value is not None:
                    self.names = self.family_names(key, value)
            elif isinstance(value, Sequence):
                papers = value.items
            elif value is not None:
                self.refuse(key.text, Said("unused.no dash"), key.line)
        return papers

    def family_names(self, key: Scalar, node: Node) -> dict[str, dict[str, str]]:
        """Family → language → name; a name alone is in the language it is written in."""
        if not isinstance(node, Mapping):
            self.refuse(key.text, Said("unused.family names"), key.line)
            return {}
        families = tuple(name.text for name, _ in node.pairs)
        found: dict[str, dict[str, str]] = {}
        for name, value in self._fields(node, families):
            told: dict[str, str | None] = {}
            if isinstance(value, Scalar):
                text = clean(value.text)
                told = {language_of_name(text): text}
            elif isinstance(value, Mapping):
                fields = self._fields(value, LANGUAGES)
                told = {language.text: self.text(language, one) for language, one in fields if one}
            elif value is not None:
                self.refuse(name.text, Said("unused.family names"), name.line)
            names = {language: text for language, text in told.items() if text}
            if names and clean(name.text):
                found[clean(name.text)] = names
        return found

    def _fields(self, node: Mapping, known: tuple[str, ...]) -> list[tuple[Scalar, Node | None]]:
        """Known keys with their values (None for an empty one); others are refused."""
        fields: list[tuple[Scalar, Node | None]] = []
        seen: set[str] = set()
        for key, value in node.pairs:
            if key.text not in known:
                hint = "put it under “identifiers”" if key.text in IDENTIFIER_KINDS else None
                said = hint or "known are " + ", ".join(known)
                self.refuse(key.text, Said("unused.unknown key", {"hint": said}), key.line)
            elif key.text in seen:
                self.refuse(key.text, Said("unused.key twice"), key.line)
            else:
                seen.add(key.text)
                empty = isinstance(value, Scalar) and not value.text.strip()
                fields.append((key, None if empty else value))
        return fields

    def _entry(self, node: Node) -> SeedEntry | None:
        if isinstance(node, Scalar):
            return self._short_entry(node)
        if isinstance(node, Sequence):
            self.refuse("list", Said("unused.entry"), node.line)
            return None
        found: dict[str, Any] = {}
        for key, value in self._fields(node, ENTRY_KEYS):
            if value is not None:
                read = _FIELD_READERS[key.text](self, key, value)
                if read is not None:
                    found["notes" if key.text == "note" else key.text] = read
        if not found.get("title") and not found.get("identifiers"):
            subject = ", ".join(found.get("aliases", ())) or "entry"
            self.refuse(subject, Said("unused.no title or identifiers"), node.line)
            return None
        return SeedEntry(file=self.file, line=node.line, **found)

    def _short_entry(self, node: Scalar) -> SeedEntry | None:
        text = clean(node.text)
        if not text:
            self.refuse("entry", Said("unused.empty entry"), node.line)
            return None
        identifier = find_identifier(text)
        if identifier is None and re.match(r"\w+://", text):
            self.refuse(text, Said("unused.link"), node.line)
            return None
        return SeedEntry(
            title=None if identifier else text,
            identifiers={identifier.kind: identifier.value} if identifier else {},
            file=self.file,
            line=node.line,
        )

    def text(self, key: Scalar, node: Node) -> str | None:
        if isinstance(node, Scalar):
            return clean(node.text) or None
        self.refuse(key.text, Said("unused.one line"), node.line)
        return None

    def texts(self, key: Scalar, node: Node) -> tuple[str, ...] | None:
        if isinstance(node, Scalar):
            text = clean(node.text)
            return (text,) if text else None
        if isinstance(node, Mapping):
            self.refuse(key.text, Said("unused.texts"), node.line)
            return None
        texts = (self.text(key, item) for item in node.items)
        return tuple(dict.fromkeys(text for text in texts if text)) or None

    def apart_from(self, key: Scalar, node: Node) -> tuple[str, ...] | None:
        found = []
        for text in self.texts(key, node) or ():
            identifier = find_identifier(text)
            if identifier is None:
                self.refuse(text, Said("unused.keep apart"), node.line)
            else:
                found.append(str(identifier))
        return tuple(found) or None

    def authors(self, key: Scalar, node: Node) -> tuple[str, ...] | None:
        names = self.texts(key, node)
        if isinstance(node, Scalar) and names:
            names = tuple(filter(None, map(str.strip, re.split(r";|\band\b", names[0]))))
        return names

    def year(self, key: Scalar, node: Node) -> int | None:
        text = self.text(key, node)
        if text is None:
            return None
        if not re.fullmatch(r"1[5-9]\d\d|20\d\d", text, re.ASCII):
            self.refuse(text, Said("unused.year"), node.line)
            return None
        return int(text)

    def identifiers(self, key: Scalar, node: Node) -> dict[str, str] | None:
        if not isinstance(node, Mapping):
            self.refuse(key.text, Said("unused.identifiers"), node.line)
            return None
        found: dict[str, str] = {}
        for kind, value in self._fields(node, IDENTIFIER_KINDS):
            if value is None:
                continue
            text = self.text(kind, value)
            if text is None:
                continue
            try:
                known = canonical(kind.text, text)
            except IdentifierError as error:
                self.refuse(
                    text, Said("unused.wrong identifier", {"error": str(error)}), value.line
                )
                continue
            # arXiv's own DOIs name the same record as the arXiv id
            known = (find_identifier(known.value) if known.kind == "doi" else None) or known
            found.setdefault(known.kind, known.value)
        return {kind: found[kind] for kind in IDENTIFIER_KINDS if kind in found} or None

    def properties(self, key: Scalar, node: Node) -> dict[str, str] | None:
        if not isinstance(node, Mapping):
            self.refuse(key.text, Said("unused.properties"), node.line)
            return None
        names = tuple(name.text for name, _ in node.pairs)
        found = ((clean(name.text), value) for name, value in self._fields(node, names))
        texts = ((name, self.text(key, value)) for name, value in found if name and value)
        return {name: text for name, text in texts if text} or None

    def notes(self, key: Scalar, node: Node) -> tuple[Note, ...] | None:
        found: list[Note] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            fields: dict[str, str] = {}
            if isinstance(item, Scalar):
                found += notes_of(item.text, self.file, item.line)
                continue
            if isinstance(item, Mapping):
                known = self._fields(item, ("text", "language"))
                told = ((name.text, self.text(name, value)) for name, value in known if value)
                fields = {name: text for name, text in told if text}
            if "text" not in fields:
                self.refuse(key.text, Said("unused.one line"), item.line)
                continue
            language = self._language(fields.get("language"), item.line)
            found.append(Note(fields["text"], language, self.file, item.line))
        return tuple(found) or None

    def _language(self, language: str | None, line: int) -> str | None:
        if language is None or _LANGUAGE.fullmatch(language):
            return language
        self.refuse(language, Said("unused.language"), line)
        return None

    def resources(self, key: Scalar, node: Node) -> tuple[Resource, ...] | None:
        if not isinstance(node, Sequence):
            self.refuse(key.text, Said("unused.resources"), node.line)
            return None
        found = (self._resource(item) for item in node.items)
        return tuple(resource for resource in found if resource is not None) or None

    def _resource(self, node: Node) -> Resource | None:
        known = ("kind", "url", "title", "language")
        if isinstance(node, Scalar):
            values = {"url": clean(node.text)}
        elif isinstance(node, Mapping):
            fields = ((key, value) for key, value in self._fields(node, known) if value is not None)
            texts = ((key.text, self.text(key, value)) for key, value in fields)
            values = {key: text for key, text in texts if text is not None}
        else:
            self.refuse("list", Said("unused.resource"), node.line)
            return None
        url = values.get("url")
        kind = values.get("kind", "other")
        if url is None or not (
            kind in ("file", "note") or re.match(r"https?://[^\s/]", url, re.IGNORECASE)
        ):
            self.refuse(url or "resource", Said("unused.resource url"), node.line)
            return None
        if kind not in RESOURCE_KINDS:
            self.refuse(
                kind,
                Said("unused.resource kind", {"known": ", ".join(RESOURCE_KINDS)}),
                node.line,
            )
            kind = "other"
        language = self._language(values.get("language"), node.line)
        return Resource(kind, url, values.get("title"), language)


_FIELD_READERS: dict[str, Callable[[_Reader, Scalar, Node], Any]] = {
    "title": _Reader.text,
    "aliases": _Reader.texts,
    "identifiers": _Reader.identifiers,
    "authors": _Reader.authors,
    "year": _Reader.year,
    "venue": _Reader.text,
    "family": _Reader.text,
    "resources": _Reader.resources,
    "tags": _Reader.texts,
    "properties": _Reader.properties,
    "note": _Reader.notes,
    "apart_from": _Reader.apart_from,
}
