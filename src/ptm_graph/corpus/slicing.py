"""A part of a corpus as a library, in one pass over each table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ptm_graph.corpus.reading import OF_CITATIONS, OF_PAPERS, Reader, as_record, facts_of
from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.errors import InputError
from ptm_graph.facts.keeping import carried
from ptm_graph.library import Library
from ptm_graph.library.reference_lists import WholeCitation
from ptm_graph.words.records import ReferenceRecord
from ptm_graph.words.wording import Said

LIMIT = 50_000
"""Papers of a slice, unless it is said how many."""
_BATCH = 5_000
"""Rows that are stored at once."""
_FIELDS = 8
"""So many fields are named where there is none of a name."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which papers; what is not given admits all."""

    field: str | None = None
    """Field of study as the source names it; capitals do not matter."""
    since: int | None = None
    """First year."""
    around: Collection[int] | None = None
    """These papers, which are taken in any case, what they cite and what cites them."""
    limit: int = LIMIT
    """Most papers: those that are cited most."""


@dataclass(frozen=True, slots=True)
class Sliced:
    """What a slice has become."""

    papers: int
    records: int
    """Papers of the corpus that were taken; several may be of one work."""
    among: int
    """Papers that they were chosen from."""
    citations: int
    in_corpus: bool
    """Whether papers count as cited by what the corpus has, because it says no number."""
    rows: Mapping[int, int]
    """Number of a paper of :attr:`Slice.around` → its row in the library."""


def slice_into(
    reader: Reader, library: Library, wanted: Slice, progress: Progress | None = None
) -> Sliced:
    """Fill a new library with the papers of a slice, the citations among them and their facts.

    Facts are taken as they were read when the corpus was made, when whole reference lists and
    all texts were known.

    Raises
    ------
    InputError
        If the corpus has no such paper.
    CorpusError
        If a table cannot be read.
    """
    progress = progress or Silent()
    progress.stage("choosing papers", 1)
    among, in_corpus = _choose(reader, wanted)
    progress.advance()
    rows = _store_papers(reader, library, progress)
    citations = _store_citations(reader, library, rows, progress)
    update_facts(library, progress, known=True)
    core = {number: rows[number] for number in wanted.around or () if number in rows}
    ((records,),) = reader.rows("SELECT count(*) FROM chosen")
    return Sliced(library.paper_count(), int(records), among, citations, in_corpus, core)


def _choose(reader: Reader, wanted: Slice) -> tuple[int, bool]:
    """Put the numbers of the papers into ``chosen``; how many there are, and how they count."""
    core = sorted(wanted.around or ())
    tests, values = ["true"], {"core": core, "limit": max(wanted.limit, len(core))}
    if wanted.field is not None:
        tests.append("list_contains(list_transform(fields, lambda one: lower(one)), lower($field))")
        values["field"] = wanted.field
    if wanted.since is not None:
        tests.append("year >= $since")
        values["since"] = wanted.since
    if wanted.around is not None:
        cited = f"SELECT cited FROM {reader.files('citations')} WHERE citing IN "
        citing = f"SELECT citing FROM {reader.files('cited_by')} WHERE cited IN "
        core_rows = "(SELECT unnest($core))"
        tests.append(f"paper IN ({cited}{core_rows} UNION {citing}{core_rows})")
    papers = reader.files("papers")
    known = f"SELECT 1 FROM {papers} WHERE citation_count IS NOT NULL LIMIT 1"
    in_corpus = not reader.rows(known)
    counted = f"(SELECT paper, citation_count AS cited_times, fields, year FROM {papers})"
    if in_corpus:
        counted = (
            f"(SELECT paper, cited_times, fields, year FROM {papers} LEFT JOIN (SELECT cited AS "
            f"paper, count(*) AS cited_times FROM {reader.files('cited_by')} GROUP BY cited) "
            "USING (paper))"
        )
    reader.rows(
        "CREATE OR REPLACE TEMP TABLE found AS SELECT paper, cited_times, paper IN (SELECT "
        f"unnest($core)) AS own FROM {counted} WHERE ({' AND '.join(tests)}) "
        "OR paper IN (SELECT unnest($core))",
        **{name: value for name, value in values.items() if name != "limit"},
    )
    reader.rows(
        "CREATE OR REPLACE TEMP TABLE chosen AS SELECT paper FROM found ORDER BY own DESC, "
        "cited_times DESC NULLS LAST, paper LIMIT $limit",
        limit=values["limit"],
    )
    ((among,),) = reader.rows("SELECT count(*) FROM found")
    if not among:
        raise InputError(_nothing(reader, wanted))
    return int(among), in_corpus


