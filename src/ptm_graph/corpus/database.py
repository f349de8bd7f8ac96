"""DuckDB for the making of corpora: bounded in memory, spilling beside what is made."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


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


def quoted(path: Path) -> str:
    """A path inside the quotes of SQL."""
    return str(path).replace("'", "''")
