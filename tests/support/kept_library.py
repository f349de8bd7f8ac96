"""Libraries kept as SQL text, and what the library's readers say of one.

Of each version of the schema three files lie in ``tests/library/kept``: the text of a whole
library, the decisions beside it, and a summary of what the readers of that day said of it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ptm_graph.enrich.facts import WHAT
from ptm_graph.library import Library
from ptm_graph.words.model import IDENTIFIER_KINDS, PartialDate
from ptm_graph.workflow.changes import collect

FOLDER = Path(__file__).parent.parent / "library" / "kept"

Summary = dict[str, dict[str, Any]]
"""Reader → how many rows it gave, and field → how many of them say something, and what."""

Row = tuple[str, Mapping[str, Any]]
"""What to call a row in a message, and its fields."""


# --- a library as text ------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Kept:
    """One library that was kept."""

    version: int
    """Of the schema."""
    folder: Path = FOLDER

    @property
    def text(self) -> Path:
        """The library as SQL."""
        return self.folder / f"{self.version}.sql"

    @property
    def decisions(self) -> Path:
        """The decisions beside it."""
        return self.folder / f"{self.version}.decisions.yaml"

    @property
    def summary(self) -> Path:
        """What the readers said of it when it was kept."""
        return self.folder / f"{self.version}.json"

    def unpack(self, folder: Path) -> Path:
        """Make a library file of the text, with its decisions beside it."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "library.db"
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.executescript(self.text.read_text(encoding="utf-8"))
        decisions = self.decisions.read_text(encoding="utf-8")
        (folder / "decisions.yaml").write_text(decisions, encoding="utf-8")
        return path


def all_kept(folder: Path = FOLDER) -> list[Kept]:
    """Every library that was kept, oldest schema first."""
    return sorted(
        (Kept(int(path.stem), folder) for path in folder.glob("*.sql")),
        key=lambda kept: kept.version,
    )


def sql_text(path: Path) -> str:
    """A library file as SQL text, equal for equal files.

    Raises
    ------
    ValueError
        If it has a virtual table: what lies behind one is no plain row, so whoever adds the
        first has to say here how it is kept.
    """
    with contextlib.closing(sqlite3.connect(path)) as connection:
        virtual = connection.execute(
            "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        if virtual:
            raise ValueError(f"virtual tables are not kept: {virtual}")
        lines = [  # iterdump leaves out what tells our files from others
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        lines.extend(connection.iterdump())
    return "\n".join(lines) + "\n"


# --- what the readers say ---------------------------------------------------------------------


def summary(library: Library) -> Summary:
    """What every reader says of a library: counts, and a digest of each field."""
    return {name: _summed(list(read(library))) for name, read in READERS.items()}


def summary_text(said: Summary) -> str:
    """A summary as JSON, a line for each field."""
    readers = []
    for reader, one in said.items():
        fields = [
            f"  {json.dumps(name)}: {json.dumps(field, ensure_ascii=False)}"
            for name, field in one["fields"].items()
        ]
        listed = ",\n".join(fields)
        readers.append(f'{json.dumps(reader)}: {{"rows": {one["rows"]}, "fields": {{\n{listed}}}}}')
    return "{" + ",\n".join(readers) + "}\n"


def losses(
    was: Summary,
    library: Library,
    renamed: Mapping[tuple[str, str], str] | None = None,
    retold: Mapping[tuple[str, str], str] | None = None,
) -> list[str]:
    """What the readers said once and say no more, a line each.

    Parameters
    ----------
    was : Summary
        What they said when the library was kept.
    library : Library
        The library as it is now. Readers and fields that came later are not looked at.
    renamed : mapping, optional
        (Reader, field as it was called) → what the field is called now.
    retold : mapping, optional
        (Reader, field) → why it says something else today although nothing is lost; the field
        ``rows`` is their number.
    """
    now = summary(library)
    found = []
    for reader, then in was.items():
        if reader not in now:
            found.append(f"{reader}: nobody reads them any more")
            continue
        if then["rows"] != now[reader]["rows"] and (reader, "rows") not in (retold or {}):
            found.append(f"{reader}: {then['rows']} rows were kept, {now[reader]['rows']} are read")
        for field, said in then["fields"].items():
            called = (renamed or {}).get((reader, field), field)
            says = now[reader]["fields"].get(called)
            if said != says and (reader, field) not in (retold or {}):
                found.append(f"{reader}, {field}: {_in_words(said)} – now {_in_words(says)}")
    return found


def _in_words(said: Mapping[str, Any] | None) -> str:
    if said is None:
        return "there is no such field"
    return f"{said['said']} said ({said['for example']}), digest {said['digest']}"


def _summed(rows: list[Row]) -> dict[str, Any]:
    names = rows[0][1] if rows else {}
    return {"rows": len(rows), "fields": {name: _field(rows, name) for name in names}}


def _field(rows: Iterable[Row], field: str) -> dict[str, Any]:
    digest, count, example = hashlib.blake2b(digest_size=8), 0, "nothing"
    for name, values in rows:
        value = _plain(values[field])
        if value in (None, [], {}):
            continue
        line = f"{name}: {json.dumps(value, ensure_ascii=False, sort_keys=True)}"
        digest.update(f"{line}\n".encode())
        example = line if not count else example
        count += 1
    return {"said": count, "digest": digest.hexdigest(), "for example": example[:80]}


def _plain(value: object) -> Any:
    """A value as JSON has it; what an object leaves open is left out."""
    if isinstance(value, PartialDate):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = {name: _plain(one) for name, one in _fields(value).items()}
        return {name: one for name, one in inner.items() if one not in (None, [], {})}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"how is {value!r} to be kept?")


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}


