"""Tables of the library, their version, and how an older file becomes a new one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from ptm_graph.errors import (
    LibraryBusyError,
    LibraryError,
    LibraryMissingError,
    LibraryOlderError,
)
from ptm_graph.library import checksums, healing
from ptm_graph.words.wording import LibraryCode, Said, Value

APPLICATION_ID = 0x50544D47  # "PTMG": tells our files from other programs' databases

BUSY_MILLISECONDS = 10_000
"""How long one writer waits for another to end its step."""

_VERSION_1 = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE paper (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    authors TEXT,
    year INTEGER,
    published TEXT,
    venue TEXT,
    abstract TEXT,
    comment TEXT,
    categories TEXT,
    fields_of_study TEXT,
    publication_types TEXT,
    citation_count INTEGER,
    influential_citation_count INTEGER,
    reference_count INTEGER,
    references_state TEXT NOT NULL DEFAULT 'unknown',
    key_phrases TEXT,
    provenance TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX paper_by_title ON paper (title_key);

CREATE TABLE identifier (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    position INTEGER NOT NULL,  -- the first of its kind is the one shown
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX identifier_by_paper ON identifier (paper);

CREATE TABLE former_key (
    key TEXT PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE seed (
    position INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES paper,
    title TEXT,
    aliases TEXT NOT NULL,
    identifiers TEXT NOT NULL,
    family TEXT,
    resources TEXT NOT NULL,
    note TEXT,
    authors TEXT,
    year INTEGER,
    venue TEXT,
    file TEXT,
    line INTEGER
) STRICT;
CREATE INDEX seed_by_paper ON seed (paper);

CREATE TABLE citation (
    citing INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    cited INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    position INTEGER,
    influential INTEGER,
    intents TEXT,
    sentences TEXT,
    facts TEXT,
    sentence_numbers TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (citing, cited)
) STRICT, WITHOUT ROWID;
CREATE INDEX citation_by_cited ON citation (cited);

CREATE TABLE unresolved_reference (
    citing INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT,
    year INTEGER,
    reason TEXT NOT NULL,
    PRIMARY KEY (citing, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
    id INTEGER PRIMARY KEY,
    stage TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    file TEXT,
    line INTEGER
) STRICT;

-- when a source was last asked for something about a paper, and what came of it
CREATE TABLE checked (
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    what TEXT NOT NULL,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (paper, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE merge (
    id INTEGER PRIMARY KEY,
    kept INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    content TEXT NOT NULL  -- the absorbed paper as JSON, so that the merge can be undone
) STRICT;
"""

_VERSION_2 = """
CREATE TABLE refresh (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    ended TEXT,
    seconds REAL,
    outcome TEXT,  -- NULL while it runs
    first_fill INTEGER NOT NULL,
    requests TEXT,
    papers INTEGER,
    new_papers INTEGER,
    citations INTEGER,
    new_citations INTEGER,
    failures TEXT,
    message TEXT
) STRICT;

-- papers stand here by key: a change outlives what it tells of
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE,
    kind TEXT NOT NULL,
    paper TEXT NOT NULL,
    other TEXT,
    field TEXT,
    old TEXT,
    new TEXT
) STRICT;
CREATE INDEX change_by_refresh ON change (refresh);

CREATE TABLE count_history (
    refresh INTEGER NOT NULL REFERENCES refresh ON DELETE CASCADE,
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    citation_count INTEGER,
    influential_citation_count INTEGER,
    PRIMARY KEY (paper, refresh)
) STRICT, WITHOUT ROWID;

-- the lineage as of the last refresh, to tell what the next one changes
CREATE TABLE relation (
    parent TEXT NOT NULL,
    child TEXT NOT NULL,
    rank INTEGER NOT NULL,
    tier TEXT NOT NULL,
    confidence REAL NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (parent, child)
) STRICT, WITHOUT ROWID;

-- records that may be the paper of an entry, but not surely enough
CREATE TABLE candidate (
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT,
    year INTEGER,
    authors TEXT,
    identifiers TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (paper, position)
) STRICT, WITHOUT ROWID;

-- two works that somebody has told apart, by key
CREATE TABLE apart (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- whom a paper cites, by 20-byte Semantic Scholar ids one behind the other: papers that
-- join the library later find their citations here without anybody being asked again
CREATE TABLE cited_ids (
    citing INTEGER PRIMARY KEY REFERENCES paper ON DELETE CASCADE,
    ids BLOB NOT NULL
) STRICT;
"""

_VERSION_3 = "ALTER TABLE paper ADD COLUMN derived_names TEXT"

