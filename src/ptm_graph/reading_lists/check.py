"""What is wrong with a seed list: duplicates, shared names, papers without identifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ptm_graph.reading_lists.merge import merged
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import normal

FindingKind = Literal["unreadable", "duplicate", "shared name", "unresolved"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    kind: FindingKind
    subject: str
    message: str
    """What is wrong and what to do."""
    places: tuple[tuple[str | None, int | None], ...]
    """File and line of everything concerned."""

    def __str__(self) -> str:
        file, line = self.places[0] if self.places else (None, None)
        place = ":".join(str(part) for part in (file, line) if part is not None)
        return f"{place}: {self.subject}: {self.message}" if place else self.message


def check(seeds: ReadingList) -> tuple[Finding, ...]:
    """Find what is wrong with seeds, by line.

    - what could not be read: malformed identifiers, unknown keys …;
    - entries that name the same work;
    - names that two works share: a query for them is ambiguous;
    - entries without identifier, which a refresh has to find by their title.
    """
    findings = [
        Finding("unreadable", problem.subject, problem.reason, ((problem.file, problem.line),))
        for problem in seeds.unused
    ]
    findings += _duplicates(seeds.entries)
    findings += _shared_names(seeds.entries)
    findings += [
        Finding(
            "unresolved",
            entry.title or entry.name,
            "has no identifier; add one, or let refresh find it by its title",
            (_place(entry),),
        )
        for entry in seeds.entries
        if not entry.identifiers
    ]
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[str, int, str]:
    file, line = finding.places[0] if finding.places else (None, None)
    return (file or "", line or 0, finding.kind)


def _place(entry: SeedEntry) -> tuple[str | None, int | None]:
    return (entry.file, entry.line)


def _where(entry: SeedEntry) -> str:
    return f"line {entry.line}" if entry.line else entry.title or entry.name


def _duplicates(entries: Sequence[SeedEntry]) -> list[Finding]:
    return [
        Finding(
            "duplicate",
            one.entry.title or one.entry.name,
            "is named more than once: " + ", ".join(map(_where, one.sources)) + "; merge them",
            tuple(map(_place, one.sources)),
        )
        for one in merged(entries)
        if len(one.sources) > 1
    ]


def _shared_names(entries: Sequence[SeedEntry]) -> list[Finding]:
    owners: dict[str, dict[int, SeedEntry]] = {}
    written: dict[str, str] = {}
    for one in merged(entries):
        for alias in one.entry.aliases:
            key = normal(alias)
            if key:
                owners.setdefault(key, {})[id(one)] = one.entry
                written.setdefault(key, alias)
    return [
        Finding(
            "shared name",
            written[key],
            "is the name of several papers: "
            + "; ".join(entry.title or entry.name for entry in bearers.values())
            + "; distinguish them, as in “ERNIE (Baidu)”",
            tuple(map(_place, bearers.values())),
        )
        for key, bearers in owners.items()
        if len(bearers) > 1
    ]
