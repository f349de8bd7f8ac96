"""The first step of an import: each file of a dump becomes Parquet, on its own.

What a file gives lies under a name made of its own; a note beside it says of which state of
the file it is and what was left out. So an import that was cut off goes on with the files that
are missing, and many files are read at once.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptm_graph.corpus.database import number, rows_of, session, write
from ptm_graph.corpus.dumps.dump import (
    BROKEN,
    FORMATS,
    NO_CITED,
    NO_DELETED,
    Columns,
    Dataset,
    Dump,
    Rows,
    source,
)
from ptm_graph.corpus.dumps.registry import DUMPS
from ptm_graph.corpus.layout import TABLES, Table
from ptm_graph.errors import CorpusError
from ptm_graph.files import told, write_text
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    import duckdb
    import pyarrow

_BATCH = 20_000
"""Rows that are read at once."""

STAGED: Mapping[str, Mapping[str, str]] = {
    "papers": {**TABLES["papers"].columns, "plain": "string", "updated": "string"},
    "ids": TABLES["ids"].columns,
    "citations": {
        **{"citing": "int64", "cited": "int64", "influential": "bool"},
        **{"intents": "[string]", "contexts": "[string]"},
    },
    "abstracts": TABLES["abstracts"].columns,
    "deleted": {"paper": "int64"},
    "uncited": {"citing": "int64", "cited": "int64"},
}
"""Tables of what was read, not yet ordered or joined."""


@dataclass(frozen=True)
class Task:
    """One file to be read."""

    dump: str
    dataset: str
    folder: Path
    path: Path
    """Relative to the folder."""
    out: Path
    """Where what was read is put."""
    memory: int
    """Bytes that may be used."""
    deletions: bool = False
    """Whether the file tells what is not there any more."""

    @property
    def name(self) -> str:
        """Under what it is staged."""
        digest = hashlib.blake2b(self.path.as_posix().encode(), digest_size=8).hexdigest()
        return f"{self.dataset}-{digest}"

    @property
    def note(self) -> Path:
        """What says that it was read."""
        return self.out / "read" / f"{self.name}.json"


def tasks(dump: Dump, folder: Path, out: Path, memory: int) -> tuple[list[Task], list[Path]]:
    """The files of a dump, and those that nothing here needs.

    Raises
    ------
    CorpusError
        If there is no folder, or none of its files belongs to such a dump.
    """
    if not folder.is_dir():
        raise CorpusError(Said("corpus.no folder", {"folder": str(folder)}))
    found, others = [], []
    with told(folder):
        files = sorted(one.relative_to(folder) for one in folder.rglob("*") if one.is_file())
    for path in files:
        dataset = dump.dataset_of(folder, path) if FORMATS.search(path.name) else None
        deletions = any("delete" in part.casefold() for part in path.parts)
        if dataset is None or (deletions and not dump.datasets[dataset].deleted):
            others.append(path)
        else:
            found.append(Task(dump.name, dataset, folder, path, out, memory, deletions))
    if not found:
        values = {"folder": str(folder), "dump": dump.title, "sets": ", ".join(dump.datasets)}
        raise CorpusError(Said("corpus.nothing to import", values))
    return found, others


def is_read(task: Task) -> Counter[str] | None:
    """What was left out of a file that was read as it is now; None: it was not."""
    try:
        noted = json.loads(task.note.read_text(encoding="utf-8"))
        about = (task.folder / task.path).stat()
        same = noted["state"] == [about.st_size, about.st_mtime_ns]
        return Counter(noted["left_out"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read(task: Task) -> Counter[str]:
    """Read a file, and say what was left out of it.

    Raises
    ------
    CorpusError
        If it ends too early, or is damaged as a whole.
    """
    from duckdb import Error

    task.note.unlink(missing_ok=True)
    path = task.folder / task.path
    about = path.stat()
    dataset = DUMPS[task.dump].datasets[task.dataset]
    with told(task.out), session(task.memory, threads=1) as connection:
        try:
            asked = source(connection, path, dataset)
            if task.deletions:
                left_out = _delete(connection, asked, dataset, task)
            elif dataset.read is None:
                left_out = _select(connection, asked, dataset, task)
            else:
                left_out = _convert(connection, asked, dataset.read, task)
        except Error as error:
            values = {"file": str(path), "error": str(error).splitlines()[0][:200]}
            raise CorpusError(Said("corpus.file", values)) from error
        noted = {"state": [about.st_size, about.st_mtime_ns], "left_out": left_out}
        task.note.parent.mkdir(parents=True, exist_ok=True)
        write_text(task.note, json.dumps(noted))
    return left_out


def _select(
    connection: duckdb.DuckDBPyConnection, asked: str, dataset: Dataset, task: Task
) -> Counter[str]:
    """Citations, which no function of ours has to look at one by one."""
    select = f"SELECT {dataset.select} FROM ({asked})"
    broken, unnamed = _keep(connection, select, task, "citations")
    return +Counter({BROKEN: broken, NO_CITED: unnamed - broken})


def _delete(
    connection: duckdb.DuckDBPyConnection, asked: str, dataset: Dataset, task: Task
) -> Counter[str]:
    """What a file of deletions names."""
    table = "uncited" if "cited" in dataset.deleted else "deleted"
    _, unnamed = _keep(connection, f"SELECT {dataset.deleted} FROM ({asked})", task, table)
    return +Counter({NO_DELETED: unnamed})


def _keep(
    connection: duckdb.DuckDBPyConnection, select: str, task: Task, table: str
) -> tuple[int, int]:
    """Keep the rows of a query that name all their papers; how many lack the first, and any.

    All are written first: so they are counted without reading the file of the dump again.
    """
    every = task.note.with_suffix(".all.parquet")
    write(connection, select, every)
    named = [one for one in STAGED[table] if one in ("paper", "citing", "cited")]
    whole = " AND ".join(f"{one} IS NOT NULL" for one in named)
    rows = rows_of(every)
    write(connection, f"SELECT * FROM {rows} WHERE {whole}", _place(task, table))
    first = number(connection, f"SELECT count(*) FROM {rows} WHERE {named[0]} IS NULL")
    unnamed = number(connection, f"SELECT count(*) FROM {rows} WHERE NOT ({whole})")
    every.unlink()
    return first, unnamed


def _convert(
    connection: duckdb.DuckDBPyConnection,
    asked: str,
    reader: Callable[[Columns], Rows],
    task: Task,
) -> Counter[str]:
    """Rows that our functions read."""
    from pyarrow.parquet import ParquetWriter

    left_out: Counter[str] = Counter()
    writers: dict[str, ParquetWriter] = {}
    try:
        for batch in connection.sql(asked).to_arrow_reader(_BATCH):
            rows = reader(batch.to_pydict())
            left_out.update(rows.left_out)
            for name, table in _tables(rows):
                if name not in writers:
                    place = _part(_place(task, name))
                    writers[name] = ParquetWriter(place, table.schema, compression="zstd")
                writers[name].write_table(table)
    finally:
        for writer in writers.values():
            writer.close()
    for name in STAGED:
        place = _place(task, name)
        if name in writers:
            _part(place).replace(place)
        else:
            place.unlink(missing_ok=True)
    return left_out


def _tables(rows: Rows) -> Iterator[tuple[str, pyarrow.Table]]:
    import pyarrow as pa

    held: Mapping[str, Sequence[Any]] = {
        "ids": rows.ids,
        "citations": rows.citations,
        "abstracts": rows.abstracts,
    }
    if rows.papers:
        yield "papers", pa.Table.from_pylist(rows.papers, schema=_schema("papers"))
    for name, values in held.items():
        if values:
            columns = list(zip(*values, strict=True))
            schema = _schema(name)
            arrays = [pa.array(one, schema[at].type) for at, one in enumerate(columns)]
            arrays += [
                pa.nulls(len(values), schema[at].type) for at in range(len(columns), len(schema))
            ]
            yield name, pa.Table.from_arrays(arrays, schema=schema)


def _place(task: Task, table: str) -> Path:
    folder = task.out / table
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{task.name}.parquet"


def _part(place: Path) -> Path:
    return place.with_suffix(".part")


def _schema(name: str) -> pyarrow.Schema:
    return Table(STAGED[name], ()).schema()
