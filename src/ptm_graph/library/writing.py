"""Changes to the library, inside one transaction.

A record finds its paper by identifiers first, then by a guarded comparison of
titles; where identifiers lead to two papers, these are one work and are merged.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.keeping import CARRIED
from ptm_graph.library import codes, doubts, joining, naming, reference_lists, rows, standing
from ptm_graph.library.former_entries import FormerEntries, called, doubles, lone_after
from ptm_graph.library.history import Journal, RelationRow
from ptm_graph.library.known_references import KnownReferences
from ptm_graph.library.listed_titles import ListedTitles
from ptm_graph.library.merging import dates_after, merged_fields, title_key
from ptm_graph.library.reference_lists import WholeCitation, listed_json
from ptm_graph.words import titles
from ptm_graph.words.doors import STAGE, Refusal, Tally
from ptm_graph.words.identifiers import KINDS, paper_key, surest_first, with_implied
from ptm_graph.words.model import Notice, PartialDate, Problem, SeedEntry, wordless
from ptm_graph.words.records import (
    FULL_TEXT,
    CitingRecord,
    FullTextReading,
    PaperRecord,
    ReferenceList,
    Source,
)
from ptm_graph.words.replies import Reply
from ptm_graph.words.wording import Said, Value

_SHORT_TITLE = 15
"""Below so many letters a title alone (“GloVe”, “Preface”) does not name a work."""

_ONE_PER_WORK = tuple(kind.name for kind in KINDS if kind.one_per_work)

_SPEAKING = ("title", "authors", "year", "published", "venue", "comment")
"""Fields whose changes are reported; counts have a history of their own."""


class Writer:
    """What can be changed while :meth:`ptm_graph.library.Library.writing` is open."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        journal: Journal | None = None,
        refused: Tally | None = None,
    ):
        self._connection = connection
        self._refused = refused or Tally(STAGE)
        self.journal = journal or Journal(connection)
        self._sources = standing.sources(connection)
        self._titles: ListedTitles | None = None
        self._absorbed: dict[int, int] = {}
        """Papers that have gone in this transaction → what they have become."""

    @contextlib.contextmanager
    def trying(self) -> Iterator[None]:
        """Within the transaction, something that is stored as a whole or not at all."""
        self._connection.execute("SAVEPOINT trying")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO trying")
            raise
        finally:
            if self._connection.in_transaction:
                self._connection.execute("RELEASE trying")

    # --- papers --------------------------------------------------------------------------

    def key(self, number: int) -> str:
        """Key of the paper with a row number."""
        return naming.key_of(self._connection, number)

    def number(self, key: str) -> int:
        """Row number of the paper with a key, former keys included."""
        return naming.number_of(self._connection, key)

    def store_paper(self, record: PaperRecord, number: int | None = None) -> int:
        """Merge a record into the paper it belongs to, or make a new one.

        ``number`` is the row number of the paper, where the caller knows it; returned is that
        of the paper stored.
        """
        self._tell_refused(record.source, record.title, record.refused)
        identifiers = with_implied(record.identifiers)
        matches = self._by_identifiers(identifiers)
        if number is not None:
            matches = [number, *(match for match in matches if match != number)]
        wrong = {one for one in matches if one != number and self.contradicts(one, record)}
        doubted = {
            item: owner
            for item, owner in naming.numbers_of_identifiers(self._connection, identifiers).items()
            if owner in wrong
        }
        identifiers = {item[0]: item[1] for item in identifiers.items() if item not in doubted}
        stored = self._stored(record, identifiers, [one for one in matches if one not in wrong])
        if number is not None:
            naming.put_first(self._connection, stored, identifiers)
            naming.rekey(self._connection, stored)
        for item, owner in sorted(doubted.items()):
            doubts.note(self._connection, (owner, stored), item, record, self.journal.at)
        return stored

    def _stored(
        self, record: PaperRecord, identifiers: Mapping[str, str], matches: Sequence[int]
    ) -> int:
        if not matches:
            found = self._by_title(record, identifiers)
            matches = [found] if found is not None else []
        if not matches:
            return self._insert(record, identifiers)
        kept = matches[0]
        for other in matches[1:]:
            self._join(kept, other, record)
        self._update(kept, record, identifiers)
        return kept

    def contradicts(self, number: int, record: PaperRecord) -> bool:
        """Whether title, year and authors say that a record is not of this paper."""
        row = self._connection.execute(
            "SELECT title, year, authors, provenance FROM paper WHERE id = ?", (number,)
        ).fetchone()
        return record.title is not None and titles.contradict(
            _told_title(row),
            record.title,
            year=row["year"],
            other_year=record.year or (record.published.year if record.published else None),
            authors=rows.strings(row["authors"]),
            other_authors=record.authors,
        )

    def settle(self, number: int, source: str) -> None:
        """Forget what a source said of a paper that did not fit; it says something else now."""
        doubts.settle(self._connection, [number], source)

    def doubt(self, number: int, record: PaperRecord, asked: str) -> None:
        """Remember that an answer about a paper is about another one, and was not taken."""
        item = (record.source, asked)
        doubts.note(self._connection, (number, None), item, record, self.journal.at)

    def _tell_refused(self, source: str, of: str | None, refused: Iterable[Refusal]) -> None:
        for one in refused:
            said = {"field": one.field, "value": one.value, "paper": of or "a paper"}
            field = one.field.replace("_", " ")
            taken: dict[str, Value] = {"source": source, "field": field, "why": one.reason}
            self._refused.note(
                str(Said("refused.subject", said)), str(Said("refused.taken", taken))
            )

    def _by_identifiers(self, identifiers: Mapping[str, str]) -> list[int]:
        found = naming.numbers_of_identifiers(self._connection, identifiers)
        surest = sorted(found.items(), key=lambda item: (surest_first(item[0][0]), item[0][1]))
        return list(dict.fromkeys(number for _, number in surest))

    def _join(self, kept: int, other: int, record: PaperRecord) -> None:
        """Merge two papers a record holds for one, unless that contradicts what is sure."""
        if joining.are_apart(self._connection, kept, other):
            return
        own = naming.identifiers_of(self._connection, kept)
        theirs = naming.identifiers_of(self._connection, other)
        for kind in _ONE_PER_WORK:
            two = own.get(kind) and theirs.get(kind)
            if (two and record.source != "reading list") or self._apart_by_record(kept, other):
                shared = min(
                    item
                    for item, owner in naming.numbers_of_identifiers(
                        self._connection, with_implied(record.identifiers)
                    ).items()
                    if owner == other
                )
                doubts.note(self._connection, (other, kept), shared, record, self.journal.at)
                return
        self.merge(kept, other, "they share an identifier")

    def _apart_by_record(self, one: int, other: int) -> bool:
        """Whether what is known of two papers says that they are two."""
        row = self._connection.execute("SELECT * FROM paper WHERE id = ?", (other,)).fetchone()
        authors, year = rows.strings(row["authors"]), row["year"]
        return self.contradicts(
            one, PaperRecord("", title=_told_title(row), authors=authors, year=year)
        )

    def _by_title(self, record: PaperRecord, identifiers: Mapping[str, str]) -> int | None:
        if not record.title:
            return None
        cursor = self._connection.execute(
            "SELECT * FROM paper WHERE title_key = ? ORDER BY key", (title_key(record.title),)
        )
        for row in cursor.fetchall():
            if self._same_work(row, record, identifiers):
                return int(row["id"])
        return None

    def _same_work(
        self, row: sqlite3.Row, record: PaperRecord, identifiers: Mapping[str, str]
    ) -> bool:
        known = naming.identifiers_of(self._connection, row["id"])
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
        key = naming.free_key(self._connection, paper_key(identifiers, title))
        # the number of a paper that has gone stays its own: somebody may still hold it
        gone = max(self._absorbed, default=0)
        cursor = self._connection.execute(
            "INSERT INTO paper (id, key, title, title_key) "
            "VALUES ((SELECT max(?, coalesce(max(id), 0)) + 1 FROM paper), ?, ?, ?)",
            (gone, key, title, title_key(title)),
        )
        number = int(cursor.lastrowid or 0)
        self.journal.note("paper", key)
        self._update(number, record, identifiers, new=True)
        return number

    def _update(
        self,
        number: int,
        record: PaperRecord,
        identifiers: Mapping[str, str],
        *,
        new: bool = False,
    ) -> None:
        row = self._connection.execute("SELECT * FROM paper WHERE id = ?", (number,)).fetchone()
        dates = self._note_dates(number, record)
        changed = merged_fields(row, record, self._sources, dates=dates)
        self._store_notices(number, record)
        naming.set_columns(self._connection, number, changed)
        added = naming.add_identifiers(self._connection, number, identifiers)
        if added:
            naming.rekey(self._connection, number)
            self.settle(number, record.source)
        if not new and self.journal.open:
            self._note_changes(number, row, changed, added)

    def _store_notices(self, number: int, record: PaperRecord) -> None:
        """Remember what was published about a paper since; who said so may take it back."""
        if record.notices is None:
            return
        carries = record.source == CARRIED  # what others said once, and may no longer say
        told: dict[str, list[Notice]] = {} if carries else {record.source: []}
        for one in record.notices:
            told.setdefault(one.source if carries else record.source, []).append(one)
        cursor = self._connection.execute(
            "SELECT source, notices FROM notice WHERE paper = ?", (number,)
        )
        known = dict(map(tuple, cursor))
        for source, notices in sorted(told.items()):
            if not (carries and source in known):
                self._connection.execute(
                    "INSERT OR REPLACE INTO notice VALUES (?, ?, ?)",
                    (number, source, rows.notices_json(notices)),
                )
                before = {one.kind for one in rows.notices(known.get(source, "[]"), source)}
                after = {one.kind for one in notices}
                for kind in sorted(before ^ after):
                    said = {"new" if kind in after else "old": source}
                    self.journal.note("notice", self.key(number), field=kind, **said)

    def _note_dates(self, number: int, record: PaperRecord) -> dict[str, PartialDate]:
        """Remember which dates a record tells; give those of all sources."""
        cursor = self._connection.execute(
            "SELECT source, published FROM date_told WHERE paper = ?", (number,)
        )
        known = {source: date for source, text in cursor if (date := PartialDate.parse(text))}
        told = dates_after(known, record)
        self._connection.executemany(
            "DELETE FROM date_told WHERE paper = ? AND source = ?",
            [(number, source) for source in sorted(known.keys() - told.keys())],
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO date_told VALUES (?, ?, ?, ?)",
            [
                (number, source, str(date), self.journal.at)
                for source, date in sorted(told.items())
                if known.get(source) != date
            ],
        )
        return told

    def _note_changes(
        self,
        number: int,
        row: sqlite3.Row,
        changed: Mapping[str, object],
        added: Sequence[tuple[str, str]],
    ) -> None:
        key = self.key(number)
        for name in _SPEAKING:
            if name in changed:
                self.journal.note("field", key, field=name, old=row[name], new=changed[name])
        for kind, value in added:
            self.journal.note("identifier", key, field=kind, new=value)

    def count_citations(self, number: int) -> None:
        """Remember in the history how often a paper is cited in the world now."""
        self.journal.count(number)

    def current(self, number: int) -> int:
        """The number that a paper has now; it may have been merged since it was stored."""
        while number in self._absorbed:
            number = self._absorbed[number]
        return number

    # --- identity ------------------------------------------------------------------------

    def merge(self, kept: int, absorbed: int, reason: str) -> None:
        """Make one paper of two; :meth:`split` undoes it."""
        one, other = self.key(kept), self.key(absorbed)
        joining.merge(self._connection, kept, absorbed, reason)
        self._absorbed[absorbed] = kept
        self.journal.note("merged", one, other, new=reason)

    def split(self, number: int, reason: str) -> tuple[str, str]:
        """Undo the merge with this number; give the keys of the two papers."""
        kept, again = joining.split(self._connection, number, reason)
        return self.key(kept), self.key(again)

    def keep_apart(self, one: int, other: int, reason: str) -> None:
        """Never merge two papers from now on."""
        joining.keep_apart(self._connection, one, other, reason)

    def allow_joining(self, one: int, other: int) -> None:
        """Forget that two papers were kept apart, and that this was doubted."""
        joining.allow_joining(self._connection, one, other)
        doubts.forget(self._connection, one, other)
        for key in (self.key(one), self.key(other)):
            self._connection.execute(
                "DELETE FROM problem WHERE stage = ? AND instr(reason, ?)", (doubts.STAGE, key)
            )

    # --- reading-list entries ------------------------------------------------------------

    def replace_entries(self, entries: Iterable[SeedEntry]) -> list[int]:
        """Make these the library's reading list; papers of former entries stay.

        Returns the row number of the paper of each entry, in order.
        """
        former = FormerEntries(self._connection)
        self._connection.execute("DELETE FROM seed")
        joining.forget_listed_apart(self._connection)
        numbers = []
        listed = list(entries)
        for position, entry in enumerate(listed):
            number = self._store_entry(entry, former)
            numbers.append(number)
            self._insert_entry(position, number, entry)
        self._heal_doubles(listed, [self.current(number) for number in numbers])
        numbers = [self.current(number) for number in numbers]
        told_apart = [entry for entry in listed if entry.apart_from]
        if told_apart:
            joining.keep_listed_apart(self._connection, told_apart)
            numbers = [
                next(iter(self._by_identifiers(with_implied(entry.identifiers))), number)
                for entry, number in zip(listed, numbers, strict=True)
            ]
        return numbers

    def _store_entry(self, entry: SeedEntry, former: FormerEntries) -> int:
        """Store the paper of an entry: the one it had, if what it says now agrees."""
        record = PaperRecord(
            source="reading list",
            identifiers=entry.identifiers,
            title=entry.title or (None if entry.identifiers else called(entry)),
            authors=entry.authors,
            year=entry.year,
            venue=entry.venue,
        )
        again = former.taken(entry)
        if again is None:
            return self.store_paper(record)
        again = self.current(again)
        own = naming.identifiers_of(self._connection, again)
        named = self._by_identifiers(with_implied(entry.identifiers))
        if again in named or not (named or self._contradicted(again, entry.identifiers)):
            return self.store_paper(record, again)
        number = self.store_paper(record)
        if not own and number != again and not joining.are_apart(self._connection, number, again):
            self.merge(number, again, "one entry of the reading list")
        return number

    def _contradicted(self, number: int, identifiers: Mapping[str, str]) -> bool:
        """Whether a paper has another identifier of a kind of which a work has one."""
        own = naming.identifiers_of(self._connection, number)
        told = with_implied(identifiers)
        return any(
            own.get(kind, told.get(kind)) != told.get(kind, own.get(kind)) for kind in _ONE_PER_WORK
        )

    def _heal_doubles(self, entries: Sequence[SeedEntry], numbers: Sequence[int]) -> None:
        """Join what earlier versions made anew of an entry at every refresh."""
        pairs, empty = doubles(self._connection, entries, numbers)
        for owner, double in pairs:
            if joining.are_apart(self._connection, owner, double):
                continue
            first = self.key(double)
            self.merge(owner, double, "one entry of the reading list")
            if self.key(owner).startswith(f"{first}~"):
                naming.take_key(self._connection, owner, first)
        self._forget(empty)

    def forget_lone(self, newest: int, identifiers: Mapping[str, str]) -> None:
        """Forget papers that only entries named which are gone.

        Of these go the ones with higher row numbers than ``newest``, and those with one of the
        identifiers.
        """
        self._forget(lone_after(self._connection, newest, identifiers))

    def _forget(self, numbers: Sequence[int]) -> None:
        self._connection.executemany(
            "DELETE FROM paper WHERE id = ?", [(number,) for number in numbers]
        )

    def _insert_entry(self, position: int, number: int, entry: SeedEntry) -> None:
        self._connection.execute(
            "INSERT INTO seed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                position,
                number,
                entry.title,
                rows.to_json(list(entry.aliases)),
                rows.to_json(dict(entry.identifiers)),
                entry.family,
                rows.resources_json(entry.resources),
                rows.notes_json(entry.notes),
                rows.to_json(None if entry.authors is None else list(entry.authors)),
                entry.year,
                entry.venue,
                entry.file,
                entry.line,
                rows.to_json(list(entry.tags) or None),
                rows.properties_json(entry.properties),
            ),
        )

    def replace_candidates(self, number: int, candidates: Sequence[PaperRecord]) -> None:
        """Remember which records may be a paper that could not be resolved for sure."""
        self._connection.execute("DELETE FROM candidate WHERE paper = ?", (number,))
        self._connection.executemany(
            "INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number,
                    position,
                    one.title,
                    one.year or (one.published.year if one.published else None),
                    listed_json(one.authors),
                    rows.to_json(dict(one.identifiers)),
                    one.source,
                )
                for position, one in enumerate(candidates)
            ],
        )

    # --- citations -----------------------------------------------------------------------

    def store_references(self, citing: int, listed: ReferenceList) -> bool:
        """Merge a paper's reference list.

        A list that is at least as long as what is known, with as many records, replaces
        it; a lesser one only adds. What a former list knew about a reference that the
        new one does not (sentences, influence) is kept.

        Returns
        -------
        bool
            Whether the list was taken in full; False if it was less than was known.
        """
        records = [one.cited for one in listed.references]
        likely = KnownReferences(self._connection, self.current(citing)).likely(listed.references)
        numbers = [
            None if record is None else self._store_cited(record, likely.get(at))
            for at, record in enumerate(records)
        ]
        return self.place_references(citing, listed, numbers)

    def _store_cited(self, record: PaperRecord, likely: tuple[int, bool] | None) -> int:
        """Store a cited paper: that of its identifiers, else the likely one of its list."""
        if likely is None:
            return self.store_paper(record)
        number, surely = self.current(likely[0]), likely[1]
        identifiers = with_implied(record.identifiers)
        own = naming.identifiers_of(self._connection, number)
        other = {kind for kind, value in identifiers.items() if own.get(kind, value) != value}
        apart = other.intersection(_ONE_PER_WORK) if surely else other
        if apart or (self._by_identifiers(identifiers) and not surely):
            return self.store_paper(record)
        return self.store_paper(record, number)

    def place_references(
        self, citing: int, listed: ReferenceList, numbers: Sequence[int | None]
    ) -> bool:
        """Merge a reference list whose cited papers are in the library, by their row numbers.

        A number is None for a reference without a record. Where such a reference bears the
        title of a paper of the reading list, it is that. Returns as :meth:`store_references`.
        """
        for reference in listed.references:
            known = () if reference.cited is None else ("title", "year")  # the record told them
            told = (one for one in reference.refused if one.field not in known)
            self._tell_refused(listed.source, reference.title, told)
        named = self._listed_titles(listed.source) if None in numbers else None
        found = [
            named.named_by(reference) if number is None and named else number
            for number, reference in zip(numbers, listed.references, strict=True)
        ]
        return reference_lists.place(
            self._connection,
            self.journal,
            self.current(citing),
            listed,
            [None if number is None else self.current(number) for number in found],
        )

    def _listed_titles(self, source: str) -> ListedTitles:
        """Read anew for a service, which brings papers; a full text only finds some."""
        if self._titles is None or source != FULL_TEXT:
            self._titles = ListedTitles(self._connection)
        return self._titles

    def store_citing(self, cited: int, citing: Iterable[CitingRecord], source: str) -> None:
        """Add papers that cite a known one."""
        stored = [(self.store_paper(one.citing), one) for one in citing]
        for _, one in stored:
            self._tell_refused(source, one.citing.title, one.refused)
        settled = [(self.current(number), one) for number, one in stored]
        cited = self.current(cited)
        reference_lists.add_citing(self._connection, self.journal, cited, settled, source)

    def place_whole(self, citations: Iterable[WholeCitation], source: str) -> None:
        """Store citations among papers of a new library, a great many at once."""
        reference_lists.place_whole(self._connection, citations, source)

    def note_lengths(self, source: str) -> None:
        """Remember how long the lists are that were stored so."""
        reference_lists.note_lengths(self._connection, source)

    def absorbed(self) -> Mapping[int, int]:
        """Papers that have gone in this transaction → what they are now."""
        return {number: self.current(number) for number in self._absorbed}

    def resolve_reference(self, citing: int, title: str, cited: int, source: str) -> None:
        """Turn a reference without a record, which a source lists by a title, into a citation."""
        ends = (self.current(citing), self.current(cited))
        reference_lists.resolve(self._connection, self.journal, ends, title, source)

    def store_citing_pairs(self, pairs: Iterable[tuple[int, int]], source: str) -> None:
        """Add bare citations (citing, cited), about which nothing else is known."""
        settled = ((self.current(citing), self.current(cited)) for citing, cited in pairs)
        reference_lists.add_pairs(self._connection, self.journal, settled, source)

    def store_cited_ids(self, citing: int, ids: Sequence[str]) -> None:
        """Remember whom a paper cites by Semantic Scholar ids, in the library or not."""
        self._connection.execute(
            "INSERT OR REPLACE INTO cited_ids VALUES (?, ?)",
            (citing, b"".join(bytes.fromhex(one) for one in ids)),
        )

    def store_facts(self, citing: int, facts: Mapping[int, CitationFacts]) -> None:
        """Store what texts say about citations of one paper, by the number of the cited one.

        What is known and rests on more stays (:func:`ptm_graph.facts.keeping.never_poorer`).
        """
        settled = {self.current(cited): one for cited, one in facts.items()}
        reference_lists.store_facts(self._connection, self.current(citing), settled)

    def store_full_text(self, number: int, reading: FullTextReading) -> None:
        """Remember that a full text of a paper was read; replaces the last of its kind."""
        self._connection.execute(
            "INSERT OR REPLACE INTO full_text VALUES (?, ?, ?, ?, ?, ?)",
            (
                number,
                reading.source,
                reading.format,
                reading.version,
                reading.read,
                rows.to_json(dict(reading.counts)),
            ),
        )

    def forget_quotes(self) -> None:
        """Forget the words of all passages; numbers and sections stay."""
        cursor = self._connection.execute(
            "SELECT citing, cited, passages FROM citation WHERE passages LIKE '%\"text\"%'"
        )
        self._connection.executemany(
            "UPDATE citation SET passages = ? WHERE citing = ? AND cited = ?",
            [
                (rows.passages_json(wordless(rows.passages(listed) or ())), citing, cited)
                for citing, cited, listed in cursor.fetchall()
            ],
        )

    def store_key_phrases(self, number: int, phrases: Sequence[str]) -> None:
        """Store the most distinctive terms of a paper's title and abstract."""
        self._store_computed(number, "key_phrases", phrases)

    def store_derived_names(self, number: int, names: Sequence[str]) -> None:
        """Store the names that a paper's abstract says it derives from, none included."""
        self._store_computed(number, "derived_names", names)

    def _store_computed(self, number: int, name: str, values: Sequence[str]) -> None:
        """Store what was computed here; whoever carried it before does so no longer."""
        (told,) = self._connection.execute(
            "SELECT provenance FROM paper WHERE id = ?", (number,)
        ).fetchone()
        provenance = {field: by for field, by in json.loads(told).items() if field != name}
        columns = {name: listed_json(values), "provenance": rows.to_json(provenance)}
        naming.set_columns(self._connection, number, columns)

    def store_short_names(self, number: int, names: Sequence[str]) -> None:
        """Store the names people use for a paper, the one to show first; none included."""
        naming.set_columns(self._connection, number, {"short_names": listed_json(names)})

    def store_contributions(self, number: int, phrases: Sequence[str]) -> None:
        """Store what a paper's authors say they made, none included."""
        self._store_computed(number, "contributions", phrases)

    # --- bookkeeping ---------------------------------------------------------------------

    def remember_lineage(self, relations: Iterable[RelationRow]) -> None:
        """Compare the lineage with that of the last refresh, and remember it."""
        self.journal.relations(relations)

    def mark_checked(self, numbers: Iterable[int], what: str, at: str, outcome: str) -> None:
        """Remember when a source was asked for ``what`` and what came of it."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?)",
            [(number, what, at, outcome) for number in numbers],
        )

    def mark_asked(self, numbers: Iterable[int], what: str, at: str, reply: Reply) -> None:
        """Remember when a service was asked for ``what`` and what came of it."""
        self.mark_checked(numbers, what, at, codes.stored(reply))

    def replace_problems(self, stages: Sequence[str], problems: Iterable[Problem]) -> None:
        """Replace what is recorded as unusable in these stages."""
        self._connection.executemany(
            "DELETE FROM problem WHERE stage = ?", [(stage,) for stage in stages]
        )
        self._insert_problems(problems)

    def _insert_problems(self, problems: Iterable[Problem]) -> None:
        self._connection.executemany(
            "INSERT INTO problem (stage, subject, reason, file, line) VALUES (?, ?, ?, ?, ?)",
            [
                (p.stage, p.subject, codes.stored(Reply(p.code, p.reason)), p.file, p.line)
                for p in problems
            ],
        )

    def remember_sources(self, asked: Iterable[Source]) -> None:
        """Tell the library of the services it is filled from, and how much each counts."""
        standing.remember(self._connection, asked)
        self._sources = standing.sources(self._connection)

    def set_reading_lists(self, lists: Sequence[str | Path]) -> None:
        """Remember where the reading list comes from."""
        self.set_meta("reading lists", json.dumps([str(path) for path in lists]))

    def set_family_names(self, names: Mapping[str, Mapping[str, str]]) -> None:
        """Remember what families are called in each language."""
        self.set_meta("family names", json.dumps(names, ensure_ascii=False, sort_keys=True))

    def set_meta(self, name: str, value: str) -> None:
        """Write a named note about the library."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _told_title(row: sqlite3.Row) -> str | None:
    """The title of a paper; None where it only stands in for one, and says nothing."""
    return row["title"] if "title" in json.loads(row["provenance"]) else None


def _untitled(identifiers: Mapping[str, str]) -> str:
    return next((f"{kind}:{value}" for kind, value in identifiers.items()), "untitled")
