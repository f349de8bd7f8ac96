"""What computes over a corpus: DuckDB in this process, or a Spark cluster, by one setting.

Nothing else knows an engine. What is computed is an Ibis expression
(:mod:`ptm_graph.lineage.relational`); results come back as Arrow, or a cluster writes them
where its workers write.
"""

from __future__ import annotations

import contextlib
import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from ptm_graph.corpus.layout import Corpus, TableName
from ptm_graph.errors import CorpusError, InputError
from ptm_graph.files import new_file
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    import pyarrow
    from ibis.expr.types import Table

DUCKDB = "duckdb"
SPARK = "sc://"
"""How the address of a cluster begins: ``sc://HOST:PORT``, as Spark Connect writes it."""

_SPARK_PORT = 15002
_PATIENCE = 30.0
"""Seconds in which a cluster must take a connection."""

_BATCH = 100_000
"""Rows that are written at once."""

_MEMORY = re.compile(r"\d{1,9}(?:\.\d{1,3})? ?[KMGT]i?B", re.IGNORECASE)


class Engine(Protocol):
    """Where expressions over a corpus are computed."""

    def table(self, corpus: Corpus, name: TableName) -> Table:
        """A table of a corpus."""

    def keep(self, table: Table) -> Table:
        """A table that is computed now, or when first needed, and no second time."""

    def arrow(self, table: Table) -> pyarrow.Table:
        """The rows of a small table."""

    def write(self, table: Table, out: str) -> None:
        """Write rows as Parquet."""


_UNITS = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def size_of(memory: str) -> int:
    """Bytes of a size as people write it; InputError for anything else.

    >>> size_of("4GB"), size_of("1.5 MiB")
    (4000000000, 1572864)
    """
    if not _MEMORY.fullmatch(memory):
        raise InputError(Said("engine.no size", {"memory": memory}))
    number, unit = memory[:-2].rstrip("iI "), memory[-2:]
    binary = memory[-2] in "iI"
    letter = (memory[-3] if binary else unit[0]).upper()
    value = float(number.rstrip("kKmMgGtT "))
    return int(value * (1024 ** ("KMGT".index(letter) + 1) if binary else _UNITS[letter]))


@contextlib.contextmanager
def engine(
    name: str = DUCKDB, *, memory: str | None = None, folder: Path | None = None
) -> Iterator[Engine]:
    """An engine for the time of a block.

    Parameters
    ----------
    name : str, default "duckdb"
        ``duckdb``, or the address of a cluster, ``sc://HOST:PORT``.
    memory : str, optional
        How much DuckDB may use (``4GB``); it goes on on disk beyond that. Default: most of it.
    folder : Path, optional
        Where DuckDB puts what does not fit; default: the folder for temporary files.

    Raises
    ------
    InputError
        If there is no such engine, or the memory is no size.
    CorpusError
        If what it needs is not installed, the cluster does not answer, or the memory does not
        suffice.
    """
    if name != DUCKDB and not name.startswith(SPARK):
        raise InputError(Said("engine.unknown", {"engine": name}))
    if memory is not None:
        size_of(memory)
    if name.startswith(SPARK):
        with _spark(name) as cluster:
            yield cluster
    else:
        with _duckdb(memory, folder) as inside:
            yield inside


@contextlib.contextmanager
def _duckdb(memory: str | None, folder: Path | None) -> Iterator[Engine]:
    with _installed("corpus"):
        import duckdb
        import ibis
    with tempfile.TemporaryDirectory(prefix="ptm-graph-", dir=folder) as scratch:
        settings = {"temp_directory": scratch, "preserve_insertion_order": False}
        if memory is not None:
            settings["memory_limit"] = memory
        try:
            # a database on disk: what is kept is compressed there instead of held in memory
            connection = ibis.duckdb.connect(Path(scratch) / "kept.duckdb", **settings)
            try:
                yield _DuckDB(connection)
            finally:
                connection.disconnect()
        except duckdb.OutOfMemoryException as error:
            raise CorpusError(Said("engine.memory", {"memory": memory or "all"})) from error
        except duckdb.Error as error:
            raise _failed(DUCKDB, error) from error


class _DuckDB:
    def __init__(self, connection: Any):
        self._connection = connection
        self._kept = 0

    def table(self, corpus: Corpus, name: TableName) -> Table:
        return self._connection.read_parquet([str(path) for path in corpus.files(name)])

    def keep(self, table: Table) -> Table:
        self._kept += 1
        return self._connection.create_table(f"kept_{self._kept}", table)

    def arrow(self, table: Table) -> pyarrow.Table:
        return self._connection.to_pyarrow(table)

    def write(self, table: Table, out: str) -> None:
        self._connection._run_pre_execute_hooks(table)
        # Ibis 12 streams by a method that DuckDB 2 has no more
        found = self._connection.con.sql(self._connection.compile(table))
        _write(table, found.to_arrow_reader(_BATCH), Path(out))


@contextlib.contextmanager
def _spark(address: str) -> Iterator[Engine]:
    with _installed("spark"):
        import ibis
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    try:
        _check_answers(address)
        session = SparkSession.builder.remote(address).create()
        try:
            # else a table that looks small is sent to every worker, and memory ends
            session.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
            yield _Spark(session, ibis.pyspark.connect(session))
        finally:
            session.stop()
    except PySparkException as error:
        raise _failed(address, error) from error


def _check_answers(address: str) -> None:
    """Ask once whether anybody is there; the client itself goes on asking for many minutes."""
    try:
        place = urlsplit(address)
        where = place.hostname or "", place.port or _SPARK_PORT
        socket.create_connection(where, timeout=_PATIENCE).close()
    except (OSError, ValueError) as error:
        raise _failed(address, error) from error


class _Spark:
    def __init__(self, session: Any, connection: Any):
        self._session, self._connection = session, connection

    def table(self, corpus: Corpus, name: TableName) -> Table:
        return self._connection.read_parquet(str(corpus.path.resolve() / name))

    def keep(self, table: Table) -> Table:
        kept = self._frame(table).persist()
        name = f"kept_{id(kept):x}"
        kept.createOrReplaceTempView(name)
        return self._connection.table(name)

    def arrow(self, table: Table) -> pyarrow.Table:
        return self._frame(table).toArrow()

    def write(self, table: Table, out: str) -> None:
        if "://" in out:
            self._frame(table).write.mode("overwrite").parquet(out)
            return
        _write(table, self.arrow(table).to_reader(_BATCH), Path(out))

    def _frame(self, table: Table) -> Any:
        self._connection._run_pre_execute_hooks(table)
        return self._session.sql(self._connection.compile(table))


def _failed(engine: str, error: Exception) -> CorpusError:
    said = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
    return CorpusError(Said("engine.failed", {"engine": engine, "error": said}))


def _write(table: Table, batches: pyarrow.RecordBatchReader, out: Path) -> None:
    from pyarrow.parquet import ParquetWriter

    schema = table.schema().to_pyarrow()  # engines take other types for the same
    with new_file(out) as stream, ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.cast(schema))


@contextlib.contextmanager
def _installed(extra: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise CorpusError(Said("engine.not installed", {"extra": extra})) from error
