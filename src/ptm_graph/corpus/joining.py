"""The second step of an import: what the files gave becomes tables without doubles, in order.

All of it is SQL over Parquet, so it is bounded in memory and runs on all processors.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ptm_graph.corpus.database import finds, number, rows_of, session, write
from ptm_graph.corpus.staging import STAGED
from ptm_graph.files import write_text

SELF_CITATION = "self-citation"
TWICE = "citation told twice"
PAPER_TWICE = "paper told twice"
NO_CITING_PAPER = "citation by a paper that is not in the dump"
NO_CITED_PAPER = "citation of a paper that is not in the dump"
ID_TWICE = "identifier of two papers"

STEPS = 5
"""Tables that this step makes, each one file."""

OLD = "zz-old"
"""In the names of staged files that hold what a corpus held before; behind all others."""


class Joiner:
    """Makes the ordered tables in ``out`` of what lies in ``staged``.

    Each is made whole or not at all, and made again only where it is missing.
    """

    def __init__(self, staged: Path, out: Path, memory: int, *, complete: bool):
        self.staged, self.out, self.memory = staged, out, memory
        self.complete = complete
        out.mkdir(parents=True, exist_ok=True)

    def run(self, done: Callable[[], None]) -> Counter[str]:
        """Make what is missing, and say what was left out; ``done`` is called after each."""
        made = {
            "papers": self._papers,
            "words": self._words,
            "ids": self._ids,
            "abstracts": self._abstracts,
            "edges": self._edges,
        }
        whole: Counter[str] = Counter()
        for name, make in made.items():
            note = self.out / f"{name}.json"
            if not note.exists():
                write_text(note, json.dumps(make()))
            whole.update(json.loads(note.read_text(encoding="utf-8")))
            done()
        return +whole

    def _all(self, table: str) -> str:
        if any((self.staged / table).glob("*.parquet")):
            return rows_of(self.staged / table, "filename = true", "union_by_name = true")
        nulls = ", ".join(f"NULL::{_SQL[kind]} AS {one}" for one, kind in STAGED[table].items())
        return f"(SELECT {nulls}, '' AS filename LIMIT 0)"

    def _made(self, table: str) -> str:
        return rows_of(self.out / f"{table}.parquet")

    def _write(self, name: str, select: str, *queries: str) -> list[int]:
        """Write one table; give the numbers that the queries find with it."""
        with session(self.memory, spill=self.out / "spilled") as connection:
            write(connection, select, self.out / f"{name}.parquet")
            return [number(connection, one) for one in queries]

    def _papers(self) -> Counter[str]:
        """Each paper once: the newest record, of two of one day the one with more to say."""
        newer = f"filename NOT LIKE '%{OLD}%'"
        best = f"arg_max(told, ({newer}, coalesce(updated, ''), len(title), filename))"
        told, made = self._all("papers"), self._made("papers")
        before, after = self._write(
            "papers",
            f"SELECT unnest(one) FROM (SELECT paper, {best} AS one FROM "
            f"(SELECT paper, updated, title, filename, told FROM {told} AS told) "
            "GROUP BY paper) ORDER BY paper",
            f"SELECT count(*) FROM {told}",
            f"SELECT count(*) FROM {made}",
        )
        # one that is told only by its citations is told by each file
        return Counter({PAPER_TWICE: before - after}) if self.complete else Counter()

    def _words(self) -> Counter[str]:
        """How much each word of the titles weighs (``CitationIndex.title_words``)."""
        papers = self._made("papers")
        self._write(
            "words",
            f"SELECT word, ln((1 + (SELECT count(*) FROM {papers})) / (1 + count(*))) + 0.1 "
            f"AS weight FROM (SELECT unnest(words) AS word FROM {papers}) "
            "GROUP BY word ORDER BY word",
        )
        return Counter()

    def _ids(self) -> Counter[str]:
        told, made = self._all("ids"), self._made("ids")
        among = f"WHERE paper IN (SELECT paper FROM {self._made('papers')})"
        before, after = self._write(
            "ids",
            f"SELECT kind, value, min(paper) AS paper FROM {told} {among} GROUP BY kind, value "
            f"UNION ALL SELECT 'title', plain, paper FROM {self._made('papers')} "
            "WHERE plain <> '' ORDER BY kind, value, paper",
            f"SELECT count(*) FROM (SELECT DISTINCT kind, value, paper FROM {told} {among})",
            f"SELECT count(*) FROM {made} WHERE kind <> 'title'",
        )
        return Counter({ID_TWICE: before - after})

    def _abstracts(self) -> Counter[str]:
        self._write(
            "abstracts",
            f"SELECT paper, any_value(abstract ORDER BY filename) AS abstract "
            f"FROM {self._all('abstracts')} "
            f"WHERE paper IN (SELECT paper FROM {self._made('papers')}) "
            "GROUP BY paper ORDER BY paper",
        )
        return Counter()

    def _edges(self) -> Counter[str]:
        """Each citation once, with what is needed of the cited paper's title, by citing paper."""
        told, papers = self._all("citations"), self._made("papers")
        grouped = (
            "bool_or(influential) AS influential, "
            f"nullif({_each_once('intents')}, []) AS intents, "
            f"{_each_once('contexts')} AS contexts, bool_or(contexts IS NOT NULL) AS seen"
            if self._has_contexts()
            else "bool_or(influential) AS influential, NULL::VARCHAR[] AS intents, "
            "NULL::VARCHAR[] AS contexts, false AS seen"
        )
        ends = f"(SELECT paper FROM {papers})"
        numbers = self._write(
            "edges",
            "SELECT c.*, p.names, p.plain, p.words, p.surnames, p.title, "
            "p.authors[1:1] AS authors "
            f"FROM (SELECT citing, cited, {grouped} FROM {told} WHERE citing <> cited "
            f"AND citing IN {ends} GROUP BY citing, cited) AS c "
            f"JOIN {papers} AS p ON p.paper = c.cited ORDER BY citing, cited",
            f"SELECT count(*) FROM {told}",
            f"SELECT count(*) FROM {told} WHERE citing = cited",
            f"SELECT count(*) FROM {told} WHERE citing <> cited AND citing NOT IN {ends}",
            f"SELECT count(*) FROM {told} WHERE citing <> cited AND citing IN {ends} "
            f"AND cited NOT IN {ends}",
            f"SELECT count(*) FROM {self._made('edges')}",
        )
        whole, alone, no_citing, no_cited, left = numbers
        return +Counter(
            {
                SELF_CITATION: alone,
                NO_CITING_PAPER: no_citing,
                NO_CITED_PAPER: no_cited,
                TWICE: whole - alone - no_citing - no_cited - left,
            }
        )

    def _has_contexts(self) -> bool:
        with session(self.memory) as connection:
            told = self._all("citations")
            return finds(connection, f"SELECT 1 FROM {told} WHERE contexts IS NOT NULL")


def _each_once(column: str) -> str:
    """The texts of all lists of a group, each once, in the order in which they were told."""
    whole = f"flatten(list({column} ORDER BY filename))"
    return f"list_filter({whole}, lambda one, n: list_position({whole}, one) = n)"


_SQL = {
    **{"int64": "BIGINT", "int32": "INTEGER", "float64": "DOUBLE"},
    **{"string": "VARCHAR", "bool": "BOOLEAN"},
    **{"[string]": "VARCHAR[]", "[int64]": "BIGINT[]", "[int32]": "INTEGER[]"},
}
