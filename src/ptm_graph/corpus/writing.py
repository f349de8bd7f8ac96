"""Writing the tables of a corpus."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ptm_graph.corpus.database import ROW_GROUP
from ptm_graph.corpus.layout import INFO, TABLES, TableName
from ptm_graph.files import told

if TYPE_CHECKING:
    import pyarrow


def clear(path: Path) -> None:
    """Make the folder of a corpus empty; first of all it stops being a whole one."""
    with told(path):
        path.mkdir(parents=True, exist_ok=True)
        (path / INFO).unlink(missing_ok=True)
        for name in TABLES:
            shutil.rmtree(path / name, ignore_errors=True)


def write_table(
    path: Path, name: TableName, parts: Iterable[pyarrow.Table], file: str = "part-0.parquet"
) -> int:
    """Write one file of a table, part by part in the order of the table.

    Columns that a part lacks are unknown.

    Returns
    -------
    int
        How many rows it has.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema, rows = TABLES[name].schema(), 0
    with told(path):
        (path / name).mkdir(parents=True, exist_ok=True)
        with ParquetWriter(path / name / file, schema, compression="zstd") as writer:
            for part in parts:
                columns = [
                    part[field.name].cast(field.type)
                    if field.name in part.column_names
                    else pa.nulls(len(part), field.type)
                    for field in schema
                ]
                table = pa.Table.from_arrays(columns, schema=schema)
                writer.write_table(table, row_group_size=ROW_GROUP)
                rows += len(part)
    return rows
