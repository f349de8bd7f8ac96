"""DuckDB for the making of corpora: bounded in memory, spilling beside what is made."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

ROW_GROUP = 100_000
"""Rows that are compressed together, and can be skipped together."""


@contextlib.contextmanager
def session(
    memory: int, *, threads: int | None = None, spill: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that uses no more bytes than it is given.

    Parameters
    ----------
    memory : int
        Bytes.
    threads : int, optional
        How many; None: one for each processor.
    spill : Path, optional
        Where it puts what does not fit; None: what does not fit is an error.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{max(memory, 64 << 20)}B",
        "temp_directory": "" if spill is None else str(spill),
        "autoinstall_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if threads is not None:
        config["threads"] = threads
    with contextlib.closing(duckdb.connect(config=config)) as connection:
        connection.execute("SET enable_progress_bar = false")  # ours counts what is left
        yield connection


def text(path: Path) -> str:
    """A path as a text of SQL, to be written to."""
    quoted = str(path).replace("'", "''")
    return f"'{quoted}'"


def pattern(path: Path) -> str:
    """A path as a text of SQL, to be read: signs of patterns in it stand for themselves."""
    return re.sub(r"[*?\[]", r"[\g<0>]", text(path))


def rows_of(place: Path, *options: str) -> str:
    """A Parquet file, or all those of a folder, as SQL names a table."""
    files = pattern(place)
    if place.suffix != ".parquet":
        files = f"{files[:-1]}/*.parquet'"
    return f"read_parquet({', '.join((files, 'hive_partitioning = false', *options))})"


def number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    return int(connection.sql(query).fetchall()[0][0])


def finds(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Whether a query gives a row."""
    return bool(connection.sql(f"{query} LIMIT 1").fetchall())


def write(connection: duckdb.DuckDBPyConnection, select: str, place: Path) -> None:
    """Write what a query gives as one Parquet file, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    connection.sql(
        f"COPY ({select}) TO {text(part)} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    part.replace(place)
