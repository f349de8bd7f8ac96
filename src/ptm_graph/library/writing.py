"""Changes to the library, inside one transaction.

A record finds its paper by identifiers first, then by a guarded comparison of
titles; where identifiers lead to two papers, these are one work and are merged.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ptm_graph import titles
from ptm_graph.citation_facts import CitationFacts
from ptm_graph.errors import QueryError
from ptm_graph.identifiers import paper_key, with_implied
from ptm_graph.library import rows
from ptm_graph.library.merging import merged_fields, primary_identifiers, title_key
from ptm_graph.model import Problem, SeedEntry
from ptm_graph.records import PaperRecord, ReferenceList, ReferenceRecord

_SHORT_TITLE = 15
"""Below so many letters a title alone (“GloVe”, “Preface”) does not name a work."""

_ONE_PER_WORK = ("arxiv", "acl")
"""Kinds of which one work has one value; two values are two works."""


class Writer:
    """What can be changed while :meth:`ptm_graph.library.Library.writing` is open."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    # --- papers --------------------------------------------------------------------------

    def key(self, number: int) -> str:
        """Key of the paper with a row number."""
        row = self._connection.execute("SELECT key FROM paper WHERE id = ?", (number,)).fetchone()
        return str(row[0])

    def number(self, key: str) -> int:
        """Row number of the paper with a key.

        Raises
        ------
        QueryError
            If there is none.
        """
        for select in (
            "SELECT id FROM paper WHERE key = ?",
            "SELECT paper FROM former_key WHERE key = ?",
        ):
            row = self._connection.execute(select, (key,)).fetchone()
            if row is not None:
                return int(row[0])
        raise QueryError(f"no paper “{key}” in the library")

    def store_paper(self, record: PaperRecord, number: int | None = None) -> int:
        """Merge a record into the paper it belongs to, or make a new one.

        Parameters
        ----------
        record : PaperRecord
            What a source says.
        number : int, optional
            Row number of the paper, where the caller already knows it.

        Returns
        -------
        int
            Row number of the paper.
        """
        identifiers = with_implied(record.identifiers)
        matches = self._by_identifiers(identifiers)
        if number is not None:
            matches = [number, *(match for match in matches if match != number)]
        if not matches:
            found = self._by_title(record, identifiers)
            matches = [found] if found is not None else []
        if not matches:
            return self._insert(record, identifiers)
        kept = matches[0]
        for other in matches[1:]:
            self.merge(kept, other, "they share an identifier")
        self._update(kept, record, identifiers)
        return kept

    def _by_identifiers(self, identifiers: Mapping[str, str]) -> list[int]:
        found = (
            self._connection.execute(
                "SELECT paper FROM identifier WHERE kind = ? AND value = ?", item
            ).fetchone()
            for item in identifiers.items()
        )
        return sorted({int(row[0]) for row in found if row is not None})

    def _by_title(self, record: PaperRecord, identifiers: Mapping[str, str]) -> int | None:
        if not record.title:
            return None
        cursor = self._connection.execute(
            "SELECT * FROM paper WHERE title_key = ? ORDER BY id", (title_key(record.title),)
        )
        for row in cursor.fetchall():
            if self._same_work(row, record, identifiers):
                return int(row["id"])
        return None

    def _same_work(
        self, row: sqlite3.Row, record: PaperRecord, identifiers: Mapping[str, str]
    ) -> bool:
        known = self._identifiers(row["id"])
        for kind in _ONE_PER_WORK:
            if known.get(kind) and identifiers.get(kind) not in (None, known[kind]):
                return False
        authors = rows.strings(row["authors"])
        if not (authors and record.authors) and len(row["title_key"]) < _SHORT_TITLE:
            return False
        return titles.same_work(
            row["title"],
            record.title or "",
            year=row["year"],
            other_year=record.year,
            authors=authors,
            other_authors=record.authors,
        )

    def _insert(self, record: PaperRecord, identifiers: Mapping[str, str]) -> int:
        title = record.title or _untitled(identifiers)
        key = self._free_key(paper_key(identifiers, title))
        cursor = self._connection.execute(
            "INSERT INTO paper (key, title, title_key) VALUES (?, ?, ?)",
            (key, title, title_key(title)),
        )
        number = int(cursor.lastrowid or 0)
        self._update(number, record, identifiers)
        return number

    def _update(self, number: int, record: PaperRecord, identifiers: Mapping[str, str]) -> None:
        row = self._connection.execute("SELECT * FROM paper WHERE id = ?", (number,)).fetchone()
        changed = merged_fields(row, record)
        if changed:
            assignments = ", ".join(f"{column} = ?" for column in changed)
            self._connection.execute(
                f"UPDATE paper SET {assignments} WHERE id = ?",
                (*changed.values(), number),
            )
        if self._add_identifiers(number, identifiers):
            self._rekey(number)

    def _add_identifiers(self, number: int, identifiers: Mapping[str, str]) -> bool:
        added = False
        for kind, value in identifiers.items():
            cursor = self._connection.execute(
                "INSERT OR IGNORE INTO identifier (kind, value, paper, position) VALUES (?, ?, ?, "
                "(SELECT count(*) FROM identifier WHERE paper = ? AND kind = ?))",
                (kind, value, number, number, kind),
            )
            added = added or cursor.rowcount > 0
        return added

    def _identifiers(self, number: int) -> Mapping[str, str]:
        cursor = self._connection.execute(
            "SELECT kind, value, position FROM identifier WHERE paper = ?", (number,)
        )
        return primary_identifiers([tuple(row) for row in cursor])

    def _rekey(self, number: int) -> None:
        """Name the paper by the best identifier it has now; the old key still finds it."""
        old = self.key(number)
        best = paper_key(self._identifiers(number), None)
        if best == old or best.startswith("title:"):
            return
        self._connection.execute(
            "UPDATE paper SET key = ? WHERE id = ?", (self._free_key(best), number)
        )
        self._connection.execute("INSERT OR REPLACE INTO former_key VALUES (?, ?)", (old, number))

    def _free_key(self, key: str) -> str:
        taken = self._connection.execute("SELECT 1 FROM paper WHERE key = ?", (key,)).fetchone()
        if taken is None:
            return key
        stem = f"{key}~"  # two untitled or equally titled works without identifiers
        count = self._connection.execute(
            "SELECT count(*) FROM paper WHERE substr(key, 1, ?) = ?", (len(stem), stem)
        ).fetchone()[0]
        return f"{stem}{count + 2}"

    def merge(self, kept: int, absorbed: int, reason: str) -> None:
        """Make one paper of two; what is absorbed is recorded so that it can be undone."""
        execute = self._connection.execute
        row = execute("SELECT * FROM paper WHERE id = ?", (absorbed,)).fetchone()
        execute(
            "INSERT INTO merge (kept, key, title, reason, content) VALUES (?, ?, ?, ?, ?)",
            (kept, row["key"], row["title"], reason, self._content(absorbed)),
        )
        self._move_citations(kept, absorbed)
        offset = execute("SELECT count(*) FROM identifier WHERE paper = ?", (kept,)).fetchone()[0]
        execute(
            "UPDATE identifier SET paper = ?, position = position + ? WHERE paper = ?",
            (kept, offset, absorbed),
        )
        for table, column in (("seed", "paper"), ("former_key", "paper"), ("merge", "kept")):
            execute(
                f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
                (kept, absorbed),
            )
        self._fill_gaps(kept, row)
        execute("DELETE FROM paper WHERE id = ?", (absorbed,))
        execute("INSERT OR REPLACE INTO former_key VALUES (?, ?)", (row["key"], kept))
        self._rekey(kept)

    def _content(self, number: int) -> str:
        tables = {
            "paper": "id",
            "identifier": "paper",
            "seed": "paper",
            "citation": "citing",
            "unresolved_reference": "citing",
            "checked": "paper",
        }
        content = {
            table: [
                dict(row)
                for row in self._connection.execute(
                    f"SELECT * FROM {table} WHERE {column} = ?",
                    (number,),
                )
            ]
            for table, column in tables.items()
        }
        content["cited by"] = [
            dict(row)
            for row in self._connection.execute("SELECT * FROM citation WHERE cited = ?", (number,))
        ]
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    def _move_citations(self, kept: int, absorbed: int) -> None:
        for column, table in (
            ("citing", "citation"),
            ("cited", "citation"),
            ("citing", "unresolved_reference"),
            ("paper", "checked"),
        ):
            self._connection.execute(
                f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?",
                (kept, absorbed),
            )
        self._connection.execute("DELETE FROM citation WHERE citing = cited")

    def _fill_gaps(self, kept: int, absorbed: sqlite3.Row) -> None:
        row = self._connection.execute("SELECT * FROM paper WHERE id = ?", (kept,)).fetchone()
        own, other = json.loads(row["provenance"]), json.loads(absorbed["provenance"])
        names = [
            name
            for name in absorbed.keys()  # noqa: SIM118 (a row iterates over its values)
            if name not in ("id", "key", "title", "title_key", "provenance")
            and row[name] is None
            and absorbed[name] is not None
        ]
        values = {name: absorbed[name] for name in names}
        own.update({name: other[name] for name in names if name in other})
        if absorbed["references_state"] == "complete" or row["references_state"] == "unknown":
            values["references_state"] = absorbed["references_state"]
        values["provenance"] = rows.to_json(own)
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(
            f"UPDATE paper SET {assignments} WHERE id = ?",
            (*values.values(), kept),
        )

    # --- reading-list entries ------------------------------------------------------------

    def replace_entries(self, entries: Iterable[SeedEntry]) -> list[int]:
        """Make these the library's reading list; papers of former entries stay.

        Returns
        -------
        list of int
            Row number of the paper of each entry, in order.
        """
        self._connection.execute("DELETE FROM seed")
        numbers = []
        for position, entry in enumerate(entries):
            record = PaperRecord(
                source="reading list",
                identifiers=entry.identifiers,
                title=entry.title,
                authors=entry.authors,
                year=entry.year,
                venue=entry.venue,
            )
            number = self.store_paper(record)
            numbers.append(number)
            self._insert_entry(position, number, entry)
        return numbers

    def _insert_entry(self, position: int, number: int, entry: SeedEntry) -> None:
        self._connection.execute(
            "INSERT INTO seed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                position,
                number,
                entry.title,
                rows.to_json(list(entry.aliases)),
                rows.to_json(dict(entry.identifiers)),
                entry.family,
                rows.resources_json(entry.resources),
                entry.note,
                rows.to_json(None if entry.authors is None else list(entry.authors)),
                entry.year,
                entry.venue,
                entry.file,
                entry.line,
            ),
        )

    # --- citations -----------------------------------------------------------------------

    def store_references(self, citing: int, listed: ReferenceList) -> bool:
        """Merge a paper's reference list.

        A list that is complete, or at least as long as what is known, replaces it;
        a shorter one only adds. What a former list knew about a reference that the
        new one does not (sentences, influence) is kept.

        Returns
        -------
        bool
            Whether the list was taken in full; False if it was less than was known.
        """
        numbers = [
            None if reference.cited is None else self.store_paper(reference.cited)
            for reference in listed.references
        ]
        return self.place_references(citing, listed, numbers)

    def place_references(
        self, citing: int, listed: ReferenceList, numbers: Sequence[int | None]
    ) -> bool:
        """Merge a reference list whose cited papers are already in the library.

        Parameters
        ----------
        citing : int
            Row number of the citing paper.
        listed : ReferenceList
            The list.
        numbers : sequence of int or None
            Row number of each cited paper; None for a reference without a record.

        Returns
        -------
        bool
            As for :meth:`store_references`.
        """
        taken = len(listed.references) >= self._list_length(citing)
        if taken:
            self._connection.execute("DELETE FROM unresolved_reference WHERE citing = ?", (citing,))
            self._forget_citations_except(citing, {number for number in numbers if number})
        for place, (reference, number) in enumerate(zip(listed.references, numbers, strict=True)):
            if number is None:
                self._store_unresolved(citing, place, reference)
            elif number != citing:
                self._store_citation(citing, number, place, reference, listed.source)
        self._set_references_state(citing, listed)
        return taken

    def store_citing_pairs(self, pairs: Iterable[tuple[int, int]], source: str) -> None:
        """Add bare citations (citing, cited), about which nothing else is known."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO citation (citing, cited, source) VALUES (?, ?, ?)",
            [(citing, cited, source) for citing, cited in pairs if citing != cited],
        )

    def store_facts(self, citing: int, cited: int, numbers: CitationFacts) -> None:
        """Store the numbers computed from the texts about one citation."""
        self._connection.execute(
            "UPDATE citation SET facts = ?, sentence_numbers = ? WHERE citing = ? AND cited = ?",
            (
                rows.to_json(dict(numbers.facts)) if numbers.facts else None,
                _listed(numbers.sentence_numbers),
                citing,
                cited,
            ),
        )

    def store_key_phrases(self, number: int, phrases: Sequence[str]) -> None:
        """Store the most telling terms of a paper's title and abstract."""
        self._connection.execute(
            "UPDATE paper SET key_phrases = ? WHERE id = ?", (_listed(phrases), number)
        )

    def _list_length(self, citing: int) -> int:
        counts = self._connection.execute(
            "SELECT (SELECT count(*) FROM citation WHERE citing = ?1 AND position IS NOT NULL)"
            " + (SELECT count(*) FROM unresolved_reference WHERE citing = ?1)",
            (citing,),
        )
        return int(counts.fetchone()[0])

    def _forget_citations_except(self, citing: int, cited: set[int]) -> None:
        if not cited:
            return
        cursor = self._connection.execute("SELECT cited FROM citation WHERE citing = ?", (citing,))
        gone = [(citing, row[0]) for row in cursor if row[0] not in cited]
        self._connection.executemany("DELETE FROM citation WHERE citing = ? AND cited = ?", gone)

    def _store_unresolved(self, citing: int, place: int, reference: ReferenceRecord) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO unresolved_reference VALUES (?, ?, ?, ?, ?)",
            (
                citing,
                place,
                reference.title,
                reference.year,
                reference.reason or "the service has no record of it",
            ),
        )

    def _store_citation(
        self, citing: int, cited: int, place: int, reference: ReferenceRecord, source: str
    ) -> None:
        self._connection.execute(
            "INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (citing, cited) DO UPDATE SET "
            "position = coalesce(excluded.position, position), "
            "influential = coalesce(excluded.influential, influential), "
            "intents = coalesce(excluded.intents, intents), "
            "sentences = coalesce(excluded.sentences, sentences), "
            "facts = coalesce(excluded.facts, facts), "
            "sentence_numbers = coalesce(excluded.sentence_numbers, sentence_numbers), "
            "source = excluded.source",
            (
                citing,
                cited,
                place,
                None if reference.influential is None else int(reference.influential),
                _listed(reference.intents),
                _listed(reference.sentences),
                rows.to_json(None if reference.facts is None else dict(reference.facts)),
                _listed(reference.sentence_numbers),
                source,
            ),
        )

    def _set_references_state(self, citing: int, listed: ReferenceList) -> None:
        if not listed.references:
            return  # an empty list says that the service has none, not that there is none
        row = self._connection.execute(
            "SELECT references_state FROM paper WHERE id = ?", (citing,)
        ).fetchone()
        if listed.complete or row[0] == "unknown":
            self._connection.execute(
                "UPDATE paper SET references_state = ? WHERE id = ?",
                ("complete" if listed.complete else "partial", citing),
            )

    # --- bookkeeping ---------------------------------------------------------------------

    def mark_checked(self, numbers: Iterable[int], what: str, at: str, outcome: str) -> None:
        """Remember when a source was asked for ``what`` and what came of it."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?)",
            [(number, what, at, outcome) for number in numbers],
        )

    def replace_problems(self, stages: Sequence[str], problems: Iterable[Problem]) -> None:
        """Replace what is recorded as unusable in these stages."""
        self._connection.executemany(
            "DELETE FROM problem WHERE stage = ?", [(stage,) for stage in stages]
        )
        self._connection.executemany(
            "INSERT INTO problem (stage, subject, reason, file, line) VALUES (?, ?, ?, ?, ?)",
            [(p.stage, p.subject, p.reason, p.file, p.line) for p in problems],
        )

    def set_reading_lists(self, lists: Sequence[Path]) -> None:
        """Remember which files the reading list comes from."""
        self.set_meta("reading lists", json.dumps([str(path) for path in lists]))

    def set_meta(self, name: str, value: str) -> None:
        """Write a named note about the library."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _untitled(identifiers: Mapping[str, str]) -> str:
    return next((f"{kind}:{value}" for kind, value in identifiers.items()), "untitled")


def _listed(values: Sequence[object] | None) -> str | None:
    return rows.to_json(None if values is None else list(values))