def _nothing(reader: Reader, wanted: Slice) -> Said:
    most = reader.rows(
        "SELECT field FROM (SELECT unnest(fields) AS field FROM "
        f"{reader.files('papers')}) GROUP BY field ORDER BY count(*) DESC, field LIMIT {_FIELDS}"
    )
    values = {"corpus": str(reader.corpus.path), "fields": ", ".join(one for (one,) in most)}
    return Said("corpus.no such papers", values)


def _store_papers(reader: Reader, library: Library, progress: Progress) -> dict[int, int]:
    """Store the records; number in the corpus → row in the library."""
    ((count,),) = reader.rows("SELECT count(*) FROM chosen")
    progress.stage("storing papers", int(count))
    texts = "NULL AS abstract"
    joined = ""
    if reader.corpus.has("abstracts"):
        texts, joined = "abstract", f"LEFT JOIN {reader.files('abstracts')} AS t USING (paper)"
    query = (
        f"SELECT {', '.join(OF_PAPERS)}, {texts} FROM {reader.files('papers')} AS p "
        f"SEMI JOIN chosen USING (paper) {joined} ORDER BY paper"
    )
    rows: dict[int, int] = {}
    with library.writing() as writer:
        writer.remember_sources([reader.source])
    for batch in reader.batches(query, _BATCH):
        with library.writing() as writer:
            for row in batch:
                record = as_record(row, reader.source.name, row["abstract"])
                if record.identifiers or record.title:
                    rows[row["paper"]] = writer.store_paper(record)
            gone = writer.absorbed()
        rows = {number: gone.get(one, one) for number, one in rows.items()} if gone else rows
        progress.advance(len(batch))
    return rows


def _store_citations(
    reader: Reader, library: Library, rows: Mapping[int, int], progress: Progress
) -> int:
    """Store the citations among the papers; how many."""
    among = "SEMI JOIN chosen AS a ON citing = a.paper SEMI JOIN chosen AS b ON cited = b.paper"
    citations = f"(SELECT * FROM {reader.files('citations')} AS c {among})"
    ((count,),) = reader.rows(f"SELECT count(*) FROM {citations}")
    progress.stage("storing citations", int(count))
    texts, joined = "NULL AS sentences", ""
    if reader.corpus.has("sentences"):
        texts = "sentences"
        joined = (
            "LEFT JOIN (SELECT citing, cited, list(text ORDER BY place) AS sentences FROM (SELECT "
            f"* FROM {reader.files('sentences')} AS s {among}) GROUP BY citing, cited) "
            "USING (citing, cited)"
        )
    query = f"SELECT {', '.join(OF_CITATIONS)}, {texts} FROM {citations} {joined} "
    for batch in reader.batches(f"{query} ORDER BY citing, cited", _BATCH):
        with library.writing() as writer:
            writer.place_whole(_told(reader, batch, rows), reader.source.name)
        progress.advance(len(batch))
    with library.writing() as writer:
        writer.note_lengths(reader.source.name)
    return library.citation_count()


def _told(
    reader: Reader, batch: list[dict[str, Any]], rows: Mapping[int, int]
) -> Iterator[WholeCitation]:
    abstracts, name = reader.corpus.has("abstracts"), reader.source.name
    for place, row in enumerate(batch):
        ends = rows.get(row["citing"]), rows.get(row["cited"])
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            continue
        record = ReferenceRecord(
            None,
            influential=row["influential"],
            intents=tuple(row["intents"] or ()) or None,
            sentences=tuple(row["sentences"] or ()) or None,
        )
        facts = carried(facts_of(row), row["sentence_numbers"])
        here = {"abstract": abstracts, "sentences": record.sentences is not None}
        grounds = {part: name if here.get(part) else by for part, by in facts.rests_on.items()}
        yield WholeCitation(ends[0], ends[1], place, record, replace(facts, rests_on=grounds))
