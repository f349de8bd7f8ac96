"""The lineage of whole fields and dumps: what is asked of a corpus."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ptm_graph.corpus.engines import DUCKDB, engine
from ptm_graph.corpus.layout import Corpus
from ptm_graph.corpus.lineage import Children, Written, write_lineage
from ptm_graph.corpus.service import CorpusService
from ptm_graph.corpus.slicing import LIMIT, Slice, Sliced, slice_into
from ptm_graph.corpus.top import Descent
from ptm_graph.enrich.progress import Progress
from ptm_graph.errors import CorpusError, InputError
from ptm_graph.files import check_place, part_prefix, sweep, told
from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.replies import OK
from ptm_graph.words.wording import Said
from ptm_graph.workflow.reading import ListName, Lists, lists_named, read_lists, remember

if TYPE_CHECKING:
    import pyarrow

By = Literal["descendants", "line", "family"]


@dataclass(frozen=True, slots=True)
class Lineage:
    """A lineage that was written."""

    written: Written
    not_found: tuple[str, ...]
    """Names of the entries of the reading list that the corpus lacks."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands out: one paper with a number, or the papers of a line."""

    papers: tuple[str, ...]
    """Title and year of each."""
    keys: tuple[str, ...]
    count: int
    """Descendants, papers of the family, or papers of the line."""


def lineage(
    corpus_path: Path,
    out: str,
    *,
    on: str = DUCKDB,
    memory: str | None = None,
    folder: Path | None = None,
    field: str | None = None,
    since: int | None = None,
    around: Sequence[ListName] = (),
) -> Lineage:
    """Infer the lineage of a corpus, or of a part of it, and write it as Parquet.

    Parameters
    ----------
    corpus_path : Path
        Folder of the corpus.
    out : str
        The file; for a cluster also an address where its workers write.
    on, memory, folder
        As for :func:`ptm_graph.corpus.engines.engine`.
    field, since
        Only papers of this field, and from this year on.
    around : sequence of str or Path
        Only papers of these reading lists, what they cite and what cites them.

    Raises
    ------
    CorpusError
        If the corpus or the engine cannot be used.
    InputError
        If no paper of the lists is in the corpus, or an argument is none.
    """
    corpus = Corpus(corpus_path)
    if "://" not in out:
        check_place(Path(out))  # before hours of work
    entries = read_lists(around).entries if around else ()
    found: Mapping[int, int] = {}
    if around:
        with contextlib.closing(CorpusService(corpus)) as service:
            found = _found(service, entries)
    numbers = tuple(sorted(set(found.values()))) if around else None
    with engine(on, memory=memory, folder=folder) as one:
        written = write_lineage(corpus, one, out, Children(field, since, numbers))
    missing = (entry.name for place, entry in enumerate(entries) if place not in found)
    return Lineage(written, tuple(missing))


