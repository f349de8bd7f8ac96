"""Whether a corpus is what :mod:`ptm_graph.corpus.layout` says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ptm_graph.corpus.database import number, rows_of, session
from ptm_graph.corpus.importing import MEMORY
from ptm_graph.corpus.layout import TABLES, Corpus, TableName
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    import duckdb


def check(corpus: Corpus, *, memory: int = MEMORY, progress: Progress | None = None) -> list[Said]:
    """Read a corpus from end to end, and say what is wrong with it; nothing: it is whole.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    memory : int
        Bytes that may be used.
    progress : Progress, optional
        Told about each question.
    """
    progress = progress or Silent()
    with session(memory, spill=corpus.path / ".spilled") as connection:
        found = list(_columns(corpus))
        questions = [] if found else list(_questions(corpus))
        progress.stage("checking the corpus", len(questions))
        for one in questions:
            found.extend(_answer(connection, one))
            progress.advance()
    return found


@dataclass(frozen=True)
class _Question:
    """What must give no row, or the number that is expected."""

    select: str
    said: Callable[[int], Said]
    expected: int = 0


def _columns(corpus: Corpus) -> Iterator[Said]:
    """Files that cannot be read, or lack a column."""
    from pyarrow import ArrowException
    from pyarrow.parquet import read_schema

    for name, table in TABLES.items():
        for path in corpus.files(name):
            try:
                held = read_schema(path)
            except (ArrowException, OSError) as error:
                reason = str(error).splitlines()[0][:200]
                yield Said("corpus.file damaged", {"file": str(path), "error": reason})
                continue
            for field in table.schema():
                if field.name not in held.names:
                    values = {"file": str(path), "column": field.name}
                    yield Said("corpus.no column", values)


def _questions(corpus: Corpus) -> Iterator[_Question]:
    def told(code: str, table: str) -> Callable[[int], Said]:
        return lambda count: Said(code, {"table": table, "count": count})

    def rows(name: TableName) -> str:
        return rows_of(corpus.path / name, "filename = true", "file_row_number = true")

    for name in TABLES:
        if not corpus.has(name):
            continue
        expected = corpus.info.rows.get(name, 0)
        yield _Question(
            f"SELECT count(*) FROM {rows(name)}", told("corpus.other count", name), expected
        )
        if name == "papers":
            yield _Question(
                f"SELECT count(*) - count(DISTINCT paper) FROM {rows(name)}",
                told("corpus.twice", name),
            )
            continue
        ends = [one for one in ("paper", "citing", "cited") if one in TABLES[name].columns]
        for end in ends:
            yield _Question(
                f"SELECT count(*) FROM {rows(name)} WHERE {end} NOT IN "
                f"(SELECT paper FROM {rows('papers')})",
                told("corpus.no paper", name),
            )
    for name in ("citations", "cited_by"):
        yield _Question(
            f"SELECT count(*) - count(DISTINCT (citing, cited)) FROM {rows(name)}",
            told("corpus.twice", name),
        )
        yield _Question(
            f"SELECT count(*) FROM {rows(name)} WHERE citing = cited",
            told("corpus.cites itself", name),
        )
    pairs = "SELECT citing, cited FROM"
    yield _Question(
        f"SELECT count(*) FROM ({pairs} {rows('citations')} EXCEPT {pairs} {rows('cited_by')})",
        told("corpus.not cited by", "cited_by"),
    )
    for name in TABLES:
        if corpus.has(name):
            yield _Question(_out_of_order(rows(name), name), told("corpus.order", name))


def _out_of_order(rows: str, name: TableName) -> str:
    """Rows that belong before the one in front of them."""
    key = ", ".join(TABLES[name].order)
    return (
        f"SELECT count(*) FROM (SELECT ({key}) AS own, lag(({key})) OVER "
        f"(ORDER BY filename, file_row_number) AS before FROM {rows}) WHERE before > own"
    )


def _answer(connection: duckdb.DuckDBPyConnection, question: _Question) -> Iterator[Said]:
    from duckdb import Error

    try:
        found = number(connection, question.select)
    except Error as error:
        reason = str(error).splitlines()[0][:200]
        table = str(question.said(0).values["table"])
        yield Said("corpus.file damaged", {"file": table, "error": reason})
        return
    if found != question.expected:
        yield question.said(found)
