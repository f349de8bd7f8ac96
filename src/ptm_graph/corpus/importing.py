"""From a dump to a corpus, in three steps that each go on where they were cut off.

Everything lies in a folder of its own inside that of the corpus, and takes the place of an
older corpus only when all of it is there.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from ptm_graph.corpus import joining, judging, staging
from ptm_graph.corpus.database import finds, number, rows_of, session, write
from ptm_graph.corpus.dumps.dump import Dump
from ptm_graph.corpus.layout import INFO, TABLES, WORK, Corpus, Info, TableName, finish
from ptm_graph.corpus.writing import write_table
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.errors import CorpusError
from ptm_graph.files import lock, told, write_text
from ptm_graph.words.wording import Said

T = TypeVar("T")
R = TypeVar("R")

SCRATCH = 4.0
"""Bytes on disk that an import needs for each byte of packed JSON, at most."""

MEMORY = 4 << 30
"""Bytes of memory that an import may use, unless it is said how many."""


@dataclass(frozen=True)
class Plan:
    """What an import has to do."""

    dump: Dump
    files: Sequence[staging.Task]
    others: Sequence[Path]
    """Files that nothing is read from."""
    size: int
    """Bytes of the files that are read."""
    needed: int
    """Bytes of disk, about."""
    free: int
    read: int = 0
    """Files that an earlier run has read."""


def plan(dump: Dump, folder: Path, out: Path, *, memory: int = MEMORY) -> Plan:
    """Look what there is to import, and whether there is room.

    Raises
    ------
    CorpusError
        If there is nothing to import.
    """
    files, others = staging.tasks(dump, folder, out / WORK / "staged", _share_of(memory))
    size = sum((folder / one.path).stat().st_size for one in files)
    around = next(one for one in (out, *out.absolute().parents) if one.exists())
    read = sum(staging.is_read(one) is not None for one in files)
    needed = int(size * SCRATCH)
    return Plan(dump, files, others, size, needed, shutil.disk_usage(around).free, read)


def import_dump(
    dump: Dump,
    folder: Path,
    out: Path,
    *,
    memory: int = MEMORY,
    sentences: bool = False,
    release: str = "",
    progress: Progress | None = None,
) -> Corpus:
    """Make a corpus of a dump; one that is there already is replaced.

    Parameters
    ----------
    dump : Dump
        What kind of dump it is.
    folder, out : Path
        Where its files are, and the folder of the corpus.
    memory : int
        Bytes that may be used, over all processes.
    sentences : bool
        Whether the corpus keeps citing sentences, too.
    release : str
        Which state of the source it is.
    progress : Progress, optional
        Told about each step.

    Raises
    ------
    CorpusError
        If there is nothing to import, no room, a file is damaged as a whole, or another
        process imports into the same corpus. What was read stays for the next run.
    """
    return make(
        dump,
        folder,
        out,
        memory=memory,
        sentences=sentences,
        release=release,
        progress=progress,
    )


def make(
    dump: Dump,
    folder: Path,
    out: Path,
    *,
    memory: int,
    sentences: bool,
    release: str,
    progress: Progress | None = None,
    known: Callable[[Path], None] | None = None,
    left_out: Mapping[str, int] | None = None,
) -> Corpus:
    """Make a corpus of files, and of what is ``known``: see :func:`import_dump`.

    Parameters
    ----------
    known : callable, optional
        Adds, to the folder of what was read, what the corpus held before.
    left_out : mapping, optional
        What was left out of that.
    """
    progress = progress or Silent()
    options = {"dump": dump.name, "sentences": sentences, "release": release}
    options |= {"folder": str(folder.absolute()), "known": known is not None}
    with _held(out), told(out):
        work = out / WORK
        _begin(work, options)
        if not (work / "ready.json").exists():
            planned = plan(dump, folder, out, memory=memory)
            _check_room(planned, out)
            omitted = _stage(planned, progress) + Counter(left_out or {})
            if known is not None and not (work / "joined").exists():
                known(work / "staged")
            rows, more = _make(work, dump, memory, sentences=sentences, progress=progress)
            counts = dict(sorted((omitted + more).items()))
            info = Info(dump.title, release, rows, counts, dump.credits)
            write_text(work / "ready.json", json.dumps(asdict(info)))
        return _swap(work, out)


# --- the steps -------------------------------------------------------------------------------


def _begin(work: Path, options: Mapping[str, Any]) -> None:
    """Go on with what was begun with the same options, or begin anew."""
    noted = work / "options.json"
    with contextlib.suppress(OSError, ValueError):
        if json.loads(noted.read_text(encoding="utf-8")) == options:
            return
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    write_text(noted, json.dumps(options))


def _check_room(planned: Plan, out: Path) -> None:
    if planned.free < planned.needed and not planned.read:
        values: dict[str, Any] = {
            "corpus": str(out),
            "needed": in_words(planned.needed),
            "free": in_words(planned.free),
        }
        raise CorpusError(Said("corpus.no room", values))


def _stage(planned: Plan, progress: Progress) -> Counter[str]:
    """Read the files that are not read yet."""
    left_out: Counter[str] = Counter()
    missing = []
    for one in planned.files:
        known = staging.is_read(one)
        if known is None:
            missing.append(one)
        else:
            left_out.update(known)
    out = planned.files[0].out
    stale = _forget_others(out, {one.name for one in planned.files})
    if missing or stale:
        shutil.rmtree(out.parent / "joined", ignore_errors=True)
        shutil.rmtree(out.parent / "tables", ignore_errors=True)
    sizes = {one: 1 + (one.folder / one.path).stat().st_size // 2**20 for one in missing}
    progress.stage("reading the dump", sum(sizes.values()))
    # the largest first, so that no processor is left with it in the end
    missing.sort(key=lambda one: -sizes[one])
    for task, found in _parallel(staging.read, missing):
        left_out.update(found)
        progress.advance(sizes[task])
    return left_out


def _forget_others(out: Path, names: set[str]) -> bool:
    """Remove what was read of files that are not there any more."""
    kept = {*names, joining.OLD}
    stale = [
        one for one in out.glob("*/*") if one.name.partition(".")[0] not in kept and one.is_file()
    ]
    for one in stale:
        one.unlink()
    return bool(stale)


def _make(
    work: Path, dump: Dump, memory: int, *, sentences: bool, progress: Progress
) -> tuple[dict[TableName, int], Counter[str]]:
    """Make all tables; give their rows, and what was left out."""
    joined, tables = work / "joined", work / "tables"
    progress.stage("ordering papers and citations", joining.STEPS)
    joiner = joining.Joiner(work / "staged", joined, memory, complete=dump.complete)
    left_out = joiner.run(progress.advance)
    texts = _has_texts(joined, memory)
    some = judging.ranges(joined, tables, _share_of(memory), texts=texts)
    if not some:
        write_table(tables, "citations", [], "part-00000.parquet")
    missing = [one for one in some if not one.file.exists()]
    progress.stage("reading what texts say", len(missing))
    for _ in _parallel(judging.judge, missing):
        progress.advance()
    wanted: list[TableName] = ["papers", "ids", "cited_by"]
    wanted += ["abstracts"] if texts else []
    wanted += ["sentences"] if sentences else []
    progress.stage("writing the corpus", len(wanted))
    rows: dict[TableName, int] = {}
    for name in wanted:
        rows[name] = _table(work, name, memory)
        progress.advance()
    with session(memory) as connection:
        citations = f"SELECT count(*) FROM {rows_of(tables / 'citations')}"
        rows["citations"] = number(connection, citations)
    return rows, left_out


def _has_texts(joined: Path, memory: int) -> bool:
    """Whether there is anything to read: an abstract, or a citing sentence."""
    abstracts, edges = (rows_of(joined / f"{one}.parquet") for one in ("abstracts", "edges"))
    with session(memory) as connection:
        return finds(connection, f"SELECT 1 FROM {abstracts}") or finds(
            connection, f"SELECT 1 FROM {edges} WHERE len(contexts) > 0"
        )


_SELECTS: Mapping[TableName, tuple[str, str]] = {
    "papers": ("joined/papers.parquet", "SELECT {columns} FROM {rows} ORDER BY paper"),
    "ids": ("joined/ids.parquet", "SELECT * FROM {rows} ORDER BY kind, value, paper"),
    "abstracts": ("joined/abstracts.parquet", "SELECT * FROM {rows} ORDER BY paper"),
    "cited_by": ("tables/citations", "SELECT {columns} FROM {rows} ORDER BY cited, citing"),
    "sentences": (
        "joined/edges.parquet",
        "SELECT citing, cited, unnest(range(len(contexts)))::INTEGER AS place, "
        "unnest(contexts) AS text FROM {rows} WHERE len(contexts) > 0 "
        "ORDER BY citing, cited, place",
    ),
}
"""Table → what it is made of, and how."""


def _table(work: Path, name: TableName, memory: int) -> int:
    """Write a table as one file, where it is not there."""
    place = work / "tables" / name / "part-00000.parquet"
    source, select = _SELECTS[name]
    with session(memory, spill=work / "spilled") as connection:
        if not place.exists():
            columns, rows = ", ".join(TABLES[name].columns), rows_of(work / source)
            write(connection, select.format(columns=columns, rows=rows), place)
        return number(connection, f"SELECT count(*) FROM {rows_of(place)}")


def _swap(work: Path, out: Path) -> Corpus:
    """Let what was made take the place of what is there; cut off, it goes on the next time."""
    told_of = json.loads((work / "ready.json").read_text(encoding="utf-8"))
    info = Info(**{**told_of, "credits": tuple(told_of["credits"])})
    (out / INFO).unlink(missing_ok=True)
    for name in TABLES:
        made = work / "tables" / name
        if made.exists():
            shutil.rmtree(out / name, ignore_errors=True)
            made.replace(out / name)
        elif name not in info.rows:
            shutil.rmtree(out / name, ignore_errors=True)
    corpus = finish(out, info)
    shutil.rmtree(work, ignore_errors=True)
    return corpus


# --- processes -------------------------------------------------------------------------------


def _workers() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _share_of(memory: int) -> int:
    """Bytes for each of the processes that work side by side."""
    return max(memory // _workers(), 256 << 20)


def _parallel(work: Callable[[T], R], tasks: Sequence[T]) -> Iterator[tuple[T, R]]:
    """Do tasks in processes of their own, and give each with its result as it ends.

    One alone is done here: a process takes longer to start than a small file to read.
    """
    if len(tasks) <= 1 or _workers() == 1:
        yield from ((one, work(one)) for one in tasks)
        return
    # a forked process would inherit the threads of the database in a state nobody knows
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(_workers(), len(tasks)), mp_context=context) as pool:
        futures = {pool.submit(work, one): one for one in tasks}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@contextlib.contextmanager
def _held(out: Path) -> Iterator[None]:
    """Import into a corpus alone."""
    with told(out):
        out.mkdir(parents=True, exist_ok=True)
    held = lock(out / ".lock")
    try:
        held.acquire(timeout=0)
    except TimeoutError as error:
        raise CorpusError(Said("corpus.held", {"corpus": str(out)})) from error
    try:
        yield
    finally:
        held.release()


def in_words(count: int) -> str:
    """Bytes for people.

    >>> in_words(3_400_000_000), in_words(120_000)
    ('3.4 GB', '0.1 MB')
    """
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