def library(
    corpus_path: Path,
    out: Path,
    *,
    field: str | None = None,
    since: int | None = None,
    around: Sequence[ListName] = (),
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> tuple[Sliced, tuple[str, ...]]:
    """Make a library of a part of a corpus: its most cited papers, and the citations among them.

    Parameters
    ----------
    corpus_path, out : Path
        Folder of the corpus, and the library, of which there may be none yet.
    field, since
        Only papers of this field, and from this year on.
    around : sequence of str or Path
        Only papers of these reading lists, what they cite and what cites them; they become the
        list of the library.
    limit : int
        Papers at most.
    progress : Progress, optional
        Told about each step.

    Returns
    -------
    tuple of Sliced and tuple of str
        What became of it, and the entries of the lists that the corpus lacks.

    Raises
    ------
    CorpusError
        If the corpus cannot be used.
    InputError
        If it has no such paper, or the library is there already.
    """
    if out.exists():
        raise InputError(Said("corpus.library there", {"library": str(out)}))
    lists = lists_named(around) if around else None
    entries = lists.entries if lists is not None else ()
    part = out.with_name(f"{part_prefix(out)}.part")
    with told(out), contextlib.closing(CorpusService(Corpus(corpus_path))) as service:
        found = _found(service, entries) if around else {}
        wanted = Slice(field, since, set(found.values()) if around else None, limit)
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep(out)
        try:
            with Library.open(part, writable=True) as made:
                sliced = slice_into(service.reader, made, wanted, progress)
                if lists is not None:
                    _enlist(
                        made, lists, {at: sliced.rows[one] for at, one in found.items()}, service
                    )
            part.replace(out)
        finally:
            for end in ("", "-wal", "-shm"):
                part.with_name(part.name + end).unlink(missing_ok=True)
    missing = (entry.name for at, entry in enumerate(entries) if at not in found)
    return sliced, tuple(missing)


def _enlist(made: Library, lists: Lists, rows: Mapping[int, int], service: CorpusService) -> None:
    """Make the lists those of a library that has their papers."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    with made.writing() as writer:
        numbers = writer.replace_entries(lists.entries)
        for at, row in rows.items():
            if writer.current(numbers[at]) != writer.current(row):
                writer.merge(writer.current(row), writer.current(numbers[at]), "the corpus says so")
        kept = sorted({writer.current(row) for row in rows.values()})
        writer.mark_asked(kept, service.source.asked or "", now, OK)
        writer.replace_problems(("reading list",), lists.read.unused)
        writer.set_reading_lists(lists.paths)
    remember(made, lists)


def _found(service: CorpusService, entries: Sequence[SeedEntry]) -> Mapping[int, int]:
    """Place of each entry → its paper in the corpus; InputError if it has none of them."""
    found = service.numbers_of(entries)
    if not found:
        raise InputError(Said("corpus.none of list", {"corpus": str(service.reader.corpus.path)}))
    return found


def top(
    corpus_path: Path, lineage_path: Path, by: By = "descendants", count: int = 10
) -> list[Standing]:
    """What stands out in a lineage that was written: see :class:`ptm_graph.corpus.top.Descent`."""
    columns = ("child", "parent", "score")
    rows = _read(lineage_path, *columns)
    descent = Descent(*(rows[name].to_numpy() for name in columns))
    if by == "line":
        lines = [(line, len(line)) for line in descent.longest_lines(count)]
    else:
        pairs = descent.largest_families if by == "family" else descent.most_descendants
        lines = [([paper], number) for paper, number in pairs(count)]
    told = _told(Corpus(corpus_path), sorted({paper for line, _ in lines for paper in line}))
    return [
        Standing(
            tuple(_shown(told.get(paper), paper) for paper in line),
            tuple(told[paper]["key"] if paper in told else str(paper) for paper in line),
            number,
        )
        for line, number in lines
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A relation for people."""

    child: str
    """Title and year."""
    parent: str
    confidence: float


def relations(corpus_path: Path, lineage_path: Path, count: int) -> list[Shown]:
    """The surest relations of a lineage that was written, at most ``count``."""
    table = _read(lineage_path, "child", "parent", "confidence")
    order = [("confidence", "descending"), ("child", "ascending"), ("parent", "ascending")]
    rows = table.sort_by(order).slice(0, count).to_pylist()
    papers = sorted({row[end] for row in rows for end in ("child", "parent")})
    told = _told(Corpus(corpus_path), papers)
    return [
        Shown(
            _shown(told.get(row["child"]), row["child"]),
            _shown(told.get(row["parent"]), row["parent"]),
            row["confidence"],
        )
        for row in rows
    ]


def _read(path: Path, *columns: str) -> pyarrow.Table:
    """Columns of a lineage that was written."""
    import pyarrow as pa
    from pyarrow.parquet import read_table

    try:
        return read_table(path, columns=list(columns))
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(Said("corpus.no lineage", {"file": str(path)})) from error


def _told(corpus: Corpus, papers: Sequence[int]) -> dict[int, dict[str, Any]]:
    with engine() as one:
        table = one.table(corpus, "papers")
        rows = one.arrow(
            table.filter(table.paper.isin(papers)).select("paper", "key", "title", "year")
        )
    return {row["paper"]: row for row in rows.to_pylist()}


def _shown(row: Mapping[str, Any] | None, paper: int) -> str:
    if row is None:
        return str(paper)
    return f"{row['title'] or row['key']}" + (f" ({row['year']})" if row["year"] else "")
