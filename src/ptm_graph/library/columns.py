"""Papers and citations as plain rows, for graphs and tables of tens of thousands of papers.

A dataclass for every row would cost several times as much as reading the row; use this
where a few columns of everything are needed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from ptm_graph.library import schema, searching
from ptm_graph.library.merging import YEAR_ONLY
from ptm_graph.library.rows import notices
from ptm_graph.words import lists
from ptm_graph.words.model import Notice, PartialDate, says_withdrawn
from ptm_graph.words.notices import GONE


class PaperRow(NamedTuple):
    """A row of the table ``paper``; lists are JSON, None is unknown."""

    id: int
    key: str
    title: str
    authors: str | None
    year: int | None
    published: str | None
    venue: str | None
    abstract: str | None
    comment: str | None
    categories: str | None
    fields_of_study: str | None
    publication_types: str | None
    citation_count: int | None
    influential_citation_count: int | None
    reference_count: int | None
    references_state: str
    key_phrases: str | None
    derived_names: str | None
    short_names: str | None
    contributions: str | None
    abstract_from: str | None = None
    """Who gave the abstract."""

    @property
    def short_name(self) -> str | None:
        """The name to show."""
        return _first(self.short_names)


class TitleRow(NamedTuple):
    """What every paper has, however little else is read of it."""

    id: int
    key: str
    title: str
    published: str | None
    short_names: str | None

    @property
    def name(self) -> str:
        """The name to show."""
        return _first(self.short_names) or self.title


def _first(names: str | None) -> str | None:
    return next(iter(json.loads(names)), None) if names else None


class WorkRow(NamedTuple):
    """What a reference is compared with."""

    id: int
    title: str
    title_key: str
    authors: str | None
    year: int | None


class CitationRow(NamedTuple):
    """A row of the table ``citation``; lists and facts are JSON, None is unknown."""

    citing: int
    cited: int
    position: int | None
    """Place in the reference list, from 0."""
    influential: int | None
    intents: str | None
    sentences: str | None
    facts: str | None
    sentence_numbers: str | None
    source: str


class CountedRow(NamedTuple):
    """What is counted of a citation."""

    citing: int
    cited: int
    sentence_numbers: str | None
    first_person: float | None
    cue_material: float | None


class ReferenceRow(NamedTuple):
    """The two ends of a citation."""

    citing: int
    cited: int


class Asked(NamedTuple):
    """When a service was last asked for something, and what came of it."""

    at: str
    """ISO time."""
    outcome: str


class DateTold(NamedTuple):
    """When a paper came out, as one source says."""

    published: str
    at: str | None
    """Start of the refresh that told so first, ISO time; None: it was no refresh."""


_PAPER = ", ".join(PaperRow._fields[:-1]) + ", json_extract(provenance, '$.abstract')"
_CITATION = ", ".join(CitationRow._fields)
_MANY = 2000
"""Papers from which on reading the whole table is faster than looking each one up."""
_AMONG = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the reading list says of a paper, all its entries together."""

    aliases: tuple[str, ...] = ()
    family: str | None = None
    note: str | None = None
    """All notes, a line each."""
    tags: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


