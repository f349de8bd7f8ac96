"""Seeds as a list in Markdown, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ptm_graph.exports.about_paper import links
from ptm_graph.exports.streaming import write_lines
from ptm_graph.words import lists
from ptm_graph.words.markup import escaped
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import clean


def write_seeds(seeds: Iterable[SeedEntry], out: BinaryIO) -> None:
    """Write a heading a family, an item a paper, links behind it.

    :mod:`ptm_graph.reading_lists.markdown` reads it back, without what only we have a
    place for: identifiers that lead to no page, and titles of papers that have none. What its
    owner says is below each item; tags and properties as Logseq and Dataview write them.
    """
    families: dict[str | None, list[SeedEntry]] = {}
    for seed in seeds:
        families.setdefault(seed.family, []).append(seed)
    write_lines(_lines(families), out)


def _lines(families: dict[str | None, list[SeedEntry]]) -> Iterator[str]:
    for number, (family, members) in enumerate(families.items()):
        if number:
            yield ""
        if family:
            yield f"## {_text(family)}"
            yield ""
        for seed in members:
            yield f"- {' '.join(_parts(seed))}"
            yield from (f"  - {line}" for line in own_words(seed))


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