_VERSION_4 = """
-- names of all sources that state the citation; "source" is the one that counts most
ALTER TABLE citation ADD COLUMN givers TEXT NOT NULL DEFAULT '[]';

-- of the facts: kind of text they were read from -> the source of these texts
ALTER TABLE citation ADD COLUMN rests_on TEXT;

-- which date each source gave, and since when it has given it; the earliest is the paper's
CREATE TABLE date_told (
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    source TEXT NOT NULL,
    published TEXT NOT NULL,
    at TEXT,  -- NULL: not by a refresh, or before this was noted
    PRIMARY KEY (paper, source)
) STRICT, WITHOUT ROWID;

-- records that bear an identifier of a paper and contradict it
CREATE TABLE doubt (
    id INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    other INTEGER REFERENCES paper ON DELETE CASCADE,  -- the paper the record was stored as
    identifier TEXT NOT NULL,
    title TEXT,
    year INTEGER,
    authors TEXT,
    source TEXT NOT NULL,
    at TEXT
) STRICT;
CREATE INDEX doubt_by_paper ON doubt (paper);
CREATE INDEX doubt_by_other ON doubt (other);

-- which full texts were read, and what was found in each
CREATE TABLE full_text (
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    source TEXT NOT NULL,
    format TEXT NOT NULL,
    version TEXT,
    read TEXT NOT NULL,
    counts TEXT NOT NULL,
    PRIMARY KEY (paper, source, format)
) STRICT, WITHOUT ROWID;

CREATE TABLE checksum (
    paper INTEGER PRIMARY KEY REFERENCES paper ON DELETE CASCADE,
    record INTEGER NOT NULL,
    citations INTEGER NOT NULL
) STRICT;

-- papers that were written to in this transaction
CREATE TABLE unsummed (paper INTEGER PRIMARY KEY) STRICT;
"""

_VERSION_5 = """
-- sentences of the paper itself that cite or name the work, as JSON: text (null where the
-- library keeps none), section, kind, place, paragraph, beside, named
ALTER TABLE citation ADD COLUMN passages TEXT;

-- who lists the reference; NULL: noted before this was
ALTER TABLE unresolved_reference ADD COLUMN source TEXT;
"""

_VERSION_6 = """
-- names people use for a paper, the one to show first
ALTER TABLE paper ADD COLUMN short_names TEXT;

-- what its authors say they made, as phrases
ALTER TABLE paper ADD COLUMN contributions TEXT
"""

_VERSION_7 = """
-- what its owner says, as JSON: text, language, file, line; her groups; name -> value
ALTER TABLE seed RENAME COLUMN note TO notes;
ALTER TABLE seed ADD COLUMN tags TEXT;
ALTER TABLE seed ADD COLUMN properties TEXT;
UPDATE seed SET notes = json_array(json_array(notes, NULL, file, NULL)) WHERE notes IS NOT NULL
"""

_VERSION_8 = """
-- what each source that was asked says was published about a paper since, as JSON: lists of
-- kind, date, link; an empty list is said, too
CREATE TABLE notice (
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    source TEXT NOT NULL,
    notices TEXT NOT NULL,
    PRIMARY KEY (paper, source)
) STRICT, WITHOUT ROWID;

-- which reference lists were given: how long, and how long the source says it is
CREATE TABLE reference_list (
    paper INTEGER NOT NULL REFERENCES paper ON DELETE CASCADE,
    source TEXT NOT NULL,
    given INTEGER NOT NULL,
    stated INTEGER,
    withheld INTEGER NOT NULL,
    PRIMARY KEY (paper, source)
) STRICT, WITHOUT ROWID;

-- names of all sources that list it; "source" is the one that counts most
ALTER TABLE unresolved_reference ADD COLUMN givers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE unresolved_reference ADD COLUMN authors TEXT;
UPDATE unresolved_reference SET givers = json_array(source) WHERE source IS NOT NULL
"""

_Migration = Callable[[sqlite3.Connection], None]


def _create(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_1)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _add_history(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_2)


def _add_derived_names(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_3)


def _add_grounds(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_4)
    execute = connection.execute
    execute("UPDATE citation SET givers = json_array(source)")
    # only a snapshot brings facts without the texts they were read from
    execute(
        "UPDATE citation SET rests_on = json_patch("
        "CASE WHEN sentences IS NOT NULL THEN json_object('sentences', source) "
        "WHEN sentence_numbers IS NOT NULL THEN json_object('sentences', 'snapshot') "
        "ELSE '{}' END, "
        "CASE WHEN facts NOT LIKE '%\"abstract\\_%' ESCAPE '\\' THEN '{}' ELSE "
        "json_object('abstract', coalesce((SELECT json_extract(provenance, '$.abstract') "
        "FROM paper WHERE paper.id = citing), 'snapshot')) END) WHERE facts IS NOT NULL"
    )
    execute(
        "INSERT INTO date_told SELECT id, coalesce(json_extract(provenance, '$.published'), ''), "
        "published, NULL FROM paper WHERE published IS NOT NULL"
    )
    for trigger in checksums.triggers():
        execute(trigger)
    execute("INSERT INTO unsummed SELECT id FROM paper")


