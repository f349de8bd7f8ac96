"""PDFs to entries: each file a paper, and what was published beside it its resource."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from ptm_graph.errors import InputError, ReadingListError
from ptm_graph.pdfs import read_head
from ptm_graph.reading_lists.merge import merged
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.identifiers import IDENTIFIER_KINDS
from ptm_graph.words.model import Problem, Resource, SeedEntry
from ptm_graph.words.wording import Said

SUPPLEMENT = "supplementary material"

_BESIDE = re.compile(
    r"[-_. (]+(?:supp?l?|supplement(?:s|al|ary)?|si|esm|appendix)"
    r"(?:[-_. ]*(?:materials?|info\w*|\d+))?\)?$",
    re.IGNORECASE,
)


def read(data: bytes, file: str | None = None) -> ReadingList:
    """Read a PDF; the file stays as the resource of its paper."""
    try:
        head = read_head(data, file)
    except InputError as error:
        raise ReadingListError(error.args[0], file) from error
    files = (Resource("file", file, SUPPLEMENT if head.supplement else None),) if file else ()
    if head.title or head.identifiers:
        found = {
            str(kind): head.identifiers[kind]
            for kind in IDENTIFIER_KINDS
            if kind in head.identifiers
        }
        return ReadingList((SeedEntry(head.title, (), found, resources=files, file=file),))
    reason = Said("unused.pdf untitled" if head.has_text else "unused.pdf scanned")
    return ReadingList(unused=(unusable(PurePath(file or "PDF").name, reason, file, None),))


def gathered(listed: ReadingList) -> ReadingList:
    """PDFs of one paper as one entry, and what was published beside a paper with it."""
    ours = [entry for entry in listed.entries if _is_file(entry)]
    if not ours:
        return listed
    works = {id(work.sources[0]): work.entry for work in merged(ours)}
    entries = [
        works.get(id(entry), entry)
        for entry in listed.entries
        if not _is_file(entry) or id(entry) in works
    ]
    places = {
        str(PurePath(one.url).with_suffix("")): place
        for place, entry in enumerate(entries)
        for one in entry.resources
        if one.kind == "file"
    }
    unused = []
    for problem in listed.unused:
        place = next((places[one] for one in _beside(problem) if one in places), None)
        if place is None:
            unused.append(problem)
            continue
        beside = Resource("file", str(problem.file), SUPPLEMENT)
        entries[place] = replace(entries[place], resources=(*entries[place].resources, beside))
    return replace(listed, entries=tuple(entries), unused=tuple(unused))


def _is_file(entry: SeedEntry) -> bool:
    return any(one.kind == "file" and one.url == entry.file for one in entry.resources)


def _beside(problem: Problem) -> Iterator[str]:
    """What the paper is called to which an unread PDF is the supplement."""
    if (path := PurePath(problem.file or "")).suffix.lower() == ".pdf":
        stem = str(path.with_suffix(""))
        if (said := _BESIDE.search(stem)) is not None:
            yield stem[: said.start()]