class Columns:
    """Rows of a library, for those who know papers by their row numbers.

    ``name`` is how messages call the library.
    """

    def __init__(self, connection: sqlite3.Connection, name: str):
        self._connection = connection
        self._name = name

    def papers(self, numbers: Collection[int] | None = None) -> Iterator[PaperRow]:
        """Rows of all papers, or of those with these row numbers, by key."""
        rows = self._among(f"SELECT {_PAPER} FROM paper", "id", numbers, " ORDER BY key")
        return map(PaperRow._make, rows)

    def givers(self) -> set[str]:
        """Names of the sources of papers, citations and notices."""
        found = self._rows(
            "SELECT DISTINCT source FROM citation UNION SELECT source FROM notice UNION "
            "SELECT json_extract(provenance, '$.title') FROM paper UNION "
            "SELECT json_extract(provenance, '$.abstract') FROM paper UNION "
            "SELECT json_extract(provenance, '$.published') FROM paper UNION "
            "SELECT value FROM citation, json_each(givers) WHERE givers <> '[]'"
        )
        return {name.removesuffix(YEAR_ONLY) for (name,) in found if name}

    def any_gone(self) -> bool:
        """Whether any paper was retracted or withdrawn, as far as is known."""
        noticed = any(one.kind in GONE for told in self.notices().values() for one in told)
        comments = self._rows(
            "SELECT comment FROM paper WHERE comment LIKE '%withdraw%' OR comment LIKE '%retract%'"
        )
        return noticed or any(says_withdrawn(comment) for (comment,) in comments)

    def titles(self) -> Iterator[TitleRow]:
        """Title, date and names of every paper, by key."""
        rows = self._rows("SELECT id, key, title, published, short_names FROM paper ORDER BY key")
        return map(TitleRow._make, rows)

    def works(self) -> Iterator[WorkRow]:
        """Title, authors and year of every paper, by row number."""
        rows = self._rows("SELECT id, title, title_key, authors, year FROM paper ORDER BY id")
        return map(WorkRow._make, rows)

    def identifiers(self, numbers: Collection[int] | None = None) -> dict[int, dict[str, str]]:
        """Row number → kind → the value shown."""
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for paper, kind, value in self._among(
            "SELECT paper, kind, value FROM identifier",
            "paper",
            numbers,
            " ORDER BY position, kind, value",
        ):
            found[paper].setdefault(kind, value)
        return found

    def entries(self) -> dict[int, Listed]:
        """Row number → what the reading list says, for the papers it names."""
        found: dict[int, Listed] = {}
        for paper, aliases, family, notes, tags, properties in self._rows(
            "SELECT paper, aliases, family, notes, tags, properties FROM seed ORDER BY position"
        ):
            one = found.get(paper, Listed())
            lines = (text for text, *_ in json.loads(notes or "[]"))
            found[paper] = Listed(
                tuple(dict.fromkeys((*one.aliases, *json.loads(aliases)))),
                one.family or family or None,
                "\n".join(dict.fromkeys((*(one.note or "").splitlines(), *lines))) or None,
                tuple(dict.fromkeys((*one.tags, *json.loads(tags or "[]")))),
                {**one.properties, **json.loads(properties or "{}"), **one.properties},
            )
        return found

    def notices(self, numbers: Collection[int] | None = None) -> dict[int, tuple[Notice, ...]]:
        """Row number → what was published about the paper since, where somebody was asked."""
        found: dict[int, tuple[Notice, ...]] = {}
        for paper, source, told in self._among(
            "SELECT paper, source, notices FROM notice", "paper", numbers, " ORDER BY paper, source"
        ):
            found[paper] = (*found.get(paper, ()), *notices(told, source))
        return found

    def references_known(self, numbers: Collection[int] | None = None) -> dict[int, int]:
        """Row number → references in the library, for the papers that have any."""
        found: Counter[int] = Counter()
        for table in ("citation", "unresolved_reference"):
            found.update(self._counted(table, "citing", numbers))
        return dict(found)

    def citations(self, citing: Collection[int] | None = None) -> Iterator[CitationRow]:
        """Rows of all citations, or of those of some citing papers, grouped by citing paper."""
        rows = self._among(
            f"SELECT {_CITATION} FROM citation", "citing", citing, " ORDER BY citing, cited"
        )
        return map(CitationRow._make, rows)

    def counted_in(self, cited: Collection[int]) -> Iterator[CountedRow]:
        """What is counted of the citations of some papers."""
        chosen = frozenset(cited)
        rows = self._among(
            "SELECT citing, cited, sentence_numbers, json_extract(facts, '$.first_person'), "
            "json_extract(facts, '$.cue_material') FROM citation",
            "cited",
            None if len(chosen) > _MANY else chosen,
        )
        return (row for row in map(CountedRow._make, rows) if row.cited in chosen)

    def references(self, citing: Collection[int]) -> Iterator[ReferenceRow]:
        """The reference lists of some papers."""
        chosen = frozenset(citing)
        numbers = None if len(chosen) > _MANY else chosen
        rows = self._among("SELECT citing, cited FROM citation", "citing", numbers)
        return (row for row in map(ReferenceRow._make, rows) if row.citing in chosen)

    def listed_only_by(self, source: str) -> Iterator[tuple[str, str, int | None]]:
        """References without a record that one source lists: citing key, title and year."""
        return self._rows(
            "SELECT key, u.title, u.year FROM unresolved_reference u "
            "JOIN paper ON paper.id = citing WHERE source = ? AND u.title IS NOT NULL "
            "ORDER BY key, position",
            source,
        )

    def listed_by_others(
        self, citing: int, source: str
    ) -> tuple[list[int], list[tuple[str, int | None]]]:
        """References of a paper by what other sources say: row numbers, and titles with years."""
        cited = self._rows(
            "SELECT cited FROM citation WHERE citing = ? AND givers != json_array(?) "
            "ORDER BY position IS NULL, position, cited",
            citing,
            source,
        )
        unresolved = self._rows(
            "SELECT title, year FROM unresolved_reference "
            "WHERE citing = ? AND source IS NOT ? AND title IS NOT NULL ORDER BY position",
            citing,
            source,
        )
        return [number for (number,) in cited], [(title, year) for title, year in unresolved]

    def references_given(self, key: str | None = None) -> tuple[int, dict[str, int]]:
        """References of a paper, or of all papers of the list, and how many each source gave."""
        which = (
            "(SELECT paper FROM seed)" if key is None else "(SELECT id FROM paper WHERE key = ?)"
        )
        told = " UNION ALL ".join(
            f"SELECT givers FROM {table} WHERE citing IN {which}"
            for table in ("citation", "unresolved_reference")
        )
        values = () if key is None else (key, key)
        count, found = 0, Counter[str]()
        rows = self._rows(f"SELECT givers, count(*) FROM ({told}) GROUP BY givers", *values)
        for givers, number in rows:
            count += number
            found.update(dict.fromkeys(json.loads(givers), number))
        return count, dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def counted_by_others(self, key: str, source: str) -> tuple[int, int, int]:
        """References of a paper: those of other sources, all, and those that are papers."""
        (counts,) = self._rows(
            "WITH told AS (SELECT givers != json_array(?1) AS other, 1 AS paper "
            "FROM citation JOIN paper ON paper.id = citing WHERE key = ?2 "
            "UNION ALL SELECT source IS NOT ?1, 0 FROM unresolved_reference "
            "JOIN paper ON paper.id = citing WHERE key = ?2) "
            "SELECT coalesce(sum(other), 0), count(*), coalesce(sum(paper), 0) FROM told",
            source,
            key,
        )
        return counts[0], counts[1], counts[2]

    def citer_counts(self, numbers: Collection[int] | None = None) -> dict[int, int]:
        """Row number → papers of the library that cite it, for those that are cited."""
        return self._counted("citation", "cited", numbers)

    def sources(self) -> dict[str, int]:
        """Source → papers of which it gave at least one value."""
        found: Counter[str] = Counter()
        for given, papers in self._rows(
            "SELECT provenance, count(*) FROM paper GROUP BY provenance ORDER BY provenance"
        ):
            names = {name.removesuffix(YEAR_ONLY) for name in json.loads(given).values()}
            found.update(dict.fromkeys(sorted(names), papers))
        return dict(found)

    def unresolved_count(self) -> int:
        """References that no service has a record of."""
        (count,) = next(self._rows("SELECT count(*) FROM unresolved_reference"))
        return int(count)

    def most_cited(self, limit: int) -> list[str]:
        """Keys of the papers most cited in the world among those with references."""
        rows: Iterator[tuple[str]] = self._rows(
            "SELECT key FROM paper WHERE EXISTS (SELECT 1 FROM citation WHERE citing = id) "
            "ORDER BY citation_count IS NULL, citation_count DESC, key LIMIT ?",
            limit,
        )
        return [key for (key,) in rows]

    def find(self, wanted: searching.Wanted) -> dict[str, int]:
        """Key → row number of the papers that fit, see :func:`.searching.find`."""
        try:
            return {row.key: row.id for row in searching.find(self._connection, wanted)}
        except sqlite3.Error as error:
            raise schema.translated(error, self._name) from error

    def _counted(self, table: str, column: str, numbers: Collection[int] | None) -> dict[int, int]:
        select = f"SELECT {column}, count(*) FROM {table}"
        return dict(self._among(select, column, numbers, f" GROUP BY {column}"))

    def _among(
        self, select: str, column: str, numbers: Collection[int] | None, order: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        if numbers is None:
            return self._rows(select + order)
        chosen = json.dumps(sorted(numbers))
        return self._rows(f"{select} WHERE {column} {_AMONG}{order}", chosen)

    def _rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        cursor.row_factory = None  # plain tuples
        try:
            yield from cursor.execute(query, values)
        except sqlite3.Error as error:
            raise schema.translated(error, self._name) from error


@lru_cache(maxsize=65536)
def dated(published: str | None) -> tuple[str | None, str | None]:
    """A stored date and its precision; None and None where it is unknown."""
    date = PartialDate.parse(published)
    return (None, None) if date is None else (str(date), date.precision)


def joined(stored: str | None) -> str | None:
    """A stored list of strings as one text (see :mod:`.words.lists`); None: empty or unknown."""
    if stored is None:
        return None
    if stored.startswith('["') and "\\" not in stored and ";" not in stored and '""' not in stored:
        return stored[2:-2].replace('","', "; ")  # what json.loads would find, much faster
    return lists.joined(json.loads(stored))
