"""What a dump consists of, and how its files are read.

A dump is a folder of files, each of one data set. A file is JSON lines (compressed or not),
Parquet, or a table with commas; DuckDB reads all of them, so a broken line costs a line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptm_graph.corpus.database import pattern, rows_of
from ptm_graph.corpus.numbers import paper_row
from ptm_graph.library.merging import dated, earlier
from ptm_graph.words import lists
from ptm_graph.words.identifiers import paper_key, with_implied
from ptm_graph.words.records import PaperRecord
from ptm_graph.words.titles import normal

if TYPE_CHECKING:
    import duckdb

Columns = Mapping[str, Sequence[Any]]
"""Name of a column → its values, of some rows of a file."""

BROKEN = "line that cannot be read"
NO_NUMBER = "paper without a number"
NO_CITED = "citation of an unknown paper"
NO_DELETED = "deletion that names no paper"


@dataclass
class Rows:
    """What was read of some rows of a file."""

    papers: list[dict[str, Any]] = field(default_factory=list)
    """Rows of ``papers``, with ``plain`` (the title as titles are compared) and ``updated``."""
    ids: list[tuple[str, str, int]] = field(default_factory=list)
    citations: list[tuple[int, int]] = field(default_factory=list)
    abstracts: list[tuple[int, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, record: PaperRecord, updated: str | None = None) -> None:
        """Take a record of a paper as one with this number."""
        identifiers = with_implied(record.identifiers)
        self.papers.append(_paper(number, record, identifiers, updated))
        self.ids.extend((kind, value, number) for kind, value in identifiers.items())
        if record.abstract:
            self.abstracts.append((number, record.abstract))


def _paper(
    number: int, record: PaperRecord, identifiers: Mapping[str, str], updated: str | None
) -> dict[str, Any]:
    date = None
    for told in dated(record).values():
        date = earlier(told, date)
    title = record.title or ""
    row = paper_row(
        number,
        paper_key(identifiers, record.title),
        {
            **identifiers,
            "title": title,
            "authors": lists.joined(record.authors or ()),
            "year": record.year,
            "date": None if date is None else str(date),
            "venue": record.venue,
            "fields_of_study": lists.joined(record.fields_of_study or ()),
            "categories": lists.joined(record.categories or ()),
            "publication_types": lists.joined(record.publication_types or ()),
            "citation_count": record.citation_count,
            "influential_citation_count": record.influential_citation_count,
            "reference_count": record.reference_count,
        },
    )
    return row | {"plain": normal(title), "updated": updated}


@dataclass(frozen=True)
class Dataset:
    """The files of one kind in a dump."""

    name: str
    columns: Mapping[str, str]
    """What is read of them: column → its type in DuckDB."""
    read: Callable[[Columns], Rows] | None = None
    """How some rows become ours; None: they are citations, by :attr:`select`."""
    select: str = ""
    """Expressions for citing, cited, influential, intents and contexts."""
    deleted: str = ""
    """Expressions for what a file of deletions names: ``paper``, or ``citing`` and ``cited``;
    empty: deletions of such rows follow from others."""


@dataclass(frozen=True)
class Dump:
    """A kind of dump."""

    name: str
    title: str
    """As a person reads it."""
    credits: tuple[str, ...]
    datasets: Mapping[str, Dataset]
    dataset_of: Callable[[Path, Path], str | None]
    """From a folder and the path of a file in it: its data set; None: it belongs to none."""
    complete: bool = True
    """Whether the papers are told; else they are only the ends of citations."""


FORMATS = re.compile(r"[.](?:jsonl?|ndjson|csv|parquet)$|[.](?:gz|zst)$", re.IGNORECASE)


def by_names(*names: str) -> Callable[[Path, Path], str | None]:
    """Tell data sets by the names of files and folders, the innermost first."""
    patterns = {name: re.compile(rf"(?:^|[^a-z]){name}(?:[^a-z]|$)") for name in names}

    def dataset_of(_folder: Path, path: Path) -> str | None:
        for part in reversed(path.parts):
            plain = part.casefold().replace("_", "-")
            found = [name for name, pattern in patterns.items() if pattern.search(plain)]
            if found:
                return max(found, key=len)
        return None

    return dataset_of


def source(connection: duckdb.DuckDBPyConnection, path: Path, dataset: Dataset) -> str:
    """SQL that gives the columns of a data set from one of its files.

    A column that the file lacks, and a value of a wrong type, is null; so is a whole row that
    cannot be read.
    """
    name = pattern(path)
    columns = dataset.columns
    plain = path.name.casefold().removesuffix(".gz").removesuffix(".zst")
    if plain.endswith(".parquet"):
        rows = rows_of(path)
        told = connection.sql(f"SELECT * FROM {rows} LIMIT 0").columns
        held = {column.casefold(): column for column in told}
        chosen = [_cast(one, kind, held) for one, kind in columns.items()]
        return f"SELECT {', '.join(chosen)} FROM {rows}"
    if plain.endswith(".csv"):
        told = connection.sql(f"SELECT * FROM {_table(name)} LIMIT 0").columns
        held = {column.casefold(): column for column in told}
        chosen = [_cast(one, kind, held) for one, kind in columns.items()]
        return f"SELECT {', '.join(chosen)} FROM {_table(name)}"
    typed = ", ".join(f"{one}: '{kind}'" for one, kind in columns.items())
    return (
        f"SELECT * FROM read_json({name}, format = 'newline_delimited', columns = {{{typed}}}, "
        f"ignore_errors = true, hive_partitioning = false, "
        f"maximum_object_size = {LONGEST_LINE}{_packed(path)})"
    )


LONGEST_LINE = 1 << 26
"""Bytes of one line."""


def _packed(path: Path) -> str:
    suffix = path.suffix.casefold()
    return {".gz": ", compression = 'gzip'", ".zst": ", compression = 'zstd'"}.get(suffix, "")


def _table(name: str) -> str:
    return f"read_csv({name}, header = true, all_varchar = true, null_padding = true)"


def _cast(column: str, kind: str, held: Mapping[str, str]) -> str:
    if column not in held:
        return f"NULL::{kind} AS {column}"
    quoted = '"' + held[column].replace('"', '""') + '"'
    value = f"to_json({quoted})" if kind == "JSON" else f"TRY_CAST({quoted} AS {kind})"
    return f"{value} AS {column}"


def parsed(value: Any) -> Any:
    """What a column of JSON holds."""
    if not isinstance(value, str):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None