def _add_passages(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_5)
    connection.execute("INSERT OR IGNORE INTO unsummed SELECT id FROM paper")


def _add_names_and_contributions(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_6)
    connection.execute("INSERT OR IGNORE INTO unsummed SELECT id FROM paper")


def _add_own_words(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_7)


def _add_witnesses(connection: sqlite3.Connection) -> None:
    _run(connection, _VERSION_8)


def _run(connection: sqlite3.Connection, script: str) -> None:
    # not executescript: it would end the transaction that makes an upgrade all or nothing
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


MIGRATIONS: tuple[_Migration, ...] = (
    *(_create, _add_history, _add_derived_names),
    *(_add_grounds, _add_passages, _add_names_and_contributions),
    *(_add_own_words, _add_witnesses),
)
"""``MIGRATIONS[n]`` turns a file of version n into one of version n + 1."""


def connect(path: Path | None, *, writable: bool) -> sqlite3.Connection:
    """Open a library file (None: in memory), creating or upgrading it where it may be written.

    Raises
    ------
    LibraryError
        If the file is missing, belongs to another program, is damaged, comes from a newer
        version, or cannot be opened or created.
    """
    connection = _open(path, writable)
    connection.row_factory = sqlite3.Row
    connection.isolation_level = None  # transactions are begun and ended by name
    name = str(path) if path else "the library in memory"
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA foreign_keys = ON")
        _check_ours(connection, name)
        if writable:
            if path is not None:
                # the log of write-ahead logging lies beside one name: two names, two logs
                mode = "WAL" if path.stat().st_nlink == 1 else "DELETE"
                connection.execute(f"PRAGMA journal_mode = {mode}")
                connection.execute("PRAGMA synchronous = NORMAL")
            _upgrade(connection)
            healing.heal(connection)
        _check_version(connection, name)
    except sqlite3.Error as error:
        connection.close()
        raise translated(error, name) from error
    except LibraryError:
        connection.close()
        raise
    return connection


def _open(path: Path | None, writable: bool) -> sqlite3.Connection:
    if path is None:
        return sqlite3.connect(":memory:", check_same_thread=False)
    if path.is_dir():
        raise LibraryError(_said("library.folder", path))
    if not writable and not path.exists():
        raise LibraryMissingError(_said("library.missing", path))
    try:
        if writable:
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = "mode=rwc" if writable else "mode=ro"
        if not writable and not os.access(path.parent, os.W_OK):
            mode += "&immutable=1"  # write-ahead logging wants to write beside the file
        uri = f"{path.absolute().as_uri()}?{mode}"
        return sqlite3.connect(uri, uri=True, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(_said("library.not opened", path, error=str(error))) from error


def _said(code: LibraryCode, library: Path | str, **values: Value) -> Said:
    return Said(code, {"library": str(library), **values})


_LEAST_ROOM = 1 << 20
"""Bytes without which the log beside a library cannot grow."""

_MEANT: Mapping[int, LibraryCode] = {
    sqlite3.SQLITE_NOTADB: "library.foreign file",
    sqlite3.SQLITE_READONLY: "library.read-only",
    sqlite3.SQLITE_FULL: "library.disk full",
    sqlite3.SQLITE_CANTOPEN: "library.not opened",
    sqlite3.SQLITE_CORRUPT: "library.damaged",
}


def translated(error: sqlite3.Error, name: str) -> LibraryError:
    """Say in a person's words what an error of SQLite means for the file ``name``."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_IOERR and _is_full(Path(name)):
        code = sqlite3.SQLITE_FULL  # beside the file, where write-ahead logging needs room
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusyError(_said("library.written to", name))
    if code in _MEANT:
        return LibraryError(_said(_MEANT[code], name, error=str(error)))
    return LibraryError(f"{name}: {error}")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def _check_ours(connection: sqlite3.Connection, name: str) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application != APPLICATION_ID and tables:
        raise LibraryError(_said("library.foreign database", name))


def _upgrade(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version >= len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # another process may have upgraded while we waited for the lock
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for step in MIGRATIONS[version:]:
            step(connection)
        checksums.renew(connection)  # of the columns there are now
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()  # a full disk has ended it already
        raise


def _check_version(connection: sqlite3.Connection, name: str) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    known = len(MIGRATIONS)
    if version > known:
        raise LibraryError(_said("library.newer", name, version=version, known=known))
    if version < known:
        raise LibraryOlderError(_said("library.older", name, version=version))