# --- the readers ------------------------------------------------------------------------------


def _papers(library: Library) -> Iterator[Row]:
    for paper in library.iter_papers():
        yield paper.key, _fields(paper)


def _identifiers(library: Library) -> Iterator[Row]:
    keys = _keys(library)
    for kind in IDENTIFIER_KINDS:
        for value, number in sorted(library.numbers_by_identifier(kind).items()):
            yield f"{kind}:{value}", {"paper": keys[number]}


def _citations(library: Library) -> Iterator[Row]:
    for one in library.iter_citations():
        yield f"{one.citing} → {one.cited}", _fields(one)


def _unresolved(library: Library) -> Iterator[Row]:
    yield from _numbered(library.unresolved_references())


def _reading_list(library: Library) -> Iterator[Row]:
    for number, (entry, key) in enumerate(library.seed_entries()):
        yield f"{number}", {"paper": key, **_fields(entry)}


def _status(library: Library) -> Iterator[Row]:
    for number, one in enumerate(library.seed_status()):
        yield f"{number}", {name: getattr(one, name) for name in ("state", "reason", "candidates")}


def _notes(library: Library) -> Iterator[Row]:
    for name in ("fetched", "lineage remembered", "reading lists", "snapshot"):
        yield name, {"value": library.meta(name)}


_ASKED = ("resolve", "metadata", "arxiv", "references", "citations", "cited ids")
"""Under these names a library remembers what the services were asked for."""


def _checked(library: Library) -> Iterator[Row]:
    for stage in (*_ASKED, WHAT):
        for key, (at, outcome) in sorted(library.checked(stage).items()):
            yield f"{stage} of {key}", {"at": at, "outcome": outcome}


def _cited_ids(library: Library) -> Iterator[Row]:
    keys = _keys(library)
    for number, ids in library.cited_ids():
        yield keys[number], {"ids": ids}


def _dates(library: Library) -> Iterator[Row]:
    for key in _keys(library).values():
        for source, told in library.dates_told(key).items():
            yield f"{key} by {source}", {"published": told.published, "at": told.at}


def _full_texts(library: Library) -> Iterator[Row]:
    for key in _keys(library).values():
        yield from ((f"{key}: {name}", row) for name, row in _numbered(library.full_texts(key)))


def _counts(library: Library) -> Iterator[Row]:
    for key, counted in library.history.citation_counts().items():
        for one in counted:
            yield f"{key} in refresh {one.refresh}", _fields(one)


def _news(library: Library) -> Iterator[Row]:
    for one in collect(library, "1"):
        yield from ((f"{one.refresh.number}: {name}", row) for name, row in _numbered(one.items))


def _numbered(items: Iterable[Any]) -> Iterator[Row]:
    for number, one in enumerate(items):
        yield f"{number}", _fields(one)


def _keys(library: Library) -> dict[int, str]:
    return {number: key for number, key, *_ in library.columns.titles()}


READERS: Mapping[str, Callable[[Library], Iterator[Row]]] = {
    "papers": _papers,
    "identifiers": _identifiers,
    "citations": _citations,
    "unresolved references": _unresolved,
    "reading list": _reading_list,
    "status of the reading list": _status,
    "problems": lambda library: _numbered(library.problems()),
    "notes": _notes,
    "asked for": _checked,
    "cited ids": _cited_ids,
    "dates told": _dates,
    "doubts": lambda library: _numbered(library.doubts()),
    "full texts": _full_texts,
    "merges": lambda library: _numbered(library.merges()),
    "refreshes": lambda library: _numbered(library.history.refreshes()),
    "changes": lambda library: _numbered(library.history.changes()),
    "news": _news,
    "citation counts": _counts,
}
"""Everything the library's face gives to read."""


# --- rows against rows ------------------------------------------------------------------------


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Table → its columns."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "ORDER BY name"
    ).fetchall()
    return {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for (name,) in names
    }


COMPUTED = {"checksum"}
"""Tables that are made of others, and anew when more of these is covered."""


def lost_rows(
    then: sqlite3.Connection, now: sqlite3.Connection, moved: Mapping[str, str]
) -> list[str]:
    """Rows of a kept library that are not in the library of today, a line each.

    Parameters
    ----------
    then, now : sqlite3.Connection
        The text loaded as it is; the file after it was opened.
    moved : mapping
        Kept table → a SELECT that gives its columns out of today's tables, where they are not
        simply there any more.
    """
    found = []
    today = tables(now)
    for table, columns in tables(then).items():
        if table in COMPUTED:
            continue
        # not in quotes: SQLite takes a quoted name that no column has for a text
        select = f"SELECT {', '.join(columns)} FROM {table}"
        kept = Counter(then.execute(select).fetchall())
        simply = set(columns) <= set(today.get(table, ()))
        try:
            there = Counter(now.execute(select if simply else moved.get(table, select)).fetchall())
        except sqlite3.OperationalError as error:
            found.append(f"{table}: {error}; if a migration moved it, say where it is now")
            continue
        found.extend(f"{table}: {row}" for row in kept - there)
    return found
