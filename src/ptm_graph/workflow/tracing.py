"""A reading list from one paper: its likeliest ancestors and descendants, within a budget.

Each round asks for the reference lists of a few papers, judges all their references as
parents, and enlists the likeliest of those that are reached; the next round follows them. The
state is the list and the library: a run that was cut off, or one with a larger budget, goes on
where the last one ended.
"""

from __future__ import annotations

import contextlib
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ptm_graph.enrich.planning import ANSWER_TIME
from ptm_graph.enrich.progress import Progress
from ptm_graph.enrich.refresh import refresh
from ptm_graph.enrich.report import RefreshReport
from ptm_graph.enrich.stages import CitedIds, References, Stage
from ptm_graph.enrich.text_stages import FullTexts, TextWishes
from ptm_graph.errors import AmbiguousQueryError, InputError
from ptm_graph.library import Library
from ptm_graph.library.seed_status import Candidate, SeedStatus
from ptm_graph.reading_lists import ReadingList, read_text
from ptm_graph.reading_lists.seed_file import addition, write
from ptm_graph.settings import Settings
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import opened, ranked
from ptm_graph.words import titles
from ptm_graph.words.identifiers import paper_key, without_record_numbers
from ptm_graph.words.model import Note, SeedEntry, UnresolvedReference
from ptm_graph.words.records import ReferenceList
from ptm_graph.words.wording import Said, Value, understood
from ptm_graph.workflow.following import LEAST, Reached, cite_titles, judge, letters_of, reach
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.reading import Lists, lists_named
from ptm_graph.workflow.refreshing import lineage_rows
from ptm_graph.workflow.sourcing import openers

__all__ = [
    "Bounds",
    "Expected",
    "Reached",
    "TextWishes",
    "Traced",
    "Unrecorded",
    "expected",
    "file_beside",
    "starts",
    "trace",
]

BAND = 3.0
"""Papers are followed together with those up to so many times as likely."""
_PATIENCE = 2
"""So many times the expected requests are sent before a trace stops."""
_SHORTEST_TITLE = 15
"""Letters from which on a title alone names a work."""
_LONGEST_TOLD = 200
"""Letters of a title in a message."""
_A_PAGE, _MOST_LISTED = 1_000, 9_999
"""Citing papers in a request, and that services give at all, about."""
MOST_CITING = 200
"""Citing papers that are kept of each paper whose descendants are sought."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far to go."""

    up: int = 3
    """Generations of ancestors."""
    down: int = 0
    """Generations of descendants."""
    papers: int = 60
    """Papers of the list at most, those looked at in vain included."""
    requests: int | None = None
    """Requests at most; None: as :attr:`Expected.most` says."""
    least: float = LEAST
    """How likely a way to a paper has to be, for the paper to be followed."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a trace is going to cost."""

    papers: int
    """At most."""
    requests: int
    """About."""
    most: int
    """Requests after which it stops."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A reference of which no service has a record."""

    title: str
    year: int | None
    listed_by: tuple[str, ...]
    """Names of the papers that list it."""


@dataclass(frozen=True, slots=True)
class Traced:
    """What came of a trace."""

    library: Path
    file: Path
    """The reading list."""
    report: RefreshReport
    papers: tuple[Reached, ...]
    """Those of the list, by generation, the likeliest first."""
    left: tuple[Reached, ...]
    """Those that were not followed because the budget was used up, the likeliest first."""
    dismissed: int
    """Citing papers that were looked at and descend from none."""
    unrecorded: tuple[Unrecorded, ...]
    """References without a record that are not in the list, those listed most often first."""


def starts(papers: Sequence[str]) -> list[SeedEntry]:
    """The papers that identifiers, links or titles name, as entries of a list.

    Raises
    ------
    InputError
        If a text is none of these.
    """
    return [_start(text.strip()) for text in papers]


def _start(text: str) -> SeedEntry:
    listed = read_text(text) if text else None
    if listed is not None and len(listed.entries) == 1:
        return replace(listed.entries[0], line=None)
    if listed is None or len(listed.entries) > 1 or "://" in text or not titles.normal(text):
        short = textwrap.shorten(text, _LONGEST_TOLD, placeholder=" …")
        raise InputError(Said("trace.no paper", {"text": short}))
    return SeedEntry(title=text)


def file_beside(library: Path) -> Path:
    """The reading list of a library that a trace makes."""
    return library.with_suffix(".yaml")


