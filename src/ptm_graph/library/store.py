"""The face of the library: open it, read papers and citations, find a paper."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ptm_graph.errors import LibraryError
from ptm_graph.library import (
    checking,
    checksums,
    codes,
    doubts,
    finding,
    history,
    joining,
    memory,
    naming,
    reading,
    rows,
    schema,
    writing,
)
from ptm_graph.library.columns import Asked, Columns, DateTold
from ptm_graph.library.history import History, Journal, Outcome, Refresh
from ptm_graph.library.merging import plain_source
from ptm_graph.library.seed_status import SeedStatus, seed_status
from ptm_graph.settings import expanded
from ptm_graph.words.doors import STAGE, Tally
from ptm_graph.words.model import (
    Citation,
    Paper,
    Passage,
    Problem,
    SeedEntry,
    UnresolvedReference,
)
from ptm_graph.words.records import SOURCES, FullTextReading, PaperRecord, ReferenceList
from ptm_graph.words.replies import Reply
from ptm_graph.words.zotero import address_of

if TYPE_CHECKING:
    import pandas

QUOTING = "quoting"
"""Under this name it remembers whether it keeps words of passages, and quotes sentences."""


class Library:
    """Papers and citations in one file.

    Use :meth:`open` for a file and :meth:`in_memory` for nothing yet; both work as context
    managers. ``ptm_graph.Library`` is this one with what only a user needs: ``bundled``, and
    a view in notebooks.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | None):
        self._connection = connection
        self._refresh: Refresh | None = None
        self.path = path
        """The file; None for a library in memory."""
        self.refused = Tally(STAGE)
        """Values that records held and no paper can have, since it was opened."""

    @classmethod
    def open(cls, path: str | Path, *, writable: bool = False) -> Self:
        """Open a library file.

        Parameters
        ----------
        path : str or Path
            The file.
        writable : bool, default False
            Open for writing: creates a missing file and upgrades an old one.

        Raises
        ------
        LibraryError
            If it is missing, damaged, another program's, or newer than this package.
        """
        path = expanded(path)
        return cls(schema.connect(path, writable=writable), path)

    @classmethod
    def in_memory(cls) -> Self:
        """Make an empty library that is gone when it is closed."""
        return cls(schema.connect(None, writable=True), None)

    def close(self) -> None:
        """Close the file; the library is of no use afterwards."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Library {self.path or 'in memory'}: {self.paper_count()} papers>"

    # --- reading -------------------------------------------------------------------------

    def paper_count(self) -> int:
        """Count the papers."""
        return int(self._connection.execute("SELECT count(*) FROM paper").fetchone()[0])

    def citation_count(self) -> int:
        """Count the citations between papers of the library."""
        return int(self._connection.execute("SELECT count(*) FROM citation").fetchone()[0])

    def iter_papers(self, *, seeds_only: bool = False) -> Iterator[Paper]:
        """Yield every paper, ordered by key.

        Parameters
        ----------
        seeds_only : bool, default False
            Only the papers a reading list names.
        """
        where = "WHERE id IN (SELECT paper FROM seed)" if seeds_only else ""
        yield from self._papers(f"SELECT * FROM paper {where} ORDER BY key", ())

    def paper(self, key: str) -> Paper:
        """Look a paper up by its key, former keys included.

        Raises
        ------
        QueryError
            If no paper has the key.
        """
        number = naming.number_of(self._connection, key)
        return next(self._papers("SELECT * FROM paper WHERE id = ?", (number,)))

    def find(self, query: str) -> Paper:
        """Find the one paper a person means: alias, title, identifier or URL.

        Raises
        ------
        QueryError
            If nothing fits; the message names the nearest titles.
        AmbiguousQueryError
            If several papers fit equally well.
        """
        number = finding.find_number(self._connection, query)
        return next(self._papers("SELECT * FROM paper WHERE id = ?", (number,)))

    def near(self, query: str, most: int = 5) -> tuple[Paper, ...]:
        """Papers that a person may mean where :meth:`find` knows none, or several."""
        numbers = finding.near_numbers(self._connection, query, most)
        query = "SELECT * FROM paper WHERE id = ?"
        return tuple(next(self._papers(query, (number,))) for number in numbers)

    def iter_citations(self) -> Iterator[Citation]:
        """Yield every citation, ordered by citing key and place in the reference list."""
        cursor = self._connection.execute(
            "SELECT citation.*, a.key AS citing_key, b.key AS cited_key FROM citation "
            "JOIN paper a ON a.id = citing JOIN paper b ON b.id = cited "
            "ORDER BY a.key, citation.position IS NULL, citation.position, b.key"
        )
        with self._translating():
            for row in cursor:
                yield rows.citation(row, row["citing_key"], row["cited_key"])

    def unresolved_references(self, key: str | None = None) -> tuple[UnresolvedReference, ...]:
        """References that no service has a record of, of one paper or of all."""
        where, values = ("WHERE paper.key = ?", (key,)) if key else ("", ())
        cursor = self._connection.execute(
            "SELECT paper.key, u.title, u.year, u.reason, u.givers, u.authors "
            "FROM unresolved_reference u JOIN paper ON paper.id = u.citing "
            f"{where} ORDER BY paper.key, u.position",
            values,
        )
        return tuple(
            UnresolvedReference(
                citing, title, year, reason, rows.strings(givers) or (), rows.strings(authors)
            )
            for citing, title, year, reason, givers, authors in cursor
        )

    def seed_entries(self) -> tuple[tuple[SeedEntry, str], ...]:
        """Give the reading-list entries in their order, each with its paper's key."""
        cursor = self._connection.execute(
            "SELECT seed.*, paper.key AS paper_key FROM seed JOIN paper ON paper.id = seed.paper "
            "ORDER BY position"
        )
        return tuple((rows.seed_entry(row), row["paper_key"]) for row in cursor)

    def newest_paper(self) -> int:
        """Row number of the paper that was stored last; 0 where there is none."""
        row = self._connection.execute("SELECT coalesce(max(id), 0) FROM paper").fetchone()
        return int(row[0])

    def problems(self) -> tuple[Problem, ...]:
        """List what the last build or refresh could not use, with reasons."""
        cursor = self._connection.execute(
            "SELECT stage, subject, reason, file, line FROM problem "
            "ORDER BY stage, file, line, subject, reason"
        )
        found = []
        for stage, subject, reason, file, line in cursor:
            reply = codes.reply_in(reason)
            found.append(Problem(stage, subject, reply.reason or reason, file, line, reply.code))
        found.extend(one.problem for one in self.doubts())
        return tuple(found)

    def meta(self, name: str) -> str | None:
        """Read a named note about the library, for example ``reading lists``."""
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def family_names(self) -> dict[str, dict[str, str]]:
        """Family → language → its name there, as reading lists tell."""
        told: dict[str, dict[str, str]] = json.loads(self.meta("family names") or "{}")
        return told

    def origins(self) -> list[str]:
        """Whom the records came from, as people call them: snapshot, services, an import."""
        snapshot = self.meta("snapshot")
        found = {
            name
            for (told,) in self._connection.execute("SELECT DISTINCT provenance FROM paper")
            for name in map(plain_source, json.loads(told).values())
        }
        found -= {"reading list"} if snapshot is None else {"reading list", "snapshot"}
        titles = (SOURCES[name].title if name in SOURCES else name for name in sorted(found))
        return [*([snapshot] if snapshot else []), *titles]

    def reading_lists(self) -> list[str | Path]:
        """Files, and addresses of Zotero, the library was last built or refreshed from."""
        names = json.loads(self.meta("reading lists") or "[]")
        return [address_of(name) or Path(name) for name in names]

    def checked(self, what: str) -> dict[str, Asked]:
        """When each paper was last asked for ``what``, by key."""
        cursor = self._connection.execute(
            "SELECT key, at, outcome FROM checked JOIN paper ON paper.id = checked.paper "
            "WHERE what = ?",
            (what,),
        )
        return {key: Asked(at, outcome) for key, at, outcome in cursor}

    def checked_parts(self, what: str) -> dict[str, dict[str, Asked]]:
        """The same for each part of ``what`` (``what: part``): part → key → when."""
        found: dict[str, dict[str, Asked]] = defaultdict(dict)
        cursor = self._connection.execute(
            "SELECT what, key, at, outcome FROM checked JOIN paper ON paper.id = checked.paper "
            "WHERE substr(what, 1, ?) = ?",
            (len(what) + 2, f"{what}: "),
        )
        for told, key, at, outcome in cursor:
            found[told[len(what) + 2 :]][key] = Asked(at, outcome)
        return found

    def replies(self, what: str) -> dict[str, Reply]:
        """What came of asking the services for ``what``, by key of the paper."""
        return {key: codes.reply_in(asked[1]) for key, asked in self.checked(what).items()}

    def numbers_by_identifier(self, kind: str) -> dict[str, int]:
        """Row number of each paper by its identifiers of one kind, all of them."""
        cursor = self._connection.execute(
            "SELECT value, paper FROM identifier WHERE kind = ?", (kind,)
        )
        return dict(map(tuple, cursor))

    @property
    def columns(self) -> Columns:
        """Rows of papers and citations, to read all of them fast."""
        return Columns(self._connection, self._name)

    @property
    def history(self) -> History:
        """Refreshes and what they changed."""
        return History(self._connection)

    def seed_status(self) -> tuple[SeedStatus, ...]:
        """How surely each entry of the reading list is tied to a paper, with candidates."""
        return seed_status(self._connection)

    def doubts(self) -> tuple[doubts.Doubt, ...]:
        """Records that bear an identifier of a paper and contradict it."""
        return doubts.listed(self._connection)

    def full_texts(self, key: str) -> tuple[FullTextReading, ...]:
        """Which full texts of a paper were read."""
        number = naming.number_of(self._connection, key)
        return tuple(one for _, one in self._readings("WHERE paper = ?", (number,)))

    def full_texts_read(self) -> dict[str, tuple[FullTextReading, ...]]:
        """Key → the full texts that were read, of every paper that has one."""
        found: dict[str, tuple[FullTextReading, ...]] = {}
        for key, one in self._readings("", ()):
            found[key] = (*found.get(key, ()), one)
        return found

    def _readings(
        self, where: str, values: tuple[object, ...]
    ) -> Iterator[tuple[str, FullTextReading]]:
        cursor = self._connection.execute(
            "SELECT key, source, format, version, read, counts FROM full_text "
            f"JOIN paper ON paper.id = full_text.paper {where} ORDER BY key, source, format",
            values,
        )
        for key, source, format, version, read, counts in cursor:
            yield key, FullTextReading(source, format, version, read, json.loads(counts))

    def passages(self, citing: str) -> dict[str, tuple[Passage, ...]]:
        """Key of each reference → the passages of the paper itself that cite or name it."""
        cursor = self._connection.execute(
            "SELECT key, passages FROM citation JOIN paper ON paper.id = cited "
            "WHERE citing = ? AND passages IS NOT NULL ORDER BY key",
            (naming.number_of(self._connection, citing),),
        )
        return {key: rows.passages(listed) or () for key, listed in cursor}

    def dates_told(self, key: str) -> dict[str, DateTold]:
        """Source → the date it gives of a paper, and since when."""
        cursor = self._connection.execute(
            "SELECT source, published, at FROM date_told WHERE paper = ? ORDER BY source",
            (naming.number_of(self._connection, key),),
        )
        return {source: DateTold(published, at) for source, published, at in cursor}

    def former_keys(self) -> dict[str, str]:
        """Keys that papers had before → the keys they have now."""
        return naming.former_keys(self._connection)

    def merges(self) -> tuple[joining.Merge, ...]:
        """Merges of two papers that can be undone, oldest first."""
        return joining.merges(self._connection)

    def cited_ids(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Whom each paper without a list of its own cites, by Semantic Scholar ids."""
        cursor = self._connection.execute(
            "SELECT citing, ids FROM cited_ids JOIN paper ON paper.id = citing "
            "WHERE references_state = 'unknown' ORDER BY citing"
        )
        for citing, ids in cursor:
            yield citing, tuple(ids[place : place + 20].hex() for place in range(0, len(ids), 20))

    def copy(self) -> Self:
        """Copy the library into memory, to try something that leaves no trace."""
        copied = self.in_memory()
        self._connection.backup(copied._connection)
        return copied

    def papers(self) -> pandas.DataFrame:
        """All papers as a data frame, one row a paper, indexed by key."""
        from ptm_graph.library.data_frames import papers_frame

        return papers_frame(self.columns)

    def citations(self) -> pandas.DataFrame:
        """All citations as a data frame, one row a citation."""
        from ptm_graph.library.data_frames import citations_frame

        return citations_frame(self.iter_citations())

    def _papers(self, query: str, values: Sequence[object]) -> Iterator[Paper]:
        with self._translating():
            yield from reading.papers(self._connection, self._name, query, values)

    @contextlib.contextmanager
    def _translating(self) -> Iterator[None]:
        """Say in a person's words what goes wrong while reading."""
        try:
            yield
        except sqlite3.Error as error:
            raise schema.translated(error, self._name) from error

    def faults(self) -> list[checking.Fault]:
        """Everything that is damaged, as far as can be seen; reads the whole library."""
        return checking.faults(self._connection)

    def quick_check(self) -> str | None:
        """What SQLite says is wrong with the file after a quick look; None if nothing is."""
        with self._translating():
            told = str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        return None if told == "ok" else told

    def damaged(self) -> list[checksums.Damage]:
        """What of papers and citations is not what was written, by row number.

        Raises
        ------
        LibraryError
            If the file is damaged in a way that SQLite sees.
        """
        with self._translating():
            return checksums.damaged(self._connection)

    @property
    def _name(self) -> str:
        return str(self.path or "the library in memory")

    # --- writing -------------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self) -> Iterator[writing.Writer]:
        """Change the library in one transaction: all of it is stored, or nothing.

        Yields
        ------
        Writer
            Takes records, reference lists and entries.

        Raises
        ------
        LibraryError
            If the file cannot be written (full disk, permissions, another writer).
        """
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise schema.translated(error, self._name) from error
        try:
            yield writing.Writer(self._connection, self._journal(), self.refused)
            checksums.renew(self._connection)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise schema.translated(error, self._name) from error
        except BaseException:
            self._roll_back()
            raise

    def _journal(self) -> Journal:
        if self._refresh is None:
            return Journal(self._connection)
        return Journal(
            self._connection,
            self._refresh.number,
            first_fill=self._refresh.first_fill,
            at=self._refresh.started,
        )

    @contextlib.contextmanager
    def refreshing(self, at: str) -> Iterator[Refresh]:
        """Note all changes from here on as those of one refresh.

        Parameters
        ----------
        at : str
            ISO time of its start, UTC.

        Yields
        ------
        Refresh
            The row of history; :meth:`end_refresh` closes it. Where that is not called, it
            stays open, and the next refresh calls it cut off.
        """
        with self.writing():
            begun = history.begin(self._connection, at)
        self._refresh = begun
        try:
            yield begun
        finally:
            self._refresh = None

    def end_refresh(
        self,
        *,
        at: str,
        seconds: float,
        outcome: Outcome,
        requests: Mapping[str, int],
        failures: Sequence[str] = (),
        message: str | None = None,
    ) -> None:
        """Close the row of history of the refresh that is open.

        Parameters
        ----------
        at : str
            ISO time of its end, UTC.
        seconds : float
            How long it took.
        outcome : Outcome
            How it ended.
        requests : mapping
            Service → requests sent.
        failures : sequence of str, optional
            What a service failed for, a line each.
        message : str, optional
            Why it ended early.
        """
        if self._refresh is None:
            raise LibraryError("no refresh is open")
        with self.writing():
            history.end(
                self._connection,
                self._refresh.number,
                at=at,
                seconds=seconds,
                outcome=outcome,
                requests=requests,
                failures=failures,
                message=message,
            )

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def store_paper(self, record: PaperRecord) -> str:
        """Merge one source's record into the library; return the paper's key."""
        with self.writing() as writer:
            return writer.key(writer.store_paper(record))

    def store_references(self, key: str, listed: ReferenceList) -> bool:
        """Merge a reference list into the library; False if it was less than known."""
        with self.writing() as writer:
            return writer.store_references(writer.number(key), listed)

    def memory(self) -> str:
        """What it remembers beside its facts, as text: see :mod:`ptm_graph.library.memory`."""
        return memory.write(self._connection)

    def recall(self, text: str, name: str) -> None:
        """Remember what another library did; an InputError names the line that is damaged."""
        with self.writing():
            memory.read(self._connection, text, name)

    def dump(self) -> str:
        """Everything the library knows, as text that is equal for equal libraries.

        Times of asking are left out, so two refreshes of the same data agree.
        """
        lines = [
            json.dumps(repr(item), ensure_ascii=False)
            for part in (
                self.iter_papers(),
                self.iter_citations(),
                self.unresolved_references(),
                self.problems(),
            )
            for item in part
        ]
        return "\n".join(lines) + "\n"
