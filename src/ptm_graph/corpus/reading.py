"""Rows of a corpus by key, for many keys at once.

The tables are sorted by what is looked up, so that only the parts of a file are read in which
one of the keys can be.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ptm_graph.corpus.database import rows_of, session
from ptm_graph.corpus.importing import MEMORY
from ptm_graph.corpus.layout import Corpus, TableName
from ptm_graph.errors import CorpusError
from ptm_graph.lineage.relational.columns import FACTS
from ptm_graph.words.identifiers import KIND_NAMED
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import PaperRecord, Source, SourceName
from ptm_graph.words.terms import CORPUS
from ptm_graph.words.wording import Said

RANK = 1.55
"""Above what a paper itself says, below each service: what they say is newer."""

OF_PAPERS = (
    *("paper", "key", "identifiers", "title", "authors", "year", "date", "venue", "fields"),
    *("publication_types", "citation_count", "influential_citation_count", "reference_count"),
)
OF_CITATIONS = ("citing", "cited", "influential", "intents", "sentence_numbers", *FACTS)


def source_of(corpus: Corpus) -> Source:
    """A corpus as one who says something about papers; its name says whom to credit."""
    about = corpus.info
    title = f"{about.source}, {about.release}" if about.release else about.source
    name = f"{CORPUS}{'; '.join(about.credits) or about.source}"
    return Source(name, f"{title} (corpus)", RANK, asked="corpus records")


class Reader(contextlib.AbstractContextManager["Reader"]):
    """Reads a corpus by DuckDB, over one connection.

    Raises
    ------
    CorpusError
        If DuckDB is not installed; later, if a table cannot be read.
    """

    def __init__(self, corpus: Corpus, memory: int = MEMORY):
        self.corpus, self.source = corpus, source_of(corpus)
        self._stack = contextlib.ExitStack()
        try:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="ptm-graph-"))
            opened = session(memory, spill=Path(folder) / "spilled")
            self.connection = self._stack.enter_context(opened)
        except ImportError as error:
            raise CorpusError(Said("engine.not installed", {"extra": "corpus"})) from error

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._stack.close()

    def files(self, table: TableName) -> str:
        """A table as SQL names it."""
        return rows_of(self.corpus.path / table)

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """What a query finds."""
        from duckdb import Error

        try:
            return self.connection.execute(query, values or None).fetchall()
        except Error as error:
            raise self._damaged(error) from error

    def batches(self, query: str, size: int) -> Iterator[list[dict[str, Any]]]:
        """What a query finds, so many rows at a time."""
        from duckdb import Error

        try:
            for batch in self.connection.sql(query).to_arrow_reader(size):
                yield batch.to_pylist()
        except Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> CorpusError:
        told = {"file": str(self.corpus.path), "error": str(error).splitlines()[0][:200]}
        return CorpusError(Said("corpus.file damaged", told))

    def numbers(self, identifiers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Kind and value of identifiers → the paper, where there is one."""
        values: dict[str, set[str]] = defaultdict(set)
        for kind, value in identifiers:
            values[kind].add(value)
        query = (
            f"SELECT value, paper FROM {self.files('ids')} "
            "WHERE kind = $kind AND value IN (SELECT unnest($values))"
        )
        return {
            (kind, value): paper
            for kind in sorted(values)
            for value, paper in self.rows(query, kind=kind, values=sorted(values[kind]))
        }

    def papers(self, numbers: Iterable[int], *, abstracts: bool = True) -> dict[int, PaperRecord]:
        """Number → record."""
        wanted = sorted(set(numbers))
        if not wanted:
            return {}
        texts: Mapping[int, str] = {}
        if abstracts and self.corpus.has("abstracts"):
            query = f"SELECT paper, abstract FROM {self.files('abstracts')} {_AMONG}"
            texts = dict(self.rows(query.format("paper"), wanted=wanted))
        query = f"SELECT {', '.join(OF_PAPERS)} FROM {self.files('papers')} {_AMONG}"
        rows = (
            dict(zip(OF_PAPERS, row, strict=True))
            for row in self.rows(query.format("paper"), wanted=wanted)
        )
        return {
            row["paper"]: as_record(row, self.source.name, texts.get(row["paper"])) for row in rows
        }

    def citations(self, citing: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
        """Citing paper → rows of its references, by cited paper, with their sentences."""
        wanted = sorted(set(citing))
        found: dict[int, list[dict[str, Any]]] = {number: [] for number in wanted}
        if not wanted:
            return found
        texts = self._sentences(wanted)
        query = f"SELECT {', '.join(OF_CITATIONS)} FROM {self.files('citations')} {_AMONG}"
        ordered = f"{query.format('citing')} ORDER BY citing, cited"
        for row in self.rows(ordered, wanted=wanted):
            told = dict(zip(OF_CITATIONS, row, strict=True))
            ends = (told["citing"], told["cited"])
            found[told["citing"]].append({**told, "sentences": texts.get(ends)})
        return found

    def _sentences(self, citing: Sequence[int]) -> dict[tuple[int, int], tuple[str, ...]]:
        if not self.corpus.has("sentences"):
            return {}
        query = f"SELECT citing, cited, text FROM {self.files('sentences')} {_AMONG}"
        texts: dict[tuple[int, int], list[str]] = defaultdict(list)
        ordered = f"{query.format('citing')} ORDER BY citing, cited, place"
        for own, other, text in self.rows(ordered, wanted=citing):
            texts[own, other].append(text)
        return {ends: tuple(listed) for ends, listed in texts.items()}

    def cited_by(self, cited: Iterable[int], most: int) -> Iterator[tuple[int, int]]:
        """Cited and citing papers; of each the most cited ones first, and no more than ``most``."""
        yield from self.rows(
            "SELECT cited, citing FROM (SELECT cited, citing, row_number() OVER (PARTITION BY "
            "cited ORDER BY citation_count DESC NULLS LAST, citing) AS place FROM "
            f"{self.files('cited_by')} JOIN (SELECT paper AS citing, citation_count FROM "
            f"{self.files('papers')}) USING (citing) {_AMONG.format('cited')}) "
            "WHERE place <= $most ORDER BY cited, place",
            wanted=sorted(set(cited)),
            most=most,
        )


_AMONG = "WHERE {} IN (SELECT unnest($wanted))"


def as_record(
    row: Mapping[str, Any], source: SourceName, abstract: str | None = None
) -> PaperRecord:
    """A row of ``papers`` as a source tells it; whatever is empty is unknown."""
    date = row["date"] or ""
    named = (one.partition(":") for one in (row["key"], *(row["identifiers"] or ())))
    return PaperRecord(
        source,
        identifiers={kind: value for kind, _, value in named if kind in KIND_NAMED},
        title=row["title"] or None,
        authors=tuple(row["authors"] or ()) or None,
        year=row["year"],
        published=PartialDate.parse(date) if date != str(row["year"]) else None,
        venue=row["venue"],
        abstract=abstract or None,
        fields_of_study=tuple(row["fields"] or ()) or None,
        publication_types=tuple(row["publication_types"] or ()) or None,
        citation_count=row["citation_count"],
        influential_citation_count=row["influential_citation_count"],
        reference_count=row["reference_count"],
    )


def facts_of(row: Mapping[str, Any]) -> dict[str, float] | None:
    """What a row of ``citations`` tells of texts; None for nothing."""
    return {name: row[name] for name in FACTS if row[name] is not None} or None
