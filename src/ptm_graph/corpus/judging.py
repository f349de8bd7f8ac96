"""The third step of an import: what texts say of each citation becomes numbers.

Reference lists are never torn apart, since most of what is said of a reference depends on the
others. Lists are handed out by the range, so that all processors have work and an import that
was cut off goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ptm_graph.corpus.database import rows_of, session
from ptm_graph.corpus.layout import TABLES
from ptm_graph.corpus.numbers import stored_signals
from ptm_graph.corpus.writing import write_table
from ptm_graph.facts.citation_facts import CitationFacts, for_reference_list
from ptm_graph.graph.spans import Floats, Ints, starts_of
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.relational.columns import FACTS
from ptm_graph.words.model import Citation, Paper

if TYPE_CHECKING:
    import duckdb
    import pyarrow

PLAIN_RANGE = 250_000
"""Citations of one range."""
TEXT_RANGE = 40_000
"""The same where texts are read."""


@dataclass(frozen=True)
class Range:
    """Citing papers whose reference lists are judged together."""

    joined: Path
    """Where the ordered tables are."""
    out: Path
    """The folder of tables."""
    place: int
    first: int
    last: int
    """The first and the last citing paper."""
    texts: bool
    """Whether there are texts to read."""
    memory: int

    @property
    def file(self) -> Path:
        """What becomes of it."""
        return self.out / "citations" / f"part-{self.place:05d}.parquet"


def ranges(joined: Path, out: Path, memory: int, *, texts: bool) -> list[Range]:
    """Divide the citations."""
    edges, size = rows_of(joined / "edges.parquet"), TEXT_RANGE if texts else PLAIN_RANGE
    with session(memory, spill=joined / "spilled") as connection:
        found = connection.sql(
            "SELECT min(citing), max(citing) FROM (SELECT citing, "
            f"(sum(n) OVER (ORDER BY citing) - n) // {size} AS part FROM "
            f"(SELECT citing, count(*) AS n FROM {edges} GROUP BY citing)) "
            "GROUP BY part ORDER BY part"
        ).fetchall()
    return [
        Range(joined, out, place, first, last, texts, memory)
        for place, (first, last) in enumerate(found)
    ]


def judge(some: Range) -> int:
    """Write the citations of a range; how many there are."""
    import pyarrow as pa

    with session(some.memory, threads=1) as connection:
        edges = _edges(connection, some)
        papers = _papers(connection, some, edges)
        index = _RangeIndex(papers, edges, _weights(some.joined))
        told = _told(index, edges, _abstracts(connection, some, index)) if some.texts else None
    table = edges.select(["citing", "cited", "influential", "intents"])
    if told is not None:
        index.take(told)
        for name, values in _columns(told).items():
            table = table.append_column(name, [values])
    children = np.unique(index.citing).tolist()
    for name, values in stored_signals(index, children).items():
        # what is not a number is unknown
        table = table.append_column(name, pa.array(values, from_pandas=True))
    part = f"{some.file.name}.part"
    rows = write_table(some.out, "citations", [table], part)
    some.file.with_name(part).replace(some.file)
    return rows


# --- what is read ----------------------------------------------------------------------------


def _edges(connection: duckdb.DuckDBPyConnection, some: Range) -> pyarrow.Table:
    return connection.sql(
        f"SELECT * FROM {rows_of(some.joined / 'edges.parquet')} "
        f"WHERE citing BETWEEN {some.first} AND {some.last} ORDER BY citing, cited"
    ).to_arrow_table()


_OF_PAPERS = ("paper", "names", "plain", "words", "surnames", "title", "authors")


def _papers(
    connection: duckdb.DuckDBPyConnection, some: Range, edges: pyarrow.Table
) -> pyarrow.Table:
    """Each paper at either end once, by its number."""
    import pyarrow as pa

    citing = connection.sql(
        f"SELECT {', '.join(_OF_PAPERS[:-1])}, authors[1:1] AS authors FROM "
        f"{rows_of(some.joined / 'papers.parquet')} WHERE paper BETWEEN "
        f"{some.first} AND {some.last} AND paper IN (SELECT citing FROM edges)"
    ).to_arrow_table()
    cited = edges["cited"].to_numpy()
    _, first = np.unique(cited, return_index=True)
    of_edges = ["cited", *_OF_PAPERS[1:]]
    cited_papers = edges.select(of_edges).take(first).rename_columns(list(_OF_PAPERS))
    both = pa.concat_tables([citing, cited_papers.cast(citing.schema)])
    _, once = np.unique(both["paper"].to_numpy(), return_index=True)
    return both.take(once).combine_chunks()


def _abstracts(
    connection: duckdb.DuckDBPyConnection, some: Range, index: _RangeIndex
) -> dict[int, str]:
    import pyarrow as pa

    wanted = pa.table({"paper": index.papers})
    connection.register("wanted", wanted)
    found = connection.sql(
        f"SELECT paper, abstract FROM {rows_of(some.joined / 'abstracts.parquet')} "
        "WHERE paper IN (SELECT paper FROM wanted)"
    ).fetchall()
    return dict(found)


def _weights(joined: Path) -> tuple[Ints, Floats]:
    """Hashes of words in order, and their weights."""
    path = joined / "words.parquet"
    return _read_weights(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read_weights(path: Path, _state: int) -> tuple[Ints, Floats]:
    """Once for each process, unless the file becomes another one."""
    from pyarrow.parquet import read_table

    table = read_table(path)
    return table["word"].to_numpy(), table["weight"].to_numpy()


# --- what is computed ------------------------------------------------------------------------


class _RangeIndex(CitationIndex):
    """What the stored signals ask an index, of the papers of a range.

    Title words weigh what they weigh among all papers, and everything that an import has found
    out about a title before is taken as it is.
    """

    def __init__(
        self, papers: pyarrow.Table, edges: pyarrow.Table, weights: tuple[Ints, Floats]
    ) -> None:
        self.papers: Ints = papers["paper"].to_numpy()
        self.keys = [str(number) for number in self.papers.tolist()]
        self.citing = np.searchsorted(self.papers, edges["citing"].to_numpy())
        self.cited = np.searchsorted(self.papers, edges["cited"].to_numpy())
        self.starts = starts_of(np.bincount(self.citing, minlength=len(self.papers)))
        self.edges = [{}] * (len(self.citing) + 1)
        self.titles: list[str] = papers["title"].to_pylist()
        self.authors: list[list[str] | None] = papers["authors"].to_pylist()
        self._given: list[list[str] | None] = papers["names"].to_pylist()
        self._plain: list[str] = papers["plain"].to_pylist()
        self._last_names = papers["surnames"].to_pylist()
        self._words, self._weights = papers["words"].combine_chunks(), weights
        self.names = cache(self._names)
        self.plain_title = cache(self._plain_title)
        self.surnames = cache(self._surnames)

    def take(self, told: Sequence[CitationFacts]) -> None:
        """Know what the texts say of each citation."""
        facts = ({f"fact_{name}": one for name, one in each.facts.items()} for each in told)
        self.edges = [*facts, {}]

    def node(self, number: int) -> dict[str, Any]:
        return {"title": self.titles[number]}

    def _names(self, number: int) -> tuple[str, ...]:
        return tuple(self._given[number] or ())

    def _plain_title(self, number: int) -> str:
        return self._plain[number]

    def _surnames(self, number: int) -> tuple[int, ...]:
        return tuple(self._last_names[number] or ())

    @cached_property
    def title_words(self) -> tuple[Ints, Ints, Floats]:
        known, weights = self._weights
        words = np.searchsorted(known, self._words.flatten().to_numpy())
        return words, self._words.offsets.to_numpy().astype(np.int64), weights


def _told(
    index: _RangeIndex, edges: pyarrow.Table, abstracts: dict[int, str]
) -> list[CitationFacts]:
    """What the texts say of each citation, one reference list after the other."""
    contexts, seen = edges["contexts"].to_pylist(), edges["seen"].to_pylist()
    nothing = CitationFacts()
    found: list[CitationFacts] = []

    @cache
    def paper(at: int) -> Paper:
        return Paper(
            index.keys[at],
            index.titles[at],
            authors=tuple(index.authors[at] or ()) or None,
            abstract=abstracts.get(int(index.papers[at])),
        )

    for child in np.unique(index.citing).tolist():
        rows = range(int(index.starts[child]), int(index.starts[child + 1]))
        citing = paper(child)
        if citing.abstract is None and not any(contexts[at] for at in rows):
            found.extend([nothing] * len(rows))
            continue
        cited = [int(index.cited[at]) for at in rows]
        citations = [
            Citation(
                citing.key,
                index.keys[other],
                sentences=tuple(contexts[at]) if seen[at] and contexts[at] else None,
            )
            for at, other in zip(rows, cited, strict=True)
        ]
        found.extend(
            for_reference_list(citing, list(zip(map(paper, cited), citations, strict=True)))
        )
    return found


def _columns(told: Sequence[CitationFacts]) -> dict[str, pyarrow.Array]:
    import pyarrow as pa

    schema = TABLES["citations"].schema()
    columns: dict[str, list[Any]] = {
        "mentions": [one.mentions for one in told],
        "sentence_numbers": [one.sentence_numbers for one in told],
        **{name: [one.facts.get(name) for one in told] for name in FACTS},
    }
    return {name: pa.array(each, schema.field(name).type) for name, each in columns.items()}