def expected(
    path: Path,
    bounds: Bounds | None = None,
    *,
    file: Path | None = None,
    full_texts: bool = False,
    settings: Settings | None = None,
    services: Sequence[Callable[[Settings], Service]] | None = None,
) -> Expected:
    """Say what a trace costs, before anybody is asked.

    Parameters
    ----------
    path, bounds, file, settings, services
        As for :func:`trace`.
    full_texts : bool, default False
        Whether full texts are read.

    Raises
    ------
    InputError
        If the library holds another list.
    """
    with Library.open(path) if path.exists() else Library.in_memory() as library:
        present = len(_present(_file_of(library, path, file)).entries)
    with _opened(settings, services) as asked:
        return _expected(bounds or Bounds(), present, asked, full_texts=full_texts)


def _opened(
    settings: Settings | None, services: Sequence[Callable[[Settings], Service]] | None
) -> contextlib.AbstractContextManager[tuple[Service, ...]]:
    """Open those that are asked; where there is a corpus, nobody else."""
    settings = settings or Settings.from_environment()
    return opened(settings, services or openers(settings, alone=True))


def _expected(
    bounds: Bounds, present: int, services: Sequence[Service], *, full_texts: bool
) -> Expected:
    """A request for each list, and one for the records of each round to each service."""
    papers = max(0, bounds.papers - present)
    rounds = 1 + 2 * (bounds.up + bounds.down)
    asked = [one for one in ranked(services) if not one.local]
    listing = [one for one in asked if "references" in one.offers][:1]
    count, seconds = 0, 0.0
    for service in asked:
        own = rounds if "records" in service.offers else 0
        own += papers + bounds.down * rounds if service in listing else 0
        own += rounds if CitedIds.capability in service.offers else 0
        read = full_texts and (FullTexts.capability in service.offers or service in listing)
        own += papers if read else 0  # a source each, and a title that only the papers list
        count += own
        seconds += own * max(service.interval, ANSWER_TIME)
    return Expected(papers, count, bounds.requests or _PATIENCE * count, seconds)


def trace(
    path: Path,
    papers: Sequence[str],
    bounds: Bounds | None = None,
    *,
    file: Path | None = None,
    settings: Settings | None = None,
    texts: TextWishes | None = None,
    progress: Progress | None = None,
    services: Sequence[Callable[[Settings], Service]] | None = None,
) -> Traced:
    """Make a reading list and a library of the likeliest ancestors and descendants of papers.

    Parameters
    ----------
    path : Path
        The library; made where it is missing. One that a trace made goes on.
    papers : sequence of str
        Identifiers, links or titles.
    bounds : Bounds, optional
        How far to go.
    file : Path, optional
        The seed list to write; default: that of the library, or one beside it.
    settings, texts, progress, services
        As for a refresh.

    Raises
    ------
    AmbiguousQueryError
        If a title may mean several papers; it carries them.
    InputError
        If a paper is unknown, or cites nothing that is known; or the library holds another list.
    LibraryBusyError, RefusedError, LibraryError, ReadingListError
        As :func:`ptm_graph.workflow.refreshing.refresh_library`.
    """
    bounds, begun = bounds or Bounds(), starts(papers)
    fresh = not path.exists()
    with (
        _opened(settings, services) as asked,
        Library.open(path, writable=True) as library,
    ):
        target = _file_of(library, path, file)
        present = _present(target)
        cost = _expected(bounds, len(present.entries), asked, full_texts=texts is not None)
        newest = library.newest_paper()
        tracer = _Tracer(bounds, begun, target, asked, cost.most)
        try:
            report = refresh(
                library,
                [*present.entries, *begun],
                *asked,
                lists=present.paths,
                citations=MOST_CITING if bounds.down else 0,
                citations_of=tracer.around,
                texts=texts,
                grow=tracer,
                lineage=lambda refreshed: lineage_rows(lineage_of(refreshed).graph),
                progress=_Counted(progress, asked, cost.papers) if progress else None,
            )
        except (InputError, AmbiguousQueryError):
            if tracer.settled:
                raise
            with library.writing() as writer:
                writer.replace_entries(present.entries)
                writer.forget_lone(newest, {})
            if fresh:
                library.close()
                _remove(path)
            raise
    return Traced(
        path,
        target,
        report,
        tuple(sorted(tracer.papers, key=_in_order)),
        tracer.left,
        len(tracer.dismissed),
        tracer.unrecorded,
    )


def _in_order(one: Reached) -> tuple[bool, int, float, str]:
    return one.generation < 0, abs(one.generation), -one.probability, one.key


def _file_of(library: Library, path: Path, given: Path | None) -> Path:
    """The list to write; an InputError where the library holds another one."""
    target = (given or file_beside(path)).absolute()
    remembered = library.reading_lists()
    if remembered != [target] if remembered else library.seed_entries():
        raise InputError(Said("trace.other list", {"library": str(path), "file": target.name}))
    return target


