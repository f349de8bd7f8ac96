"""A corpus as a service: what a library asks of services, it answers without a network."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ptm_graph.corpus.layout import Corpus
from ptm_graph.corpus.reading import Reader, facts_of
from ptm_graph.enrich.resolving import resolve
from ptm_graph.errors import NotFoundError
from ptm_graph.settings import Settings
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.service import Capability, Offer, Service
from ptm_graph.words import titles
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, surest_first, with_implied
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import CitingRecord, PaperRecord, ReferenceList, ReferenceRecord
from ptm_graph.words.wording import Said

T = TypeVar("T")

_MOST_CITING = 2_000
"""Citing papers of one that are given, those cited most first."""
_TITLES, _LOOKED_AT = 10, 200
"""Records that are given for a title, and titles that are compared with it."""
_SHARE, _FEWEST = 0.6, 3
"""Of a title, so much has to be the same from its beginning on, and so many words."""

_OFFERS: Mapping[Capability, Offer] = {
    "titles": Offer("resolve", "titles to resolve"),
    "records": Offer("corpus records", "metadata", batch=500),
    "references": Offer("corpus references", "reference lists", batch=100),
    "citations": Offer("corpus citations", "citing papers", batch=8, most=_MOST_CITING),
    "cited ids": Offer("corpus cited ids", "citations of references", batch=2_000),
}


class CorpusService(Service):
    """The papers and citations of a corpus."""

    own_kind = "s2"
    understands = dict.fromkeys(IDENTIFIER_KINDS, "{value}")
    interval = 0.0
    local = True

    def __init__(self, corpus: Corpus):
        self.reader = Reader(corpus)
        self.source = self.reader.source
        named = f"SELECT 1 FROM {self.reader.files('ids')} WHERE kind = 's2' LIMIT 1"
        # a library remembers whom papers cite that are not in it by these identifiers alone
        without = () if self.reader.rows(named) else ("cited ids",)
        self.offers = {name: offer for name, offer in _OFFERS.items() if name not in without}
        self._lists: dict[str, ReferenceList] = {}
        self._citing: dict[str, list[CitingRecord]] = {}

    @property
    def requests(self) -> int:
        """None are sent."""
        return 0

    def close(self) -> None:
        """Close the database."""
        self.reader.close()

    def asked_as(self, identifiers: Mapping[str, str]) -> str | None:
        """All of them, the surest first."""
        pairs = sorted(with_implied(identifiers).items(), key=lambda one: surest_first(one[0]))
        known = (f"{kind}:{value}" for kind, value in pairs if kind in self.understands)
        return " ".join(known) or None

    def titled(self, title: str) -> Sequence[PaperRecord]:
        """Papers with this title, or one that begins as this does; the nearest first."""
        plain = titles.normal(title)
        if not plain:
            return ()
        words = plain.split()
        beginning = " ".join(words[: max(_FEWEST, math.ceil(_SHARE * len(words)))])
        head = titles.normal(title.partition(": ")[0])
        query = f"SELECT value, paper FROM {self.reader.files('ids')} WHERE kind = 'title' AND "
        found = self.reader.rows(f"{query} value IN ($plain, $head)", plain=plain, head=head)
        near = f"{query} value >= $first AND value < $last ORDER BY value, paper LIMIT $most"
        last = f"{beginning}\U0010ffff"
        found += self.reader.rows(near, first=beginning, last=last, most=_LOOKED_AT)
        nearest = sorted(set(found), key=lambda one: (-titles.similarity(plain, one[0]), one[1]))
        numbers = [paper for _, paper in nearest[:_TITLES]]
        records = self.reader.papers(numbers)
        return [records[number] for number in numbers if number in records]

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Look papers up by any of their identifiers."""
        numbers = self._numbers(ids)
        records = self.reader.papers(numbers.values())
        return Looked({asked: records[one] for asked, one in numbers.items() if one in records})

    def ahead(self, capability: Capability, ids: Sequence[str]) -> None:
        """Read the lists of several papers together."""
        if capability == "references":
            self._lists = self._read_lists(ids)
        elif capability == "citations":
            self._citing = self._read_citing(ids)

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        """The references of a paper that are in the corpus, with what texts say of them."""
        if paper_id not in self._lists:
            self.ahead("references", [paper_id])
        return _held(self._lists, paper_id, self.source.title)

    def citations(self, paper_id: str) -> Sequence[CitingRecord]:
        """The papers of the corpus that cite one, those cited most first."""
        if paper_id not in self._citing:
            self.ahead("citations", [paper_id])
        return _held(self._citing, paper_id, self.source.title)

    def cited_ids(self, ids: Sequence[str]) -> Looked[tuple[str, ...] | None]:
        """Whom several papers cite, by the identifiers of Semantic Scholar."""
        numbers = self._numbers(ids)
        cited: dict[int, list[str]] = defaultdict(list)
        for citing, identifiers in self.reader.rows(
            "SELECT citing, list_prepend(key, identifiers) FROM "
            f"{self.reader.files('citations')} JOIN (SELECT paper AS cited, key, identifiers "
            f"FROM {self.reader.files('papers')}) USING (cited) "
            "WHERE citing IN (SELECT unnest($wanted)) ORDER BY citing, cited",
            wanted=sorted(set(numbers.values())),
        ):
            cited[citing] += [one[3:] for one in identifiers if one.startswith("s2:")]
        return Looked({asked: tuple(cited.get(one, ())) or None for asked, one in numbers.items()})

    def numbers_of(self, entries: Sequence[SeedEntry]) -> dict[int, int]:
        """Place of each entry of a list → the number of its paper, where it is here."""
        asked = {at: self.asked_as(one.identifiers) for at, one in enumerate(entries)}
        known = self._numbers([one for one in asked.values() if one is not None])
        found = {at: known[one] for at, one in asked.items() if one in known}
        titled = {
            at: self.asked_as(record.identifiers) or ""
            for at, one in enumerate(entries)
            if at not in found and (record := resolve(one, self).found) is not None
        }
        known = self._numbers(list(titled.values()))
        return found | {at: known[one] for at, one in titled.items() if one in known}

    # --- by number -----------------------------------------------------------------------

    def _numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """What was asked by → the paper that its surest identifier names."""
        pairs = {
            asked: [
                (kind, value) for kind, _, value in (one.partition(":") for one in asked.split())
            ]
            for asked in ids
        }
        known = self.reader.numbers(pair for each in pairs.values() for pair in each)
        found = {
            asked: [known[one] for one in each if one in known] for asked, each in pairs.items()
        }
        return {asked: numbers[0] for asked, numbers in found.items() if numbers}

    def _read_lists(self, ids: Sequence[str]) -> dict[str, ReferenceList]:
        numbers = self._numbers(ids)
        rows = self.reader.citations(numbers.values())
        papers = self.reader.papers(
            {*rows, *(row["cited"] for listed in rows.values() for row in listed)}
        )
        return {
            asked: ReferenceList(
                self.source.name,
                tuple(_references(rows[number], papers)),
                papers[number].reference_count,
            )
            for asked, number in numbers.items()
        }

    def _read_citing(self, ids: Sequence[str]) -> dict[str, list[CitingRecord]]:
        numbers = self._numbers(ids)
        found: dict[int, list[int]] = defaultdict(list)
        for cited, citing in self.reader.cited_by(numbers.values(), _MOST_CITING):
            found[cited].append(citing)
        citing_papers = {one for listed in found.values() for one in listed}
        papers = self.reader.papers(citing_papers, abstracts=False)
        rows = {
            (row["citing"], row["cited"]): row
            for listed in self.reader.citations(citing_papers).values()
            for row in listed
            if row["cited"] in found
        }
        return {
            asked: [
                CitingRecord(
                    papers[citing],
                    rows[citing, number]["influential"],
                    _some(rows[citing, number]["intents"]),
                    _some(rows[citing, number]["sentences"]),
                )
                for citing in found[number]
                if papers[citing].identifiers or papers[citing].title
            ]
            for asked, number in numbers.items()
        }


def opener(path: Path) -> Callable[[Settings], Service]:
    """How a corpus is opened as a service; it is looked at now.

    Raises
    ------
    CorpusError
        If there is none, or it is half made, damaged, or of a newer layout.
    """
    corpus = Corpus(path)
    return lambda _: CorpusService(corpus)


def _references(
    rows: Sequence[Mapping[str, Any]], papers: Mapping[int, PaperRecord]
) -> Iterator[ReferenceRecord]:
    """Of references of which nothing at all is known, none."""
    for row in rows:
        cited, numbers = papers[row["cited"]], row["sentence_numbers"]
        if cited.identifiers or cited.title:
            yield ReferenceRecord(
                cited,
                title=cited.title,
                year=cited.year,
                influential=row["influential"],
                intents=_some(row["intents"]),
                sentences=_some(row["sentences"]),
                facts=facts_of(row),
                sentence_numbers=None if numbers is None else tuple(numbers),
            )


def _some(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def _held(lists: Mapping[str, T], asked: str, title: str) -> T:
    if asked not in lists:
        raise NotFoundError(Said("reply.unknown", {"service": title, "asked": asked}))
    return lists[asked]
