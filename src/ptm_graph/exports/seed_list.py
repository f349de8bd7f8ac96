"""Seeds as a list in Markdown, for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ptm_graph.errors import ReadingListError
from ptm_graph.exports.about_paper import links
from ptm_graph.exports.entries import listed_authors
from ptm_graph.exports.streaming import write_lines
from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.stated import UNKNOWN
from ptm_graph.words import lists
from ptm_graph.words.markup import escaped
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import clean


def write_seeds(seeds: Iterable[SeedEntry], out: BinaryIO) -> None:
    """Write a heading a family, an item a paper, links behind it.

    :mod:`ptm_graph.reading_lists.markdown` reads it back. What its owner says is below each
    item; tags and properties as Logseq and Dataview write them, and so are title, authors, year
    and identifiers where the item itself would be read otherwise.
    """
    families: dict[str | None, list[SeedEntry]] = {}
    for seed in seeds:
        families.setdefault(seed.family, []).append(seed)
    lines, places = _lines(families, {})
    write_lines(_lines(families, _misread(lines, places))[0], out)


def _lines(
    families: dict[str | None, list[SeedEntry]], added: dict[int, list[str]]
) -> tuple[list[str], list[tuple[int, SeedEntry]]]:
    """All lines, and the number of that of each seed; ``added`` stands below it."""
    lines: list[str] = []
    places: list[tuple[int, SeedEntry]] = []
    for number, (family, members) in enumerate(families.items()):
        lines += [""] if number else []
        lines += [f"## {_text(family)}", ""] if family else []
        for seed in members:
            lines.append(f"- {' '.join(_parts(seed))}")
            places.append((len(lines), seed))
            lines += (f"  - {line}" for line in (*added.get(id(seed), ()), *own_words(seed)))
    return lines, places


def _misread(lines: list[str], places: list[tuple[int, SeedEntry]]) -> dict[int, list[str]]:
    """For each seed that its line alone does not tell: what has to be stated below it."""
    found: dict[int | None, list[SeedEntry]] = {}
    try:
        for entry in read_text("\n".join(lines), "markdown").entries:
            found.setdefault(entry.line, []).append(entry)
    except ReadingListError:
        pass  # too long to be read at once: everything is stated
    return {id(seed): _statements(seed, found.get(line, [])) for line, seed in places}


def _statements(seed: SeedEntry, found: list[SeedEntry]) -> list[str]:
    """What is to be said of a seed, as on its line alone these were found."""
    told, taken = (_said(one) for one in (seed, found[0] if len(found) == 1 else SeedEntry()))
    if seed.title is None and len(found) == 1:
        taken["title"] = ""  # its name stands there
    differing = {name for name, value in told.items() if value != taken[name]}
    return [
        f"{name}:: {_verbatim(value or UNKNOWN)}"
        for name, value in told.items()
        if differing and (value or name in differing)
    ]


def _said(seed: SeedEntry) -> dict[str, str]:
    identifiers = sorted(seed.identifiers.items())
    return {
        "title": clean(seed.title or ""),
        "authors": listed_authors(seed.authors or ()) or "",
        "year": str(seed.year or ""),
        "identifiers": " ".join(
            value if kind == "doi" else f"{kind}:{value}" for kind, value in identifiers
        ),
    }


def _verbatim(text: str) -> str:
    """A text as code, in which no sign means anything."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"


def own_words(seed: SeedEntry) -> Iterator[str]:
    """Notes, tags and properties as lines of Markdown."""
    yield from (_text(one.text) for one in seed.notes)
    if seed.tags:
        yield f"tags:: {_text(lists.keywords(seed.tags) or '')}"
    yield from (f"{_text(name)}:: {_text(value)}" for name, value in seed.properties.items())


def _parts(seed: SeedEntry) -> Iterator[str]:
    yield f"**{_text(seed.title or seed.name)}**."
    if seed.authors:
        yield f"*{_text(', '.join(seed.authors))}*."
    place = " ".join(filter(None, [seed.venue, str(seed.year) if seed.year else None]))
    if place:
        yield f"{_text(place)}."
    for label, url in links(seed.identifiers):
        yield f"[[{label}](<{url}>)]"
    for one in seed.resources:
        yield f"[[{_text(one.title or one.kind)}](<{one.url.replace('>', '%3E')}>)]"
    names = [alias for alias in seed.aliases if alias != seed.title]
    yield from (f"(**{_text(alias)}**)" for alias in names[:1])


def _text(text: str) -> str:
    return escaped(clean(text))