def _present(target: Path) -> Lists:
    """What the list holds; an error where it is none that can be added to."""
    addition(target, [SeedEntry(title=target.name)])  # only tried; nothing is written
    return lists_named([target]) if target.exists() else Lists(ReadingList(()), ())


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", ".refresh-lock"):
        path.with_name(path.name + end).unlink(missing_ok=True)


class _Tracer:
    """Lets the list of a refresh grow, round by round."""

    def __init__(
        self,
        bounds: Bounds,
        begun: Sequence[SeedEntry],
        file: Path,
        services: Sequence[Service],
        requests: int,
    ):
        self.around: set[str] = set()
        """Keys of the papers whose citing papers are wanted."""
        self.papers: tuple[Reached, ...] = ()
        self.left: tuple[Reached, ...] = ()
        self.unrecorded: tuple[Unrecorded, ...] = ()
        self.dismissed: set[str] = set()
        self._bounds, self._begun, self._file = bounds, begun, file
        self._services, self._requests = services, requests
        self._starts: tuple[str, ...] = ()
        self._taken: set[str] = set()
        """Keys that were followed; the list may have some of them as another paper's."""
        self._trials: dict[str, SeedEntry] = {}
        """Citing papers that are looked at; they are not in the file before they are judged."""

    @property
    def settled(self) -> bool:
        """Whether it is known which papers it starts from."""
        return bool(self._starts)

    def __call__(self, library: Library, table: Sequence[Stage]) -> bool:
        """Enlist what is reached; whether there is more to ask for."""
        lists = [one for one in table if isinstance(one, References)]
        unresolved = [item for one in lists for item in one.unresolved.items()]
        if not self._starts:
            self._starts = _settled(library, len(self._begun), lists, self._bounds)
            self._enlist(library, [_entry(library, key) for key in self._starts], unresolved)
        self._rename(library.former_keys())
        judged = judge(library, unresolved, self.around)
        wish = self._bounds
        reached = reach(judged, self._starts, up=wish.up, down=wish.down, least=wish.least)
        listed = {key for _, key in library.seed_entries()}
        self.papers = tuple(one for key, one in reached.items() if key in listed)
        found = [entry for key, entry in self._trials.items() if key in reached]
        self.dismissed |= self._trials.keys() - reached.keys()
        held = len(listed - self._trials.keys()) + len(found)
        band = self._band(reached, listed, held)
        found += [_entry(library, one.key, one, reached) for one in band if one.generation > 0]
        self._trials = {one.key: _entry(library, one.key) for one in band if one.generation < 0}
        self._enlist(library, found, unresolved)
        self.unrecorded = _unrecorded(library)
        return self._look_around(library, reached) or bool(band)

    def _rename(self, former: Mapping[str, str]) -> None:
        """Call papers by the keys that they have since records of them came."""
        self._starts = tuple(former.get(key, key) for key in self._starts)
        self._trials = {former.get(key, key): entry for key, entry in self._trials.items()}
        for keys in (self._taken, self.dismissed, self.around):
            keys.update(former[key] for key in keys & former.keys())

    def _band(self, reached: Mapping[str, Reached], listed: set[str], held: int) -> list[Reached]:
        """The likeliest of those that are not asked about yet, as far as the budget goes."""
        open_ones = sorted(
            (one for key, one in reached.items() if key not in listed | self._taken),
            key=lambda one: (-one.probability, one.key),
        )
        room = min(self._bounds.papers - held - len(self.dismissed), self._affordable())
        band = [one for one in open_ones if one.probability * BAND >= open_ones[0].probability]
        band = band[: max(0, room)]
        self._taken.update(one.key for one in band)
        self.left = tuple(open_ones[len(band) :])
        return band

    def _affordable(self) -> int:
        """Papers whose lists the requests that are left are enough for."""
        if all(one.local for one in self._services):
            return sys.maxsize
        used = sum(one.requests for one in self._services)
        return self._requests - used - 2 * len(self._services)

    def _enlist(
        self,
        library: Library,
        entries: Sequence[SeedEntry],
        unresolved: Sequence[tuple[str, ReferenceList]],
    ) -> None:
        """Write entries into the file, and make it the list of the library; both in each round."""
        change = addition(self._file, entries)
        if not change.is_empty:
            write(change)
        listed = [*lists_named([self._file]).entries, *self._trials.values()]
        with library.writing() as writer:
            numbers = writer.replace_entries(listed)
            writer.set_reading_lists([self._file])
            named = {
                letters_of(one.title): number for one, number in zip(listed, numbers, strict=True)
            }
            cite_titles(
                writer,
                unresolved,
                {name: number for name, number in named.items() if len(name) >= _SHORTEST_TITLE},
            )

    def _look_around(self, library: Library, reached: Mapping[str, Reached]) -> bool:
        """Want the citing papers of those whose descendants are sought and can be paid for."""
        room = self._affordable()
        new = False
        for one in sorted(reached.values(), key=_in_order):
            inside = -self._bounds.down < one.generation <= 0
            if not inside or one.key in self.around or one.key in self._trials:
                continue
            room -= _pages(library.paper(one.key).citation_count)
            if room > 0:
                self.around.add(one.key)
                new = True
        return new


