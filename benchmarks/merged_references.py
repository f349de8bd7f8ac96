"""How often references of several services are merged wrongly, and how often they stay two.

    python benchmarks/merged_references.py FOLDER [--lists N] [--seed N]

FOLDER holds ``*papers.jsonl.gz`` and ``*references.jsonl.gz`` with real reference lists in
Semantic Scholar's field names. Each list is given three times, as services and papers write it:
with other identifiers or none, in other letters, cut, misspelt, with initials, a year off, as a
printed line, and without some of its references; and with works that are nearly the same beside
them. It is known which lines are one work, so what is merged can be counted.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packed_lines import packed_lines

from ptm_graph.library import Library
from ptm_graph.library.known_references import Found, KnownReferences
from ptm_graph.words import titles
from ptm_graph.words.records import FULL_TEXT, PaperRecord, ReferenceList, ReferenceRecord

S2, CROSSREF = "semantic scholar", "crossref"


@dataclass(frozen=True)
class Real:
    """A work, as it really is."""

    name: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    twin: bool = False


# --- how services write one work --------------------------------------------------------------


def _typo(title: str, draw: random.Random) -> str:
    places = [match.start() for match in re.finditer(r"(?<=[a-z]{5})[a-z]", title)]
    return title if not places else title[: (at := draw.choice(places))] + title[at + 1 :]


WAYS: tuple[tuple[float, Callable[[str, random.Random], str]], ...] = (
    (0.40, lambda title, _: title[:1] + title[1:].lower()),
    (0.05, lambda title, _: title.upper()),
    (0.15, lambda title, _: re.split(r":\s|\?\s|\s[-–—]\s", title)[0]),
    (0.04, lambda title, _: title.partition(": ")[2] or title),
    (0.10, lambda title, _: title.replace("-", "‐")),
    (0.06, lambda title, _: title.replace("-", " ")),
    (0.06, lambda title, _: title.replace("-", "")),
    (0.05, lambda title, draw: re.sub(r"\b(\w{6,})\b", r"<i>\1</i>", title, count=1)),
    (0.05, lambda title, _: title.replace(" and ", " &amp; ")),
    (0.05, lambda title, _: f"{{{title}}}".replace("{{", "{")),
    (0.15, lambda title, _: f"{title}."),
    (0.03, lambda title, draw: title[: draw.randint(45, 80)].rpartition(" ")[0] or title),
    (0.04, _typo),
    (0.03, lambda title, _: title.replace("ization", "isation").replace("odeling", "odelling")),
)
"""How often a title is written otherwise, and how."""


def written(one: Real, draw: random.Random) -> str:
    """Give a title as a service may write it; what tells twins apart is never cut."""
    title = one.title
    for often, way in WAYS:
        if draw.random() < often:
            told = way(title, draw) or title
            title = title if one.twin and len(_letters(told)) < len(_letters(title)) - 1 else told
    return title


def _letters(title: str) -> str:
    return titles.normal(title).replace(" ", "")


def year_of(one: Real, draw: random.Random) -> int | None:
    """The year, as a service may have it."""
    if one.year is None or draw.random() < 0.1:
        return None
    return one.year + draw.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, -1))


def first_author(one: Real, draw: random.Random) -> tuple[str, ...] | None:
    """The first author, as a publisher may write the name."""
    if not one.authors or draw.random() < 0.2:
        return None
    given, _, family = one.authors[0].rpartition(" ")
    initial = given[:1]
    forms = (family, f"{initial} {family}", f"{family} {initial}", f"{family}, {initial}.")
    return (draw.choice(forms).strip(),)


def doi(one: Real) -> str:
    """A made-up DOI."""
    return f"10.5555/{one.name.lower()}"


def by_semantic_scholar(one: Real, draw: random.Random) -> ReferenceRecord:
    """A reference as Semantic Scholar gives it."""
    if draw.random() < 0.08:
        return ReferenceRecord(None, one.title, one.year)
    identifiers = {"s2": one.name} if re.fullmatch(r"[0-9a-f]{40}", one.name) else {}
    if draw.random() < 0.5:
        identifiers["doi"] = doi(one)
    record = PaperRecord(S2, identifiers, title=one.title, authors=one.authors, year=one.year)
    return ReferenceRecord(record, one.title, one.year)


def by_crossref(one: Real, draw: random.Random) -> ReferenceRecord:
    """A reference as publishers deposit it."""
    title, year, author = written(one, draw), year_of(one, draw), first_author(one, draw)
    chance = draw.random()
    if chance < 0.15:
        return ReferenceRecord(PaperRecord(CROSSREF, {"doi": doi(one)}, year=year))
    if chance < 0.65:
        told = PaperRecord(CROSSREF, {"doi": doi(one)}, title=title, authors=author, year=year)
        return ReferenceRecord(told, title, year)
    if chance < 0.85:
        return ReferenceRecord(None, title, year, author)
    line = f"{', '.join(author or ('Anon',))}. {title}. J. {draw.randint(1, 90)} ({one.year})."
    return ReferenceRecord(None, printed=line)


def by_itself(one: Real, draw: random.Random) -> ReferenceRecord:
    """A reference as it is read from the paper."""
    authors = one.authors if draw.random() < 0.8 else None
    return ReferenceRecord(None, written(one, draw), year_of(one, draw), authors or None)


VIEWS: Mapping[str, Callable[[Real, random.Random], ReferenceRecord]] = {
    S2: by_semantic_scholar,
    CROSSREF: by_crossref,
    FULL_TEXT: by_itself,
}


def twin(one: Real, draw: random.Random) -> Real:
    """Another work by the same people of nearly the same title."""
    title = one.title
    numbered = re.sub(r"(?<=[-\s])\d\b", lambda found: str(int(found[0]) + 1), title, count=1)
    ends = (" II", ": Part 2", ", second edition", " in practice", " revisited", ": a reply")
    swapped = re.sub(r"\b(un|semi-|self-)?supervised\b", "weakly supervised", title)
    other = next((new for new in (numbered, swapped) if new != title), title + draw.choice(ends))
    year = one.year and one.year + draw.choice((0, 0, 1, 2))
    return Real(f"{one.name}-twin", other, one.authors, year, twin=True)


# --- counting --------------------------------------------------------------------------------


@dataclass
class Counted:
    """What came of all lists."""

    lines: int = 0
    works: int = 0
    pairs: int = 0
    """Lines beyond the first of their work: those that have to be merged."""
    wrong: int = 0
    missed: int = 0
    untold: int = 0
    """Of the missed ones, lines with nothing but an identifier that nobody else gave."""
    examples: list[str] = field(default_factory=list)
    unmerged: list[str] = field(default_factory=list)


def lists_of(folder: Path, draw: random.Random) -> Iterator[list[Real]]:
    """Real reference lists, with some twins."""
    papers: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob("*papers.jsonl.gz")):
        papers |= {one["paperId"]: one for one in packed_lines(path)}
    listed: dict[str, dict[str, Real]] = defaultdict(dict)
    for path in sorted(folder.glob("*references.jsonl.gz")):
        for row in packed_lines(path):
            known = papers.get(row.get("citedId") or "", {})
            title = known.get("title") or row.get("citedTitle")
            if title:
                authors = tuple(a["name"] for a in known.get("authors") or () if a.get("name"))
                year = known.get("year") or row.get("citedYear")
                name = row.get("citedId") or f"title-{titles.normal(title)[:60]}"
                one = Real(re.sub(r"\W", "", name), title, authors, year and int(year))
                listed[row["citingId"]].setdefault(titles.normal(title).replace(" ", ""), one)
    for _, works in sorted(listed.items()):
        # two records that a service has of one work: authors, the rest of the print or a break
        # within a word in the title of one of them, which has no record
        double = {
            long
            for long in works
            for short in works
            if long != short
            and len(short) >= 12
            and short in long
            and any(works[one].name.startswith("title") for one in (short, long))
        }
        real = [one for key, one in works.items() if key not in double]
        yield real + [twin(one, draw) for one in real if draw.random() < 0.03]


def merged(real: Sequence[Real], draw: random.Random) -> Iterator[tuple[Real, object, str]]:
    """Work, the row of the library it went into, and how it was written, for each line."""
    with Library.in_memory() as library:
        citing = library.store_paper(PaperRecord(S2, {"doi": "10.5555/citing"}, title="Citing"))
        gone: list[tuple[Real, object, str]] = []
        for source, view in sorted(VIEWS.items(), key=lambda _: draw.random()):
            works = [one for one in real if draw.random() < 0.85]
            lines = [view(one, draw) for one in works]
            rows = _stored(library, citing, ReferenceList(source, tuple(lines), len(lines)))
            gone += [
                (one, row, f"{source}: {line.title or line.printed}")
                for one, line, row in zip(works, lines, rows, strict=True)
            ]
            turned = {("line", at): ("paper", number) for at, number in _LAST[0].turned.items()}
            gone = [(one, turned.get(row, row), how) for one, row, how in gone]  # type: ignore[call-overload]
        yield from gone


_LAST: list[Found] = []


def _stored(library: Library, citing: str, listed: ReferenceList) -> list[object]:
    """Store a list; give the row of the library that each of its lines went into."""
    match, before = KnownReferences.match, _lines(library)

    def noted(self: KnownReferences, *given: Any) -> Found:
        _LAST[:] = [match(self, *given)]
        return _LAST[0]

    KnownReferences.match = noted  # type: ignore[method-assign,assignment]
    try:
        library.store_references(citing, listed)
    finally:
        KnownReferences.match = match  # type: ignore[method-assign]
    (found,) = _LAST
    new = defaultdict(list)
    for position, title in sorted(_lines(library).items(), reverse=True):
        if position not in before:
            new[title].append(position)
    taken = {
        at: new[line.title or line.printed].pop()
        for at, (line, number) in enumerate(zip(listed.references, found.numbers, strict=True))
        if number is None and at not in found.lines
    }
    return [
        ("paper", number) if number is not None else ("line", (found.lines | taken)[at])
        for at, number in enumerate(found.numbers)
    ]


def _lines(library: Library) -> dict[int, str | None]:
    cursor = library._connection.execute("SELECT position, title FROM unresolved_reference")
    return dict(map(tuple, cursor))


def count(folder: Path, most: int, seed: int) -> Counted:
    """Merge lists, and count."""
    draw, counted = random.Random(seed), Counted()
    for number, real in enumerate(lists_of(folder, draw)):
        if number == most:
            break
        rows: dict[object, Counter[Real]] = defaultdict(Counter)
        ways: dict[Real, dict[object, str]] = defaultdict(dict)
        for one, row, how in merged(real, draw):
            rows[row][one] += 1
            ways[one][row] = how
            counted.lines += 1
        counted.works += len(ways)
        for row, held in rows.items():
            strangers = held.total() - max(held.values())
            counted.wrong += strangers
            if strangers:
                counted.examples.append(" | ".join(ways[one][row] for one in held))
        for one, places in ways.items():
            lines = sum(held[one] for held in rows.values())
            counted.pairs += lines - 1
            counted.missed += len(places) - 1
            if len(places) > 1:
                counted.unmerged.append(f"{one.title} | {' | '.join(places.values())}")
            counted.untold += sum(how.endswith(": None") for how in places.values()) * (
                len(places) > 1
            )
    return counted


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lists", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--missed", action="store_true", help="show what was missed")
    asked = parser.parse_args()
    found = count(asked.folder, asked.lists, asked.seed)
    print(f"{found.lines:,} lines of {found.works:,} works in {asked.lists} lists")
    print(f"wrong merges: {found.wrong} ({found.wrong / max(1, found.pairs):.3%} of the mergers)")
    print(
        f"missed: {found.missed} ({found.missed / max(1, found.pairs):.1%}), "
        f"of these {found.untold} that have nothing but an identifier of their own"
    )
    for one in found.unmerged[:60] if asked.missed else found.examples[:40]:
        print("  ", one[:300])


if __name__ == "__main__":
    main()
