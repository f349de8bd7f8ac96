"""Seeds as one table, a column a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from ptm_graph.exports.entries import listed_authors
from ptm_graph.exports.tables import Row, encoded
from ptm_graph.words import lists
from ptm_graph.words.model import IDENTIFIER_KINDS, SeedEntry
from ptm_graph.words.titles import clean

_BEFORE = ("title", "aliases", "authors", "year", "venue", "family")
_BEHIND = ("links", "tags", "properties", "note")


def write_seeds(seeds: Iterable[SeedEntry], out: BinaryIO) -> None:
    """Write one row for each seed; :mod:`ptm_graph.reading_lists.tables` reads them back."""
    out.writelines(encoded(_rows(seeds)))


def _rows(seeds: Iterable[SeedEntry]) -> Iterator[Row]:
    yield [*_BEFORE, *IDENTIFIER_KINDS, *_BEHIND]
    for seed in seeds:
        yield [
            clean(seed.title or "") or None,
            _listed(seed.aliases, "；", "\\"),
            listed_authors(seed.authors or ()),
            seed.year,
            clean(seed.venue or "") or None,
            clean(seed.family or "") or None,
            *(seed.identifiers.get(kind) for kind in IDENTIFIER_KINDS),
            " ".join(one.url for one in seed.resources) or None,
            lists.keywords(seed.tags),
            lists.joined_pairs(seed.properties),
            "\n".join(clean(one.text) for one in seed.notes) or None,
        ]


def _listed(items: Sequence[str], *marks: str) -> str | None:
    """A list in one cell; a single item in which others see a list is closed by a semicolon."""
    text = lists.joined(map(clean, items))
    if text is not None and len(items) == 1 and any(mark in text for mark in marks):
        return f"{text};"
    return text