def _pages(citing: int | None) -> int:
    return 1 + min(citing or 0, _MOST_LISTED) // _A_PAGE


def _settled(
    library: Library,
    count: int,
    lists: Sequence[References],
    bounds: Bounds,
) -> tuple[str, ...]:
    """Keys of the papers a trace starts from; an error where one is not known for sure."""
    found = library.seed_status()[-count:]
    for one in found:
        if one.state != "resolved":
            raise _unclear(one)
    keys = tuple(one.key for one in found)
    unresolved = {key for one in lists for key in one.unresolved}
    mute = [key for key in keys if not (library.paper(key).references_known or key in unresolved)]
    if len(mute) < len(keys) or bounds.down:
        return keys
    name = library.paper(mute[0]).name
    told = (library.replies(one.what).get(mute[0]) for one in lists)
    reason = next((reply.reason for reply in told if reply and reply.reason), None)
    if reason is None:
        raise InputError(Said("trace.not answered", {"paper": name}))
    raise InputError(Said("trace.no references", {"paper": name, "reason": understood(reason)}))


def _unclear(one: SeedStatus) -> InputError | AmbiguousQueryError:
    asked = one.entry.title or paper_key(one.entry.identifiers, None)
    told = textwrap.shorten(asked, _LONGEST_TOLD, placeholder=" …")
    lines = [
        f"{number}. {_written(candidate)}"
        for number, candidate in enumerate(filter(_named, one.candidates), 1)
    ]
    if lines and one.entry.title:
        choices = "".join(f"\n  {line}" for line in lines)
        said = Said("trace.ambiguous", {"query": told, "choices": choices})
        return AmbiguousQueryError(said, asked, lines)
    if one.code in (None, "failed"):
        return InputError(Said("trace.not answered", {"paper": told}))
    return InputError(
        Said("trace.unknown", {"paper": told, "reason": understood(one.reason or "")})
    )


def _named(candidate: Candidate) -> bool:
    return bool(candidate.identifiers and candidate.title)


def _written(candidate: Candidate) -> str:
    year = f", {candidate.year}" if candidate.year else ""
    return f"{paper_key(candidate.identifiers, None)}  “{candidate.title}”{year}"


def _entry(
    library: Library,
    key: str,
    one: Reached | None = None,
    reached: Mapping[str, Reached] | None = None,
) -> SeedEntry:
    """A paper as an entry of the list; one without a record says who lists it."""
    if one is not None and one.entry is not None and reached is not None:
        values: dict[str, Value] = {"by": ", ".join(one.listed_by), "share": one.probability}
        return replace(one.entry, notes=(Note(str(Said("trace.note", values)), "en"),))
    paper = library.paper(key)
    named = without_record_numbers(paper.identifiers)
    return SeedEntry(paper.title, identifiers=named, year=paper.year)


def _unrecorded(library: Library) -> tuple[Unrecorded, ...]:
    """References that no service has a record of, by title; those listed most often first."""
    found: dict[str, list[UnresolvedReference]] = defaultdict(list)
    listed = {key: library.paper(key).name for _, key in library.seed_entries()}
    for one in library.unresolved_references():
        if one.title and one.citing in listed:
            found[letters_of(one.title)].append(one)
    told = [
        Unrecorded(
            same[0].title or "",
            next((one.year for one in same if one.year), None),
            tuple(dict.fromkeys(listed[one.citing] for one in same)),
        )
        for same in found.values()
    ]
    return tuple(sorted(told, key=lambda one: (-len(one.listed_by), one.title)))


class _Counted:
    """The stages of many rounds told as one: papers whose references are known."""

    def __init__(self, progress: Progress, services: Sequence[Service], papers: int):
        self._progress, self._papers = progress, papers
        offers = [one.offers["references"] for one in services if "references" in one.offers]
        self._titles = {one.title for one in offers}
        self._counts = False
        self._begun = False

    def later(self, seconds: float) -> None:
        """Nothing: how long later rounds take, nobody knows."""

    def stage(self, name: str, total: int) -> None:
        """Count the papers of the stages that ask for references."""
        self._counts = name in self._titles
        if not self._begun:
            self._begun = True
            self._progress.stage(next(iter(self._titles), name), self._papers)

    def advance(self, steps: int = 1) -> None:
        """Count finished papers; the others only give a chance to stop."""
        self._progress.advance(steps if self._counts else 0)
