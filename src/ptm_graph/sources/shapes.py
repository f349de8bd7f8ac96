"""What the answers of services look like, as our readers understand them.

A reader takes what it knows and passes over the rest; so only a comparison shows that a
service has begun to answer otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ptm_graph.words.records import SourceName

_Kinds = tuple[type, ...]
_TEXT: _Kinds = (str,)
_COUNT: _Kinds = (int,)
_LIST: _Kinds = (list,)
_MAP: _Kinds = (dict,)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the records of an answer are, and what they hold."""

    records: Callable[[bytes], Sequence[Any]]
    """Finds them; a ValueError, KeyError or TypeError where there are none."""
    fields: Mapping[str, _Kinds]
    """What we read → what it may be; null is always allowed."""
    always: frozenset[str]
    """Those without which a record is of no use."""
    passed_over: frozenset[str] = frozenset()
    """What is known to be there, and not read."""


@dataclass(frozen=True, slots=True)
class Difference:
    """In what an answer differs from its shape."""

    unread: bool = False
    """Whether no record was found in it at all."""
    missing: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    """Fields of another type than we read."""
    new: tuple[str, ...] = ()
    """Fields we never heard of; they do no harm."""

    @property
    def harmful(self) -> bool:
        """Whether our readers lose something by it."""
        return self.unread or bool(self.missing or self.odd)


def compared(service: SourceName, body: bytes) -> Difference | None:
    """Compare an answer about papers with its shape; None for a service without one."""
    shape = SHAPES.get(service)
    if shape is None:
        return None
    try:
        records = [one for one in shape.records(body) if one is not None]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Difference(unread=True)
    if not records or not all(isinstance(one, dict) for one in records):
        return Difference(unread=True)
    told: dict[str, list[Any]] = {}
    for record in records:
        for name, value in record.items():
            told.setdefault(name, []).append(value)
    odd = (
        name
        for name, kinds in shape.fields.items()
        if any(not _fits(value, kinds) for value in told.get(name, ()))
    )
    return Difference(
        missing=tuple(sorted(shape.always - {*_held(told)})),
        odd=tuple(sorted(odd)),
        new=tuple(sorted(told.keys() - shape.fields.keys() - shape.passed_over)),
    )


def _held(told: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    return (name for name, values in told.items() if any(one is not None for one in values))


def _fits(value: Any, kinds: _Kinds) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    return value is None or isinstance(value, kinds)


def _entries(body: bytes) -> list[dict[str, str]]:
    """The entries of an Atom feed, each as its elements by name."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser=parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("no feed") from error
    return [
        {etree.QName(one).localname: one.text or "" for one in entry if isinstance(one.tag, str)}
        for entry in root.findall("{http://www.w3.org/2005/Atom}entry")
    ]


_S2_FIELDS: Mapping[str, _Kinds] = {
    "paperId": _TEXT,
    "corpusId": _COUNT,
    "externalIds": _MAP,
    "title": _TEXT,
    "abstract": _TEXT,
    "venue": _TEXT,
    "year": _COUNT,
    "publicationDate": _TEXT,
    "publicationTypes": _LIST,
    "fieldsOfStudy": _LIST,
    "authors": _LIST,
    "citationCount": _COUNT,
    "influentialCitationCount": _COUNT,
    "referenceCount": _COUNT,
}

SHAPES: Mapping[SourceName, Shape] = {
    "semantic scholar": Shape(
        json.loads,
        _S2_FIELDS,
        # the abstract may be withheld, a date or a type unknown
        frozenset({"paperId", "externalIds", "title", "authors", "citationCount"}),
    ),
    "arxiv": Shape(
        _entries,
        dict.fromkeys(
            (
                *("id", "title", "summary", "published", "updated", "author", "category"),
                *("primary_category", "comment", "doi"),
            ),
            _TEXT,
        ),
        frozenset({"id", "title", "summary", "published", "author", "primary_category"}),
        frozenset({"link", "journal_ref"}),
    ),
}
"""How each service that is asked for papers answers."""
